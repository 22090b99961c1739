import { createHash, randomBytes, randomInt } from 'node:crypto'
import type { Actor } from '@shared/audit/contract'
import { Refusal } from '@shared/kernel/errors'
import { foldText } from '@shared/kernel/text'
import { CODE_ALPHABET, foldCode } from '@shared/representative/rules'
import type { ReviewerSelf, ReviewerSession } from '@shared/review/contract'
import { passwordProblem } from '@shared/staff/rules'
import type { AttemptStore } from '../../ports/memory'
import type { Clock } from '../../ports/work'
import { type Audit, PROGRAM } from '../audit/audit'
import type { Editions } from '../edition/edition'
import { createTokens, type Identities, idsOf, type SignedIn } from '../identity/identity'
import { hashPassword, isPassword } from '../staff/staff'
import type { InvitationRecord, ReviewerRecord, ReviewStore } from './model'
import { newId } from './model'

/** An expert who is logged in. Fits wherever an audit's actor is asked for; no voter, and cannot vote. */
export type SignedInReviewer = Actor & {
  reviewer: string
  /** Which log-in with a password speaks; null for a WeChat's. */
  session: string | null
}

type Options = {
  store: ReviewStore
  editions: Pick<Editions, 'current'>
  identities: Pick<Identities, 'voterOf'>
  audit: Audit
  attempts: AttemptStore
  clock: Clock
  secretKeys: readonly [string, ...string[]]
}
type Invited = { token: string; code: string }
type Claims = { sub: string; sid: string }

const SESSION_HOURS = 12
/** Devices an expert is logged in with at once. */
const MOST_SESSIONS = 10
/** So often it is noted that somebody was there. */
const SEEN_MS = 5 * 60_000
const CODE_LENGTH = 8

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const hashOf = (token: string) => sha256(`reviewer invitation ${token}`)
const codeHashOf = (token: string, code: string) => sha256(`reviewer code ${token} ${foldCode(code)}`)
/** So that no voter's token is an expert's, nor an expert's a voter's. */
const keyOf = (secret: string) => sha256(`reviewer session ${secret}`)

/** A link and a code of an invitation, made anew. */
export function makeInvitation(issuedBy: string, now: Date, days: number): InvitationRecord {
  const token = randomBytes(16).toString('base64url')
  const letters = Array.from({ length: CODE_LENGTH }, () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)])
  const code = letters.join('')
  return {
    ...{ hash: hashOf(token), codeHash: codeHashOf(token, code), token, code, issuedAt: now, issuedBy },
    ...{
      expiresAt: new Date(now.getTime() + days * 86_400_000),
      usedAt: null,
      usedBy: null,
      revokedAt: null,
    },
  }
}

