import { buffer } from 'node:stream/consumers'
import type { Field } from '@shared/edition/form/contract'
import fc from 'fast-check'
import qrcode from 'qrcode-generator'
import sharp from 'sharp'
import { fontOf, widthOf } from '../../server/adapters/pdf/ink'
import { areSqueezed, breakLines } from '../../server/adapters/pdf/lines'
import { createPdf } from '../../server/adapters/pdf/pdf'
import { type Dossier, dossier } from '../../server/features/nomination/dossier'
import { claimLetter } from '../../server/features/representative/letter'
import type { PdfBlock, PdfDocument } from '../../server/ports/pdf'
import { type PrintedPage, readPdf } from '../support/pdf'

const pdf = createPdf()
const PLAIN = { title: '测试（示例）', author: '测试' }
const LETTERHEAD = { organiser: '荆楚网（湖北日报网）', edition: '2021年度评选' }

/** Below the last line of text: the page's number and foot. */
const FOOT = (262 / 25.4) * 72

async function print(blocks: PdfDocument['blocks'], more: Partial<PdfDocument> = {}, missing?: Set<string>) {
  return readPdf(await buffer(pdf.render({ ...PLAIN, ...more, blocks }, missing)))
}
const textsOf = ({ texts }: PrintedPage) => texts.filter(({ y }) => y < FOOT).map(({ text }) => text)
const footOf = ({ texts }: PrintedPage) => texts.filter(({ y }) => y > FOOT).map(({ text }) => text)
const lines = (count: number): PdfBlock[] =>
  Array.from({ length: count }, (_, i) => ({ kind: 'paragraph', text: `第${i}行` }))

describe('a line', () => {
  const measure = (text: string) =>
    [...text].reduce((sum, character) => sum + (/[!-~ ]/.test(character) ? 0.5 : 1), 0)
  const word = fc.constantFrom(...'湖北网上群众工作', 'award', '2021', '30日', '𠮷', '……', '——', ' ')
  const marked = fc
    .tuple(
      fc.constantFrom('', '', '“', '（', '《'),
      word,
      fc.constantFrom('', '', '，', '。', '”', '）', '？！'),
    )
    .map((parts) => parts.join(''))
  const text = fc.array(marked, { minLength: 1, maxLength: 80 }).map((parts) => parts.join('').trim())

  test('never begins with a closing mark or ends with an opening one, divides no word, and loses nothing', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 12, max: 40 }), (paragraph, width) => {
        const broken = breakLines(paragraph, width, measure, 2)
        for (const [i, line] of broken.entries()) {
          if (i > 0) expect(line.text).not.toMatch(/^[，。、；：！？”）》]/)
          if (!line.last) expect(line.text).not.toMatch(/[（《“]$/)
          // A closing mark's blank half may reach into the margin.
          expect(line.width).toBeLessThanOrEqual(width - (i === 0 ? 2 : 0))
        }
        const words = (all: string) => all.match(/[a-z]+|\d+日?|…+|—+/g) ?? []
        expect(broken.flatMap((line) => words(line.text))).toEqual(
          words(broken.map((line) => line.text).join('\n')),
        )
        expect(broken.map((line) => line.text.replace(/ /g, '')).join('')).toBe(paragraph.replace(/ /g, ''))
      }),
    )
  })

  test('divides only what is longer than itself', () => {
    const url = `https://example.com/${'a'.repeat(60)}`
    const broken = breakLines(`详见${url}。`, 20, measure)
    expect(broken.length).toBeGreaterThan(1)
    expect(broken.map((line) => line.text).join('')).toBe(`详见${url}。`)
    for (const line of broken) expect(line.width).toBeLessThanOrEqual(20)
  })

  test('is measured with the same marks drawn together as the font draws', () => {
    const font = fontOf('regular')
    const marks = [...'，。、；：！？”’）》〉」』】〕〗“‘（《〈「『【〔〖·…～％　中a1〓￥']
    const nominal = (character: string) => font.glyphForCodePoint(character.codePointAt(0)!).advanceWidth
    for (const first of marks) {
      for (const second of marks) {
        if (first + second === '……') continue
        const drawn = font.layout(first + second, ['chws']).advanceWidth
        const squeezed = nominal(first) + nominal(second) - drawn > 400
        expect([first, second, squeezed]).toEqual([first, second, areSqueezed(first, second)])
      }
    }
  })
})

