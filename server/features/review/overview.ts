import type { Actor } from '@shared/audit/contract'
import { byNumber } from '@shared/candidate/rules'
import type { CategoryId } from '@shared/edition/contract'
import { Refusal } from '@shared/kernel/errors'
import type { MatrixCell, MatrixRow, StaffReview } from '@shared/review/contract'
import {
  DISAGREEMENT_POINTS,
  judgeReviews,
  OUTLIER_POINTS,
  type ReviewScore,
  reviewObstacle,
  reviewWindow,
} from '@shared/review/rules'
import type { Clock } from '../../ports/work'
import type { Audit } from '../audit/audit'
import type { Candidates } from '../candidate/candidate'
import type { Editions } from '../edition/edition'
import { type Assigning, isActive, subjectOf } from './assigning'
import type { Conflicts } from './conflict'
import { isUntouched, type ReviewRecord, type ReviewStore } from './model'
import { factsOf } from './present'
import { doneOf, type Reviewers } from './reviewers'

type Options = {
  store: ReviewStore
  editions: Pick<Editions, 'current'>
  candidates: Pick<Candidates, 'allOf'>
  audit: Audit
  clock: Clock
  conflicts: Conflicts
  assigning: Assigning
  reviewers: Reviewers
}

/** What coordinators see of a category's reviews, and give back to experts. */
export function createOverview(options: Options) {
  const { store, editions, candidates, audit, clock, conflicts, assigning, reviewers } = options

  async function judge(category: CategoryId, reviews: ReviewRecord[]) {
    const rule = editions.current().review[category]
    if (!rule) return { scores: {}, judged: [], standardised: [] }
    const isBarred = await conflicts.between(await store.findReviewers(editions.current().id))
    const byId = new Map(candidates.allOf(category).map((one) => [one.id, one]))
    const counted = reviews.filter(({ state, reviewer, candidate }) => {
      const found = byId.get(candidate)
      return state === 'submitted' && found && !isBarred(reviewer, found)
    })
    return judgeReviews(counted, rule.criteria, rule.normalisation)
  }

  /** Refusal: `review_not_found`. */
  async function expect(id: string) {
    const record = await store.find(id)
    const candidate = record && assigning.findCandidate(record.candidate)
    const reviewer = record && (await store.findReviewer(record.reviewer))
    if (!reviewer || !candidate || record.edition !== editions.current().id) {
      throw new Refusal('review_not_found')
    }
    return { record, candidate, reviewer }
  }

  async function show(id: string): Promise<StaffReview> {
    const { record, candidate, reviewer } = await expect(id)
    const { number, name, unitName } = candidate
    return {
      ...factsOf(record, editions.current().review[record.category]),
      reviewer: { id: reviewer._id, name: reviewer.name },
      candidate: { id: candidate.id, number, name, unitName },
    }
  }

  return {
    /** Every expert on every candidate of a category. */
    async matrix(category: CategoryId) {
      const edition = editions.current()
      const window = reviewWindow(edition)
      // The seed decides who is added, not who is short.
      const { experts, reviews, short } = await assigning.plan(category, '')
      const { scores, judged, standardised } = await judge(category, reviews)
      const isBarred = await conflicts.between(experts)
      const isZ = edition.review[category]?.normalisation.mode === 'zscore'
      const involved = experts.filter(
        (one) => isActive(one, category) || reviews.some(({ reviewer }) => reviewer === one._id),
      )
      const held = new Map(reviews.map((one) => [keyOf(one), one]))
      const scored = new Map(judged.map((one) => [keyOf(one), one]))
      return {
        ...{ category, rule: edition.review[category] ?? null, short },
        window: window && { ...window, open: reviewObstacle(edition, clock.now()) === null },
        limits: { outlier: OUTLIER_POINTS, disagreement: DISAGREEMENT_POINTS },
        reviewers: involved.map(({ _id: id, name, disabled }) => ({
          ...{ id, name, disabled, ...doneOf(reviews.filter(({ reviewer }) => reviewer === id)) },
          standardised: isZ ? standardised.includes(id) : null,
        })),
        rows: candidates
          .allOf(category)
          .sort(byNumber)
          .map((candidate): MatrixRow => {
            const { id, number, name, unitName, withdrawn } = candidate
            return {
              candidate: { id, number, name, unitName, withdrawn },
              ...rowOf(scores[id]),
              cells: involved.flatMap(({ _id: reviewer }) => {
                const key = keyOf({ reviewer, candidate: id })
                const review = held.get(key)
                if (!review && !isBarred(reviewer, candidate)) return []
                return [cellOf(reviewer, review, scored.get(key))]
              }),
            }
          }),
      }
    },

    /** The scores of a category's candidates as they are now, by id. */
    scores: async (category: CategoryId): Promise<Record<string, ReviewScore>> =>
      (await judge(category, await store.findIn(editions.current().id, category))).scores,

    /** Refusal: `review_not_found`. */
    read: show,

    /** Gives a review back to its expert, who is told why. Refusals: `review_not_found`, `review_settled`. */
    async reopen(id: string, reason: string, actor: Actor): Promise<StaffReview> {
      const { record, candidate, reviewer } = await expect(id)
      if (record.state !== 'submitted') throw new Refusal('review_settled')
      const at = clock.now().toISOString()
      const subject = subjectOf(record, candidate, reviewer)
      const points = factsOf(record, editions.current().review[record.category]).points
      const change = { before: { 得分: points }, after: null }
      await audit.act({ actor, action: 'review.reopen', subject, reason, ...change }, async () => {
        const set = { state: 'draft' as const, submittedAt: null, reopened: { at, by: actor.name, reason } }
        if (!(await store.change(record, set))) throw new Refusal('review_settled')
      })
      await reviewers.tell(record.reviewer, {
        ...{
          key: `review:${id}:reopened:${record.version}`,
          kind: 'review.reopened',
          title: '有一份评审退回给您',
        },
        text: `${candidate.number} 的评分请您再看一看：${reason}`,
      })
      return show(id)
    },

    /** Lets an expert judge whom they had declined. Refusals: `review_not_found`, `review_settled`, `review_conflict`. */
    async lift(id: string, reason: string, actor: Actor): Promise<StaffReview> {
      const { record, candidate, reviewer } = await expect(id)
      if (record.state !== 'recused') throw new Refusal('review_settled')
      if ((await conflicts.between([reviewer]))(reviewer._id, candidate)) throw new Refusal('review_conflict')
      const subject = subjectOf(record, candidate, reviewer)
      await audit.act({ actor, action: 'review.lift', subject, reason }, async () => {
        const set = { state: 'draft' as const, recusal: null }
        if (!(await store.change(record, set))) throw new Refusal('review_settled')
      })
      await reviewers.tell(record.reviewer, {
        ...{ key: `review:${id}:lifted:${record.version}`, kind: 'review.lifted', title: '回避已解除' },
        text: `请您评审 ${candidate.number}：${reason}`,
      })
      return show(id)
    },
  }
}

const keyOf = ({ reviewer, candidate }: { reviewer: string; candidate: string }) => `${reviewer} ${candidate}`

function rowOf(score: ReviewScore | undefined): Omit<MatrixRow, 'candidate' | 'cells'> {
  return score ?? { n: 0, mean: null, score: null, median: null, spread: null, disagreement: false }
}

function cellOf(
  reviewer: string,
  review: ReviewRecord | undefined,
  score: { points: number; normalised: number; outlier: boolean } | undefined,
): MatrixCell {
  return {
    ...{ reviewer, review: review?._id ?? null, state: review?.state ?? 'conflict' },
    begun: review !== undefined && !isUntouched(review),
    points: score?.points ?? null,
    normalised: score?.normalised ?? null,
    outlier: score?.outlier ?? false,
  }
}
