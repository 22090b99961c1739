import type { CategoryId } from '@shared/edition/contract'
import type { ResultEntrant } from '@shared/result/contract'
import type { ReviewScore } from '@shared/review/rules'
import type { Ballots } from '../ballot/ballot'
import type { Candidates } from '../candidate/candidate'
import type { Editions } from '../edition/edition'
import type { Nominations } from '../nomination/nomination'
import { type Gathered, identityOf } from './present'

type Options = {
  editions: Pick<Editions, 'current'>
  candidates: Pick<Candidates, 'allOf'>
  nominations: Pick<Nominations, 'accepted'>
  ballots: Pick<Ballots, 'recount'>
  /** How many decisions on ballots of a category of an edition are not over. */
  openDecisions: (edition: string, category: CategoryId) => Promise<number>
  /** What experts' reviews of a category come to, by candidate. */
  scoresOf: (category: CategoryId) => Promise<Record<string, Pick<ReviewScore, 'score' | 'n'>>>
}

/** Gathers what the edition's candidates bring now, each part from where it is decided. */
export function createGathering(options: Options) {
  const { editions, candidates, nominations, ballots, openDecisions, scoresOf } = options
  /** Refusal: `ledger_unavailable`. */
  return async function gather(category: CategoryId): Promise<Gathered> {
    // Before the votes: one that is over by then has been counted.
    const decisions = await openDecisions(editions.current().id, category)
    const [accepted, votes, scores] = await Promise.all([
      nominations.accepted(editions.current().id, category),
      ballots.recount(category),
      scoresOf(category),
    ])
    const deeds = new Map(accepted.map(({ id, score }) => [id, score]))
    const all = candidates.allOf(category)
    const entrants = all
      .filter(({ withdrawn }) => !withdrawn)
      .map((candidate): ResultEntrant => {
        const { id, replyRecord: record } = candidate
        return {
          ...identityOf(candidate),
          deeds: deeds.get(id) ?? null,
          replyRecord: record && {
            ...{ received: record.received, answered: record.answered },
            medianAnswerHours: record.medianAnswerHours,
          },
          review: scores[id]?.score ?? null,
          experts: scores[id]?.n ?? 0,
          votes: votes.counts[id] ?? 0,
          lot: '',
        }
      })
    const withdrawn = all.flatMap((candidate) =>
      candidate.withdrawn
        ? [{ ...identityOf(candidate), ...candidate.withdrawn, why: 'withdrawn' as const }]
        : [],
    )
    return { entrants, withdrawn, quarantined: votes.quarantined, decisions }
  }
}
