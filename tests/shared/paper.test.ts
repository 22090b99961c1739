import { readFileSync } from 'node:fs'
import { Edition } from '@shared/edition/contract'
import { Form } from '@shared/edition/form/contract'
import { answersFrom, type CategoryPaper, recognise } from '@shared/nomination/paper/answers'
import { blankOf } from '@shared/nomination/paper/blank'
import type { Block } from '@shared/nomination/paper/collect'
import { type Enclosure, placeEnclosures } from '@shared/nomination/paper/enclosures'
import { labelFinder } from '@shared/nomination/paper/labels'
import fc from 'fast-check'

const form = Form.parse([
  { key: 'title', label: '案例标题', kind: 'line', max: 40 },
  { key: 'deeds', label: '主要事迹', kind: 'prose', max: 1500 },
  { key: 'figures', label: '数据', kind: 'figures', max: 3, required: false },
  { key: 'video', label: '视频网址', kind: 'link', required: false },
  { key: 'phone', label: '联系电话', kind: 'phone' },
  { key: 'consent', label: '本人同意', kind: 'consent' },
])
const full: Block = [
  ['案例标题', '甲'],
  ['主要事迹', '乙'],
  ['联系电话', '13800000000'],
  ['本人同意', '是'],
]
const FULL = { title: '甲', deeds: '乙', phone: '13800000000', consent: true }

/** What is read of a document, beside the whole answers of {@link full}. */
const reading = (...blocks: Block[]) => answersFrom(form, blocks)
const deedsOf = (...blocks: Block[]) => reading(...blocks).answers.deeds

describe('a label is known', () => {
  const find = labelFinder(form.map(({ key, label }) => [key, label] as const))
  test.each([
    '主要事迹',
    ' 主 要 事 迹 ',
    '主\n要\n事\n迹',
    '一、主要事迹',
    '2.主要事迹：',
    '（三）主要事迹',
    '③主要事迹',
    '主要事迹（必填）',
    '主要事迹(1500 字以内)*',
    '★主要事迹',
    '【主要事迹】',
  ])('written as %j', (text) => expect(find(text)).toBe('deeds'))

  test.each(['', '主要', '主要事迹和成效', '*', '（主要事迹）'.repeat(20)])('but not by %j', (text) =>
    expect(find(text)).toBeNull(),
  )

  test('by its remark, where two differ in nothing else', () => {
    const phones = labelFinder([
      ['office', '电话（办公）'],
      ['mobile', '电话（手机）'],
    ])
    expect([phones('电话(办公)'), phones('1、电话（手机）'), phones('电话')]).toEqual([
      'office',
      'mobile',
      null,
    ])
  })

  test('however it is spaced, numbered and marked', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...form),
        fc.constantFrom('', '一、', '12.', '(3)', '⑤'),
        fc.constantFrom('', '：', '*', '（必填）', ' '),
        fc.constantFrom('', ' ', '\u3000', '\n'),
        ({ key, label }, number, mark, space) => find(`${number}${[...label].join(space)}${mark}`) === key,
      ),
    )
  })
})

describe('an answer is found', () => {
  test('beside its label', () => expect(reading(full)).toMatchObject({ answers: FULL, unread: [] }))

  test('beside two labels in one row', () => {
    expect(reading([['案例标题', '甲', '联系电话', '027-88567717']]).answers).toEqual({
      title: '甲',
      phone: '027-88567717',
    })
  })

  test('in the rows below, where their first cell is empty', () =>
    expect(
      deedsOf([
        ['主要事迹', '一'],
        ['', '二'],
        ['联系电话', ''],
      ]),
    ).toBe('一\n二'))

  test('in the full-width cell below a full-width label', () =>
    expect(deedsOf([['案例标题', '甲'], ['主要事迹'], ['乙乙乙']])).toBe('乙乙乙'))

  test('below the label in one full-width cell', () =>
    expect(deedsOf([['案例标题', '甲'], ['主要事迹（1500 字以内）\n第一段\n第二段']])).toBe('第一段\n第二段'))

  test('but help below a label is none, where there is a cell for the answer', () =>
    expect(deedsOf([['主要事迹\n写事实和数字', '']])).toBeUndefined())

  test('and what stands in the column of help is none either', () =>
    expect(
      deedsOf([
        ['项目', '怎样填', '填写内容'],
        ['主要事迹', '写事实和数字', '乙'],
      ]),
    ).toBe('乙'))

  test('after a colon, and in the paragraphs that follow', () => {
    const letter = [['您好：'], ['主要事迹：一'], ['二'], ['联系电话: 13800000000'], ['此致敬礼']]
    expect(reading(letter).answers).toEqual({ deeds: '一\n二', phone: '13800000000' })
  })

  test('in a table that does not begin in the first column', () =>
    expect(
      deedsOf([
        ['', '', '标题'],
        ['', '主要事迹', '乙'],
      ]),
    ).toBe('乙'))

  test('and the first of two counts', () =>
    expect(deedsOf([['主要事迹', '']], [['主要事迹', '一']], [['主要事迹', '二']])).toBe('一'))
})

