import type { Candidate } from '@shared/candidate/contract'
import type { CategoryId } from '@shared/edition/contract'
import { findCategory } from '@shared/edition/rules'
import { Refusal } from '@shared/kernel/errors'
import type { Marks, Review, ReviewCard } from '@shared/review/contract'
import { GRACE_MS, markProblems, reviewObstacle, reviewWindow, unmarked } from '@shared/review/rules'
import type { Clock } from '../../ports/work'
import type { Audit } from '../audit/audit'
import type { Candidates } from '../candidate/candidate'
import type { Editions } from '../edition/edition'
import type { Nominations } from '../nomination/nomination'
import { type SignedInReviewer, selfOf } from './access'
import type { ReviewRecord, ReviewStore } from './model'
import { cardOf, materialOf } from './present'

type Options = {
  store: ReviewStore
  editions: Pick<Editions, 'current'>
  candidates: Pick<Candidates, 'allOf'>
  nominations: Pick<Nominations, 'handedIn'>
  audit: Audit
  clock: Clock
}
type Save = { key: string; version: number; marks: Marks; comment: string }
type Submission = { category: CategoryId; items: { id: string; version: number }[] }

/** What an expert does: one's own reviews, and nobody else's. */
export function createOwn({ store, editions, candidates, nominations, audit, clock }: Options) {
  const candidateOf = ({ category, candidate }: ReviewRecord): Candidate | undefined =>
    candidates.allOf(category).find(({ id }) => id === candidate)

  /** A review of one's own, in this edition. Refusal: `review_not_found`. */
  async function expect(id: string, me: SignedInReviewer) {
    const record = await store.find(id)
    const candidate = record && candidateOf(record)
    if (record?.reviewer !== me.reviewer || record.edition !== editions.current().id || !candidate) {
      throw new Refusal('review_not_found')
    }
    return { record, candidate }
  }

  /** All of one's own that can be shown, as they are numbered. */
  async function all(me: SignedInReviewer): Promise<{ record: ReviewRecord; card: ReviewCard }[]> {
    const edition = editions.current()
    const records = (await store.findOf(me.reviewer)).filter((one) => one.edition === edition.id)
    return records
      .flatMap((record) => {
        const candidate = candidateOf(record)
        return candidate ? [{ record, card: cardOf(record, candidate, edition) }] : []
      })
      .sort((a, b) => (a.card.candidate.number < b.card.candidate.number ? -1 : 1))
  }

  async function cardNow(id: string, me: SignedInReviewer): Promise<ReviewCard> {
    const { record, candidate } = await expect(id, me)
    return cardOf(record, candidate, editions.current())
  }

  /** Refusal: `review_unset`. */
  function expectRule(category: CategoryId) {
    const rule = editions.current().review[category]
    if (!rule) throw new Refusal('review_unset')
    return rule
  }

  /** Makes a change of the version seen. Refusal: `version_conflict` with the latest. */
  async function change(record: ReviewRecord, set: Partial<ReviewRecord>, me: SignedInReviewer) {
    if (await store.change(record, set)) return
    throw new Refusal('version_conflict', await cardNow(record._id, me))
  }

  return {
    /** All one has to review, with the criteria. */
    async list(me: SignedInReviewer) {
      const edition = editions.current()
      const [record, own] = await Promise.all([store.findReviewer(me.reviewer), all(me)])
      const window = reviewWindow(edition)
      return {
        reviewer: selfOf(record!),
        window: window && { ...window, open: reviewObstacle(edition, clock.now()) === null },
        graceSeconds: GRACE_MS / 1000,
        categories: edition.categories.flatMap(({ id: category, name }) => {
          const rule = edition.review[category]
          const items = own.flatMap(({ card }) => (card.category === category ? [card] : []))
          if (!rule || (items.length === 0 && !record!.categories.includes(category))) return []
          const { criteria, step, blind } = rule
          return [{ category, name, criteria, step, blind, items }]
        }),
      }
    },

    /** Refusal: `review_not_found`. */
    async find(id: string, me: SignedInReviewer): Promise<Review> {
      const { record, candidate } = await expect(id, me)
      const isBlind = editions.current().review[record.category]?.blind === true
      const material = materialOf(candidate, await nominations.handedIn(candidate.id), isBlind)
      return { ...cardOf(record, candidate, editions.current()), material }
    },

    /**
     * Keeps marks as they are so far, also after the end, so that nothing is lost. Sent again under its key it changes
     * nothing. Refusals: `review_not_found`, `review_unset`, `version_conflict` with the latest, `review_settled`,
     * `review_closed` before the beginning, `invalid_request`.
     */
    async save(
      id: string,
      { key, version, marks, comment }: Save,
      me: SignedInReviewer,
    ): Promise<ReviewCard> {
      const { record, candidate } = await expect(id, me)
      if (record.key === key) return cardOf(record, candidate, editions.current())
      const problems = markProblems(expectRule(record.category), marks)
      if (problems.length > 0) {
        const details = problems.map(({ key, message }) => ({ path: `marks.${key}`, message }))
        throw new Refusal('invalid_request', details, problems.map(({ message }) => message).join('；'))
      }
      if (record.version !== version) throw new Refusal('version_conflict', await cardNow(id, me))
      if (record.state !== 'draft') throw new Refusal('review_settled')
      const now = clock.now()
      const window = reviewWindow(editions.current())
      if (!window || now.getTime() < Date.parse(window.opensAt)) throw closed(now)
      await change(record, { key, marks, comment, savedAt: now }, me)
      return cardNow(id, me)
    },

    /**
     * Hands reviews of a category in, all or none; those that were handed in before stay so. By the server's clock, with some
     * grace for marks that had arrived before the end. Refusals: `review_not_found`, `review_unset`, `review_settled`,
     * `version_conflict` with the latest, `review_closed`, `review_incomplete` with what is missing where.
     */
    async submit({ category, items }: Submission, me: SignedInReviewer): Promise<{ items: ReviewCard[] }> {
      const { criteria } = expectRule(category)
      const own = new Map((await all(me)).map((one) => [one.card.id, one]))
      const due: { record: ReviewRecord; card: ReviewCard }[] = []
      for (const { id, version } of items) {
        const one = own.get(id)
        if (!one || one.card.category !== category) throw new Refusal('review_not_found')
        const { record, card } = one
        if (record.state === 'submitted' && record.version - version <= 1) continue // the answer was lost
        if (record.state === 'recused') throw new Refusal('review_settled')
        if (record.version !== version) throw new Refusal('version_conflict', card)
        due.push(one)
      }
      const now = clock.now()
      for (const { record } of due) {
        const obstacle = reviewObstacle(editions.current(), now, { arrivedAt: record.savedAt ?? undefined })
        if (obstacle) throw closed(now, record.savedAt)
      }
      const missing = due.flatMap(({ record, card: { candidate } }) => {
        const names = unmarked(criteria, record.marks).map(({ name }) => name)
        const { number, title } = candidate
        return names.length > 0 ? [{ id: record._id, number, title, missing: names }] : []
      })
      if (missing.length > 0) {
        const numbers = missing.map(({ number }) => number).join('、')
        throw new Refusal('review_incomplete', missing, `还有 ${missing.length} 份没评完：${numbers}`)
      }
      if (due.length > 0) {
        const numbers = due.map(({ card }) => card.candidate.number)
        const act = {
          actor: me,
          action: 'review.submit',
          subject: subjectOf(category),
          after: { 候选: numbers },
        }
        await audit.act(act, async () => {
          for (const { record } of due) {
            await change(record, { state: 'submitted', submittedAt: now, reopened: null }, me)
          }
        })
      }
      return { items: (await all(me)).flatMap(({ card }) => (card.category === category ? [card] : [])) }
    },

    /** Declines to judge somebody; what was written stays, and counts for nothing. Refusals: `review_not_found`, `review_settled`. */
    async recuse(id: string, reason: string, me: SignedInReviewer): Promise<ReviewCard> {
      const { record, candidate } = await expect(id, me)
      if (record.recusal?.by === 'reviewer' && record.recusal.reason === reason) return cardNow(id, me)
      if (record.state !== 'draft') throw new Refusal('review_settled')
      const subject = { kind: 'review', id, name: `${candidate.number} ${candidate.name}` }
      const recusal = { at: clock.now().toISOString(), by: 'reviewer' as const, reason }
      await audit.act({ actor: me, action: 'review.recuse', subject, reason }, () =>
        change(record, { state: 'recused', recusal }, me),
      )
      return cardNow(id, me)
    },
  }

  function closed(now: Date, arrivedAt?: Date | null): Refusal {
    const why = reviewObstacle(editions.current(), now, { arrivedAt: arrivedAt ?? undefined })
    return new Refusal('review_closed', reviewWindow(editions.current()), why ?? undefined)
  }

  function subjectOf(category: CategoryId) {
    const { name = category } = findCategory(editions.current(), category) ?? {}
    return { kind: 'review', id: category, name }
  }
}
