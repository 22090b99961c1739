import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { crc32, deflateRawSync, deflateSync } from 'node:zlib'
import { ERRORS } from '@shared/kernel/errors'
import { zipSync } from 'fflate'
import type { Api } from '../support/api'
import { docx, oldOffice, pdf, picture, sendFile, startUpload } from '../support/upload'
import { startWorld, type World } from '../support/world'

let world: World
let me: Api
beforeAll(async () => {
  world = await startWorld({ perCategory: 1 })
  me = await world.api.as('hostile')
})
afterAll(() => world?.close())

const text = (words: string) => Buffer.from(words)
const behind = (head: string, rest: string) => Buffer.concat([Buffer.from(head, 'latin1'), text(rest)])

/** A PNG that declares a size, with hardly anything in it. */
function png(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const typed = Buffer.concat([Buffer.from(type), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(typed))
    return Buffer.concat([length, typed, sum])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.writeUInt8(1, 8) // one bit for each pixel
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    ...[
      chunk('IHDR', header),
      chunk('IDAT', deflateSync(Buffer.alloc(1000))),
      chunk('IEND', Buffer.alloc(0)),
    ],
  ])
}

const HUGE = 200 * 2 ** 20

/** A .docx with two parts of 200 MB in it, which declares some other size of them. */
function bomb(declared = HUGE): Buffer {
  const bytes = Buffer.from(docx({ 'word/media/a.bmp': text('a'), 'word/media/b.bmp': text('b') }))
  const packed = deflateRawSync(Buffer.alloc(HUGE))
  // The parts are where the directory says: one content behind it does for both.
  const start = bytes.length
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), Buffer.alloc(26), packed])
  for (const name of ['word/media/a.bmp', 'word/media/b.bmp']) {
    const at = bytes.lastIndexOf(name) - 46
    bytes.writeUInt16LE(8, at + 10) // deflated
    bytes.writeUInt32LE(packed.length, at + 20)
    bytes.writeUInt32LE(declared, at + 24)
    bytes.writeUInt32LE(start, at + 42)
  }
  // The end of the directory goes to the end again.
  const end = bytes.subarray(bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1'))
  return Buffer.concat([bytes, local, end])
}

