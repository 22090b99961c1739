import type { RequestOf } from '@shared/api'
import { type Wish, wished } from '../platform/wish'

/** What units are looked for by, as it stands in the address. */
export const FIELDS = ['level', 'region', 'status', 'q'] as const
export type UnitWish = Wish<(typeof FIELDS)[number]>

/** The wish as the server understands it: an address that somebody typed is for it to refuse. */
export const filterOf = (wish: UnitWish) =>
  wished(wish) as Omit<RequestOf<'GET /api/staff/unit-export'>['query'], 'year'>
