import { useCallback, useEffect, useRef, useState } from 'react'
import type { ApiError } from './request'

export type Query<T> = {
  data: T | null
  error: ApiError | null
  loading: boolean
  /** Asks again, keeping on screen what is there. */
  reload: () => void
}

/** Runs `fetch` whenever `key` changes; an answer that comes after the key has changed is dropped. Null key: waits. */
export function useQuery<T>(key: string | null, fetch: () => Promise<T>): Query<T> {
  const [state, setState] = useState<{ key: string | null; data: T | null; error: ApiError | null }>({
    key: null,
    data: null,
    error: null,
  })
  const [loading, setLoading] = useState(true)
  const latest = useRef({ key, fetch })
  latest.current = { key, fetch }

  const run = useCallback(async (asked: string) => {
    setLoading(true)
    try {
      const data = await latest.current.fetch()
      if (latest.current.key === asked) setState({ key: asked, data, error: null })
    } catch (error) {
      if (latest.current.key !== asked) return
      setState((before) => ({
        key: asked,
        data: before.key === asked ? before.data : null,
        error: error as ApiError,
      }))
    } finally {
      if (latest.current.key === asked) setLoading(false)
    }
  }, [])

  useEffect(() => {
    if (key !== null) run(key)
  }, [key, run])

  const reload = useCallback(() => {
    if (latest.current.key !== null) run(latest.current.key)
  }, [run])
  const current = state.key === key
  return {
    data: current ? state.data : null,
    error: current ? state.error : null,
    loading: loading || !current,
    reload,
  }
}
