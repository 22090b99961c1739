import type { BallotStatus, Standing } from '@shared/ballot/contract'
import type { Foresight, Scope } from '@shared/ballot/decision/contract'
import { effectOf, standingWith } from '@shared/ballot/decision/rules'
import type { RulingKind } from '@shared/ballot/rules'
import type { CategoryId } from '@shared/edition/contract'
import type { BallotStore } from '../model'
import { ONE_PERSON, SYSTEM } from '../settle'

type Options = { ledger: Pick<BallotStore, 'findBallots' | 'findRulings' | 'recount'> }

/** How many ballots a decision would touch and leave, and what that would do to the counts. */
export type Weighed = { ballots: number; left: number; delta: Standing }
type Wanted = { kind: RulingKind; scope: Scope }
type Place = { edition: string; category: CategoryId; candidate: string }

const UNRULED = { seen: 0, status: 'counted', isSecond: false } as const

/** Weighs decisions by the ledger before they are made. */
export function createScales({ ledger }: Options) {
  /** How often each of some ballots was ruled on, and what a decision would do to it; null where it is none of its business. */
  async function effectsOn(receipts: string[], { kind, scope }: Wanted) {
    const states = new Map<string, { seen: number; status: BallotStatus; isSecond: boolean }>()
    for (const { ballot, revision: seen, status, author, reason } of await ledger.findRulings(receipts)) {
      states.set(ballot, { seen, status, isSecond: author === SYSTEM && reason === ONE_PERSON })
    }
    return (receipt: string) => {
      const { seen, status, isSecond } = states.get(receipt) ?? UNRULED
      // That a crowd is honest gives nobody a second ballot.
      return { seen, effect: kind === 'restored' && isSecond ? null : effectOf(status, kind, scope) }
    }
  }

  return {
    effectsOn,

    /** Those of which somebody has ruled since they were `seen` would be left alone. */
    async weigh(
      batches: AsyncIterable<{ receipt: string; seen?: number }[]>,
      wanted: Wanted,
    ): Promise<Weighed> {
      const sum: Weighed = { ballots: 0, left: 0, delta: { ballots: 0, counts: {} } }
      for await (const batch of batches) {
        const receipts = batch.map(({ receipt }) => receipt)
        const [ballots, on] = await Promise.all([ledger.findBallots(receipts), effectsOn(receipts, wanted)])
        const known = new Map(ballots.map(({ _id, selections }) => [_id, selections]))
        for (const { receipt, seen } of batch) {
          const { seen: now, effect } = on(receipt)
          if (effect === null || (seen !== undefined && seen !== now)) sum.left++
          else {
            sum.ballots++
            sum.delta.ballots += effect
            for (const id of known.get(receipt) ?? []) {
              sum.delta.counts[id] = (sum.delta.counts[id] ?? 0) + effect
            }
          }
        }
      }
      return sum
    },

    /** The counts as they are and as they would be. Reads the whole category. */
    async foresee(place: Place, { ballots, left, delta }: Weighed): Promise<Foresight> {
      const { delta: all } = await ledger.recount(place.edition, place.category)
      return { ballots, left, ...standingWith(all, delta, [place.candidate]) }
    },
  }
}
