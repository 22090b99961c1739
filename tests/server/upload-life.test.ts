import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Upload } from '@shared/upload/contract'
import { type Connection, createConnection } from 'mongoose'
import sharp from 'sharp'
import { createDiskFiles } from '../../server/adapters/files/disk'
import { createUploadStore, createUploads } from '../../server/features/upload/upload'
import type { Api } from '../support/api'
import { docx, pdf, photo, sendChunk, sendFile, startUpload } from '../support/upload'
import { eventually, KEYS, silent, startWorld, type World } from '../support/world'

const DAY_MS = 86_400_000

let world: World
let me: Api
let folder: string
let mongo: Connection
beforeAll(async () => {
  world = await startWorld({ perCategory: 1 })
  me = await world.api.as('uploader')
  folder = mkdtempSync(join(tmpdir(), 'pingxuan-life-'))
  mongo = await createConnection(world.stores.mongoUri!).asPromise()
})
afterAll(async () => {
  await mongo?.close()
  await world?.close()
  rmSync(folder, { recursive: true, force: true })
})

const inDays = (days: number) => new Date(Date.now() + days * DAY_MS)
const filesIn = (dir: string) =>
  readdirSync(dir, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).length
const kept = () => filesIn(join(world.stores.dataDir, 'uploads/kept'))
const give = async (content: Uint8Array, name: string) =>
  (await sendFile(me, content, name)).body.upload as Upload
const isThere = async ({ id }: Upload) => (await world.deps.uploads.describe([id])).length === 1

/** The same room, to which something refers or does not; WeChat is not there. */
const referringTo = (
  those: Upload[],
  hear: (path: string) => void = () => {},
  { traceId = null as string | null, onFlagged = async (_id: string) => {} } = {},
) =>
  createUploads({
    store: createUploadStore(mongo),
    files: createDiskFiles(join(world.stores.dataDir, 'uploads/kept')),
    dir: world.deps.uploadDir,
    publicDir: join(world.stores.dataDir, 'files/uploads'),
    secretKeys: [KEYS.secretKey],
    async askCheck(_owner, path) {
      hear(path)
      return traceId
    },
    onFlagged,
    referredTo: async (ids) => ids.filter((id) => those.some((one) => one.id === id)),
    log: silent,
  })

test('the same file is kept once, however often and by whomever it is handed in', async () => {
  await give(pdf('第一个'), '第一个.pdf')
  const before = kept()
  const content = await photo(800, 600, '#0a7')
  const first = await give(content, '一.jpg')
  const second = await give(content, '二.jpg')
  const third = await sendFile(await world.api.as('another'), content, '三.jpg')
  expect(new Set([first.id, second.id, third.body.upload!.id]).size).toBe(3)
  expect(kept() - before).toBe(2) // it and its thumbnail
})

test('the same file taken by many at once is taken by each', async () => {
  const path = join(folder, 'same')
  writeFileSync(path, await photo(500, 500, '#5a5'))
  const rooms = [world.deps.uploads, referringTo([])]
  const before = kept()
  const taken = await Promise.all(
    Array.from({ length: 12 }, (_, i) => rooms[i % 2]!.take(`v${i}`, { path, name: `${i}.jpg` })),
  )
  expect(new Set(taken.map(({ id }) => id)).size).toBe(12)
  expect(kept() - before).toBe(2)
})

test('uploads are described in the order asked for, and those that are missing left out', async () => {
  const [one, two] = [await give(pdf('一'), '一.pdf'), await give(docx(), '二.docx')]
  const found = await world.deps.uploads.describe([two.id, 'nothing', one.id, two.id])
  expect(found.map(({ name }) => name)).toEqual(['二.docx', '一.pdf', '二.docx'])
})

test('a file that came by another way passes the same checks, and stays where it was', async () => {
  const path = join(folder, 'attachment')
  writeFileSync(path, pdf('附件'))
  const taken = await world.deps.uploads.take('staff:s1', { path, name: '附件.pdf' })
  expect(taken).toMatchObject({ kind: 'document', name: '附件.pdf' })
  expect(await world.deps.uploads.ownedBy([taken.id], 'staff:s1')).toBe(true)
  const { content, name, type } = await world.deps.uploads.read(taken.id)
  expect([name, type, await text(content)]).toEqual(['附件.pdf', 'application/pdf', pdf('附件').toString()])
  writeFileSync(path, '<svg/>')
  await expect(world.deps.uploads.take('staff:s1', { path, name: '附件.pdf' })).rejects.toMatchObject({
    code: 'upload_refused',
  })
  expect(readFileSync(path, 'utf8')).toBe('<svg/>')
})

