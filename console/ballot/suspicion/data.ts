import type { Decision } from '@shared/ballot/decision/contract'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEdition } from '../../edition/phase'
import { request } from '../../platform/request'
import { useNameOf } from '../candidates'

/** While something is under way one hears of it soon. */
const MOVING_MS = 1500
const STILL_MS = 20_000

/** Everything here begins with this, so that an act has all of it fetched anew. */
const KEY = 'suspicion'

const isMoving = (items: Pick<Decision, 'state'>[] | undefined) =>
  items?.some(({ state }) => state === 'running') ?? false

export const useSuspicion = () =>
  useQuery({
    queryKey: [KEY, 'overview'],
    queryFn: ({ signal }) => request('GET /api/staff/suspicion', {}, signal),
    refetchInterval: STILL_MS,
  })

export type ClusterQuery = Parameters<typeof request<'GET /api/staff/clusters'>>[1]['query']

export const useClusters = (query: ClusterQuery) =>
  useQuery({
    queryKey: [KEY, 'clusters', query],
    queryFn: ({ signal }) => request('GET /api/staff/clusters', { query }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: STILL_MS,
  })

export const useCluster = (id: string) =>
  useQuery({
    queryKey: [KEY, 'cluster', id],
    queryFn: ({ signal }) => request('GET /api/staff/clusters/:id', { params: { id } }, signal),
    refetchInterval: ({ state }) => (isMoving(state.data?.decisions) ? MOVING_MS : STILL_MS),
  })

export const useClusterBallots = (id: string, page: number, pageSize: number) =>
  useQuery({
    queryKey: [KEY, 'ballots', id, page, pageSize],
    queryFn: ({ signal }) =>
      request('GET /api/staff/clusters/:id/ballots', { params: { id }, query: { page, pageSize } }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: STILL_MS,
  })

export const useDecisions = (query: { page: number; pageSize: number; state?: Decision['state'] }) =>
  useQuery({
    queryKey: [KEY, 'decisions', query],
    queryFn: ({ signal }) => request('GET /api/staff/decisions', { query }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (isMoving(state.data?.items) ? MOVING_MS : STILL_MS),
  })

/** One decision, and what it would do while it waits for the second person. */
export const useDecision = (id: string, enabled = true) =>
  useQuery({
    queryKey: [KEY, 'decision', id],
    queryFn: ({ signal }) => request('GET /api/staff/decisions/:id', { params: { id } }, signal),
    enabled,
    retry: false,
  })

/** Has all of it fetched anew, and what else shows ballots. */
export function useAgain() {
  const queries = useQueryClient()
  return () =>
    Promise.all(
      [KEY, 'ballot', 'rulings', 'series'].map((key) => queries.invalidateQueries({ queryKey: [key] })),
    )
}

/** Number and name of a candidate of whichever category. */
export function useCandidate(): (id: string) => string {
  const { data: edition } = useEdition()
  return useNameOf((edition?.categories ?? []).map(({ id }) => id))
}
