import type { Candidate } from '@shared/candidate/contract'
import type { CategoryId } from '@shared/edition/contract'
import type { Clock } from '../../ports/work'
import type { Candidates } from '../candidate/candidate'
import type { Units } from '../unit/unit'
import type { ReviewerRecord, ReviewStore } from './model'

type Options = {
  store: ReviewStore
  candidates: Pick<Candidates, 'allOf' | 'unitIdOf'>
  units: Pick<Units, 'findMany'>
  clock: Clock
}
export type Conflicts = ReturnType<typeof createConflicts>
/** Whether an expert belongs to a candidate's unit. */
export type IsBarred = (reviewer: string, candidate: Pick<Candidate, 'id' | 'unitName'>) => boolean

/** Who must not judge whom: experts recuse themselves from candidates of their own units. */
export function createConflicts({ store, candidates, units, clock }: Options) {
  async function between(reviewers: Pick<ReviewerRecord, '_id' | 'units'>[]): Promise<IsBarred> {
    const known = await units.findMany([...new Set(reviewers.flatMap((one) => one.units))])
    const nameOf = new Map(known.map(({ id, name }) => [id, name]))
    const ownOf = new Map(reviewers.map((one) => [one._id, one.units]))
    return (reviewer, { id, unitName }) => {
      const unit = candidates.unitIdOf(id)
      // A candidate that an operator has loaded may have no more than its unit's name.
      return (ownOf.get(reviewer) ?? []).some((own) => own === unit || nameOf.get(own) === unitName)
    }
  }

  return {
    between,

    /** Recuses an expert from all candidates of their units, also where a review was handed in, and from no others' any more. */
    async settle(reviewer: ReviewerRecord): Promise<void> {
      const isBarred = await between([reviewer])
      const all = new Map<string, Candidate>()
      const reviews = await store.findOf(reviewer._id)
      for (const category of new Set(reviews.map((one): CategoryId => one.category))) {
        for (const candidate of candidates.allOf(category)) all.set(candidate.id, candidate)
      }
      for (const review of reviews) {
        const candidate = all.get(review.candidate)
        if (!candidate) continue
        const barred = isBarred(reviewer._id, candidate)
        const byUnit = review.recusal?.by === 'unit'
        if (barred && !byUnit) {
          const recusal = {
            at: clock.now().toISOString(),
            by: 'unit' as const,
            reason: '候选来自专家所在单位',
          }
          await store.change(review, { state: 'recused', recusal, submittedAt: null })
        } else if (!barred && byUnit) {
          await store.change(review, { state: 'draft', recusal: null })
        }
      }
    },
  }
}
