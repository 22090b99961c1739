import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Edition } from '@shared/edition/contract'
import { Refusal } from '@shared/kernel/errors'
import type { Answers } from '@shared/nomination/contract'
import { answersFrom, type CategoryPaper, recognise } from '@shared/nomination/paper/answers'
import { blankOf, HEAD } from '@shared/nomination/paper/blank'
import { blocksOf } from '@shared/nomination/paper/collect'
import fc from 'fast-check'
import { zipSync } from 'fflate'
import iconv from 'iconv-lite'
import { createPapers } from '../../server/adapters/papers/papers'
import { attached, fillSheet, fillWord, mail, type Written, withPart } from '../support/papers'

const papers = createPapers()
const edition = Edition.parse(JSON.parse(readFileSync('config/editions/2021.json', 'utf8')))
const forms: CategoryPaper[] = edition.categories.map(({ id, name, shortName }) => ({
  id,
  names: [name, shortName],
  form: edition.nomination.forms[id]!.form,
}))

const KINDS = ['xlsx', 'docx'] as const
type Kind = (typeof KINDS)[number]
const blanks = new Map<string, Buffer>()
const blank = (id: string, kind: Kind) => blanks.get(`${id}.${kind}`)!
const fill = (id: string, kind: Kind, written: Written) =>
  kind === 'xlsx' ? fillSheet(blank(id, kind), written) : fillWord(blank(id, kind), written)

let dir: string
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'pingxuan-papers-'))
  for (const { id, names, form } of forms) {
    const empty = blankOf(form, { edition: edition.name, category: names[0]!, email: edition.contact.email })
    blanks.set(`${id}.xlsx`, await papers.sheet(empty))
    blanks.set(`${id}.docx`, await papers.word(empty))
  }
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

let made = 0
function put(bytes: Uint8Array): string {
  const path = join(dir, String(++made))
  writeFileSync(path, bytes)
  return path
}
const read = (bytes: Uint8Array) => papers.read(put(bytes))
const readMail = (bytes: Uint8Array) => papers.readMail(put(bytes))
const refused = (message: RegExp) => ({
  code: 'paper_unreadable',
  message: expect.stringMatching(message),
})

const PROSE = '办理流程：受理、交办、回访。\n<结果> & "成效"\n百分之 99.5'

/** Something for every field of a form that is written, and what it is read as. */
function everything({ names, form }: CategoryPaper): { written: Written; answers: Answers } {
  const written: Written = {
    [HEAD.category]: names[0]!,
    [HEAD.unit]: '甲街道（示例）',
    [HEAD.filler]: '李示例',
  }
  const answers: Answers = {}
  for (const { key, label, kind } of form) {
    if (kind === 'photos' || kind === 'files') continue
    if (kind === 'figures') {
      const rows = [
        ['受益群众', '3200', '人'],
        ['满意率', '99.5', '%'],
      ]
      written[label] = rows
      answers[key] = rows.map(([label, value, unit]) => ({ label: label!, value: value!, unit: unit! }))
    } else {
      const text = {
        ...{ line: `一行（${key}）`, prose: PROSE, phone: '013800000000', link: 'https://v.qq.com/x/1.html' },
        consent: '是',
      }[kind]
      written[label] = text
      answers[key] = kind === 'consent' ? true : text
    }
  }
  return { written, answers }
}

describe.each(KINDS)('a blank form as .%s', (kind) => {
  test.each(forms.map((paper) => [paper.id, paper] as const))(
    'of %s is read back in every field',
    async (id, paper) => {
      const { written, answers } = everything(paper)
      const { blocks } = await read(await fill(id, kind, written))
      expect(recognise(forms, blocks)).toEqual({
        category: id,
        reading: { answers, unit: '甲街道（示例）', filler: '李示例', unread: [] },
      })
    },
  )

  test.each(forms.map(({ id }) => id))('of %s answers nothing while nobody has filled it in', async (id) => {
    const { blocks } = await read(blank(id, kind))
    expect(recognise(forms, blocks)).toMatchObject({ category: id, reading: { answers: {}, unit: null } })
  })

  test('is read back whatever is written', async () => {
    const line = fc
      .string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 30 })
      .map((text) => `甲${text.trim()}`)
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 5 }), async (lines) => {
        const text = lines.join('\n')
        const { blocks } = await read(await fill('unit', kind, { 事迹摘要: text }))
        expect(recognise(forms, blocks)?.reading.answers).toEqual({ deeds: text })
      }),
      { numRuns: 25 },
    )
  })

  test('gives the pictures that were put into it, in their order', async () => {
    const folder = kind === 'xlsx' ? 'xl' : 'word'
    let form = blank('unit', kind)
    for (const n of [10, 2, 1]) {
      form = withPart(form, `${folder}/media/image${n}.jpeg`, () => Buffer.from(`picture ${n}`))
    }
    const { pictures } = await read(form)
    expect(pictures.map(({ name, type, inline }) => [name, type, inline])).toEqual(
      [1, 2, 3].map((n) => [`表内图片${n}.jpeg`, 'image/jpeg', true]),
    )
    expect(pictures.map(({ path }) => readFileSync(path, 'utf8'))).toEqual([
      'picture 1',
      'picture 2',
      'picture 10',
    ])
  })
})

