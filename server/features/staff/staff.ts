import { randomBytes } from 'node:crypto'
import type { Actor } from '@shared/audit/contract'
import { Refusal } from '@shared/kernel/errors'
import { may, type Permission, type Role } from '@shared/kernel/policy'
import type { Staff, StaffSession } from '@shared/staff/contract'
import { passwordProblem } from '@shared/staff/rules'
import type { AttemptStore, RateLimiter, StaffSessionStore, Vault } from '../../ports/memory'
import type { SecretBox } from '../../ports/secrets'
import { type Audit, PROGRAM } from '../audit/audit'
import { answering, unavailable } from './answering'
import { createDoor } from './door'
import { type StaffRecord, type StaffStore, TOTP_SECRET } from './model'
import { hashPassword, makePassword } from './password'
import { type Client, createStaffSessions } from './session'
import { makeSecret, stepOf, uriOf } from './totp'

export { createStaffStore, type StaffStore } from './model'
export { hashPassword, isPassword } from './password'
export { SESSION_HOURS } from './session'
export type StaffRoom = ReturnType<typeof createStaff>

/** Somebody of staff who is logged in. Fits wherever an audit's actor is asked for. */
export type SignedInStaff = Actor & {
  username: string
  roles: Role[]
  /** Whether they may do nothing yet but choose a password of their own. */
  mustChangePassword: boolean
  /** Key of the session that speaks. */
  session: string
}

type Me = { staff: Staff; mustChangePassword: boolean }
type FirstPassword = { staff: Staff; password: string }

type Options = {
  store: StaffStore
  sessions: StaffSessionStore
  attempts: AttemptStore
  vault: Vault
  limiter: RateLimiter
  box: SecretBox
  audit: Audit
}

const TOTP_SECONDS = 600
/** Of one address for one username: whoever makes an account wait from elsewhere has to go slowly. */
const LOGINS = { name: 'staff-username', times: 20, seconds: 600 }
const FAILURES = {
  unknown: '没有这个账号',
  password: '密码不正确',
  otp: '动态口令不正确或已用过',
  disabled: '账号已停用',
}

