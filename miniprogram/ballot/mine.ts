import type { Ballot, BallotWithStatus } from '@shared/ballot/contract'
import { ballotPeriod } from '@shared/ballot/rules'
import type { CategoryId, CurrentEdition } from '@shared/edition/contract'
import { findCategory } from '@shared/edition/rules'
import { useEffect } from 'react'
import { create } from 'zustand'
import { serverNow } from '@/edition/store'
import { asVoter, type Manner, useSession } from '@/identity/session'
import type { ApiError } from '@/platform/request'

type MineState = {
  /** The voter's ballots, newest first; null while unknown. */
  ballots: BallotWithStatus[] | null
  error: ApiError | null
  loading: boolean
}

export const useMine = create<MineState>()(() => ({ ballots: null, error: null, loading: false }))

// Nobody is shown another person's ballots.
useSession.subscribe(({ session }, before) => {
  if (session?.voter.id !== before.session?.voter.id) useMine.setState({ ballots: null, error: null })
})

/** Fetches the voter's ballots. */
export async function loadMine(manner: Manner): Promise<void> {
  if (useMine.getState().loading) return
  useMine.setState({ loading: true })
  try {
    const { items } = await asVoter('GET /api/ballots/mine', {}, manner)
    // Logged out meanwhile: this answer is no longer anybody's.
    if (!useSession.getState().session) return useMine.setState({ loading: false })
    // A ballot cast while the list was on its way may not be in it.
    const noted = (useMine.getState().ballots ?? []).filter(({ id }) => !items.some((item) => item.id === id))
    useMine.setState({ ballots: [...noted, ...items], error: null, loading: false })
  } catch (error) {
    useMine.setState({ error: error as ApiError, loading: false })
  }
}

/** Asks once per session what the voter has cast, where that takes no leaving of the page. */
export function useMineQuietly(): void {
  const token = useSession((state) => state.session?.token)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new session is a reason to ask again
  useEffect(() => {
    if (useMine.getState().ballots === null) loadMine('quiet')
  }, [token])
}

/** Adds a ballot just cast, or learnt of by a refusal. */
export function noteBallot(ballot: Ballot): void {
  const others = (useMine.getState().ballots ?? []).filter(({ id }) => id !== ballot.id)
  useMine.setState({ ballots: [{ ...ballot, status: 'counted' }, ...others] })
}

/** The ballot that stands for a category now: where a person votes daily, today's. */
export function ballotOf(
  ballots: BallotWithStatus[] | null,
  edition: CurrentEdition,
  category: CategoryId,
): BallotWithStatus | null {
  const rule = findCategory(edition, category)?.ballotRule
  if (!ballots || !rule) return null
  const period = ballotPeriod(rule, serverNow())
  return (
    ballots.find((b) => b.category === category && ballotPeriod(rule, new Date(b.castAt)) === period) ?? null
  )
}

/** As `ballotOf`, kept up to date. */
export function useBallotOf(edition: CurrentEdition, category: CategoryId): BallotWithStatus | null {
  return ballotOf(
    useMine((state) => state.ballots),
    edition,
    category,
  )
}
