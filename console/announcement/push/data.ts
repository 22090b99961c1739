import type { Push } from '@shared/announcement/push/contract'
import { isMoving } from '@shared/announcement/push/rules'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { request } from '../../platform/request'

const MOVING_MS = 2000
const STILL_MS = 20_000

const pace = (items: Push[] | undefined) =>
  items?.some(({ state }) => isMoving(state)) ? MOVING_MS : STILL_MS

/** An announcement's pushes, asked for often while one is under way. */
export const usePushes = (announcement: string) =>
  useQuery({
    queryKey: ['pushes', announcement],
    queryFn: ({ signal }) =>
      request('GET /api/staff/announcements/:id/pushes', { params: { id: announcement } }, signal),
    refetchInterval: ({ state }) => pace(state.data?.items),
  })

/** Those of all announcements that are not over. */
export const useOpenPushes = () =>
  useQuery({
    queryKey: ['pushes'],
    queryFn: ({ signal }) => request('GET /api/staff/pushes', {}, signal),
    refetchInterval: ({ state }) => pace(state.data?.items),
  })

export const useGroups = () =>
  useQuery({
    queryKey: ['push-groups'],
    queryFn: ({ signal }) => request('GET /api/staff/push-groups', {}, signal),
  })

/** Has all lists of pushes fetched anew. */
export function useAgain() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: ['pushes'] })
}
