import type { Actor } from '@shared/audit/contract'
import { CategoryId } from '@shared/edition/contract'
import { Refusal } from '@shared/kernel/errors'
import { printCode } from '@shared/representative/rules'
import type { Invitation, Reviewer, ReviewerDraft } from '@shared/review/contract'
import { maskPhone } from '@shared/unit/rules'
import type { Clock, Log } from '../../ports/work'
import type { Audit } from '../audit/audit'
import type { Editions } from '../edition/edition'
import type { Notifications } from '../notification/notification'
import type { Units } from '../unit/unit'
import { makeInvitation, reviewerSubject } from './access'
import type { Conflicts } from './conflict'
import { isUntouched, newId, type ReviewerRecord, type ReviewRecord, type ReviewStore } from './model'

type Options = {
  store: ReviewStore
  editions: Pick<Editions, 'current'>
  units: Pick<Units, 'findMany'>
  audit: Audit
  notify: Notifications['notify']
  conflicts: Conflicts
  clock: Clock
  log: Log
}
type Edit = Omit<ReviewerDraft, 'phone'> & { phone?: string | null; disabled: boolean; version: number }

/** The experts of the current edition, as coordinators keep them. */
export function createReviewers({ store, editions, units, audit, notify, conflicts, clock, log }: Options) {
  /** Refusal: `reviewer_not_found`, also of other editions'. */
  async function expect(id: string): Promise<ReviewerRecord> {
    const record = await store.findReviewer(id)
    if (record?.edition !== editions.current().id) throw new Refusal('reviewer_not_found')
    return record
  }

  async function expectUnits(ids: string[]): Promise<void> {
    if ((await units.findMany(ids)).length < new Set(ids).size) throw new Refusal('unit_not_found')
  }

  async function present(records: ReviewerRecord[], mayInvite: boolean): Promise<Reviewer[]> {
    const [known, reviews] = await Promise.all([
      units.findMany([...new Set(records.flatMap((record) => record.units))]),
      store.findIn(editions.current().id),
    ])
    const names = new Map(known.map(({ id, name }) => [id, name]))
    return records.map((record) => {
      const { _id: id, name, organisation, title, categories, disabled, login, version } = record
      const own = reviews.filter((one) => one.reviewer === id)
      return {
        ...{ id, name, organisation, title, categories, disabled, login, version },
        phone: record.phone && maskPhone(record.phone),
        units: record.units.map((unit) => ({ id: unit, name: names.get(unit) ?? unit })),
        wechat: record.voter !== null,
        invitation: invitationOf(record, mayInvite, clock.now()),
        lastSeenAt: record.lastSeenAt?.toISOString() ?? null,
        progress: CategoryId.options.flatMap((category) => {
          const those = own.filter((one) => one.category === category)
          return those.length > 0 || categories.includes(category) ? [{ category, ...doneOf(those) }] : []
        }),
      }
    })
  }
  const show = async (id: string) => (await present([await expect(id)], true))[0]!

  return {
    list: async (mayInvite: boolean) => ({
      items: await present(await store.findReviewers(editions.current().id), mayInvite),
    }),

    /** Refusal: `unit_not_found`. */
    async create(draft: ReviewerDraft, actor: Actor): Promise<Reviewer> {
      await expectUnits(draft.units)
      const record: ReviewerRecord = {
        ...{ _id: newId('e'), edition: editions.current().id, ...draft, disabled: false, voter: null },
        ...{ login: null, passwordHash: null, sessions: [], invitation: null, lastSeenAt: null },
        ...{ version: 1, createdAt: new Date() },
      }
      const act = { actor, action: 'review.createReviewer', subject: reviewerSubject(record) }
      await audit.act({ ...act, after: audited(record) }, () => store.addReviewer(record))
      return show(record._id)
    },

    /** Refusals: `reviewer_not_found`, `unit_not_found`, `version_conflict` with the latest. */
    async update(id: string, { version, phone, ...draft }: Edit, actor: Actor): Promise<Reviewer> {
      const before = await expect(id)
      await expectUnits(draft.units)
      if (before.version !== version) throw new Refusal('version_conflict', await show(id))
      const set = {
        ...draft,
        ...(phone !== undefined && { phone }),
        ...(draft.disabled && { sessions: [] }),
      }
      const after = { ...before, ...set }
      const act = { actor, action: 'review.updateReviewer', subject: reviewerSubject(after) }
      await audit.act({ ...act, before: audited(before), after: audited(after) }, async () => {
        if (await store.changeReviewer(before, set)) return
        throw new Refusal('version_conflict', await show(id))
      })
      await conflicts.settle(after)
      return show(id)
    },

    /** A new link and code, good for so many days; the one before is good no more. Refusal: `reviewer_not_found`. */
    async invite(id: string, days: number, actor: Actor): Promise<Reviewer> {
      const record = await expect(id)
      const invitation = makeInvitation(actor.name, clock.now(), days)
      const after = { expiresAt: invitation.expiresAt }
      const act = { actor, action: 'review.invite', subject: reviewerSubject(record), after }
      await audit.act(act, () => store.invite(id, invitation))
      return show(id)
    },

    /** Refusals: `reviewer_not_found`, `invitation_over`. */
    async revokeInvitation(id: string, reason: string, actor: Actor): Promise<Reviewer> {
      const record = await expect(id)
      const act = { actor, action: 'review.revokeInvitation', subject: reviewerSubject(record), reason }
      await audit.act(act, async () => {
        const { hash = '' } = record.invitation ?? {}
        const done = await store.useInvitation(hash, clock.now(), { revoked: true })
        if (done !== 'used') throw new Refusal('invitation_over')
      })
      return show(id)
    },

    /** Ends all ways in; what is written stays. Refusal: `reviewer_not_found`. */
    async endAccess(id: string, reason: string, actor: Actor): Promise<Reviewer> {
      const record = await expect(id)
      const act = { actor, action: 'review.endAccess', subject: reviewerSubject(record), reason }
      await audit.act(act, async () => {
        const set = { voter: null, login: null, passwordHash: null, sessions: [] }
        if (!(await store.changeReviewer(record, set))) {
          throw new Refusal('version_conflict', await show(id))
        }
      })
      return show(id)
    },

    /** Reminds who has something left to do; whom WeChat does not reach is to be called. Refusal: `reviewer_not_found`. */
    async remind(ids: string[], actor: Actor) {
      const records = await Promise.all([...new Set(ids)].map(expect))
      const reviews = await store.findIn(editions.current().id)
      const waiting = records.flatMap((record) => {
        const left = reviews.filter(
          ({ reviewer, state }) => reviewer === record._id && state === 'draft',
        ).length
        return left > 0 && !record.disabled ? [{ record, left }] : []
      })
      const [told, call] = [
        waiting.filter(({ record }) => record.voter !== null),
        waiting.filter(({ record }) => record.voter === null),
      ]
      const names = (those: typeof waiting) => those.map(({ record }) => record.name)
      const subject = { kind: 'reviewer', id: 'all', name: '评审专家' }
      const after = { 已通知: names(told), 请打电话: names(call) }
      await audit.act({ actor, action: 'review.remind', subject, after }, async () => {
        const at = clock.now().getTime()
        for (const { record, left } of told) {
          await notify([record.voter!], {
            ...{ key: `review:${record._id}:remind:${at}`, kind: 'review.remind', title: '请完成评审' },
            text: `您还有 ${left} 份评审没有提交，请在截止前完成。`,
            path: '/scoring',
          })
        }
      })
      const shown = ({ record: { _id: id, name }, left }: (typeof waiting)[number]) => ({ id, name, left })
      return {
        told: told.map(shown),
        call: call.map((one) => ({ ...shown(one), phone: one.record.phone })),
      }
    },

    /** Tells an expert of WeChat what has become of a review. Never throws: what was decided stands. */
    async tell(reviewer: string, news: { key: string; kind: string; title: string; text: string }) {
      const voter = (await store.findReviewer(reviewer))?.voter
      await (voter ? notify([voter], { ...news, path: '/scoring' }) : Promise.resolve()).catch((error) =>
        log.warn({ err: error }, '评审消息暂时没有通知到专家'),
      )
    },

    expect,
  }
}
export type Reviewers = ReturnType<typeof createReviewers>