/** The people who run the award: their accounts, their way in, and their sessions. Refusals of all: `session_unavailable`. */
export function createStaff(options: Options) {
  const { store, limiter, box, audit } = options
  const vault = answering(options.vault)
  const sessions = createStaffSessions(answering(options.sessions))
  const door = createDoor({ ...options, attempts: answering(options.attempts) })

  async function expect(id: string): Promise<StaffRecord> {
    const record = await store.find(id)
    if (!record) throw new Refusal('staff_not_found')
    return record
  }

  /** Changes one's own account, which ends all one's other sessions. */
  async function changeOwn(me: SignedInStaff, action: string, changes: Partial<StaffRecord>): Promise<void> {
    const act = { actor: me, action, subject: subjectOf({ ...me, _id: me.id }) }
    await audit.act(act, () => store.changeAndEndSessions(me.id, changes, { keptSession: me.session }))
  }

  return {
    /**
     * Lets somebody in; answers what their browser has to show from now on. Refusals: `staff_login_failed`,
     * `otp_required`, `account_locked`, `too_many_requests`, `audit_unavailable`.
     */
    async login(
      given: { username: string; password: string; otp?: string },
      client: Client,
    ): Promise<Me & { token: string }> {
      const username = given.username.trim().toLowerCase()
      await limiter.spend(LOGINS, `${client.ip} ${username}`)
      const { staff, failure } = await door.check({ ...given, username })
      const after = { ip: client.ip }
      if (!staff || failure) {
        // What was typed for an unknown name is kept nowhere: it may be a password.
        const subject = staff ? subjectOf(staff) : { kind: 'staff', id: '', name: '不存在的账号' }
        const reason = FAILURES[failure ?? 'unknown']
        await audit.record({ actor: PROGRAM, action: 'staff.loginFailed', subject, after, reason })
        throw new Refusal('staff_login_failed')
      }
      const act = { actor: actorOf(staff), action: 'staff.login', subject: subjectOf(staff), after }
      const token = await audit.act(act, () => sessions.open(staff, client))
      const lastLoginAt = new Date()
      await store.noteLogin(staff._id, lastLoginAt)
      return { ...presentMe({ ...staff, lastLoginAt }), token }
    },

    /** Who shows a token, and by that goes on with the session unless told otherwise. Refusal: `staff_unauthenticated`. */
    async open(token: string, { keepAlive = true } = {}): Promise<SignedInStaff> {
      const session = await sessions.find(token, { keepAlive })
      const record = session && (await store.find(session.staff).catch(unavailable))
      if (!record || !sessions.isOf(session, record)) throw new Refusal('staff_unauthenticated')
      const { username, roles, mustChangePassword } = record
      return { ...actorOf(record), username, roles, mustChangePassword, session: session.key }
    },

    /** Oneself, as of now. */
    show: async ({ id }: SignedInStaff): Promise<Me> => presentMe(await expect(id)),

    async logout(me: SignedInStaff): Promise<void> {
      const act = { actor: me, action: 'staff.logout', subject: subjectOf({ ...me, _id: me.id }) }
      await audit.act(act, () => sessions.end(me.id, me.session))
    },

    listSessions: async (me: SignedInStaff): Promise<{ items: StaffSession[] }> => ({
      items: await sessions.list(await expect(me.id), me.session),
    }),

    /** Ends one of one's own sessions. Refusal: `not_found`. */
    async endSession(me: SignedInStaff, id: string): Promise<void> {
      const found = (await sessions.list(await expect(me.id), me.session)).find((open) => open.id === id)
      if (!found) throw new Refusal('not_found')
      const before = { agent: found.agent, ip: found.ip }
      const act = { actor: me, action: 'staff.endSession', subject: subjectOf({ ...me, _id: me.id }), before }
      await audit.act(act, () => sessions.end(me.id, id))
    },

    /** Changes one's own password and ends all other sessions. Refusals: `staff_login_failed`, `account_locked`, `weak_password`. */
    async changePassword(me: SignedInStaff, { current, next }: { current: string; next: string }) {
      await door.confirm(await expect(me.id), current)
      const problem = next === current ? '新密码不能和原来的密码相同' : passwordProblem(next, me.username)
      if (problem) throw new Refusal('weak_password', undefined, problem)
      const passwordHash = await hashPassword(next)
      await changeOwn(me, 'staff.changePassword', { passwordHash, mustChangePassword: false })
    },

    /** Prepares a second factor: a secret for an authenticator, good for ten minutes. Refusal: `totp_active`. */
    async startTotp(me: SignedInStaff): Promise<{ secret: string; uri: string }> {
      if ((await expect(me.id)).totpSecret) throw new Refusal('totp_active')
      const secret = makeSecret()
      const act = { actor: me, action: 'staff.startTotp', subject: subjectOf({ ...me, _id: me.id }) }
      await audit.act(act, () => vault.put(`totp:${me.session}`, box.seal(secret, TOTP_SECRET), TOTP_SECONDS))
      return { secret, uri: uriOf(secret, me.username) }
    },

    /** Turns the second factor on, which ends all other sessions. Refusals: `otp_wrong`, `totp_active`. */
    async confirmTotp(me: SignedInStaff, otp: string): Promise<void> {
      if ((await expect(me.id)).totpSecret) throw new Refusal('totp_active')
      const totpSecret = await vault.peek(`totp:${me.session}`)
      if (!totpSecret) throw new Refusal('otp_wrong', undefined, '二维码已过期，请取消后重新开启')
      const secret = box.open(totpSecret, TOTP_SECRET)
      const totpStep = secret && stepOf(secret, otp, new Date())
      if (!totpStep) throw new Refusal('otp_wrong')
      await changeOwn(me, 'staff.enableTotp', { totpSecret, totpStep })
    },

    /** Turns the second factor off, which ends all other sessions. Refusals: `staff_login_failed`, `account_locked`. */
    async removeTotp(me: SignedInStaff, password: string): Promise<void> {
      await door.confirm(await expect(me.id), password)
      await changeOwn(me, 'staff.disableTotp', { totpSecret: null })
    },

    /** Who may do something, by name. */
    async whoMay(permission: Permission): Promise<{ id: string; name: string }[]> {
      const able = (await store.findAll()).filter(
        ({ disabled, roles }) => !disabled && may(roles, permission),
      )
      return able.map(({ _id: id, name }) => ({ id, name }))
    },

    list: async (): Promise<{ items: Staff[] }> => ({ items: (await store.findAll()).map(present) }),

    /**
     * Adds an account. Its first password, unless one is given, is made here and must be changed at the first log-in.
     * Refusals: `username_taken`, `weak_password`.
     */
    async create(
      actor: Actor,
      { username, name, roles, password }: Pick<Staff, 'username' | 'name' | 'roles'> & { password?: string },
    ): Promise<FirstPassword> {
      const problem = password && passwordProblem(password, username)
      if (problem) throw new Refusal('weak_password', undefined, problem)
      const first = password ?? makePassword()
      const record: StaffRecord = {
        ...{ _id: randomBytes(9).toString('base64url'), username, name, roles, disabled: false },
        ...{ passwordHash: await hashPassword(first), mustChangePassword: !password },
        ...{ totpSecret: null, totpStep: 0, epoch: 0, keptSession: null, version: 1 },
        ...{ createdAt: new Date(), lastLoginAt: null },
      }
      const act = {
        actor,
        action: 'staff.create',
        subject: subjectOf(record),
        after: { username, name, roles },
      }
      await audit.act(act, async () => {
        if (!(await store.add(record))) throw new Refusal('username_taken')
      })
      return { staff: present(record), password: first }
    },

    /** Changes an account; what it takes away is gone at once, open sessions included. Refusals: `staff_not_found`, `version_conflict`, `last_admin`. */
    async update(
      actor: Actor,
      id: string,
      { version, reason, ...changes }: { version: number; reason: string } & Changes,
    ): Promise<{ staff: Staff }> {
      const old = await expect(id)
      const wanted = { ...old, ...changes }
      const changed = (Object.keys(changes) as (keyof Changes)[]).filter(
        (field) => JSON.stringify(old[field]) !== JSON.stringify(wanted[field]),
      )
      const pick = (record: StaffRecord) => Object.fromEntries(changed.map((field) => [field, record[field]]))
      const act = { actor, action: 'staff.update', subject: subjectOf(old), reason }
      const record = await audit.act({ ...act, before: pick(old), after: pick(wanted) }, async () => {
        // Of two who dismiss each other, each would have to hold on to the other before their version was read.
        const dismisses = isAdmin(old) && !isAdmin(wanted)
        if (dismisses && !(await store.holdAnother('admin', id))) throw new Refusal('last_admin')
        const written = wanted.disabled
          ? await store.changeAndEndSessions(id, changes, { version })
          : await store.change(id, changes, version)
        if (!written) throw new Refusal('version_conflict')
        return written
      })
      return { staff: present(record) }
    },

    /** Makes a new first password, turns the second factor off and ends all sessions. Refusal: `staff_not_found`. */
    async resetPassword(actor: Actor, id: string, reason: string): Promise<FirstPassword> {
      const old = await expect(id)
      const password = makePassword()
      const changes = {
        passwordHash: await hashPassword(password),
        mustChangePassword: true,
        totpSecret: null,
      }
      const act = { actor, action: 'staff.resetPassword', subject: subjectOf(old), reason }
      const record = await audit.act(act, async () => {
        await door.unlock(old) // first: what comes after it must not keep the password from who asked for it
        return store.changeAndEndSessions(id, changes)
      })
      if (!record) throw new Refusal('staff_not_found')
      return { staff: present(record), password }
    },

    /** Ends all sessions of an account. Refusal: `staff_not_found`. */
    async endSessionsOf(actor: Actor, id: string): Promise<void> {
      const subject = subjectOf(await expect(id))
      await audit.act({ actor, action: 'staff.endSessions', subject }, () =>
        store.changeAndEndSessions(id, {}),
      )
    },

    /** The account of a username. Refusal: `staff_not_found`. */
    async findByUsername(username: string): Promise<Staff> {
      const record = await store.findByUsername(username.trim().toLowerCase())
      if (!record) throw new Refusal('staff_not_found')
      return present(record)
    },
  }
}

type Changes = Partial<Pick<Staff, 'name' | 'roles' | 'disabled'>>

const isAdmin = ({ roles, disabled }: Pick<StaffRecord, 'roles' | 'disabled'>) =>
  !disabled && roles.includes('admin')

const actorOf = ({ _id, name }: Pick<StaffRecord, '_id' | 'name'>): Actor => ({ id: _id, name })

const subjectOf = ({ _id, username }: Pick<StaffRecord, '_id' | 'username'>) => ({
  ...{ kind: 'staff', id: _id, name: username },
})

function present(record: StaffRecord): Staff {
  const { _id: id, username, name, roles, disabled, totpSecret, createdAt, lastLoginAt, version } = record
  return {
    ...{ id, username, name, roles, disabled, version, totp: totpSecret !== null },
    createdAt: createdAt.toISOString(),
    lastLoginAt: lastLoginAt?.toISOString() ?? null,
  }
}

const presentMe = (record: StaffRecord): Me => ({
  staff: present(record),
  mustChangePassword: record.mustChangePassword,
})
