import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Upload } from '@shared/upload/contract'
import { type Processes, startProcesses } from '../support/processes'
import { picture, sendChunk, startUpload } from '../support/upload'
import { eventually, startWorld, type World } from '../support/world'

let world: World
let processes: Processes
beforeAll(async () => {
  world = await startWorld({ perCategory: 1 })
  processes = await startProcesses(1, world.stores)
})
afterAll(async () => {
  await processes?.stop()
  await world?.close()
})

const filesIn = (folder: string) =>
  readdirSync(join(world.stores.dataDir, folder), { recursive: true }).map(String)

/** A picture that no other one is like. */
const content = () =>
  picture(1200, 900, `#${randomBytes(3).toString('hex')}`)
    .jpeg()
    .toBuffer()

// Which step is cut off is left to chance: with each round the process dies a little later.
test.each([0, 30, 120])(
  'a process killed %i ms after the last chunk came loses nothing it has confirmed, and another one finishes the rest',
  async (ms) => {
    const [web] = processes.live()
    const me = await web!.api.as('uploader')
    const bytes = await content()
    const { body: begun } = await startUpload(me, '照片.jpg', bytes.length)
    const half = Math.floor(bytes.length / 2)
    await sendChunk(me, begun.id, 0, bytes.subarray(0, half))
    const last = sendChunk(me, begun.id, half, bytes.subarray(half)).catch(() => null)
    await new Promise((resolve) => setTimeout(resolve, ms))
    await web!.kill()
    const answer = await last
    const next = await processes.start()
    const again = await next.api.as('uploader')
    const params = { params: { id: begun.id } }
    const { body: known } = await again.call('GET /api/uploads/:id', params)
    if (answer) expect(known.upload).toMatchObject({ id: answer.body.upload!.id })

    // What a client does: the rest, or else the last byte once more.
    let { upload } = known
    if (!upload) {
      const from = Math.min(known.received, bytes.length - 1)
      upload = (await sendChunk(again, begun.id, from, bytes.subarray(from))).body.upload
    }
    expect(upload).toMatchObject({ id: begun.id, kind: 'picture', width: 1200, height: 900 })
    for (const url of [(upload as Upload).url, (upload as Upload).thumbUrl!]) {
      expect((await fetch(next.url + url)).status).toBe(200)
    }
  },
)

test('what they left lying is swept away, and nothing else', async () => {
  const later = (days: number) => new Date(Date.now() + days * 86_400_000)
  const before = filesIn('uploads/kept').filter((name) => name.includes('-'))
  await world.deps.uploads.sweep(later(4))
  await eventually(
    async () => filesIn('uploads/arriving'),
    (files) => files.length === 0,
  )
  const after = filesIn('uploads/kept').filter((name) => name.includes('-'))
  expect(before).toEqual(expect.arrayContaining(after))
  expect(after.filter((name) => name.endsWith('.part'))).toEqual([])
  expect(after.length).toBe(6) // three pictures and their thumbnails
})
