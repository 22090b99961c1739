import type { Reason } from '@shared/risk/rules'

const LONGEST = 200

/** Why the program sets a ballot aside, as its ruling tells. */
export function reasonText(reasons: readonly Reason[]): string {
  const text = `与一批异常选票相似：${reasons.map((one) => one.text).join('；')}`
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text
}
