import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import S3rver from '@20minutes/s3rver'
import { createDiskFiles } from '../../server/adapters/files/disk'
import { createS3Files } from '../../server/adapters/files/s3'
import { EnvError, readEnv } from '../../server/env'
import type { FileStore } from '../../server/ports/files'

let folder: string
let server: S3rver
let port: number
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pingxuan-files-'))
  const directory = join(folder, 's3')
  server = new S3rver({
    ...{ address: '127.0.0.1', port: 0, directory, silent: true },
    configureBuckets: [{ name: 'uploads' }],
  })
  port = (await server.run()).port
})
afterAll(async () => {
  await server?.close()
  rmSync(folder, { recursive: true, force: true })
})

const s3 = (secretKey = 'S3RVER', at = port) =>
  createS3Files({
    ...{ endpoint: `http://127.0.0.1:${at}/uploads`, region: 'us-east-1', accessKey: 'S3RVER', secretKey },
  })

const STORES: [string, () => FileStore][] = [
  ['on disk', () => createDiskFiles(join(folder, 'disk'))],
  ['in a bucket', s3],
]

describe.each(STORES)('files %s', (_name, open) => {
  const key = `${'ab'.repeat(32)}-0a1b2c3d`
  const content = Buffer.alloc(3_000_000, '示例')
  let files: FileStore
  let path: string
  beforeAll(() => {
    files = open()
    path = join(folder, 'given')
    writeFileSync(path, content)
  })

  test('are not there before they are put', async () => {
    expect([await files.exists(key), await files.read(key)]).toEqual([false, null])
  })

  test('are there once they are put, byte for byte, and the file that was given stays', async () => {
    await files.put(key, path, 'image/webp')
    expect(await files.exists(key)).toBe(true)
    expect((await buffer((await files.read(key))!)).equals(content)).toBe(true)
    expect(statSync(path).size).toBe(content.length)
  })

  test('may be put again, also by several at once', async () => {
    await Promise.all(Array.from({ length: 5 }, () => files.put(key, path, 'image/webp')))
    expect((await buffer((await files.read(key))!)).equals(content)).toBe(true)
  })

  test('are gone once they are removed, and removing again is no mistake', async () => {
    await files.remove(key)
    await files.remove(key)
    expect([await files.exists(key), await files.read(key)]).toEqual([false, null])
  })

  test('that cannot be put leave nothing', async () => {
    await expect(files.put(key, join(folder, 'missing'), 'image/webp')).rejects.toThrow()
    expect(await files.exists(key)).toBe(false)
  })
})

test('on disk they are for the server alone, with nothing half-written beside them', async () => {
  const files = createDiskFiles(join(folder, 'modes'))
  writeFileSync(join(folder, 'given'), 'x', { mode: 0o644 })
  await files.put('ffee', join(folder, 'given'), 'image/webp')
  expect(statSync(join(folder, 'modes/ff/ffee')).mode & 0o777).toBe(0o600)
  expect(readdirSync(join(folder, 'modes/ff'))).toEqual(['ffee'])
})

test('a bucket that refuses the key or does not answer is an error, not a file that is missing', async () => {
  for (const files of [s3('wrong'), s3('S3RVER', 1)]) {
    await expect(files.exists('a')).rejects.toThrow()
    await expect(files.read('a')).rejects.toThrow()
    await expect(files.put('a', join(folder, 'given'), 'image/webp')).rejects.toThrow()
  }
})

test('who chooses a bucket must say which', () => {
  expect(() => readEnv({ STORAGE: 's3', S3_REGION: 'x' })).toThrow(EnvError)
  expect(() => readEnv({ STORAGE: 's3' })).toThrow(/S3_ENDPOINT、S3_ACCESS_KEY、S3_SECRET_KEY/)
})