describe('figures are read', () => {
  const figures = (...rows: string[][]) => {
    const [first, ...more] = rows
    const { answers, unread } = reading([...full, ['数据', ...first!], ...more.map((row) => ['', ...row])])
    return { figures: answers.figures, unread }
  }
  const people = { label: '受益群众', value: '3200', unit: '人' }

  test('from a small table', () =>
    expect(figures(['指标', '数字', '单位'], ['受益群众', '3200', '人']).figures).toEqual([people]))

  test.each(['受益群众 3200 人', '受益群众：3,200人', '受益群众3200人', '受益群众\t3200\t人'])(
    'from %j',
    (line) => expect(figures([line]).figures).toEqual([people]),
  )

  test('each line by itself; what is no number is told', () => {
    expect(figures(['受益群众 3200 人\n满意率 99.5 %\n大家都很满意'])).toEqual({
      figures: [people, { label: '满意率', value: '99.5', unit: '%' }],
      unread: ['“数据”里的“大家都很满意”没有读出指标和数字'],
    })
  })

  test('as many as the form takes', () =>
    expect(figures(...'甲乙丙丁'.split('').map((label) => [label, '1']))).toMatchObject({
      figures: { length: 3 },
      unread: ['“数据”只收 3 项，没有读取“丁”'],
    }))
})

describe('consent', () => {
  const consent = (text: string) => reading([...full.slice(0, 3), ['本人同意', text]])
  test.each(['是', '同意', '√', '☑是 □否', '☒ 同意　☐ 不同意'])('is %j', (text) =>
    expect(consent(text)).toMatchObject({ answers: { consent: true }, unread: [] }),
  )
  test.each(['否', '不同意', '□是 ☑否', '是/否', '待定', '□ 同意'])('is not %j, and it is told', (text) => {
    const { answers, unread } = consent(text)
    expect(answers).not.toHaveProperty('consent')
    expect(unread).toEqual([expect.stringMatching(/^“本人同意”填的是“.+请本人确认$/)])
  })
})

describe('what could not be read is told', () => {
  test('answers that are missing, apart from those that need not be there', () =>
    expect(
      reading([
        ['案例标题', '甲'],
        ['主要事迹', ''],
        ['视频网址', ''],
      ]).unread,
    ).toEqual(['“主要事迹”没有填写', '没有找到“联系电话”这一栏', '没有找到“本人同意”这一栏']))

  test('what stands beside a label that the form does not have', () =>
    expect(reading([...full, ['获奖情况', '省级先进']]).unread).toEqual([
      '“获奖情况”不是本表的栏目，没有读取',
    ]))

  test('a telephone number in it is masked, for colleagues read what is told', () =>
    expect(
      reading([...full, ['经办：张三 13812345678', '传真：略'], ['座机０２７－８８８８００００', '略']])
        .unread,
    ).toEqual([
      '“经办：张三 138****5678”不是本表的栏目，没有读取',
      '“座机027-8888****”不是本表的栏目，没有读取',
    ]))

  test('long text that stands alone in a table, but no heading', () => {
    const long = '以上材料经单位党组研究同意报送，并已在单位公示五个工作日'
    expect(reading([...full, ['二、意见', '', ''], [long, '', '']]).unread).toEqual([
      '“以上材料经单位党组研究同意报送，并已在单……”不是本表的栏目，没有读取',
    ])
  })

  test('text cut at what an answer can hold', () => {
    const { answers, unread } = reading([full[0]!, ['主要事迹', '字'.repeat(60_001)], full[2]!, full[3]!])
    expect(answers.deeds).toHaveLength(60_000)
    expect(unread).toEqual(['“主要事迹”太长，只读取了前 60000 个字'])
  })
})