describe('text', () => {
  test('can be copied as it was written, rare characters of names too', async () => {
    const text = '㐂某、䶮某、𬭎某（示例）：ABC 123'
    const [page] = await print([
      { kind: 'heading', text },
      { kind: 'paragraph', text, flush: true },
    ])
    expect(textsOf(page!)).toEqual([text, text])
  })

  test('whose characters the font lacks is printed with 〓 in their places, and they are told', async () => {
    const missing = new Set<string>()
    const [page] = await print([{ kind: 'paragraph', text: '𠮷某👍🏻\ufe0f\u200b' }], {}, missing)
    expect(textsOf(page!)).toEqual(['〓某〓〓'])
    expect([...missing]).toEqual(['𠮷', '👍', '🏻'])
    expect(pdf.missing('𠮷某㐂某𠮷\n')).toEqual(['𠮷'])
  })

  test('ends each line at the margin but the last ones, and ends marks half in it', async () => {
    const text = '感谢贵单位认真办理网友留言，诚邀贵单位参加2021年度评选。'.repeat(9)
    const [page] = await print([{ kind: 'paragraph', text }])
    const written = page!.texts.filter(({ y }) => y < FOOT)
    expect(written.length).toBeGreaterThan(5)
    for (const { text, x, size, spacing } of written.slice(0, -1)) {
      const half = /[，。]$/.test(text) ? size / 2 : 0
      const end = x + widthOf(text, { size, leading: 0 }) * size - half + spacing * ([...text].length - 1)
      expect(end).toBeCloseTo(((210 - 26) / 25.4) * 72, 1)
    }
    expect(written.at(-1)!.spacing).toBe(0)
  })
})

describe('a page', () => {
  test('is numbered; under a letterhead only when a letter goes on', async () => {
    expect((await print(lines(40))).map(footOf)).toEqual([['— 1 —'], ['— 2 —']])
    const letters = await print([...lines(40), { kind: 'pageBreak' }, ...lines(1)], {
      letterhead: LETTERHEAD,
      footer: '页脚',
    })
    expect(letters.map(footOf)).toEqual([['页脚'], ['— 2 —', '页脚'], ['页脚']])
    expect(letters.map((page) => textsOf(page).includes(LETTERHEAD.organiser))).toEqual([true, false, true])
  })

  test('does not end with a heading', async () => {
    for (let before = 25; before < 36; before++) {
      const blocks: PdfBlock[] = [...lines(before), { kind: 'heading', text: '标题' }, ...lines(3)]
      const page = (await print(blocks)).map(textsOf).find((texts) => texts.includes('标题'))!
      expect(page.at(-1)).not.toBe('标题')
    }
  })

  test('of a table begins with its header', async () => {
    const rows = Array.from({ length: 70 }, (_, i) => [`${i}`, '内容'])
    const columns = [
      { title: '序号', share: 1 },
      { title: '事项', share: 3 },
    ]
    const pages = (await print([{ kind: 'table', columns, rows }])).map(textsOf)
    expect(pages.length).toBeGreaterThan(2)
    for (const texts of pages) expect(texts.slice(0, 2)).toEqual(['序号', '事项'])
    const cells = pages.flatMap((texts) => texts.slice(2))
    expect(cells).toEqual(rows.flat())
  })

  test('takes a row that is longer than itself', async () => {
    const value = '一二三四五六七八九十'.repeat(300)
    const pages = await print([{ kind: 'facts', rows: [['说明', value]] }])
    expect(pages.length).toBeGreaterThan(1)
    const texts = pages.flatMap(textsOf)
    expect(texts.filter((text) => text !== '说明').join('')).toBe(value)
    for (const page of pages) for (const { y } of page.texts) expect(y).toBeLessThan((297 / 25.4) * 72)
  })

  test('exists also where there is nothing to print', async () => {
    expect((await print([])).length).toBe(1)
  })

  test('is drawn when the bytes before it have been read', async () => {
    let asked = 0
    function* endless(): Generator<PdfBlock> {
      for (;;) {
        asked++
        yield { kind: 'paragraph', text: `第${asked}页` }
        yield { kind: 'pageBreak' }
      }
    }
    const file = pdf.render({ ...PLAIN, blocks: endless() })
    for await (const chunk of file) {
      expect((chunk as Buffer).length).toBeGreaterThan(0)
      break
    }
    expect(asked).toBeLessThan(200)
  })
})