/** How experts come in: by an invitation the first time, then by their WeChat or a password. */
export function createAccess(options: Options) {
  const { store, editions, identities, audit, clock } = options
  const tokens = createTokens<Claims>(options.secretKeys.map(keyOf) as [string, ...string[]], SESSION_HOURS)

  /** Refusals: `account_locked`, `session_unavailable`. */
  async function attempt(subject: string): Promise<void> {
    const waitMs = await options.attempts.claim(subject).catch(() => {
      throw new Refusal('session_unavailable')
    })
    if (waitMs === 0) return
    const minutes = Math.ceil(waitMs / 60_000)
    const details = { retryAfter: Math.ceil(waitMs / 1000) }
    throw new Refusal('account_locked', details, `多次输入有误，请 ${minutes} 分钟后再试`)
  }
  const forget = (subject: string) => options.attempts.forget(subject).catch(() => {})

  /** Whose invitation it is, used or not. Refusals: `invitation_wrong`, `invitation_over`, and those of an attempt. */
  async function expectInvited({
    token,
    code,
  }: Invited): Promise<ReviewerRecord & { invitation: InvitationRecord }> {
    const hash = hashOf(token)
    const record = await store.findByInvitation(hash)
    // A link has 128 bits, so only codes can be guessed.
    if (!record?.invitation) throw new Refusal('invitation_wrong')
    const subject = `reviewer-code ${hash}`
    await attempt(subject)
    if (record.invitation.codeHash !== codeHashOf(token, code)) throw new Refusal('invitation_wrong')
    await forget(subject)
    const { invitation } = record
    const isOver = invitation.revokedAt !== null || invitation.expiresAt <= clock.now()
    if (record.disabled || record.edition !== editions.current().id || isOver) {
      throw new Refusal('invitation_over')
    }
    return { ...record, invitation }
  }

  async function openSession(record: ReviewerRecord): Promise<ReviewerSession> {
    const id = newId('s')
    // Sessions last by the machine's own clock, as all tokens do.
    const expiresAt = new Date(Date.now() + SESSION_HOURS * 3_600_000)
    await store.addSession(record._id, { id, expiresAt }, MOST_SESSIONS)
    const token = tokens.sign({ sub: record._id, sid: id })
    return { token, expiresAt: expiresAt.toISOString(), reviewer: selfOf(record) }
  }

  const entered = <T>(record: ReviewerRecord, action: string, work: () => Promise<T>) =>
    audit.act({ actor: actorOf(record), action: `review.${action}`, subject: reviewerSubject(record) }, work)

  function noteSeen({ _id, lastSeenAt }: ReviewerRecord): void {
    const now = clock.now()
    if (!lastSeenAt || now.getTime() - lastSeenAt.getTime() > SEEN_MS) {
      store.noteSeen(_id, now).catch(() => {}) // nobody waits for it
    }
  }

  return {
    /** Whose an invitation is. Refusals: `invitation_wrong`, `invitation_over`, `account_locked`, `session_unavailable`. */
    async lookAt(invited: Invited) {
      const { name, organisation, invitation } = await expectInvited(invited)
      if (invitation.usedAt) throw new Refusal('invitation_over')
      const expiresAt = invitation.expiresAt.toISOString()
      return { edition: editions.current().name, name, organisation, expiresAt }
    },

    /**
     * Lets a person of WeChat review from now on. Whoever sends it again, because the answer was lost, gets the same answer.
     * Refusals: as {@link lookAt}, and `wechat_bound`, `snapshot_reviewer`.
     */
    async bind(invited: Invited, voter: SignedIn): Promise<ReviewerSelf> {
      if (voter.snapshot) throw new Refusal('snapshot_reviewer')
      const record = await expectInvited(invited)
      const { hash, usedBy } = record.invitation
      if (usedBy !== null && idsOf(voter).includes(usedBy)) return selfOf(record)
      const other = await store.findByVoter(record.edition, idsOf(voter))
      if (other && other._id !== record._id) throw new Refusal('wechat_bound')
      await entered(record, 'bind', async () => {
        const done = await store.useInvitation(hash, clock.now(), { usedBy: voter.id, voter: voter.id })
        if (done === 'taken') throw new Refusal('wechat_bound')
        if (done === 'over') throw new Refusal('invitation_over')
      })
      return selfOf({ ...record, voter: voter.id })
    },

    /** Sets a name and password, and logs in. Sent again it logs in. Refusals: as {@link lookAt}, and `login_taken`, `weak_password`. */
    async setPassword({ login: typed, password, ...invited }: Invited & { login: string; password: string }) {
      const login = foldText(typed)
      const record = await expectInvited(invited)
      if (record.invitation.usedAt && record.login === login) {
        if (await isPassword(password, record.passwordHash ?? undefined)) return openSession(record)
      }
      if (record.invitation.usedAt) throw new Refusal('invitation_over')
      const problem = passwordProblem(password, login)
      if (problem) throw new Refusal('weak_password', undefined, problem)
      const passwordHash = await hashPassword(password)
      await entered(record, 'setPassword', async () => {
        const set = { login, passwordHash, sessions: [] }
        const done = await store.useInvitation(record.invitation.hash, clock.now(), set)
        if (done === 'taken') throw new Refusal('login_taken')
        if (done === 'over') throw new Refusal('invitation_over')
      })
      return openSession({ ...record, login })
    },

    /** Refusals: `reviewer_login_failed`, `account_locked`, `session_unavailable`. */
    async login({ login: typed, password }: { login: string; password: string }): Promise<ReviewerSession> {
      const { id: edition } = editions.current()
      const login = foldText(typed)
      const subject = `reviewer ${sha256(`${edition} ${login}`)}`
      await attempt(subject)
      const record = await store.findByLogin(edition, login)
      const matches = await isPassword(password, record?.passwordHash ?? undefined)
      if (!record || !matches || record.disabled) {
        // What was typed for an unknown name is kept nowhere: it may be a password.
        const whose = record ? reviewerSubject(record) : { kind: 'reviewer', id: '', name: '不存在的登录名' }
        await audit.record({ actor: PROGRAM, action: 'review.loginFailed', subject: whose })
        throw new Refusal('reviewer_login_failed')
      }
      await forget(subject)
      return entered(record, 'login', () => openSession(record))
    },

    /** Ends the log-in that speaks; a WeChat's is not ours to end. */
    async logout({ reviewer, session }: SignedInReviewer): Promise<void> {
      if (session) await store.endSession(reviewer, session)
    },

    /** The expert of a token, their own or their WeChat's. Refusals: `session_expired`, `session_invalid`, `not_reviewer`. */
    async reviewerOf(token: string): Promise<SignedInReviewer> {
      const edition = editions.current().id
      const claims = tokens.open(token)
      if (claims === 'expired') throw new Refusal('session_expired')
      const record =
        claims === 'invalid'
          ? await store.findByVoter(edition, idsOf(identities.voterOf(token)))
          : await store.findReviewer(claims.sub)
      const session = claims === 'invalid' ? null : claims.sid
      if (
        session &&
        !record?.sessions.some(({ id, expiresAt }) => id === session && expiresAt > new Date())
      ) {
        throw new Refusal('session_expired')
      }
      if (!record || record.disabled || record.edition !== edition) throw new Refusal('not_reviewer')
      noteSeen(record)
      return { ...actorOf(record), reviewer: record._id, session }
    },
  }
}

export const selfOf = ({
  _id: id,
  name,
  organisation,
  title,
  voter,
  login,
}: ReviewerRecord): ReviewerSelf => ({
  ...{ id, name, organisation, title, login, wechat: voter !== null },
})

/** An expert in the audit. */
export const actorOf = ({ _id, name }: Pick<ReviewerRecord, '_id' | 'name'>): Actor => ({
  id: `reviewer:${_id}`,
  name: `${name}（专家）`,
})

export const reviewerSubject = ({ _id: id, name }: Pick<ReviewerRecord, '_id' | 'name'>) => ({
  ...{ kind: 'reviewer', id, name },
})
