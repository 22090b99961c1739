import { type Level, type Region, type ReplyRecord, UnitDraft } from '@shared/unit/contract'
import { COLUMNS, FIELDS, type Field } from '@shared/unit/import/columns'
import {
  cellsOf,
  changesOf,
  type Header,
  missingColumns,
  patched,
  readHeader,
  readRow,
  type UnitFields,
  unitKey,
} from '@shared/unit/import/rules'
import {
  answerRate,
  cityCodeOf,
  maskPhone,
  needsReason,
  recordOf,
  regionProblem,
  withRecord,
} from '@shared/unit/rules'
import fc from 'fast-check'

const region = (code: string, county: string | null = null): Region => {
  return { code, cityCode: cityCodeOf(code), city: '武汉市', county }
}
const PLACES: Record<Level, Region[]> = {
  province: [region('420000')],
  city: [region('420100'), region('429004')],
  county: [region('420106', '武昌区'), region('429004')],
  township: [region('420106', '武昌区'), region('429004'), region('420100')],
}

describe('level and region', () => {
  test('every level takes the divisions it may be of', () => {
    for (const [level, places] of Object.entries(PLACES)) {
      expect(places.map((place) => regionProblem(level as Level, place))).toEqual(places.map(() => null))
    }
  })

  test.each<[string, Level, Region, RegExp]>([
    ['a province-level unit of a city', 'province', region('420100'), /以 0000 结尾/],
    ['a city-level unit of the whole province', 'city', region('420000'), /层级却不是省级/],
    ['a city-level unit of a county', 'city', region('420106', '武昌区'), /市州的行政区划代码/],
    ['a county-level unit of a city with counties', 'county', region('420100'), /区县的行政区划代码/],
    ['a county without its name', 'county', region('420106'), /填写区县名称/],
    ['the name of a county beside the code of a city', 'city', region('420100', '武昌区'), /把区县留空/],
    [
      'a county of another city',
      'county',
      { ...region('420106', '武昌区'), cityCode: '420200' },
      /420106 不属于 420200/,
    ],
  ])('%s does not fit', (_name, level, place, problem) => {
    expect(regionProblem(level, place)).toMatch(problem)
  })

  test('a division belongs to the city of its first four digits; one administered by the province to itself', () => {
    expect(['420106', '420100', '420000', '429004'].map(cityCodeOf)).toEqual([
      ...['420100', '420100', '420000', '429004'],
    ])
  })
})

describe('a masked telephone number', () => {
  test.each([
    ['13812345678', '138****5678'],
    ['138-1234-5678', '138-****-5678'],
    ['027-88880000', '027-8888****'],
    ['(027)88880000', '(027)8888****'],
    ['027-88880000转8012', '027-8888****转****'],
    ['027-88880000-8012', '027-8888****-****'],
    ['0728-88880000', '0728-888*****'],
    ['+86 13812345678', '+86 13812******'],
    ['13812345678 13912345678', '1381234**** ***********'],
    ['１３８１２３４５６７８', '138****5678'],
  ])('%s is shown as %s', (phone, shown) => {
    expect(maskPhone(phone)).toBe(shown)
  })

  test('hides four digits at least, or all where there are fewer, and shows seven at most, in their place', () => {
    const phones = fc.stringMatching(/^[+\d][\d\-() 转]{4,29}$/, { size: 'max' })
    fc.assert(
      fc.property(phones, (phone) => {
        const shown = maskPhone(phone)
        const digits = phone.replace(/\D/g, '').length
        const hidden = shown.replace(/[^*]/g, '').length
        expect(hidden).toBeGreaterThanOrEqual(Math.min(4, digits))
        expect(digits - hidden).toBeLessThanOrEqual(7)
        expect([...shown].every((char, i) => char === '*' || char === phone[i])).toBe(true)
        expect(shown).toHaveLength(phone.length)
      }),
    )
  })
})