const ordinary = 'upload_refused'
test.each<[string, () => Uint8Array | Promise<Uint8Array>, string, string, RegExp]>([
  [
    'an SVG',
    () => text('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
    '图.jpg',
    ordinary,
    /JPG、PNG/,
  ],
  ['a page of HTML', () => text('<!doctype html><script>alert(1)</script>'), '图.png', ordinary, /JPG、PNG/],
  ['a GIF that is a script', () => text('GIF89a/*…*/=1;alert(1)'), '图.jpg', ordinary, /JPG、PNG/],
  ['a program', () => behind('MZ\x90\x00', 'x'.repeat(100)), '事迹.pdf', ordinary, /JPG、PNG/],
  [
    'a script behind the sign of a JPEG',
    () => behind('\xff\xd8\xff\xe0', '<script>alert(1)</script>'),
    '图.jpg',
    ordinary,
    /读不出来/,
  ],
  [
    'an SVG behind the sign of a WebP',
    () => behind('RIFF\x10\x00\x00\x00WEBP', '<svg/>'),
    '图.webp',
    ordinary,
    /读不出来/,
  ],
  [
    'half a JPEG',
    async () => (await picture().jpeg().toBuffer()).subarray(0, 2000),
    '图.jpg',
    ordinary,
    /读不出来/,
  ],
  ['a picture of 400 million pixels', () => png(20_000, 20_000), '图.png', ordinary, /20000×20000/],
  ['a picture of four thousand million pixels', () => png(65_000, 65_000), '图.png', ordinary, /65000×65000/],
  [
    'a HEIC',
    () => behind('\0\0\0\x18ftypheic', 'x'.repeat(100)),
    'IMG_0001.HEIC',
    ordinary,
    /HEIC.*兼容性最佳/,
  ],
  ['a PDF for a picture', () => pdf(), '图.jpg', ordinary, /这里请上传 JPG/],
  ['half a PDF', () => text('%PDF-1.7\n1 0 obj'), '证明.pdf', ordinary, /不完整/],
  [
    'a page of HTML with a PDF in it',
    () => behind('<html>', pdf().toString()),
    '证明.pdf',
    ordinary,
    /JPG、PNG/,
  ],
  [
    'a PDF that is a zip as well',
    () => Buffer.concat([text('%PDF-1.7\n%%EOF\n'), zipSync({ 'a.exe': text('MZ') })]),
    '证明.pdf',
    ordinary,
    /夹带/,
  ],
  ['any zip', () => zipSync({ 'a.txt': text('a') }), '事迹.docx', ordinary, /JPG、PNG/],
  ['half a .docx', () => docx().subarray(0, 100), '事迹.docx', ordinary, /已损坏/],
  [
    'slides',
    () => docx({}, 'application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml'),
    '事迹.pptx',
    ordinary,
    /JPG、PNG/,
  ],
  [
    'a .docm',
    () => docx({}, 'application/vnd.ms-word.document.macroEnabled.main+xml'),
    '事迹.docx',
    ordinary,
    /宏/,
  ],
  ['macros in a .docx', () => docx({ 'word/vbaProject.bin': text('x') }), '事迹.docx', ordinary, /宏/],
  [
    'macros in a .doc',
    () => oldOffice('Root Entry', 'WordDocument', '_VBA_PROJECT'),
    '事迹.doc',
    ordinary,
    /宏/,
  ],
  ['a locked workbook', () => oldOffice('Root Entry', 'EncryptedPackage'), '数据.xlsx', ordinary, /密码/],
  ['an installer', () => oldOffice('Root Entry', 'SummaryInformation'), '数据.doc', ordinary, /JPG、PNG/],
  ['a .docx that unpacks to too much', () => bomb(), '事迹.docx', ordinary, /过大/],
  ['one that says it does not', () => bomb(1000), '事迹.docx', ordinary, /已损坏/],
  ['a path out of the folder', () => docx({ '../../evil.sh': text('x') }), '事迹.docx', ordinary, /已损坏/],
])('%s is refused in words', async (_name, make, name, code, words) => {
  const kind = /\.(jpg|png|webp)$/.test(name) ? 'picture' : undefined
  const { status, body } = await sendFile(me, await make(), name, kind)
  expect([status, body.error?.code]).toEqual([ERRORS[code as keyof typeof ERRORS].status, code])
  expect(body.error!.message).toMatch(words)
})

test('a picture of four thousand million pixels takes no memory to be refused', async () => {
  const before = process.memoryUsage().rss
  await Promise.all(Array.from({ length: 10 }, () => sendFile(me, png(65_000, 65_000), '图.png')))
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 2 ** 20)
})

test('what is too large is refused before it is sent, or when it turns out to be a picture', async () => {
  const refusal = async (bytes: number, kind?: 'picture') =>
    (await startUpload(me, '大.jpg', bytes, kind)).body.error
  expect(await refusal(20 * 2 ** 20 + 1, 'picture')).toMatchObject({
    ...{ code: 'upload_too_large', message: '图片有 20 MB，超过 20 MB，请压缩后再上传' },
  })
  expect((await refusal(31 * 2 ** 20))?.message).toBe('文件有 31 MB，超过 30 MB，请压缩后再上传')
  const large = Buffer.concat([await picture().jpeg().toBuffer(), Buffer.alloc(21 * 2 ** 20)])
  expect((await sendFile(me, large, '大.jpg', undefined, 2 ** 20)).body.error?.code).toBe('upload_too_large')
})

test('a chunk of more than a megabyte is refused', async () => {
  const answer = await sendFile(me, Buffer.alloc(2 ** 20 + 1), '大.pdf', undefined, 2 ** 21)
  expect(answer.body.error?.code).toBe('body_too_large')
})

test.each([
  ['no name', { name: '', bytes: 1 }],
  ['no bytes', { name: 'a', bytes: 0 }],
  ['half a byte', { name: 'a', bytes: 1.5 }],
  ['an operator', { name: { $ne: 1 }, bytes: 1 }],
  ['an unknown kind', { name: 'a', bytes: 1, kind: 'video' }],
  ['an owner', { name: 'a', bytes: 1, owner: 'somebody-else' }],
])('a beginning with %s is refused', async (_name, body) => {
  const { status, body: answer } = await me.send('POST', '/api/uploads', body)
  expect([status, answer.error.code]).toEqual([422, 'invalid_request'])
})

test('whatever was refused has left nothing behind but what can be gone on with', async () => {
  const left = readdirSync(join(world.stores.dataDir, 'uploads'), { recursive: true }).map(String)
  expect(left.filter((name) => !/^(arriving|kept)(\/[0-9a-f]{2})?$/.test(name))).toEqual([])
})