test('a Word form is read through tables in cells, fields, text boxes and changes that are tracked', async () => {
  const t = (text: string) => `<w:r><w:t>${text}</w:t></w:r>`
  const cell = (inside: string) => `<w:tc>${inside}</w:tc>`
  const box = `<w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p>${t('框里')}</w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p>${t('框里')}</w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>`
  const inner = `<w:tbl><w:tr>${cell(`<w:p>${t('a')}</w:p>`)}${cell(`<w:p>${t('b')}</w:p>`)}</w:tr></w:tbl>`
  const { blocks } = await read(
    withPart(
      blank('unit', 'docx'),
      'word/document.xml',
      () =>
        `<w:document><w:body><w:p>${box}</w:p><w:sdt><w:sdtContent><w:tbl><w:tr>${cell(
          `<w:p><w:del><w:r><w:delText>删去</w:delText></w:r></w:del><w:ins>${t('添上')}</w:ins><w:r><w:tab/></w:r>${t('&#x4E00;&amp;lt;')}<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>`,
        )}${cell(inner)}</w:tr></w:tbl></w:sdtContent></w:sdt></w:body></w:document>`,
    ),
  )
  expect(blocks).toEqual([[['框里']], [['添上\t一&lt;', 'a\tb']]])
})

const named = (code: number) => [
  'Date: Fri, 29 Apr 2022 20:11:00 +0800',
  `Message-ID: <${code}@shili.example>`,
]
const plain = (text: string | Buffer, charset = 'utf-8') => ({
  headers: [`Content-Type: text/plain; charset=${charset}`, 'Content-Transfer-Encoding: 8bit'],
  body: text,
})
const gbk = (text: string) => iconv.encode(text, 'gb18030')

