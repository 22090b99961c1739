import type { CategoryId } from '@shared/edition/contract'
import type { Shortlist } from '@shared/shortlist/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { request } from '../platform/request'

const keyOf = (category: CategoryId) => ['shortlists', 'one', category]

/** Where all categories' lists stand. */
export function useShortlists() {
  return useQuery({
    queryKey: ['shortlists', 'all'],
    queryFn: () => request('GET /api/staff/shortlists', {}),
    refetchInterval: 30_000,
  })
}

/** One category's list; asked for now and then, so that one hears of it when a colleague does something. */
export function useShortlist(category: CategoryId | null) {
  return useQuery({
    queryKey: ['shortlists', 'one', category],
    queryFn: ({ signal }) =>
      request('GET /api/staff/shortlists/:category', { params: { category: category! } }, signal),
    enabled: category !== null,
    refetchInterval: 15_000,
  })
}

/** Puts what became of a list in place of what is known of it. */
export function useTake() {
  const queries = useQueryClient()
  return (list: Shortlist) => {
    queries.setQueryData(keyOf(list.category), list)
    void queries.invalidateQueries({ queryKey: ['shortlists', 'all'] })
    void queries.invalidateQueries({ queryKey: ['shortlists', 'entry'] })
  }
}

/** One on a list, fetched anew whenever it is opened. */
export function useEntry(category: CategoryId, id: string) {
  return useQuery({
    queryKey: ['shortlists', 'entry', category, id],
    queryFn: () => request('GET /api/staff/shortlists/:category/entries/:id', { params: { category, id } }),
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
}
