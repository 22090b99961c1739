import type { Tally } from '@shared/ballot/contract'
import type { CategoryId, CurrentEdition } from '@shared/edition/contract'
import { useEffect } from 'react'
import { create } from 'zustand'
import { useEditionStore } from '@/edition/store'
import { useVisible } from '@/platform/page'
import { ApiError, request } from '@/platform/request'
import { listenTallies } from '@/platform/stream'

const POLL = 5000

type TallyState = { tallies: Partial<Record<CategoryId, Tally>>; pending: boolean }

export const useTallies = create<TallyState>()(() => ({ tallies: {}, pending: false }))

function note(tally: Tally): void {
  const { tallies } = useTallies.getState()
  // Two sources may cross: an older count never replaces a newer one.
  const known = tallies[tally.category]
  if (known && known.asOf > tally.asOf) return
  useTallies.setState({ tallies: { ...tallies, [tally.category]: tally }, pending: false })
}

async function poll(categories: CategoryId[]): Promise<void> {
  for (const category of categories) {
    try {
      note(await request('GET /api/tallies', { query: { category } }))
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (error.code === 'tally_pending') useTallies.setState({ pending: true })
      // Counts have gone out of public view: the edition knows until when.
      if (error.code === 'tally_hidden') useEditionStore.getState().load()
    }
  }
}

/** Keeps the counts of some categories fresh while this page is looked at and counts are public. */
export function useLiveTallies(edition: CurrentEdition, categories: CategoryId[]): void {
  const visible = useVisible()
  const on = visible && edition.tallyVisible
  const wanted = categories.join()
  useEffect(() => {
    if (!on) return
    const list = wanted.split(',') as CategoryId[]
    let timer: ReturnType<typeof setInterval> | null = null
    const halt = () => {
      if (timer) clearInterval(timer)
      timer = null
    }
    poll(list)
    const stop = listenTallies({
      onTally: note,
      onPhase: () => useEditionStore.getState().load(),
      onAlive: (alive) => {
        if (alive) halt()
        else timer ??= setInterval(() => poll(list), POLL)
      },
    })
    return () => {
      halt()
      stop()
    }
  }, [on, wanted])
}

/** One candidate's votes: the live count where there is one, else what the list said. */
export function useVotes(card: { id: string; category: CategoryId; votes: number | null }): number | null {
  return useTallies(({ tallies }) => {
    const tally = tallies[card.category]
    return tally ? (tally.counts[card.id] ?? 0) : card.votes
  })
}
