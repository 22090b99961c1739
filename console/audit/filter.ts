import type { RequestOf } from '@shared/api'
import { dayBegins, dayEnds } from '../platform/days'
import { type Wish, wished } from '../platform/wish'

/** What entries are looked for by, as it stands in the address: days as `2022-05-10`, both inclusive. */
export const FIELDS = ['actor', 'action', 'q', 'from', 'to'] as const
export type AuditWish = Wish<(typeof FIELDS)[number]>

/** The wish as the server understands it. */
export function filterOf(wish: AuditWish): RequestOf<'GET /api/staff/audit/export'>['query'] {
  const { from, to, ...rest } = wished(wish)
  return { ...rest, ...(from && { from: dayBegins(from) }), ...(to && { to: dayEnds(to) }) }
}
