import type { ResponseOf } from '@shared/api'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { addressOf, request } from '../platform/request'

export type Dashboard = ResponseOf<'GET /api/staff/dashboard'>

const KEY = ['dashboard']

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
  useEffect(() => {
    let source: EventSource | null = null
    function listen() {
      source?.close()
      source = null
      if (document.hidden) return setLive(false)
      source = new EventSource(addressOf('GET /api/staff/dashboard/stream', {}))
      source.onopen = () => setLive(true)
      source.onerror = () => setLive(source?.readyState === EventSource.CONNECTING)
      source.addEventListener('dashboard', ({ data }) => queries.setQueryData(KEY, JSON.parse(data)))
    }
    listen()
    document.addEventListener('visibilitychange', listen)
    return () => {
      source?.close()
      document.removeEventListener('visibilitychange', listen)
    }
  }, [queries])
  return { ...query, live }
}
