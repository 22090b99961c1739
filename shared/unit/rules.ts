import type { Level, ReplyRecord } from './contract'

export const LEVEL_NAMES: Record<Level, string> = {
  province: '省级',
  city: '市级',
  county: '县级',
  township: '乡镇级',
}

/** Share of messages answered, 0…1; null where none were received. */
export function answerRate(record: Pick<ReplyRecord, 'received' | 'answered'>): number | null {
  return record.received === 0 ? null : record.answered / record.received
}