const digits = fc.integer({ min: 0, max: 10_000_000 })
const record = fc
  .record({
    year: fc.integer({ min: 2000, max: 2100 }),
    median: fc.integer({ min: 0, max: 9_999_999 }),
    months: fc.array(fc.tuple(digits, digits), { minLength: 12, maxLength: 12 }),
  })
  .map(({ year, median, months }): ReplyRecord => {
    const monthlyReceived = months.map(([a, b]) => Math.max(a, b))
    const monthlyAnswered = months.map(([a, b]) => Math.min(a, b))
    const total = (counts: number[]) => counts.reduce((sum, count) => sum + count, 0)
    const answered = total(monthlyAnswered)
    return {
      ...{ year, received: total(monthlyReceived), answered, monthlyReceived, monthlyAnswered },
      medianAnswerHours: answered > 0 ? median / 10 : null,
    }
  })
const chinese = (least: number, most: number) =>
  fc.string({ unit: fc.constantFrom(...'武昌区政府办公室=1+'), minLength: least, maxLength: most })
const unit: fc.Arbitrary<UnitFields> = fc.constantFrom(...(Object.keys(PLACES) as Level[])).chain((level) =>
  fc.record({
    level: fc.constant(level),
    region: fc.constantFrom(...PLACES[level]),
    name: chinese(2, 80),
    creditCode: fc.option(fc.stringMatching(/^[0-9A-HJ-NPQRTUWXY]{18}$/)),
    status: fc.constantFrom('certified' as const, 'suspended' as const, 'withdrawn' as const),
    contact: fc.record({
      name: fc.option(chinese(1, 40)),
      phone: fc.option(fc.stringMatching(/^\d[\d-]{4,29}$/)),
    }),
    sample: fc.constant(false),
    replyRecords: fc.array(record, { maxLength: 1 }),
  }),
)

const titles = FIELDS.map((field) => COLUMNS[field].title)
const header = readHeader(titles)!
const rowOf = (fields: UnitFields, year = fields.replyRecords[0]?.year ?? 2021) => {
  const cells = cellsOf(fields, year)
  return FIELDS.map((field) => String(cells[field]))
}
const GOOD: UnitFields = {
  ...{ name: '甲街道（示例）', level: 'township', region: region('420106', '武昌区'), creditCode: null },
  ...{ status: 'certified', contact: { name: null, phone: null }, sample: true, replyRecords: [] },
}
/** A good row but for some cells. */
const rowWith = (changes: Partial<Record<Field, string>>) => {
  const cells = rowOf(GOOD)
  for (const [field, text] of Object.entries(changes)) cells[FIELDS.indexOf(field as Field)] = text
  return cells
}
const blankWhereOptional = (text: string, i: number) =>
  ['name', 'level', 'region', 'city', 'county'].includes(FIELDS[i]!) ? text : ''

