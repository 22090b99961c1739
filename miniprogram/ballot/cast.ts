import type { Ballot } from '@shared/ballot/contract'
import { describeProblem, type SelectionsProblem } from '@shared/ballot/rules'
import type { CategoryId } from '@shared/edition/contract'
import type { Challenge, Solved } from '@shared/risk/check/contract'
import { useEditionStore } from '@/edition/store'
import { asVoter } from '@/identity/session'
import { referrerOf } from '@/platform/landing'
import { type ApiError, isUnconfirmed } from '@/platform/request'
import { askPerson } from './check/ask'
import { clear, noteWithdrawn } from './draft'
import { noteBallot } from './mine'

/**
 * How casting ended. `earlier`: the person had voted before. `failed`: nothing is lost, choices stand. `unchecked`: neither is
 * anything wrong, but nobody has said that a person votes.
 */
export type CastOutcome =
  | { kind: 'cast' | 'earlier'; ballot: Ballot }
  | { kind: 'failed'; message: string; retry: boolean; strangers: string[] }
  | { kind: 'unchecked' }

// Categories whose last attempt went without a clear answer: the ballot may have been taken.
const unconfirmed = new Set<CategoryId>()

/** Casts a ballot. `isSure`: who casts has said that they are a person, and is not asked again. Sending the same one again is safe: the server keeps the first and answers with it. */
export async function castBallot(
  edition: string,
  category: CategoryId,
  selections: string[],
  isSure: boolean,
): Promise<CastOutcome> {
  try {
    const ballot = await send(category, selections, isSure)
    return ballot ? settle(edition, 'cast', ballot) : { kind: 'unchecked' }
  } catch (cause) {
    const error = cause as ApiError
    const first = (error.details as { ballot?: Ballot } | undefined)?.ballot
    if (error.code === 'already_voted' && first) {
      const ours = unconfirmed.has(category) && sameSet(first.selections, selections)
      return settle(edition, ours ? 'cast' : 'earlier', first)
    }
    if (isUnconfirmed(error)) unconfirmed.add(category)
    // What the page believed is out of date.
    if (error.code === 'voting_suspended' || error.code === 'phase_closed')
      void useEditionStore.getState().load()
    const problem =
      error.code === 'invalid_selections' ? (error.details as SelectionsProblem | undefined) : undefined
    if (problem?.reason === 'withdrawn') noteWithdrawn(edition, category, problem.selections)
    return {
      kind: 'failed',
      message: problem?.reason ? describeProblem(problem) : (error.message ?? '没有投成，请重试'),
      retry: isUnconfirmed(error) || error.status === 429 || error.status === 401,
      strangers: problem?.reason === 'not_in_category' ? problem.selections : [],
    }
  }
}

/** How often one ballot is asked about: a challenge may have run out while somebody looked for their glasses. */
const CHECKS = 3

/** Sends a ballot, and once more after each check the server asks for; null where none was passed. */
async function send(category: CategoryId, selections: string[], isSure: boolean): Promise<Ballot | null> {
  let check: Solved | undefined
  for (let checks = 0; ; checks++) {
    try {
      const referrer = referrerOf()
      const body = { category, selections, ...(referrer && { referrer }), ...(check && { check }) }
      return (await asVoter('POST /api/ballots', { body }, 'ask')).ballot
    } catch (cause) {
      const { code, details } = cause as ApiError
      if (code !== 'human_check_needed') throw cause
      if (checks === CHECKS) return null
      check = (await askPerson((details as { challenge: Challenge }).challenge, isSure)) ?? undefined
      if (!check) return null
    }
  }
}

function settle(edition: string, kind: 'cast' | 'earlier', ballot: Ballot): CastOutcome {
  unconfirmed.delete(ballot.category)
  noteBallot(ballot)
  clear(edition, ballot.category)
  return { kind, ballot }
}

function sameSet(a: string[], b: string[]): boolean {
  return a.length === b.length && a.every((id) => b.includes(id))
}
