import type { Tally } from '@shared/ballot/contract'
import type { CategoryId, CurrentEdition } from '@shared/edition/contract'
import { useEffect } from 'react'
import { create } from 'zustand'
import { useEditionStore } from '@/edition/store'
import { useVisible } from '@/platform/page'
import { ApiError, request } from '@/platform/request'
import { listenTallies } from '@/platform/stream'

const POLL = 5000
const RECHECK = 60_000

type TallyState = {
  tallies: Partial<Record<CategoryId, Tally>>
  /** The server is recounting. */
  pending: boolean
  /** The stream answers. */
  alive: boolean
  /** Counts up when the counts known are void, as after a move of the phase. */
  round: number
}

export const useTallies = create<TallyState>()(() => ({ tallies: {}, pending: false, alive: true, round: 0 }))

function note(tally: Tally): void {
  const { tallies } = useTallies.getState()
  // Two sources may cross: an older count never replaces a newer one.
  const known = tallies[tally.category]
  if (known && known.asOf > tally.asOf) return
  useTallies.setState({ tallies: { ...tallies, [tally.category]: tally }, pending: false })
}

/** The counts known are still right, as of now. */
function confirm(asOf: Record<string, string>): void {
  for (const tally of Object.values(useTallies.getState().tallies)) {
    const instant = asOf[tally.category]
    if (instant) note({ ...tally, asOf: instant })
  }
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

/**
 * Listens, while this page is looked at, for new counts and for a phase that the organiser moved. Without a stream the
 * edition is asked for now and then.
 */
export function useStream(): void {
  const visible = useVisible()
  useEffect(() => {
    if (!visible) return
    const { load } = useEditionStore.getState()
    let timer: ReturnType<typeof setInterval> | null = null
    const halt = () => {
      if (timer) clearInterval(timer)
      timer = null
    }
    const stop = listenTallies({
      onTally: note,
      onPulse: confirm,
      onPhase: () => {
        useTallies.setState(({ round }) => ({ tallies: {}, round: round + 1 }))
        load()
      },
      onAlive: (alive) => {
        useTallies.setState({ alive })
        if (alive) halt()
        else timer ??= setInterval(load, RECHECK)
      },
    })
    return () => {
      halt()
      stop()
    }
  }, [visible])
}

/** Keeps the counts of some categories fresh while this page is looked at and counts are public. */
export function useLiveTallies(edition: CurrentEdition, categories: CategoryId[]): void {
  const visible = useVisible()
  const alive = useTallies((state) => state.alive)
  const round = useTallies((state) => state.round)
  const on = visible && edition.tallyVisible
  const wanted = categories.join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round is a reason to ask again
  useEffect(() => {
    if (!on) return
    const list = wanted.split(',') as CategoryId[]
    poll(list)
    if (alive) return
    const timer = setInterval(() => poll(list), POLL)
    return () => clearInterval(timer)
  }, [on, alive, wanted, round])
}

/** One candidate's votes: the live count where there is one, else what the list said. */
export function useVotes(card: { id: string; category: CategoryId; votes: number | null }): number | null {
  return useTallies(({ tallies }) => {
    const tally = tallies[card.category]
    return tally ? (tally.counts[card.id] ?? 0) : card.votes
  })
}
