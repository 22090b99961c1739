import { randomBytes } from 'node:crypto'
import type { RequestOf, ResponseOf, Route } from '@shared/api'
import { CHUNK_BYTES } from '@shared/upload/rules'
import { ApiError } from '@/platform/error'
import { type Device, type LocalFile, sendFile } from '@/platform/resume'
import type { Api } from '../support/api'
import { pdf, picture } from '../support/upload'
import { startWorld, type World } from '../support/world'

let world: World
let me: Api
beforeAll(async () => {
  world = await startWorld({ perCategory: 1 })
  me = await world.api.as('uploader')
})
afterAll(() => world?.close())

/** A device with a memory; `cut` may fail a call before it is made, or after, so that its answer is lost. */
function device(cut: (calls: number) => 'before' | 'after' | null = () => null) {
  const made: string[] = []
  const memory = new Map<string, Record<string, string>>()
  const waits: number[] = []
  const itself: Device = {
    async call<R extends Route>(route: R, input: RequestOf<R>): Promise<ResponseOf<R>> {
      made.push(route.split(' ')[0]!)
      const fails = cut(made.length)
      if (fails === 'before') throw new ApiError('offline', '没有连上网络，请检查后重试')
      const answer = await ask(route, input as never)
      if (fails === 'after') throw new ApiError('timeout', '网络较慢，没有等到回应，请重试')
      return answer as ResponseOf<R>
    },
    recall: (name) => memory.get(name) ?? null,
    keep: (name, value) => memory.set(name, value),
    async sleep(ms) {
      waits.push(ms)
    },
  }
  return { itself, made, memory, waits }
}

type Parts = { params?: { id: string }; query?: { offset: number }; body?: ArrayBuffer | object }

/** As the browser asks, with the refusals it would be told. */
async function ask(route: string, { params, query, body }: Parts) {
  const [method, path] = route.split(' ') as [string, string]
  const isFile = body instanceof ArrayBuffer
  const response = await fetch(
    `${world.url}${path.replace(':id', params?.id ?? '')}${query ? `?offset=${query.offset}` : ''}`,
    {
      method,
      headers: {
        authorization: `Bearer ${me.token}`,
        'content-type': isFile ? 'application/octet-stream' : 'application/json',
      },
      ...(body && { body: isFile ? body : JSON.stringify(body) }),
    },
  )
  const answer = (await response.json()) as { error?: { code: never; message: string; details: unknown } }
  if (!answer.error) return answer
  const { code, message, details } = answer.error
  throw new ApiError(code, message, response.status, details)
}

const fileOf = (content: Uint8Array, name = '示例.pdf'): LocalFile => ({
  name,
  bytes: content.length,
  read: async (from, to) => new Uint8Array(content.subarray(from, to)).buffer,
})
const large = () => Buffer.concat([pdf(), randomBytes(3 * CHUNK_BYTES), Buffer.from('%%EOF')])
const contentOf = async (url: string) => Buffer.from(await (await fetch(world.url + url)).arrayBuffer())

test('a file goes up in chunks, says how far it is, and is forgotten when it has arrived', async () => {
  const content = large()
  const phone = device()
  const shares: number[] = []
  const upload = await sendFile(fileOf(content), phone.itself, { onProgress: (share) => shares.push(share) })
  expect((await contentOf(upload.url)).equals(content)).toBe(true)
  expect(phone.made).toEqual(['POST', 'PUT', 'PUT', 'PUT', 'PUT'])
  expect(shares).toEqual([...shares].sort((a, b) => a - b))
  expect([shares[0], shares.at(-1)]).toEqual([0, 1])
  expect(phone.memory.get('uploads')).toEqual({})
})

test('wherever the line breaks, before a call arrives or before its answer does, it goes on from there', async () => {
  const content = large()
  for (const way of ['before', 'after'] as const) {
    for (let broken = 1; broken <= 6; broken++) {
      const phone = device((calls) => (calls === broken ? way : null))
      const upload = await sendFile(fileOf(content), phone.itself, {})
      expect((await contentOf(upload.url)).equals(content)).toBe(true)
      expect(phone.made.filter((method) => method === 'PUT').length).toBeLessThanOrEqual(5)
    }
  }
})

test('a program that was closed goes on when the same file is chosen again, under whatever name', async () => {
  const content = large()
  const phone = device((calls) => (calls > 3 ? 'before' : null))
  await expect(sendFile(fileOf(content), phone.itself, {})).rejects.toMatchObject({ code: 'offline' })
  expect(phone.waits).toEqual([1, 2, 4, 8, 15, 15, 15].map((seconds) => seconds * 1000))
  const later = device()
  later.memory.set('uploads', phone.memory.get('uploads')!)
  const upload = await sendFile(fileOf(content, 'tmp_1.pdf'), later.itself, {})
  expect(later.made).toEqual(['GET', 'PUT', 'PUT'])
  expect(upload.name).toBe('示例.pdf')
})

test('an upload that the server has given up meanwhile begins anew', async () => {
  const content = large()
  const phone = device((calls) => (calls > 3 ? 'before' : null))
  await sendFile(fileOf(content), phone.itself, {}).catch(() => {})
  await world.deps.uploads.sweep(new Date(Date.now() + 25 * 3_600_000))
  const later = device()
  later.memory.set('uploads', phone.memory.get('uploads')!)
  const upload = await sendFile(fileOf(content), later.itself, {})
  expect(later.made).toEqual(['GET', 'POST', 'PUT', 'PUT', 'PUT', 'PUT'])
  expect((await contentOf(upload.url)).equals(content)).toBe(true)
})

test('a refusal is told in the server’s words, at once, and is not gone on with', async () => {
  const phone = device()
  const heic = fileOf(Buffer.from('\0\0\0\x18ftypheic then nothing'), 'IMG.HEIC')
  await expect(sendFile(heic, phone.itself, {})).rejects.toMatchObject({
    ...{ code: 'upload_refused', message: expect.stringContaining('HEIC') },
  })
  expect(phone.made).toEqual(['POST', 'PUT'])
  expect(phone.memory.get('uploads')).toEqual({})
  const picture = { ...fileOf(pdf(), '图.jpg'), kind: 'picture' as const }
  await expect(sendFile(picture, phone.itself, {})).rejects.toMatchObject({ code: 'upload_refused' })
})

test('a person can stop it, and go on later', async () => {
  const content = await picture(1000, 1000, '#472').png({ compressionLevel: 0 }).toBuffer()
  const phone = device()
  const signal = { aborted: false }
  const onProgress = (share: number) => {
    signal.aborted = share > 0
  }
  await expect(sendFile(fileOf(content), phone.itself, { signal, onProgress })).rejects.toMatchObject({
    code: 'cancelled',
  })
  expect(phone.made).toEqual(['POST', 'PUT'])
  const upload = await sendFile(fileOf(content), phone.itself, {})
  expect(upload).toMatchObject({ kind: 'picture', width: 1000 })
  expect(phone.made[2]).toBe('GET')
})
