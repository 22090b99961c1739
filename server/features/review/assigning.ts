import { createHash, randomBytes } from 'node:crypto'
import type { Actor } from '@shared/audit/contract'
import type { Candidate } from '@shared/candidate/contract'
import type { CategoryId } from '@shared/edition/contract'
import { findCategory } from '@shared/edition/rules'
import { Refusal } from '@shared/kernel/errors'
import { type Pair, planReviews, type Standing } from '@shared/review/assignment'
import type { Clock } from '../../ports/work'
import type { Audit } from '../audit/audit'
import type { Candidates } from '../candidate/candidate'
import type { Editions } from '../edition/edition'
import type { Conflicts } from './conflict'
import { isUntouched, newId, type ReviewerRecord, type ReviewRecord, type ReviewStore } from './model'
import type { Reviewers } from './reviewers'

type Options = {
  store: ReviewStore
  editions: Pick<Editions, 'current'>
  candidates: Pick<Candidates, 'allOf'>
  audit: Audit
  clock: Clock
  conflicts: Conflicts
  reviewers: Pick<Reviewers, 'expect'>
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** Who reviews whom. */
export function createAssigning({
  store,
  editions,
  candidates,
  audit,
  clock,
  conflicts,
  reviewers,
}: Options) {
  /** Refusal: `review_unset`. */
  function expectRule(category: CategoryId) {
    const rule = editions.current().review[category]
    if (!rule) throw new Refusal('review_unset')
    return rule
  }

  const assign = ({ reviewer, candidate }: Pair, category: CategoryId): ReviewRecord => ({
    ...{ _id: newId('v'), edition: editions.current().id, category, reviewer, candidate },
    ...{ marks: {}, comment: '', state: 'draft', version: 1, key: null, savedAt: null, submittedAt: null },
    ...{ recusal: null, reopened: null, assignedAt: clock.now() },
  })

  /** What is to be assigned in a category as it is. */
  async function plan(category: CategoryId, seed: string) {
    const edition = editions.current().id
    const [experts, reviews] = await Promise.all([
      store.findReviewers(edition),
      store.findIn(edition, category),
    ])
    const inRace = candidates.allOf(category).filter(({ withdrawn }) => !withdrawn)
    const byId = new Map(inRace.map((one) => [one.id, one]))
    const isBarred = await conflicts.between(experts)
    const planned = planReviews({
      candidates: [...byId.keys()],
      reviewers: experts.filter((one) => isActive(one, category)).map(({ _id }) => _id),
      held: reviews.map((one) => ({
        ...{ reviewer: one.reviewer, candidate: one.candidate },
        standing: standingOf(one),
      })),
      perCandidate: editions.current().review[category]?.perCandidate ?? null,
      isBarred: (reviewer, candidate) => {
        const found = byId.get(candidate)
        return found !== undefined && isBarred(reviewer, found)
      },
      ...{ seed, sha256 },
    })
    const short = planned.short.map((one) => {
      const { number, name } = byId.get(one.candidate)!
      return { ...one, number, name }
    })
    return { ...planned, short, experts, reviews }
  }

  return {
    plan,

    /** Assigns what is missing; what has been begun stays. Doing it again adds nothing. Refusal: `review_unset`. */
    async assign({ category, seed: typed }: { category: CategoryId; seed?: string }, actor: Actor) {
      expectRule(category)
      const seed = typed ?? randomBytes(8).toString('hex')
      const { name } = findCategory(editions.current(), category)!
      const subject = { kind: 'review', id: category, name }
      for (const one of await store.findReviewers(editions.current().id)) await conflicts.settle(one)
      const { add, remove, short, reviews } = await plan(category, seed)
      const after = { 种子: seed, 分配: add.length, 收回: remove.length }
      return audit.act({ actor, action: 'review.assign', subject, after }, async () => {
        let [added, removed] = [0, 0]
        for (const { reviewer, candidate } of remove) {
          const found = reviews.find((one) => one.reviewer === reviewer && one.candidate === candidate)!
          if (await store.remove(found)) removed += 1 // its expert may have begun meanwhile
        }
        for (const pair of add) if (await store.add(assign(pair, category))) added += 1
        return { seed, added, removed, short }
      })
    },

    /** Assigns one more; where it is assigned already, that one. Refusals: `reviewer_not_found`, `candidate_not_found`, `review_conflict`, `review_unset`. */
    async add(pair: Pair, actor: Actor): Promise<{ id: string }> {
      const reviewer = await reviewers.expect(pair.reviewer)
      const candidate = findCandidate(pair.candidate)
      if (!candidate || candidate.withdrawn) throw new Refusal('candidate_not_found')
      expectRule(candidate.category)
      if ((await conflicts.between([reviewer]))(reviewer._id, candidate)) throw new Refusal('review_conflict')
      const record = assign(pair, candidate.category)
      await audit.act({ actor, action: 'review.add', subject: subjectOf(record, candidate, reviewer) }, () =>
        store.add(record),
      )
      return { id: (await store.findPair(pair.reviewer, pair.candidate))!._id }
    },

    /** Takes one back that nobody has begun. Refusals: `review_not_found`, `review_begun`. */
    async remove(id: string, reason: string, actor: Actor): Promise<void> {
      const record = await store.find(id)
      if (record?.edition !== editions.current().id) throw new Refusal('review_not_found')
      if (!isUntouched(record)) throw new Refusal('review_begun')
      const reviewer = await store.findReviewer(record.reviewer)
      const subject = subjectOf(record, findCandidate(record.candidate), reviewer)
      await audit.act({ actor, action: 'review.remove', subject, reason }, async () => {
        if (!(await store.remove(record))) throw new Refusal('review_begun')
      })
    },

    findCandidate,
  }

  function findCandidate(id: string): Candidate | undefined {
    for (const category of editions.current().categories) {
      const found = candidates.allOf(category.id).find((one) => one.id === id)
      if (found) return found
    }
    return undefined
  }
}
export type Assigning = ReturnType<typeof createAssigning>

export const isActive = ({ disabled, categories }: ReviewerRecord, category: CategoryId): boolean =>
  !disabled && categories.includes(category)

const standingOf = (record: ReviewRecord): Standing =>
  record.state === 'draft' ? (isUntouched(record) ? 'untouched' : 'begun') : record.state

/** `A01 某单位 · 某专家` */
export function subjectOf(
  { _id: id, candidate: candidateId }: ReviewRecord,
  candidate: Candidate | undefined,
  reviewer: ReviewerRecord | null,
) {
  const what = candidate ? `${candidate.number} ${candidate.name}` : candidateId
  return { kind: 'review', id, name: `${what} · ${reviewer?.name ?? '专家'}` }
}
