import type { RequestOf } from '@shared/api'
import { useSearchParams } from 'react-router'
import { dayBegins, dayEnds } from '../platform/days'

const FIELDS = ['actor', 'action', 'q', 'from', 'to', 'page', 'pageSize'] as const
type Field = (typeof FIELDS)[number]
/** What is looked for, as it stands in the address: days as `2022-05-10`, both inclusive. */
export type Wish = Record<Field, string | null>

/** The filter kept in the page's address, so that it can be sent on and outlives a visit to another page. */
export function useWish(): [Wish, (change: Partial<Wish>) => void] {
  const [search, setSearch] = useSearchParams()
  const wish = Object.fromEntries(FIELDS.map((field) => [field, search.get(field)])) as Wish
  function change(changes: Partial<Wish>) {
    const wanted = { ...wish, page: null, ...changes }
    setSearch(new URLSearchParams(Object.entries(wanted).filter(([, value]) => value) as [string, string][]))
  }
  return [wish, change]
}

/** The wish as the server understands it. */
export function filterOf({
  actor,
  action,
  q,
  from,
  to,
}: Wish): Omit<RequestOf<'GET /api/staff/audit'>['query'], 'page' | 'pageSize'> {
  return {
    ...(actor && { actor }),
    ...(action && { action }),
    ...(q && { q }),
    ...(from && { from: dayBegins(from) }),
    ...(to && { to: dayEnds(to) }),
  }
}
