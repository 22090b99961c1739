import type { ResponseOf } from '@shared/api'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { request } from '../platform/request'
import { listen } from '../platform/stream'

export type Dashboard = ResponseOf<'GET /api/staff/dashboard'>

const KEY = ['dashboard']
/** The server tells of itself every three seconds, and begins anew each minute. */
const SILENCE_MS = 10_000

/** The dashboard, live while its page is looked at; `live` is false while nothing new comes. */
export function useDashboard() {
  const queries = useQueryClient()
  const query = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => request('GET /api/staff/dashboard', {}, signal),
    // Where the stream does not come through, the page still moves; a refused session is noticed here.
    refetchInterval: 30_000,
  })
  const [live, setLive] = useState(false)
  useEffect(
    () =>
      listen<Dashboard>('GET /api/staff/dashboard/stream', {
        event: 'dashboard',
        onData: (dashboard) => queries.setQueryData(KEY, dashboard),
        onLive: setLive,
        silence: SILENCE_MS,
      }),
    [queries],
  )
  return { ...query, live }
}
