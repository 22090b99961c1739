import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import sharp from 'sharp'
import type { Api } from '../support/api'
import { startTwin } from '../support/twin'
import { docx, oldOffice, pdf, picture, sendChunk, sendFile, startUpload } from '../support/upload'
import { eventually, startWorld, type World } from '../support/world'

let world: World
let me: Api
let somebody: Api
beforeAll(async () => {
  world = await startWorld({ perCategory: 1 })
  me = await world.api.as('uploader')
  somebody = await world.api.as('somebody-else')
})
afterAll(() => world?.close())

const get = (path: string) => fetch(world.url + path)
const bytesOf = async (path: string) => Buffer.from(await (await get(path)).arrayBuffer())
const lying = (folder: string) => {
  try {
    return readdirSync(join(world.stores.dataDir, folder), { recursive: true }).map(String)
  } catch {
    return []
  }
}

/** The voter behind a client, as other features know them. */
const ownerOf = ({ token }: Api) => world.deps.identities.voterOf(token!).id

describe('a picture', () => {
  test('is kept upright, without what the camera wrote into it, and small enough, with a thumbnail', async () => {
    const original = await picture(4000, 3000)
      .withMetadata({ orientation: 6 })
      .withExifMerge({
        IFD0: { Make: 'SecretCamera', Artist: 'Zhang San' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '30/1 35/1 2/1' },
      })
      .jpeg()
      .toBuffer()
    expect((await sharp(original).metadata()).exif!.includes('SecretCamera')).toBe(true)

    const { status, body } = await sendFile(me, original, '活动现场.jpg', 'picture')
    expect(status).toBe(200)
    expect(body.upload).toMatchObject({
      ...{ kind: 'picture', name: '活动现场.jpg', type: 'image/webp', check: 'unchecked' },
      ...{ width: 1920, height: 2560 },
    })
    const kept = await bytesOf(body.upload!.url)
    const { format, width, height, exif, xmp, iptc, orientation } = await sharp(kept).metadata()
    expect([format, width, height, exif, xmp, iptc, orientation]).toEqual(['webp', 1920, 2560])
    expect(kept.includes('SecretCamera') || kept.includes('Zhang')).toBe(false)
    expect(kept.length).toBe(body.upload!.bytes)
    expect(await sharp(await bytesOf(body.upload!.thumbUrl!)).metadata()).toMatchObject({
      ...{ format: 'webp', width: 360, height: 480 },
    })
    expect(lying('uploads/arriving')).toEqual([])
  })

  test.each([
    ['png', () => picture().png()],
    ['webp', () => picture().webp()],
    ['jpeg as printers have it', () => picture().toColourspace('cmyk').jpeg()],
    ['a small jpeg', () => picture(200, 100).jpeg()],
  ])('may be %s, whatever its name says', async (_name, make) => {
    const { body } = await sendFile(me, await make().toBuffer(), '示例.pdf')
    expect(body.upload).toMatchObject({ kind: 'picture', type: 'image/webp' })
    const { headers } = await get(body.upload!.url)
    expect(headers.get('content-disposition')).toContain(encodeURIComponent('示例.webp'))
  })

  test('loses what was hidden behind it', async () => {
    const hidden = Buffer.concat([
      await picture().jpeg().toBuffer(),
      Buffer.from('<script>alert(1)</script>'),
    ])
    const { body } = await sendFile(me, hidden, '示例.jpg')
    expect((await bytesOf(body.upload!.url)).includes('script')).toBe(false)
  })

  test('is shown by pages and nothing else', async () => {
    const { body } = await sendFile(me, await picture().jpeg().toBuffer(), '示例.jpg')
    const { headers } = await get(body.upload!.url)
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'image/webp',
      'content-disposition': expect.stringMatching(/^inline/),
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': expect.stringMatching(/^private, max-age=\d+, immutable$/),
    })
  })
})