/** How far somebody has come; recused ones are counted by themselves. */
export function doneOf(reviews: Pick<ReviewRecord, 'state' | 'marks' | 'comment'>[]) {
  const kept = reviews.filter(({ state }) => state !== 'recused')
  return {
    assigned: kept.length,
    begun: kept.filter((one) => !isUntouched(one)).length,
    submitted: kept.filter(({ state }) => state === 'submitted').length,
    recused: reviews.length - kept.length,
  }
}

function invitationOf({ invitation }: ReviewerRecord, mayInvite: boolean, now: Date): Invitation | null {
  if (!invitation) return null
  const { token, code, issuedAt, issuedBy, expiresAt, usedAt, revokedAt } = invitation
  const status = usedAt ? 'used' : revokedAt ? 'revoked' : expiresAt <= now ? 'expired' : 'open'
  const isTold = mayInvite && status === 'open'
  return {
    ...{ status, issuedBy, issuedAt: issuedAt.toISOString(), expiresAt: expiresAt.toISOString() },
    usedAt: usedAt?.toISOString() ?? null,
    path: isTold ? `/scoring-door#${token}` : null,
    code: isTold ? printCode(code) : null,
  }
}

/** What the audit tells of an expert; whole telephone numbers stay in the store. */
function audited({ name, organisation, title, phone, units, categories, disabled }: ReviewerRecord) {
  return { name, organisation, title, phone: phone && maskPhone(phone), units, categories, disabled }
}
