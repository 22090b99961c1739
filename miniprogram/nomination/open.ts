import { useEffect, useState } from 'react'
import { useSession } from '@/identity/session'
import { useDidShow, useParams } from '@/platform/page'
import type { ApiError } from '@/platform/request'
import { type Draft, draftOf } from './draft'
import { load } from './save'
import { useDrafts } from './shelf'

export type Opened = {
  draft: Draft | undefined
  /** Why the server's latest is not known; the device's own may be there all the same. */
  error: ApiError | null
  loading: boolean
  /** Asks the server again, logging in where that is needed. */
  reload: () => void
  /** Asks again where that takes nothing of the person. */
  refresh: () => void
}

/** The nomination that the page's address names by `id`, or by `draft` while only this device knows it. */
export function useOpened(): Opened {
  const { id, draft: ref } = useParams()
  const owner = useSession(({ session }) => session?.voter.id)
  const draft = useDrafts(({ drafts }) => draftOf(drafts, id ?? ref, owner))
  const known = id ?? draft?.seen?.id
  const [state, setState] = useState<{ error: ApiError | null; loading: boolean }>({
    error: null,
    loading: true,
  })

  const ask = async (manner: 'ask' | 'quiet') => {
    if (!known) return setState({ error: null, loading: false })
    setState((before) => ({ ...before, loading: true }))
    try {
      await load(known, manner)
      setState({ error: null, loading: false })
    } catch (error) {
      setState({ error: error as ApiError, loading: false })
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: another person or nomination is a reason to ask, and nothing else
  useEffect(() => void ask('quiet'), [owner, id])
  const refresh = () => {
    if (!state.loading) void ask('quiet')
  }
  useDidShow(refresh)
  return { draft, ...state, reload: () => void ask('ask'), refresh }
}