test('pictures of any format are printed upright in rows; one that cannot be read is said', async () => {
  const blank = sharp({ create: { width: 40, height: 30, channels: 4, background: '#c00a' } })
  const images = [
    await blank.clone().webp().toBuffer(),
    await blank.clone().png().toBuffer(),
    await blank.clone().flatten().jpeg().withMetadata({ orientation: 6 }).toBuffer(),
    Buffer.from('no picture'),
  ]
  const pictures = images.map((image, i) => ({ image, caption: `图${i}` }))
  const [page] = await print([{ kind: 'pictures', perRow: 2, pictures }])
  expect(page!.images).toBe(3)
  expect(textsOf(page!)).toEqual(['图0', '图1', '此图无法读取', '图2', '图3'])
})

test('a QR says its text, in vectors', async () => {
  const text = 'https://example.com/认领?code=XKP49MTD3HWE'
  const [page] = await print([{ kind: 'qr', text, size: 30, caption: '扫一扫' }])
  const code = qrcode(0, 'M')
  code.addData(text, 'Byte')
  code.make()
  const size = code.getModuleCount()
  const module = ((30 / 25.4) * 72) / (size + 8)
  const left = Math.min(...page!.rectangles.map(({ x }) => x))
  const top = Math.min(...page!.rectangles.map(({ y }) => y))
  const dark = Array.from({ length: size }, () => new Array<boolean>(size).fill(false))
  for (const { x, y, width } of page!.rectangles) {
    const from = Math.round((x - left) / module)
    const row = dark[Math.round((y - top) / module)]!
    row.fill(true, from, from + Math.round(width / module))
  }
  expect(dark).toEqual(dark.map((row, y) => row.map((_, x) => code.isDark(y, x))))
})

describe('a claim letter', () => {
  const letter = {
    unitName: '宜昌市某某区城市管理执法局（示例）',
    code: 'XKP4-9MTD-3HWE',
    url: 'https://example.com/claim#XKP4-9MTD-3HWE',
    editionName: '2021年度荆楚问政系列评选',
    organiser: '荆楚网（湖北日报网）',
    contact: '027-88567717',
    closesAt: '2022-04-30T16:00:00.000Z',
    issuedAt: '2022-04-14T02:00:00.000Z',
  }

  test('says on one page who is invited, the code, until when, and whom to ask', async () => {
    const bytes = await buffer(pdf.render({ ...PLAIN, letterhead: LETTERHEAD, blocks: claimLetter(letter) }))
    const pages = readPdf(bytes)
    expect(pages).toHaveLength(1)
    const texts = textsOf(pages[0]!)
    expect(texts).toContain('XKP4-9MTD-3HWE')
    expect(texts).toContain(`${letter.unitName}：`)
    expect(texts.at(-1)).toBe('2022年4月14日')
    expect(texts.join('')).toContain('请于2022年4月30日 24:00前提交')
    expect(texts.join('')).toContain('027-88567717')
    expect(bytes.length).toBeLessThan(200_000)
  })

  test('shows the address, and never the code, where an envelope has its window', async () => {
    const [page] = await print(claimLetter(letter), { letterhead: LETTERHEAD })
    const mm = (points: number) => (points / 72) * 25.4
    const code = page!.texts.find(({ text }) => text === letter.code)!
    expect(mm(code.y)).toBeGreaterThan(100)
    const shown = page!.texts.filter(({ y }) => mm(y) > 45 && mm(y) < 95)
    expect(shown.map(({ text }) => text).join('')).toBe(`${letter.unitName}留言办理工作负责同志　收`)
    for (const { x, y } of shown) {
      expect(mm(x)).toBeGreaterThanOrEqual(28)
      expect(mm(y)).toBeGreaterThan(50)
      expect(mm(y)).toBeLessThan(84)
    }
  })

  test('has room for the longest name', async () => {
    const long = {
      ...letter,
      unitName: '湖'.repeat(80),
      editionName: '北'.repeat(30),
      contact: '0'.repeat(60),
    }
    expect(await print(claimLetter(long), { letterhead: LETTERHEAD })).toHaveLength(1)
  })

  test('has a page of its own among many', async () => {
    const names = ['甲街道办事处（示例）', '乙街道办事处（示例）', '丙街道办事处（示例）']
    const blocks = names.flatMap((unitName): PdfBlock[] => [
      ...claimLetter({ ...letter, unitName }),
      { kind: 'pageBreak' },
    ])
    const pages = await print(blocks, { letterhead: LETTERHEAD })
    expect(pages.map((page) => textsOf(page).find((text) => text.endsWith('：')))).toEqual(
      names.map((name) => `${name}：`),
    )
  })
})

