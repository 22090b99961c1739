import type { RequestOf } from '@shared/api'
import { useSearchParams } from 'react-router'

export type UnitQuery = RequestOf<'GET /api/staff/units'>['query']

const FIELDS = ['level', 'region', 'status', 'q', 'page', 'pageSize'] as const
/** What is looked for, as it stands in the address. */
export type Wish = Record<(typeof FIELDS)[number], string | null>

/** The filter kept in the page's address. */
export function useWish(): [Wish, (change: Partial<Wish>) => void] {
  const [search, setSearch] = useSearchParams()
  const wish = Object.fromEntries(FIELDS.map((field) => [field, search.get(field)])) as Wish
  function change(changes: Partial<Wish>) {
    const wanted = { ...wish, page: null, ...changes }
    setSearch(new URLSearchParams(Object.entries(wanted).filter(([, value]) => value) as [string, string][]))
  }
  return [wish, change]
}

/** The wish as the server understands it, without the page. */
export function filterOf({ level, region, status, q }: Wish) {
  return {
    ...(level && { level }),
    ...(region && { region }),
    ...(status && { status }),
    ...(q && { q }),
  } as Omit<UnitQuery, 'page' | 'pageSize'>
}
