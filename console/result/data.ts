import type { CategoryId } from '@shared/edition/contract'
import type { StaffResult } from '@shared/result/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { request, settle } from '../platform/request'

/** Where all categories' results stand. */
export function useResults() {
  return useQuery({
    queryKey: ['results', 'all'],
    queryFn: ({ signal }) => request('GET /api/staff/results', {}, signal),
    refetchInterval: 30_000,
  })
}

/** One category's result; asked for now and then, so that one hears of it when a colleague does something. */
export function useResult(category: CategoryId | null) {
  return useQuery({
    queryKey: ['results', 'one', category],
    queryFn: ({ signal }) =>
      request('GET /api/staff/results/:category', { params: { category: category! } }, signal),
    enabled: category !== null,
    refetchInterval: 15_000,
  })
}

/** Puts what became of a result in place of what is known of it. */
export function useTake() {
  const queries = useQueryClient()
  return (latest: StaffResult) => {
    queries.setQueryData(['results', 'one', latest.category], latest)
    void queries.invalidateQueries({ queryKey: ['results', 'all'] })
  }
}

/** Settles an act upon a result. */
export function useSettle() {
  const take = useTake()
  return (act: Promise<StaffResult>) => settle(act, take)
}

/** After something became of an objection: lists and counts are asked for again. */
export function useObjectionsChanged() {
  const queries = useQueryClient()
  return () => {
    void queries.invalidateQueries({ queryKey: ['objections'] })
    void queries.invalidateQueries({ queryKey: ['results'] })
  }
}