test('a picture is private until it is published, then anybody’s at an address that lasts, and taken back', async () => {
  const { uploads } = world.deps
  const picture = await give(await photo(800, 600, '#36c'), '公开.jpg')
  const status = async (path: string) => (await fetch(world.url + path)).status
  const { url, thumbUrl } = await uploads.publish(picture.id)
  for (const path of [url, thumbUrl]) {
    const answer = await fetch(world.url + path)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/webp'])
    expect(answer.headers.get('cache-control')).toMatch(/max-age=31536000, ?immutable/)
  }
  // WeChat's cards show no WebP.
  const card = await fetch(world.url + url.replace('.webp', '.jpg'))
  expect((await sharp(Buffer.from(await card.arrayBuffer())).metadata()).format).toBe('jpeg')
  expect(await uploads.publish(picture.id)).toEqual({ url, thumbUrl })
  await uploads.unpublish(picture.id)
  expect([await status(url), await status(thumbUrl), await status(picture.url)]).toEqual([404, 404, 200])
  const document = await give(pdf('不公开'), '不公开.pdf')
  await expect(uploads.publish(document.id)).rejects.toMatchObject({ code: 'upload_not_found' })
})

describe('WeChat’s opinion', () => {
  test.each([
    ['活动示例.jpg', 'passed'],
    ['存疑示例.jpg', 'flagged'],
    ['违规示例.jpg', 'flagged'],
  ])('of a picture from the mini-program is asked for and comes by event: %s is %s', async (name, check) => {
    const { id } = await give(await photo(100, 100), name)
    await eventually(
      () => world.deps.uploads.describe([id]),
      ([one]) => one!.check === check,
    )
  })

  test('is asked of a picture that WeChat can read', async () => {
    const asked: string[] = []
    const room = referringTo([], (path) => asked.push(path))
    const path = join(folder, 'camera')
    writeFileSync(path, await photo(300, 200))
    await room.take('v1', { path, name: '现场.jpg' })
    const answer = await eventually(
      () => fetch(world.url + asked[0]),
      ({ status }) => status === 200,
    )
    expect(answer.headers.get('content-type')).toBe('image/jpeg')
    const { format, width } = await sharp(Buffer.from(await answer.arrayBuffer())).metadata()
    expect([format, width]).toEqual(['jpeg', 300])
  })

  test('is nothing to wait for: without it a picture is unchecked', async () => {
    const path = join(folder, 'camera')
    writeFileSync(path, await photo(310, 210))
    const { id } = await world.deps.uploads.take('staff:s1', { path, name: '现场.jpg' })
    expect((await world.deps.uploads.describe([id]))[0]!.check).toBe('unchecked')
  })

  test('may come before anybody knows what it is about: then it is kept until somebody does', async () => {
    const flagged: string[] = []
    const early = { traceId: 'faster-than-us', onFlagged: async (id: string) => void flagged.push(id) }
    const room = referringTo([], undefined, early)
    await world.deps.uploads.judge(early.traceId, 'risky') // in another process
    const path = join(folder, 'camera')
    writeFileSync(path, await photo(320, 220))
    const { id } = await room.take('v1', { path, name: '现场.jpg' })
    await eventually(
      () => room.describe([id]),
      ([one]) => one!.check === 'flagged',
    )
    expect(flagged).toEqual([id])
  })

  test('finds its upload however it crosses with the name of the check being noted', async () => {
    const path = join(folder, 'camera')
    for (let i = 0; i < 8; i++) {
      writeFileSync(path, await photo(330 + i, 230))
      const { id } = await world.deps.uploads.take('staff:s1', { path, name: '现场.jpg' })
      await Promise.all([
        world.deps.uploads.markChecking(id, `crossing-${i}`),
        referringTo([]).judge(`crossing-${i}`, 'pass'),
      ])
      expect((await world.deps.uploads.describe([id]))[0]!.check).toBe('passed')
    }
  })
})