describe('a document', () => {
  test.each<[string, Uint8Array, string, string]>([
    ['a PDF', pdf(), '证明.pdf', 'application/pdf'],
    [
      'a .docx',
      docx(),
      '事迹.docx',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    ],
    ['a .doc', oldOffice('Root Entry', 'WordDocument'), '事迹.doc', 'application/msword'],
    ['an .xls', oldOffice('Root Entry', 'Workbook'), '数据.xls', 'application/vnd.ms-excel'],
    [
      'a .doc with a table of Excel in it',
      oldOffice('Root Entry', 'Workbook', 'WordDocument'),
      '事迹.doc',
      'application/msword',
    ],
  ])(
    'such as %s is kept as it is, and only a PDF is opened by a browser',
    async (_name, content, name, type) => {
      const { body } = await sendFile(me, content, name, 'document')
      expect(body.upload).toMatchObject({
        ...{ kind: 'document', name, type, bytes: content.length, width: null, height: null, thumbUrl: null },
      })
      const { headers } = await get(body.upload!.url)
      expect(headers.get('content-type')).toBe(type)
      expect(headers.get('content-disposition')).toBe(
        `${type === 'application/pdf' ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name)}`,
      )
      expect((await bytesOf(body.upload!.url)).equals(content)).toBe(true)
    },
  )

  test('is handed out under the ending of what it is', async () => {
    const { body } = await sendFile(me, pdf(), '..\\..\\请点我\u202efdp.exe')
    expect(body.upload!.name).toBe('请点我fdp.exe')
    const { headers } = await get(body.upload!.url)
    expect(decodeURIComponent(headers.get('content-disposition')!)).toMatch(/请点我fdp\.pdf$/)
  })
})

describe('on its way', () => {
  const content = Buffer.concat([pdf('大文件'), randomBytes(300_000), Buffer.from('\n%%EOF')])

  test('a cut connection costs no more than the chunk that it cut', async () => {
    const { body: begun } = await startUpload(me, '大文件.pdf', content.length)
    await sendChunk(me, begun.id, 0, content.subarray(0, 100_000))
    await sendHalf(begun.id, 100_000, content.subarray(100_000, 200_000))
    const params = { params: { id: begun.id } }
    const { body: known } = await me.call('GET /api/uploads/:id', params)
    expect(known).toEqual({ id: begun.id, bytes: content.length, received: 100_000, upload: null })
    const { body: done } = await sendChunk(me, begun.id, known.received, content.subarray(known.received))
    expect((await bytesOf(done.upload!.url)).equals(content)).toBe(true)
    await eventually(
      async () => lying('uploads/arriving'),
      (files) => files.length === 0,
    )
  })

  /** Sends half of a chunk and hangs up. */
  async function sendHalf(id: string, offset: number, chunk: Buffer): Promise<void> {
    const { hostname, port } = new URL(world.url)
    const socket = connect(Number(port), hostname)
    socket.write(
      `PUT /api/uploads/${id}?offset=${offset} HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${me.token}\r\nContent-Length: ${chunk.length}\r\n\r\n`,
    )
    socket.write(chunk.subarray(0, chunk.length / 2))
    await eventually(
      async () => lying('uploads/arriving').length,
      (files) => files === 2,
    )
    socket.destroy()
    await eventually(
      async () => lying('uploads/arriving').length,
      (files) => files === 1,
    )
  }

  test('chunks may come at any process, twice and at once, and are one file', async () => {
    const twin = await startTwin(world)
    try {
      const other = (await twin.api.as('uploader')) as Api
      const { body: begun } = await startUpload(me, '大文件.pdf', content.length)
      const size = 50_000
      for (let at = 0; at < content.length; at += size) {
        const chunk = content.subarray(at, at + size)
        const answers = await Promise.all([me, other, me].map((api) => sendChunk(api, begun.id, at, chunk)))
        expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
      }
      const { body: done } = await other.call('GET /api/uploads/:id', { params: { id: begun.id } })
      expect(done.upload).toMatchObject({ id: begun.id, bytes: content.length })
      expect((await bytesOf(done.upload!.url)).equals(content)).toBe(true)
    } finally {
      await twin.close()
    }
  })

  test('a chunk that does not follow is refused with where it goes on', async () => {
    const { body: begun } = await startUpload(me, '大文件.pdf', content.length)
    await sendChunk(me, begun.id, 0, content.subarray(0, 1000))
    for (const [offset, chunk] of [
      [1001, content.subarray(1001, 2000)], // a gap
      [500, content.subarray(500, 1500)], // half of it is known
      [1000, Buffer.alloc(content.length)], // more than was announced
      [1000, Buffer.alloc(0)],
    ] as const) {
      const { status, body } = await sendChunk(me, begun.id, offset, chunk)
      expect([status, body.error]).toMatchObject([
        409,
        { code: 'upload_offset', details: { received: 1000 } },
      ])
    }
    expect((await me.call('DELETE /api/uploads/:id', { params: { id: begun.id } })).status).toBe(204)
    expect((await me.call('GET /api/uploads/:id', { params: { id: begun.id } })).status).toBe(404)
    expect(lying('uploads/arriving')).toEqual([])
  })

  test('an upload is nobody else’s to see, go on with or give up', async () => {
    const { body: begun } = await startUpload(me, '大文件.pdf', content.length)
    const params = { params: { id: begun.id } }
    expect((await sendChunk(somebody, begun.id, 0, content)).body.error?.code).toBe('upload_not_found')
    expect((await somebody.call('GET /api/uploads/:id', params)).status).toBe(404)
    expect((await somebody.call('DELETE /api/uploads/:id', params)).status).toBe(404)
    const { body: done } = await sendChunk(me, begun.id, 0, content)
    expect((await somebody.call('GET /api/uploads/:id', params)).status).toBe(404)
    expect((await world.api.send('GET', `/api/uploads/${begun.id}`)).status).toBe(401)
    const { uploads } = world.deps
    expect(await uploads.ownedBy([done.upload!.id], ownerOf(me))).toBe(true)
    expect(await uploads.ownedBy([done.upload!.id], ownerOf(somebody))).toBe(false)
    expect(await uploads.ownedBy([done.upload!.id, 'nothing'], ownerOf(me))).toBe(false)
    expect(await uploads.ownedBy([done.upload!.id], ownerOf(somebody), ownerOf(me))).toBe(true)
  })

  test('a person hands in no more than half a gigabyte a day, finished or not', async () => {
    const eager = await world.api.as('eager')
    const most = 30 * 2 ** 20
    const begun = []
    for (let i = 0; i < 16; i++) begun.push((await startUpload(eager, 'a.pdf', most)).body.id)
    expect((await startUpload(eager, 'a.pdf', most)).body.error?.code).toBe('upload_quota')
    expect((await startUpload(somebody, 'a.pdf', most)).status).toBe(201)
    await eager.call('DELETE /api/uploads/:id', { params: { id: begun[0]! } })
    expect((await startUpload(eager, 'a.pdf', most)).status).toBe(201)
  })
})

