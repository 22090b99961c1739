import { foldText } from '../../kernel/text'
import type { Level, Region, ReplyRecord, Unit, UnitStatus } from '../contract'
import {
  cityCodeOf,
  LEVEL_NAMES,
  maskPhone,
  recordOf,
  regionProblem,
  STATUS_NAMES,
  withRecord,
} from '../rules'
import { COLUMNS, type Column, FIELDS, type Field } from './columns'
import type { RowChange, RowProblem } from './contract'

/** Where each field's column is in a file, and the titles that mean nothing to us. */
export type Header = { at: Partial<Record<Field, number>>; titles: string[]; ignored: string[] }

/** What a good row says of a unit. What it leaves open stays as it is, or as a new unit has it. */
export type UnitPatch = {
  name: string
  level: Level
  region: Region
  creditCode: string | null
  status: UnitStatus | null
  contactName: string | null
  contactPhone: string | null
  record: ReplyRecord | null
}

/** A unit without what the registry gives it. */
export type UnitFields = Omit<Unit, 'id' | 'version'>

/** By which two rows, or a row and a unit without credit code, are about the same unit. */
export const unitKey = (unit: Pick<Unit, 'name' | 'region'>) => `${unit.region.code} ${foldText(unit.name)}`

/** Takes a row for the header; null where it is none. Titles are told without their remarks in brackets and asterisks. */
export function readHeader(cells: readonly string[]): Header | null {
  const fieldOf = new Map(FIELDS.map((field) => [bare(COLUMNS[field].title), field]))
  const header: Header = { at: {}, titles: [...cells], ignored: [] }
  cells.forEach((title, i) => {
    const field = fieldOf.get(bare(title))
    if (field && header.at[field] === undefined) header.at[field] = i
    else if (title) header.ignored.push(title)
  })
  return header.at.name === undefined ? null : header
}

const bare = (title: string) => foldText(title.replace(/[（(].*?[）)]|[*＊]/g, ''))

/** The titles of columns that no import can do without and a file lacks. */
export function missingColumns({ at }: Header): string[] {
  return FIELDS.filter((field) => (COLUMNS[field] as Column).required && at[field] === undefined).map(
    (field) => COLUMNS[field].title,
  )
}

/** Reads a row: what it says, or everything that is wrong with it. */
export function readRow(cells: readonly string[], header: Header): UnitPatch | RowProblem[] {
  const problems: RowProblem[] = []
  const complain = (field: Field, reason: string) => {
    problems.push({ column: COLUMNS[field].title, reason })
    return null
  }
  const text = (field: Field): string => {
    const i = header.at[field]
    return i === undefined ? '' : (cells[i] ?? '').trim()
  }
  /** What a cell says after `read`, which answers null for what it does not take; null where the cell is empty. */
  const optional = <T>(field: Field, read: (text: string) => T | null, reason: string): T | null => {
    const said = text(field)
    if (said === '') return null
    const shown = short(field === 'contactPhone' ? maskPhone(said) : said)
    return read(said) ?? complain(field, `${reason}，现在是“${shown}”`)
  }
  const required = <T>(field: Field, read: (text: string) => T | null, reason: string): T | null =>
    text(field) === '' ? complain(field, '不能为空') : optional(field, read, reason)

  const name = required('name', limited(2, 80), '应为 2 到 80 个字')
  const level = required('level', oneOf(LEVEL_NAMES), `应为${Object.values(LEVEL_NAMES).join('、')}之一`)
  const code = required('region', matching(/^\d{6}$/), '应为 6 位数字')
  const city = required('city', limited(2, 20), '应为 2 到 20 个字')
  const county = optional('county', limited(2, 20), '应为 2 到 20 个字')
  const creditCode = optional(
    'creditCode',
    (said) => matching(/^[0-9A-HJ-NPQRTUWXY]{18}$/)(said.toUpperCase()),
    '应为 18 位统一社会信用代码',
  )
  const status = optional('status', oneOf(STATUS_NAMES), `应为${Object.values(STATUS_NAMES).join('、')}之一`)
  const contactName = optional('contactName', limited(1, 40), '最多 40 个字')
  const contactPhone = optional('contactPhone', matching(/^[+\d][\d\-() 转]{4,29}$/), '应为电话号码')

  const region = code && city ? { code, cityCode: cityCodeOf(code), city, county } : null
  const misfit = level && region && regionProblem(level, region)
  if (misfit) complain('region', misfit)
  const record = text('year') === '' ? null : readRecord()

  if (problems.length > 0 || !name || !level || !region) return problems
  return { name, level, region, creditCode, status, contactName, contactPhone, record }

  function readRecord(): ReplyRecord | null {
    const year = optional('year', whole(2000, 2100), '应为四位年份')
    const counts = (kind: 'received' | 'answered') =>
      Array.from({ length: 12 }, (_, i) => {
        const field = `${kind}${i + 1}` as Field
        return optional(field, whole(0, 10_000_000), '应为不小于 0 的整数') ?? 0
      })
    const monthlyReceived = counts('received')
    const monthlyAnswered = counts('answered')
    if (monthsIn(header) < 24) {
      return complain('year', '填了年度，就要有 1 至 12 月收到和答复共 24 列')
    }
    const over = monthlyAnswered.findIndex((count, i) => count > monthlyReceived[i]!)
    if (over >= 0) return complain(`answered${over + 1}` as Field, '答复的留言多于当月收到的')
    const answered = sum(monthlyAnswered)
    const median = optional('median', hours, '应为不小于 0 的小时数')
    if (answered > 0 && text('median') === '') return complain('median', '这一年有答复，请填写答复时长')
    if (year === null || problems.length > 0) return null
    return {
      ...{ year, received: sum(monthlyReceived), answered },
      medianAnswerHours: answered > 0 ? median : null,
      ...{ monthlyReceived, monthlyAnswered },
    }
  }
}

