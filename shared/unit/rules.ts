import type { Level, Region, ReplyRecord, UnitDraft, UnitStatus } from './contract'

export const LEVEL_NAMES: Record<Level, string> = {
  province: '省级',
  city: '市级',
  county: '县级',
  township: '乡镇级',
}

export const STATUS_NAMES: Record<UnitStatus, string> = {
  certified: '已认证',
  suspended: '暂停认证',
  withdrawn: '已撤销',
}

/** Share of messages answered, 0…1; null where none were received. */
export function answerRate(record: Pick<ReplyRecord, 'received' | 'answered'>): number | null {
  return record.received === 0 ? null : record.answered / record.received
}

/** The record of one year, if there is one. */
export function recordOf(records: readonly ReplyRecord[], year: number): ReplyRecord | null {
  return records.find((record) => record.year === year) ?? null
}

/** The records with one of them replaced or added, the latest first. */
export function withRecord(records: readonly ReplyRecord[], record: ReplyRecord): ReplyRecord[] {
  return [...records.filter(({ year }) => year !== record.year), record].sort((a, b) => b.year - a.year)
}

/**
 * `138****5678`, `027-8888****`, `027-8888****转****`: enough to recognise a number one knows, and no more. At least four
 * digits are hidden, and all from the eighth on, but for a mobile number's last. Full-width digits are digits too.
 */
export function maskPhone(written: string): string {
  const phone = written.normalize('NFKC')
  const digits = phone.replace(/\D/g, '').length
  const [from, to] = digits === 11 && phone.startsWith('1') ? [3, 7] : [Math.min(digits - 4, 7), digits]
  let seen = 0
  return phone.replace(/\d/g, (digit) => (seen++ >= from && seen <= to ? '*' : digit))
}

/**
 * The city that a division belongs to (GB/T 2260): its first four digits, but for those that the province administers
 * directly (`4290xx`), which are cities of their own.
 */
export function cityCodeOf(code: string): string {
  return code.slice(2, 4) === '90' ? code : `${code.slice(0, 4)}00`
}

/** Which level a division's code is of; a township has the code of the county (or directly administered city) above it. */
function divisionOf(code: string): 'province' | 'city' | 'county' {
  if (code.endsWith('0000')) return 'province'
  return cityCodeOf(code) === code ? 'city' : 'county'
}

/** What does not fit together in a unit's level and region, in words; null where all does. */
export function regionProblem(level: Level, { code, cityCode, county }: Region): string | null {
  const division = divisionOf(code)
  if (cityCode !== cityCodeOf(code)) return `行政区划代码 ${code} 不属于 ${cityCode}`
  if ((level === 'province') !== (division === 'province')) {
    return level === 'province'
      ? '省级单位的行政区划代码应以 0000 结尾'
      : '行政区划代码是全省的，层级却不是省级'
  }
  if (level === 'city' && division !== 'city') return '市级单位请填市州的行政区划代码'
  if (level === 'county' && division === 'city' && code.slice(2, 4) !== '90') {
    return '县级单位请填区县的行政区划代码'
  }
  if (division === 'county' && county === null) return '请填写区县名称'
  if (division !== 'county' && county !== null) return '行政区划代码不是区县的，请把区县留空或更正代码'
  return null
}

/** What a change to a unit has to be given a reason for: what it is, and whether it is vouched for. */
export function needsReason(before: UnitDraft, after: UnitDraft): boolean {
  return (
    before.name !== after.name ||
    before.creditCode !== after.creditCode ||
    before.level !== after.level ||
    before.status !== after.status ||
    before.region.code !== after.region.code
  )
}
