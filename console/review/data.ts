import type { ResponseOf } from '@shared/api'
import type { CategoryId } from '@shared/edition/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { request } from '../platform/request'

export type Matrix = ResponseOf<'GET /api/staff/reviews'>
export type MatrixRow = Matrix['rows'][number]
export type MatrixCell = MatrixRow['cells'][number]

/** All experts of the edition. */
export function useReviewers() {
  return useQuery({
    queryKey: ['reviews', 'reviewers'],
    queryFn: ({ signal }) => request('GET /api/staff/reviewers', {}, signal),
    refetchInterval: 30_000,
  })
}

/** A category's experts and candidates; asked for now and then, while experts are at it. */
export function useMatrix(category: CategoryId | null) {
  return useQuery({
    queryKey: ['reviews', 'matrix', category],
    queryFn: ({ signal }) => request('GET /api/staff/reviews', { query: { category: category! } }, signal),
    enabled: category !== null,
    refetchInterval: 20_000,
  })
}

/** One review with its marks. */
export function useReview(id: string | null) {
  return useQuery({
    queryKey: ['reviews', 'one', id],
    queryFn: () => request('GET /api/staff/reviews/:id', { params: { id: id! } }),
    enabled: id !== null,
  })
}

/** Has everything about reviews asked for anew, after something was done. */
export function useRenew() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: ['reviews'] })
}