describe('an address', () => {
  let url: string
  beforeAll(async () => {
    url = (await sendFile(me, pdf('地址'), '示例.pdf')).body.upload!.url
  })
  const refusal = async (path: string) => ((await (await get(path)).json()) as never as Refused).error.code
  type Refused = { error: { code: string } }

  test('is good for whoever has it', async () => {
    expect((await get(url)).status).toBe(200)
  })

  test.each([
    ['of another file', (one: string) => one.replace(/f[0-9a-f]{24}/, `f${'0'.repeat(24)}`)],
    ['made good for longer', (one: string) => one.replace(/until=(\d+)/, (_, at) => `until=${+at + 1800}`)],
    ['for the other size', (one: string) => one.replace('size=whole', 'size=thumb')],
    ['with another signature', (one: string) => one.replace(/signature=.{8}/, 'signature=AAAAAAAA')],
    ['with a short one', (one: string) => one.replace(/signature=.*/, 'signature=a')],
  ])('%s is refused', async (_name, forge) => {
    expect(await refusal(forge(url))).toBe('upload_address_invalid')
  })

  test('without a signature is no address', async () => {
    expect(await refusal(url.replace(/&signature.*/, ''))).toBe('invalid_request')
  })

  test('that has run out says so, and the same half hour has the same address', async () => {
    const now = Date.now()
    const at = (ms: number) => jest.spyOn(Date, 'now').mockReturnValue(now + ms)
    const { uploads } = world.deps
    const id = /f[0-9a-f]{24}/.exec(url)![0]
    try {
      at(0)
      const [first] = await uploads.describe([id])
      const query = new URLSearchParams(first!.url.split('?')[1])
      const given = {
        size: 'whole' as const,
        until: Number(query.get('until')),
        signature: query.get('signature')!,
      }
      expect(given.until * 1000 - now).toBeGreaterThanOrEqual(30 * 60_000 - 1000)
      expect(given.until * 1000 - now).toBeLessThanOrEqual(60 * 60_000)
      at(given.until * 1000 - now - 31 * 60_000)
      expect((await uploads.describe([id]))[0]!.url).toBe(first!.url)
      at(given.until * 1000 - now)
      await expect(uploads.open(id, given)).rejects.toMatchObject({ code: 'upload_address_expired' })
    } finally {
      jest.restoreAllMocks()
    }
  })
})
