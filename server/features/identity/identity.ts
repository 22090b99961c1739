import { createHmac, randomBytes } from 'node:crypto'
import type { Channel, Session, Voter } from '@shared/identity/contract'
import { safeNext } from '@shared/identity/rules'
import { Refusal } from '@shared/kernel/errors'
import { createSigner, createVerifier, TokenError } from 'fast-jwt'
import type { Vault, WeChat, WeChatPerson } from '../../ports'

export type Identities = ReturnType<typeof createIdentities>

type Options = {
  wechat: WeChat
  vault: Vault
  /** The first signs, all are accepted. */
  secretKeys: [string, ...string[]]
  voterKey: string
  /** Where the site is reached from outside, without a trailing slash. */
  publicUrl: string
}

const SESSION_HOURS = 12
const STATE_SECONDS = 600
const HANDOFF_SECONDS = 60

type Claims = { sub: string; ch: Channel; snap?: true }

/** Who somebody is: from WeChat's word to a pseudonymous voter with a signed token. */
export function createIdentities({ wechat, vault, secretKeys, voterKey, publicUrl }: Options) {
  const algorithm = 'HS256' as const
  const sign = createSigner({ key: secretKeys[0], algorithm, expiresIn: SESSION_HOURS * 3_600_000 })
  const verifiers = secretKeys.map((key) => createVerifier({ key, algorithms: [algorithm], cache: false }))

  /** One person, one pseudonym: of the UnionID where WeChat tells it, else of the app and OpenID. */
  function voterIdOf({ appid, openid, unionid }: WeChatPerson): string {
    const person = unionid ? `union:${unionid}` : `open:${appid}:${openid}`
    return createHmac('sha256', voterKey).update(person).digest('base64url').slice(0, 24)
  }

  function openSession(person: WeChatPerson, channel: Channel): Session {
    const voter: Voter = { id: voterIdOf(person), channel, snapshot: person.snapshot }
    const claims: Claims = { sub: voter.id, ch: channel, ...(person.snapshot && { snap: true }) }
    const expiresAt = new Date(Date.now() + SESSION_HOURS * 3_600_000).toISOString()
    return { token: sign(claims), expiresAt, voter }
  }

  return {
    /** Logs a mini-program in. Refusals: `login_failed`, `wechat_unavailable`. */
    async loginWeapp(code: string): Promise<Session> {
      return openSession(await wechat.personOfWeappCode(code), 'weapp')
    },

    /** Begins OAuth; answers where to send the browser. `state` is good once, for ten minutes. */
    async startOauth(next: string): Promise<string> {
      const state = randomBytes(16).toString('hex')
      await vault.put(`oauth:${state}`, safeNext(next), STATE_SECONDS)
      return wechat.authorizeUrl(`${publicUrl}/api/session/oauth/callback`, state)
    },

    /** Ends OAuth; answers where to send the browser, with a hand-off in the fragment that only its page reads. */
    async finishOauth(code: string | undefined, state: string): Promise<string> {
      const next = await vault.take(`oauth:${state}`)
      if (!next || !code) throw new Refusal('login_failed')
      const session = openSession(await wechat.personOfOauthCode(code), 'h5')
      const handoff = randomBytes(16).toString('hex')
      await vault.put(`handoff:${handoff}`, JSON.stringify(session), HANDOFF_SECONDS)
      return `${next}#handoff=${handoff}`
    },

    /** Turns a hand-off into the session it stands for, once. Refusal: `login_failed`. */
    async claimSession(handoff: string): Promise<Session> {
      const session = await vault.take(`handoff:${handoff}`)
      if (!session) throw new Refusal('login_failed')
      return JSON.parse(session) as Session
    },

    /** The voter of a token. Refusals: `session_expired`, `session_invalid`. */
    voterOf(token: string): Voter {
      for (const verify of verifiers) {
        try {
          const { sub, ch, snap } = verify(token) as Claims
          return { id: sub, channel: ch, snapshot: snap === true }
        } catch (error) {
          if (error instanceof TokenError && error.code === TokenError.codes.expired) {
            throw new Refusal('session_expired')
          }
        }
      }
      throw new Refusal('session_invalid')
    },
  }
}