describe('files go to the fields that ask for them', () => {
  const asks = Form.parse([
    { key: 'photos', label: '照片', kind: 'photos', min: 1, max: 2 },
    { key: 'files', label: '佐证材料', kind: 'files', max: 1, required: false },
  ])
  const file = (name: string, more: Partial<Enclosure> = {}) => ({
    ...{ name, type: 'application/octet-stream', bytes: 100_000, inline: false },
    ...more,
  })
  const place = (...files: Enclosure[]) => {
    const { placed, unread } = placeEnclosures(asks, files)
    return {
      photos: placed.get('photos')?.map(({ name }) => name) ?? [],
      files: placed.get('files')?.map(({ name }) => name) ?? [],
      unread,
    }
  }

  test('by their names, in their order', () =>
    expect(place(file('b.JPG'), file('证明.pdf'), file('a.heic'))).toEqual({
      photos: ['b.JPG', 'a.heic'],
      files: ['证明.pdf'],
      unread: [],
    }))

  test('a picture without an ending by its type', () =>
    expect(place(file('未命名附件', { type: 'image/jpeg' })).photos).toEqual(['未命名附件']))

  test('those that go nowhere are told', () =>
    expect(
      place(file('1.jpg'), file('2.jpg'), file('3.jpg'), file('材料.zip'), file('winmail.dat'), file('x.exe'))
        .unread,
    ).toEqual([
      '“照片”只收 2 个，“3.jpg”没有放入',
      '附件“材料.zip”是压缩包，没有放入，请解压后把里面的文件传上来',
      '附件“winmail.dat”是 Outlook 的专用格式，里面的内容读不出来，请对方改用 HTML 或纯文本格式重发',
      '附件“x.exe”不是支持的格式，没有放入',
    ]))

  test('ornaments of a signature are passed over, and what is missing is told', () =>
    expect(place(file('logo.png', { inline: true, bytes: 3000 }))).toEqual({
      photos: [],
      files: [],
      unread: ['没有收到“照片”'],
    }))
})

describe('a form is recognised', () => {
  const edition = Edition.parse(JSON.parse(readFileSync('config/editions/2021.json', 'utf8')))
  const papers: CategoryPaper[] = edition.categories.map(({ id, name, shortName }) => ({
    id,
    names: [name, shortName],
    form: edition.nomination.forms[id]!.form,
  }))
  const labels = (id: string) =>
    papers.find((paper) => paper.id === id)!.form.map(({ label }) => [label, '内容'])

  test.each(papers.map(({ id, names }) => [id, names] as const))('as %s by what it names', (id, [name]) => {
    const block = [['报名奖项', name!], ...labels('unit')]
    expect(recognise(papers, [block])?.category).toBe(id)
  })

  test.each(papers.map(({ id }) => id))('as %s by its labels', (id) =>
    expect(recognise(papers, [labels(id)])?.category).toBe(id),
  )

  test('with the unit it is from, and who filled it in', () => {
    const block = [['报送单位', '甲街道（示例）'], ...labels('unit'), ['填表人', '李示例']]
    expect(recognise(papers, [block])?.reading).toMatchObject({ unit: '甲街道（示例）', filler: '李示例' })
  })

  test('and what is none is not', () =>
    expect(recognise(papers, [[['关于报送材料的函'], ['联系电话：027-88567717']]])).toBeNull())

  test('whatever stands in it', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.constantFrom('联系电话', '照片', '数据', '1'),
    )
    const block = fc.array(fc.array(cell, { maxLength: 5 }), { maxLength: 12 })
    fc.assert(
      fc.property(fc.array(block, { maxLength: 4 }), (blocks) => {
        for (const { form } of papers) {
          const { answers, unread } = answersFrom(form, blocks)
          expect(Object.keys(answers).every((key) => form.some((field) => field.key === key))).toBe(true)
          expect(unread.every((sentence) => sentence.length < 80)).toBe(true)
        }
      }),
    )
  })

  test('with each label once, or it could not be read back', () => {
    for (const { id, names, form } of papers) {
      const { rows } = blankOf(form, { edition: edition.name, category: names[0]!, email: '' })
      const find = labelFinder(rows.map(({ label }) => [label, label] as const))
      expect([id, rows.filter(({ label }) => find(label) !== label)]).toEqual([id, []])
    }
  })
})