describe('a mail is read', () => {
  const words = (text: string, charset: string, encoding: 'B' | 'Q') => {
    const bytes = iconv.encode(text, charset)
    const quoted = [...bytes].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
    return `=?${charset}?${encoding}?${encoding === 'B' ? bytes.toString('base64') : quoted}?=`
  }
  const subject = '甲街道（示例）报名材料'

  test.each<[string, string | Buffer]>([
    ['UTF-8', `Subject: ${words(subject, 'UTF-8', 'B')}`],
    ['GBK', `Subject: ${words(subject, 'GBK', 'B')}`],
    ['GB2312, quoted', `Subject: ${words(subject, 'gb2312', 'Q')}`],
    ['GB18030', `Subject: ${words(subject, 'GB18030', 'B')}`],
    ['Big5', `Subject: ${words('甲街道（示例）報名材料', 'Big5', 'B')}`],
    ['raw GBK', Buffer.concat([Buffer.from('Subject: '), gbk(subject)])],
    ['raw UTF-8', `Subject: ${subject}`],
    [
      'raw GBK over two lines',
      Buffer.concat([Buffer.from('Subject: '), gbk('甲街道（示例）'), Buffer.from('\r\n '), gbk('报名材料')]),
    ],
  ])('with a subject in %s', async (name, header) => {
    const { subject: found, sentAt, id } = await readMail(mail([header, ...named(1)], [plain('您好')]))
    expect(found.replace(/\s/g, '')).toBe(name === 'Big5' ? '甲街道（示例）報名材料' : subject)
    expect([sentAt?.toISOString(), id]).toEqual(['2022-04-29T12:11:00.000Z', '<1@shili.example>'])
  })

  test.each<[string, ReturnType<typeof plain>]>([
    ['GB2312 as it is', plain(gbk('您好：附上材料。'), 'gb2312')],
    [
      'GB18030 in base64',
      {
        headers: ['Content-Type: text/plain; charset="gb18030"', 'Content-Transfer-Encoding: base64'],
        body: gbk('您好：附上材料。').toString('base64'),
      },
    ],
    [
      'UTF-8, quoted',
      {
        headers: ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: quoted-printable'],
        body: [...Buffer.from('您好：附上材料。')]
          .map((byte) => `=${byte.toString(16).toUpperCase()}`)
          .join(''),
      },
    ],
    [
      'HTML alone',
      {
        headers: ['Content-Type: text/html; charset=gbk'],
        body: gbk('<div>您好：附上材料。<img src="http://127.0.0.1:1/x.png"></div>'),
      },
    ],
  ])('with a text in %s', async (_name, part) => {
    expect((await readMail(mail(named(2), [part]))).text.trim()).toBe('您好：附上材料。')
  })

  test('with the form that was filled in on its page', async () => {
    const cells = [
      ['单位名称', '甲街道（示例）'],
      ['事迹摘要', '受理<br>办理'],
    ].map(([label, answer]) => `<tr><td><p>${label}</p></td>\n<td><b>${answer}</b></td></tr>`)
    const page = `<style>td { color: red }</style><p>您好</p><table>${cells.join('')}</table>`
    const alternative = [plain('您好'), { headers: ['Content-Type: text/html; charset=utf-8'], body: page }]
    const { text } = await readMail(mail(named(2), alternative))
    expect(answersFrom(forms[0]!.form, blocksOf(text))).toMatchObject({
      answers: { deeds: '受理 办理' },
      unit: '甲街道（示例）',
    })
  })

  test.each<[string, (string | Buffer)[]]>([
    [
      'by RFC 2231, in pieces',
      [
        "Content-Disposition: attachment; filename*0*=gb18030''%BC%D7%BD%D6%B5%C0;",
        ' filename*1*=%B1%A8%C3%FB%B1%ED.docx',
      ],
    ],
    [
      'by RFC 2231',
      [`Content-Disposition: attachment; filename*=UTF-8''${encodeURIComponent('甲街道报名表.docx')}`],
    ],
    [
      'by encoded words',
      [`Content-Type: application/msword; name="${words('甲街道报名表.docx', 'GBK', 'B')}"`],
    ],
    [
      'raw, in GBK',
      [
        Buffer.concat([
          Buffer.from('Content-Disposition: attachment;\r\n\tfilename="'),
          gbk('甲街道报名表.docx'),
          Buffer.from('"'),
        ]),
      ],
    ],
  ])('with the name of a file %s', async (_name, headers) => {
    const bytes = Buffer.from([0, 255, 13, 10, 128])
    const { files } = await readMail(mail(named(3), [attached(bytes, ...(headers as string[]))]))
    expect(files.map(({ name, bytes, inline }) => [name, bytes, inline])).toEqual([
      ['甲街道报名表.docx', 5, false],
    ])
    expect(readFileSync(files[0]!.path)).toEqual(bytes)
  })

  test('with its sender', async () => {
    const from = `From: ${words('李示例', 'GBK', 'B')} <li@shili.example>`
    expect((await readMail(mail([from], [plain('')]))).from).toEqual({
      name: '李示例',
      address: 'li@shili.example',
    })
  })

  test('with the files of mails forwarded in it, as parts and as files', async () => {
    const picture = attached(Buffer.from('jpeg'), 'Content-Disposition: attachment; filename="1.jpg"')
    const inner = mail(['Subject: inner', ...named(4)], [plain('原信'), picture], 'inner')
    const outer = mail(
      ['Subject: outer', ...named(5)],
      [
        plain('转发'),
        { headers: ['Content-Type: message/rfc822'], body: inner },
        attached(inner, 'Content-Type: application/octet-stream; name="原信.eml"'),
      ],
      'outer',
    )
    const { files, subject } = await readMail(outer)
    expect([subject, files.map(({ name }) => name)]).toEqual(['outer', ['1.jpg', '1.jpg']])
  })

  test('with pictures of its page told from those attached', async () => {
    const related = {
      headers: ['Content-Type: multipart/related; boundary="r"'],
      body: mail(
        [],
        [
          { headers: ['Content-Type: text/html'], body: '<img src="cid:1">' },
          attached(Buffer.from('x'), 'Content-Type: image/png; name="logo.png"', 'Content-ID: <1>'),
        ],
        'r',
      )
        .toString()
        .split('\r\n\r\n')
        .slice(1)
        .join('\r\n\r\n'),
    }
    const photo = attached(Buffer.from('y'), 'Content-Type: image/jpeg; name="photo.jpg"')
    const { files } = await readMail(mail(named(6), [related, photo]))
    expect(files.map(({ name, inline }) => [name, inline])).toEqual([
      ['logo.png', true],
      ['photo.jpg', false],
    ])
  })
})