describe('a dossier', () => {
  const base = { help: '', required: true }
  const fields: Dossier['fields'] = [
    {
      field: { ...base, key: 'title', label: '案例标题', kind: 'line', max: 60 },
      answer: '一条留言（示例）',
    },
    { field: { ...base, key: 'phone', label: '联系电话', kind: 'phone' }, answer: undefined },
    {
      field: { ...base, key: 'done', label: '主要做法', kind: 'prose', min: 0, max: 900 },
      answer: '甲\n\n乙',
    },
    {
      field: { ...base, key: 'figures', label: '成效数据', kind: 'figures', max: 5 },
      answer: [{ label: '受益群众', value: '3200', unit: '人' }],
    },
    {
      field: { ...base, key: 'photos', label: '照片', kind: 'photos', min: 0, max: 9 },
      answer: ['a', 'gone'],
    },
    { field: { ...base, key: 'files', label: '附件', kind: 'files', max: 3 }, answer: ['f', 'gone'] },
    { field: { ...base, key: 'more', label: '补充说明', kind: 'prose', min: 0, max: 900 }, answer: '' },
    { field: { ...base, key: 'agreed', label: '本人同意', kind: 'consent' }, answer: true },
  ]
  const nomination = async (): Promise<Dossier> => ({
    editionName: '2021年度评选',
    organiser: '荆楚网',
    categoryName: '典型案例',
    number: 'C-017',
    unit: {
      name: '某某局（示例）',
      level: 'county',
      region: { code: '420503', cityCode: '420500', city: '宜昌市', county: '伍家岗区' },
      replyRecord: {
        ...{ year: 2021, received: 1280, answered: 1256, medianAnswerHours: 31.5 },
        ...{ monthlyReceived: [], monthlyAnswered: [] },
      },
    },
    fields,
    pictures: new Map([
      [
        'a',
        await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
          .png()
          .toBuffer(),
      ],
    ]),
    attachments: new Map([['f', '情况说明.docx']]),
    history: [{ at: '2022-04-20T02:00:00Z', who: '编辑甲', what: '退回' }],
  })

  test('holds every answer, in the order of the form, and says what was not answered', async () => {
    const document = dossier(await nomination())
    const pages = readPdf(await buffer(pdf.render(document)))
    const all = pages.flatMap(textsOf).join(' ')
    const inOrder = [
      ...['2021年度评选', '典型案例报名材料', '一、基本情况', '编号 C-017', '县级', '宜昌市 伍家岗区'],
      ...['案例标题 一条留言（示例）', '联系电话 （未填写）', '本人同意 已同意'],
      ...['二、回复情况', '1280 件', '98.1%', '中位数 31.5 小时'],
      ...['三、主要做法 甲 乙', '四、成效数据', '受益群众 3200 人', '五、照片', '图 1 图 2'],
      ...['六、附件', '1 情况说明.docx', '2 （文件已不在）', '七、补充说明 （未填写）'],
      ...['八、办理经过', '2022年4月20日 10:00 编辑甲 退回'],
    ]
    let at = -1
    for (const part of inOrder) {
      expect([part, all.indexOf(part, at + 1)]).not.toEqual([part, -1])
      at = all.indexOf(part, at + 1)
    }
    expect(all).toContain('此图无法读取')
    expect(footOf(pages[0]!)).toEqual(['— 1 —', '2021年度评选 · 某某局（示例）'])
  })

  test('takes a unit without a record, and a form of every length', async () => {
    const whole = await nomination()
    const field = (i: number): Field => ({
      ...base,
      key: `p${i}`,
      label: `第${i}问`,
      kind: 'prose',
      min: 0,
      max: 9,
    })
    const many = Array.from({ length: 40 }, (_, i) => ({ field: field(i), answer: '答' }))
    const document = dossier({ ...whole, fields: many, unit: { ...whole.unit, replyRecord: null } })
    const all = readPdf(await buffer(pdf.render(document))).flatMap(textsOf)
    expect(all).toContain('本年度没有记录')
    expect(all).toContain('十、第7问')
    expect(all).toContain('二十一、第18问')
    expect(all).toContain('四十二、第39问')
  })
})