describe('the daily sweep', () => {
  test('gives up what has not been gone on with for a day', async () => {
    const { body: begun } = await startUpload(me, '未完.pdf', 1000)
    await sendChunk(me, begun.id, 0, Buffer.alloc(500))
    const stray = join(world.deps.uploadDir, 'of-a-process-that-died')
    writeFileSync(stray, 'x')
    utimesSync(stray, inDays(-4), inDays(-4))
    await world.deps.uploads.sweep()
    expect(filesIn(world.deps.uploadDir)).toBe(1)
    await world.deps.uploads.sweep(inDays(1.1))
    expect(filesIn(world.deps.uploadDir)).toBe(0)
    expect((await me.call('GET /api/uploads/:id', { params: { id: begun.id } })).status).toBe(404)
  })

  test('removes what nothing refers to and nobody has touched for a week, and its bytes unless another needs them', async () => {
    const shared = randomBytes(100).toString('hex')
    const [lost, used, alike] = [
      await give(pdf('没人用'), '没人用.pdf'),
      await give(pdf(shared), '在用.pdf'),
      await give(pdf(shared), '相同.pdf'),
    ]
    const shown = await give(await photo(50, 50, '#123'), '公开.jpg')
    await world.deps.uploads.publish(shown.id)
    const before = kept()
    const room = referringTo([used])
    await room.sweep(inDays(6))
    expect([await isThere(lost), await isThere(alike)]).toEqual([true, true])
    await room.sweep(inDays(8))
    expect([await isThere(lost), await isThere(alike), await isThere(used), await isThere(shown)]).toEqual([
      ...[false, false, true, true],
    ])
    expect(kept()).toBeLessThan(before)
    expect((await fetch(world.url + used.url)).status).toBe(200)
    expect((await fetch(world.url + shown.url)).status).toBe(200)
    // What was swept away can be handed in again.
    const again = await give(pdf('没人用'), '没人用.pdf')
    expect((await fetch(world.url + again.url)).status).toBe(200)
  })

  test('leaves what somebody was about to refer to', async () => {
    const wanted = await give(pdf('将要引用'), '将要引用.pdf')
    await mongo
      .collection('uploads')
      .updateOne({ _id: wanted.id as never }, { $set: { touchedAt: inDays(-30) } })
    const owner = world.deps.identities.voterOf(me.token!).id
    const room = referringTo([])
    // Asked after between the sweep's look and its removal.
    const { removeUntouched, ...store } = createUploadStore(mongo)
    expect((await store.findUntouched(inDays(-7), '', 500)).some(({ _id }) => _id === wanted.id)).toBe(true)
    expect(await room.ownedBy([wanted.id], owner)).toBe(true)
    expect(await removeUntouched([wanted.id], inDays(-7))).toBe(0)
    expect(await isThere(wanted)).toBe(true)
  })
})

test.each([
  ['the file store is away', 'put', 'storage_unavailable'],
  ['the record of a file that is kept cannot be written', 'add', undefined],
] as const)('while %s, an upload waits whole and can be finished later', async (_name, step, code) => {
  const [files, store] = [createDiskFiles(join(folder, 'kept')), createUploadStore(mongo)]
  const dir = mkdtempSync(join(folder, 'arriving-'))
  let isAway = true
  const unless = <G extends unknown[], A>(work: (...given: G) => Promise<A>) => {
    return (...given: G) => (isAway ? Promise.reject(new Error('away')) : work(...given))
  }
  const room = createUploads({
    store: step === 'add' ? { ...store, add: unless(store.add) } : store,
    files: step === 'put' ? { ...files, put: unless(files.put) } : files,
    ...{ dir, publicDir: join(folder, 'public'), log: silent, secretKeys: [KEYS.secretKey] },
    referredTo: async (ids) => ids,
    askCheck: async () => null,
    onFlagged: async () => {},
  })
  const content = pdf(randomBytes(20).toString('hex'))
  const who = { id: 'v1' }
  const { id } = await room.start(who, { name: '等待.pdf', bytes: content.length })
  const send = (from: number) => {
    const path = join(folder, 'chunk')
    writeFileSync(path, content.subarray(from))
    return room.append(who, id, from, { path, bytes: content.length - from })
  }
  await expect(send(0)).rejects.toMatchObject(code ? { code } : { message: 'away' })
  expect(await room.progress(who, id)).toMatchObject({ received: content.length, upload: null })
  isAway = false
  expect((await send(content.length - 1)).upload).toMatchObject({ id, name: '等待.pdf' })
  expect(await text((await room.read(id)).content)).toBe(content.toString())
  expect(filesIn(dir)).toBe(0)
})