describe('a hostile mail', () => {
  test('with names that lead elsewhere leaves files only where they belong', async () => {
    const names = [
      '../../../etc/cron.d/x.docx',
      'C:\\\\Windows\\\\x.docx',
      '..',
      '\u202excod.exe',
      'a\u0000b.pdf',
      '/',
    ]
    const { files } = await readMail(
      mail(
        named(7),
        names.map((name) =>
          attached(Buffer.from('x'), `Content-Disposition: attachment; filename="${name}"`),
        ),
      ),
    )
    expect(files.map(({ name }) => name)).toEqual([
      'x.docx',
      'x.docx',
      '..',
      'xcod.exe',
      'ab.pdf',
      '未命名附件',
    ])
    for (const { path } of files) expect(path).toMatch(new RegExp(`^${dir}/\\d+\\.parts/\\d+$`))
    expect(readdirSync(dir).every((name) => /^\d+(\.parts)?$/.test(name))).toBe(true)
  })

  test.each<[string, () => Buffer, RegExp]>([
    ['of ten thousand parts', () => mail(named(8), Array(10_000).fill(plain('x'))), /附件太多/],
    [
      'nested a thousand deep',
      () =>
        Buffer.from(
          `Subject: x\r\n${Array.from({ length: 1000 }, (_, i) => `Content-Type: multipart/mixed; boundary="b${i}"\r\n\r\n--b${i}\r\n`).join('')}`,
        ),
      /读不出来/,
    ],
    [
      'of more than 40 MB',
      () => Buffer.concat([mail(named(9), []), Buffer.alloc(40 * 2 ** 20)]),
      /超过 40 MB/,
    ],
    [
      'with headers of many megabytes',
      () => Buffer.from(`Subject: ${'x'.repeat(3 * 2 ** 20)}\r\n\r\n`),
      /读不出来/,
    ],
    ['that is none', () => Buffer.from('hello'), /不是邮件/],
    ['of nothing', () => Buffer.alloc(0), /不是邮件/],
  ])('%s is refused', async (_name, build, message) => {
    await expect(readMail(build())).rejects.toMatchObject(refused(message))
  })

  test('that declares a gigabyte holds what it holds', async () => {
    const part = attached(
      Buffer.from('x'),
      'Content-Type: image/jpeg; name="1.jpg"; size=1073741824',
      'Content-Length: 1073741824',
    )
    const { files } = await readMail(mail(['Content-Length: 1073741824', ...named(10)], [part]))
    expect(files.map(({ bytes }) => bytes)).toEqual([1])
  })

  test('forwarded in itself many times is read three deep', async () => {
    let one = mail(['Subject: 0', ...named(11)], [plain('x')], 'b0')
    for (let i = 1; i < 12; i++) {
      one = mail(
        [`Subject: ${i}`, ...named(11)],
        [attached(one, `Content-Type: application/octet-stream; name="${i}.eml"`)],
        `b${i}`,
      )
    }
    expect((await readMail(one)).files.map(({ name }) => name)).toEqual(['9.eml'])
  })
})

/** A zip of so many empty parts that mean nothing. */
const zipOf = (parts: number) =>
  zipSync(Object.fromEntries(Array.from({ length: parts }, (_, i) => [`${i}.txt`, new Uint8Array(1)])))

