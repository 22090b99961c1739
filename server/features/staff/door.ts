import { createHash } from 'node:crypto'
import { Refusal } from '@shared/kernel/errors'
import type { AttemptStore } from '../../ports/memory'
import type { SecretBox } from '../../ports/secrets'
import { type StaffRecord, type StaffStore, TOTP_SECRET } from './model'
import { isPassword } from './password'
import { stepOf } from './totp'

/** Why somebody was not let in; for the audit, never for them. */
type Failure = 'unknown' | 'password' | 'otp' | 'disabled'

type Options = { store: StaffStore; attempts: AttemptStore; box: SecretBox }
type Given = { username: string; password: string; otp?: string }

/** Checks who somebody claims to be. Who guesses waits ever longer, whether there is such an account or not. */
export function createDoor({ store, attempts, box }: Options) {
  async function claim(username: string): Promise<void> {
    const waitMs = await attempts.claim(subjectOf(username))
    if (waitMs === 0) return
    const retryAfter = Math.ceil(waitMs / 1000)
    const minutes = Math.ceil(waitMs / 60_000)
    throw new Refusal('account_locked', { retryAfter }, `多次登录失败，请 ${minutes} 分钟后再试`)
  }

  return {
    /**
     * The person of a username, password and, where they have a second factor, code. Refusals: `account_locked`,
     * `session_unavailable`, `otp_required` once the password is right; a failure is answered, with the account if there is one.
     */
    async check({
      username,
      password,
      otp,
    }: Given): Promise<{ staff: StaffRecord | null; failure: Failure | null }> {
      await claim(username)
      const staff = await store.findByUsername(username)
      const matches = await isPassword(password, staff?.passwordHash)
      if (!staff) return { staff, failure: 'unknown' }
      if (!matches) return { staff, failure: 'password' }
      if (staff.disabled) return { staff, failure: 'disabled' }
      if (staff.totpSecret) {
        if (otp === undefined) {
          await attempts.giveBack(subjectOf(username)) // the first of two steps, not a guess
          throw new Refusal('otp_required')
        }
        const secret = box.open(staff.totpSecret, TOTP_SECRET)
        const step = secret && stepOf(secret, otp, new Date())
        if (!step || !(await store.spendTotpStep(staff._id, step))) return { staff, failure: 'otp' }
      }
      await attempts.forget(subjectOf(username))
      return { staff, failure: null }
    },

    /** Lets somebody who is in prove it once more. Refusals: `account_locked`, `staff_login_failed`. */
    async confirm({ username, passwordHash }: StaffRecord, password: string): Promise<void> {
      await claim(username)
      if (!(await isPassword(password, passwordHash))) {
        throw new Refusal('staff_login_failed', undefined, '当前密码不正确')
      }
      await attempts.forget(subjectOf(username))
    },

    /** Ends an account's waiting time. */
    unlock: ({ username }: Pick<StaffRecord, 'username'>) => attempts.forget(subjectOf(username)),
  }
}

/** Hashed: what is typed for a username may be a password. */
const subjectOf = (username: string) => createHash('sha256').update(`staff ${username}`).digest('base64url')