const monthsIn = ({ at }: Header) => FIELDS.filter((field) => /\d$/.test(field) && field in at).length
const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0)
const short = (text: string) => (text.length > 20 ? `${text.slice(0, 20)}…` : text)
const limited = (least: number, most: number) => (text: string) =>
  text.length >= least && text.length <= most ? text : null
const matching = (pattern: RegExp) => (text: string) => (pattern.test(text) ? text : null)
const whole = (least: number, most: number) => (text: string) =>
  /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : null
const hours = (text: string) => (/^\d{1,6}(\.\d+)?$/.test(text) ? Number(text) : null)
const oneOf =
  <T extends string>(names: Record<T, string>) =>
  (text: string) =>
    (Object.keys(names) as T[]).find((key) => names[key] === text) ?? null

/** A unit as a row leaves it; `before` is null for one that the registry does not have yet. */
export function patched(before: UnitFields | null, patch: UnitPatch): UnitFields {
  const { name, level, region, creditCode, status, contactName, contactPhone, record } = patch
  const records = before?.replyRecords ?? []
  return {
    ...{ name, level, region },
    creditCode: creditCode ?? before?.creditCode ?? null,
    status: status ?? before?.status ?? 'certified',
    contact: {
      name: contactName ?? before?.contact.name ?? null,
      phone: contactPhone ?? before?.contact.phone ?? null,
    },
    sample: before?.sample ?? name.includes('示例'),
    replyRecords: record ? withRecord(records, record) : records,
  }
}

/** The cells of a unit and of one year's record by field, as the export writes them and the import reads them. */
export function cellsOf(unit: UnitFields, year: number): Record<Field, string | number> {
  const record = recordOf(unit.replyRecords, year)
  const monthly = (kind: 'received' | 'answered', counts: number[] | undefined) =>
    Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`${kind}${i + 1}`, counts?.[i] ?? '']))
  return {
    name: unit.name,
    level: LEVEL_NAMES[unit.level],
    region: unit.region.code,
    city: unit.region.city,
    county: unit.region.county ?? '',
    creditCode: unit.creditCode ?? '',
    status: STATUS_NAMES[unit.status],
    contactName: unit.contact.name ?? '',
    contactPhone: unit.contact.phone ?? '',
    year: record?.year ?? '',
    median: record?.medianAnswerHours ?? '',
    ...monthly('received', record?.monthlyReceived),
    ...monthly('answered', record?.monthlyAnswered),
  } as Record<Field, string | number>
}

/** What differs between two states of a unit, column by column; of a new unit, all that it has. */
export function changesOf(before: UnitFields | null, after: UnitFields): RowChange[] {
  const years = new Set([...(before?.replyRecords ?? []), ...after.replyRecords].map(({ year }) => year))
  const changes: RowChange[] = []
  for (const year of years.size > 0 ? years : [0]) {
    const old = before && cellsOf(before, year)
    const now = cellsOf(after, year)
    for (const field of FIELDS) {
      const isRecord = FIELDS.indexOf(field) >= FIELDS.indexOf('year')
      const column = isRecord && field !== 'year' ? `${year} 年${COLUMNS[field].title}` : COLUMNS[field].title
      const [from, to] = [String(old?.[field] ?? ''), String(now[field])]
      if (from !== to && !changes.some((change) => change.column === column)) {
        changes.push({ column, before: from, after: to })
      }
    }
  }
  return changes
}
