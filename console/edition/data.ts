import type { ResponseOf } from '@shared/api'
import type { StaffEdition } from '@shared/edition/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { request } from '../platform/request'

/** An edition in the list of all. */
export type Listed = ResponseOf<'GET /api/staff/editions'>['items'][number]

const keyOf = (id: string) => ['editions', id]

/** One edition as staff edit it, fetched anew whenever it is opened. */
export function useStaffEdition(id: string) {
  return useQuery({
    queryKey: keyOf(id),
    queryFn: () => request('GET /api/staff/editions/:id', { params: { id } }),
    gcTime: 0,
  })
}

/** All editions. */
export function useEditions() {
  return useQuery({ queryKey: ['editions'], queryFn: () => request('GET /api/staff/editions', {}) })
}

/** Puts the latest version of an edition in place of what is shown, everywhere in the console. */
export function useTake() {
  const queries = useQueryClient()
  return (latest: StaffEdition) => {
    queries.setQueryData(keyOf(latest.edition.id), latest)
    void queries.invalidateQueries({ queryKey: ['editions'], exact: true })
    void queries.invalidateQueries({ queryKey: ['edition'] })
  }
}
