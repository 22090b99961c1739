import { randomBytes } from 'node:crypto'
import type { Vault } from '../ports'

/** A person in the sandbox, as WeChat knows them. */
export type Person = { openid: string; unionid?: string; snapshot?: boolean }

/** WeChat's own error answers. */
const INVALID_CODE = { errcode: 40029, errmsg: 'invalid code' }
const CODE_USED = { errcode: 40163, errmsg: 'code been used' }

const CODE_SECONDS = 300

export type SandboxWeChat = ReturnType<typeof createSandboxWeChat>

/** WeChat's side of logging in. A code is good once, for five minutes. */
export function createSandboxWeChat(vault: Vault) {
  const used = new Set<string>()

  return {
    /** What a person's consent on the authorize page becomes. */
    async issueCode(person: Person): Promise<string> {
      const code = randomBytes(16).toString('hex')
      await vault.put(`sandbox:code:${code}`, JSON.stringify(person), CODE_SECONDS)
      return code
    },

    /** `GET /sns/jscode2session`; the code `sandbox:<openid>[:<unionid>]` stands for that person. */
    jscode2session(code: string) {
      const [scheme, openid, unionid] = code.split(':')
      if (scheme !== 'sandbox' || !openid) return INVALID_CODE
      return { openid, session_key: 'c2FuZGJveA==', ...(unionid && { unionid }) }
    },

    /** `GET /sns/oauth2/access_token`. */
    async accessToken(code: string) {
      if (used.has(code)) return CODE_USED
      const person = await vault.take(`sandbox:code:${code}`)
      if (!person) return INVALID_CODE
      used.add(code)
      const { openid, unionid, snapshot } = JSON.parse(person) as Person
      return {
        access_token: randomBytes(16).toString('hex'),
        expires_in: 7200,
        refresh_token: randomBytes(16).toString('hex'),
        openid,
        scope: 'snsapi_base',
        ...(unionid && { unionid }),
        ...(snapshot && { is_snapshotuser: 1 }),
      }
    },
  }
}