/** The zip with other bytes for one of its parts to unpack to, as its directory declares them. */
function declaring(zip: Buffer, part: string, bytes: number): Buffer {
  const changed = Buffer.from(zip)
  for (
    let at = changed.indexOf('PK\x01\x02', 0, 'latin1');
    at >= 0;
    at = changed.indexOf('PK\x01\x02', at + 1, 'latin1')
  ) {
    const name = changed.toString('utf8', at + 46, at + 46 + changed.readUInt16LE(at + 28))
    if (name === part) changed.writeUInt32LE(bytes, at + 24)
  }
  return changed
}

describe('a hostile form', () => {
  const part = 'word/document.xml'
  const word = (change: (xml: string) => string) => withPart(blank('unit', 'docx'), part, change)
  test.each<[string, () => Buffer, RegExp]>([
    [
      'with a bomb of entities',
      () =>
        word((xml) =>
          xml.replace(
            '<w:document',
            `<!DOCTYPE a [<!ENTITY a "${'x'.repeat(1000)}"><!ENTITY b "${'&a;'.repeat(1000)}">]><w:document`,
          ),
        ),
      /损坏/,
    ],
    [
      'with an entity from a file',
      () =>
        word((xml) =>
          xml.replace('<w:document', '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document'),
        ),
      /损坏/,
    ],
    ['that declares a gigabyte', () => declaring(blank('unit', 'docx'), part, 2 ** 30), /过大/],
    ['that holds more than it declares', () => declaring(blank('unit', 'docx'), part, 100), /损坏/],
    ['whose text unpacks to five megabytes', () => word((xml) => xml + ' '.repeat(5 * 2 ** 20)), /过大/],
    ['nested a hundred thousand deep', () => word(() => '<w:p>'.repeat(100_000)), /损坏/],
    [
      'of tables nested a thousand deep',
      () => word(() => `<w:d>${'<w:tbl><w:tr><w:tc>'.repeat(1000)}`),
      /损坏/,
    ],
    [
      'of names that lead out of it',
      () => withPart(blank('unit', 'docx'), '../../etc/passwd', () => 'x'),
      /损坏/,
    ],
    ['of three thousand and one parts', () => Buffer.from(zipOf(3001)), /过大/],
    ['cut in the middle', () => blank('unit', 'docx').subarray(0, 3000), /损坏/],
    ['that is an old .doc', () => Buffer.from('d0cf11e0a1b11ae1', 'hex'), /旧版 .doc/],
    ['that is a PDF', () => Buffer.from('%PDF-1.7\n'), /PDF/],
    ['that is something else', () => Buffer.from('GIF89a'), /只能读取/],
    ['of nothing', () => Buffer.alloc(0), /只能读取/],
    ['that is a zip of something else', () => Buffer.from(zipOf(1)), /损坏/],
  ])('%s is refused', async (_name, build, message) => {
    await expect(read(build())).rejects.toMatchObject(refused(message))
  })
})

test('whatever the bytes, reading gives something or refuses in words', async () => {
  const picture = attached(Buffer.from('x'.repeat(300)), 'Content-Type: image/jpeg; name="1.jpg"')
  const letter = mail(['Subject: x', 'From: a <a@b.example>', ...named(12)], [plain('您好'), picture])
  const samples = [letter, blank('caseStudy', 'docx'), blank('caseStudy', 'xlsx')]
  const changed = fc
    .tuple(
      fc.constantFrom(...samples),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 30 }),
      fc.nat(),
    )
    .map(([sample, changes, end]) => {
      const bytes = Buffer.from(sample)
      for (const [at, byte] of changes) bytes[at % bytes.length] = byte
      return end % 3 === 0 ? bytes.subarray(0, end % bytes.length) : bytes
    })
  const begun = fc
    .tuple(fc.constantFrom('PK\x03\x04', '', 'Subject: '), fc.uint8Array({ maxLength: 400 }))
    .map(([magic, rest]) => Buffer.concat([Buffer.from(magic, 'latin1'), rest]))
  await fc.assert(
    fc.asyncProperty(fc.oneof(changed, begun), async (bytes) => {
      const path = put(bytes)
      for (const take of [papers.read, papers.readMail]) {
        const error = await take(path).then(
          () => null,
          (error) => error,
        )
        if (error !== null) {
          expect(error).toBeInstanceOf(Refusal)
          expect(error).toMatchObject(refused(/[\u4e00-\u9fff]/))
        }
      }
    }),
    { numRuns: 200 },
  )
})
