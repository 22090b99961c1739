import type { StaffSummit, StaffSummitInvitation } from '@shared/summit/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { request } from '../platform/request'

export type Invited = StaffSummitInvitation
/** An invitation whose code one may know. */
export type Open = Invited & { code: string }

const queryKey = ['summit']

/** The whole summit, asked for every so many seconds: others write replies down and check guests in. */
export function useSummit(seconds: number) {
  return useQuery({
    queryKey,
    queryFn: ({ signal }) => request('GET /api/staff/summit', {}, signal),
    refetchInterval: seconds * 1000,
  })
}

/** Takes what an act upon it has answered. */
export function useTake() {
  const queries = useQueryClient()
  return (latest: StaffSummit) => queries.setQueryData(queryKey, latest)
}

export const isOpen = (one: Invited): one is Open => one.code !== null && one.withdrawn === null