describe('a row', () => {
  test('of a unit as exported reads as that unit, which it then does not change', () => {
    fc.assert(
      fc.property(unit, (fields) => {
        const said = readRow(rowOf(fields), header)
        if (Array.isArray(said)) throw new Error(JSON.stringify(said))
        expect(patched(null, said)).toEqual(fields)
        expect(changesOf(fields, patched(fields, said))).toEqual([])
      }),
    )
  })

  test('of anything is either good as the contract has it, or has its problems named by column', () => {
    const cell = fc.oneof(
      fc.string(),
      fc.constantFrom('', '2021', '-1', '1e3', '１２', '420000', '市级', '0'),
    )
    const changes = fc.array(fc.tuple(fc.nat(FIELDS.length), cell), { maxLength: 3 })
    fc.assert(
      fc.property(unit, changes, (fields, changed) => {
        const cells = rowOf(fields)
        for (const [i, text] of changed) cells[i] = text
        const said = readRow(cells, header)
        if (!Array.isArray(said)) {
          const { sample, replyRecords, ...draft } = patched(null, said)
          expect(UnitDraft.safeParse(draft).error).toBeUndefined()
          return
        }
        expect(said).not.toEqual([])
        expect(said.every(({ column, reason }) => titles.includes(column) && reason !== '')).toBe(true)
      }),
    )
  })

  test('leaves alone what its cells leave open', () => {
    fc.assert(
      fc.property(unit, (before) => {
        const { name, level, region } = before
        const said = readRow(rowOf({ ...GOOD, name, level, region }).map(blankWhereOptional), header)
        if (Array.isArray(said)) throw new Error(JSON.stringify(said))
        expect(patched(before, said)).toEqual(before)
      }),
    )
  })

  test.each<[string, Partial<Record<Field, string>>, string, RegExp]>([
    ['a level that there is not', { level: '村级' }, '层级', /之一，现在是“村级”/],
    [
      'a credit code with a letter that none has',
      { creditCode: 'I'.repeat(18) },
      '统一社会信用代码',
      /18 位/,
    ],
    ['a telephone number in words', { contactPhone: '请打总机' }, '联系电话', /应为电话号码/],
    ['a year in two digits', { year: '21' }, '年度', /四位年份/],
    ['part of a message', { year: '2021', received3: '1.5' }, '3月收到', /不小于 0 的整数/],
    ['more answers than messages', { year: '2021', answered3: '1', median: '1' }, '3月答复', /多于当月收到/],
    [
      'answers without their median',
      { year: '2021', received3: '1', answered3: '1' },
      '答复时长中位数（小时）',
      /请填写/,
    ],
  ])('with %s is bad', (_name, changes, column, reason) => {
    expect(readRow(rowWith(changes), header)).toEqual([{ column, reason: expect.stringMatching(reason) }])
  })

  test('takes a credit code in small letters, and quotes no more of a long cell than its beginning', () => {
    expect(readRow(rowWith({ creditCode: '11420000mb1234567x' }), header)).toMatchObject({
      creditCode: '11420000MB1234567X',
    })
    const [problem] = readRow(rowWith({ status: '长'.repeat(500) }), header) as { reason: string }[]
    expect(problem!.reason.length).toBeLessThan(60)
  })

  test('with a year needs all months of it to have columns', () => {
    const narrow = readHeader(titles.slice(0, -1))!
    expect(readRow(rowWith({ year: '2021' }), narrow)).toEqual([
      { column: '年度', reason: expect.stringContaining('共 24 列') },
    ])
  })
})

describe('a header', () => {
  test('is known by its titles in any order, with remarks and asterisks, and names what it does not know', () => {
    const found = readHeader(['备注', '*层级', '单位名称（必填）', '单位名称']) as Header
    expect(found).toMatchObject({ at: { level: 1, name: 2 }, ignored: ['备注', '单位名称'] })
    expect(missingColumns(found)).toEqual(['行政区划代码', '市州'])
  })

  test('has at least the name of the unit', () => {
    expect(readHeader(['2021 年单位表', '', ''])).toBeNull()
  })
})

test('two units are the same by division and name, whatever width and case the name is written in', () => {
  const named = (name: string) => unitKey({ name, region: GOOD.region })
  expect(named('ＡＢ街道')).toBe(named('ab街道'))
  expect(unitKey({ name: 'ab街道', region: region('420100') })).not.toBe(named('ab街道'))
})

test('a reason is asked for what a unit is and whether it is vouched for, not for who answers its telephone', () => {
  const { sample, replyRecords, ...draft } = GOOD
  const asks = (changes: Partial<UnitDraft>) => needsReason(draft, { ...draft, ...changes })
  expect(asks({ contact: { name: '新联系人', phone: '027-00000000' } })).toBe(false)
  expect(
    [
      { name: '乙街道' },
      { creditCode: '11420000MB1234567X' },
      { level: 'county' as const },
      { status: 'withdrawn' as const },
      { region: region('420105', '汉阳区') },
    ].map(asks),
  ).toEqual([true, true, true, true, true])
})

test('a rate is computed where there is something to answer, and a year has at most one record, the latest first', () => {
  expect([answerRate({ received: 4, answered: 3 }), answerRate({ received: 0, answered: 0 })]).toEqual([
    0.75,
    null,
  ])
  fc.assert(
    fc.property(fc.array(record, { maxLength: 8 }), (records) => {
      const kept = records.reduce<ReplyRecord[]>(withRecord, [])
      const years = kept.map(({ year }) => year)
      expect(years).toEqual([...new Set(records.map(({ year }) => year))].sort((a, b) => b - a))
      for (const year of years)
        expect(recordOf(kept, year)).toEqual(records.findLast((one) => one.year === year))
    }),
  )
  expect(recordOf([], 2021)).toBeNull()
})
