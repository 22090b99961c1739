import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Channel, Session, Voter } from '@shared/identity/contract'
import { safeNext } from '@shared/identity/rules'
import { Refusal } from '@shared/kernel/errors'
import { LRUCache } from 'lru-cache'
import type { RevocationStore, Vault } from '../../ports/memory'
import {
  type FollowScene,
  type OauthScope,
  type OfficialAccount,
  type WeChat,
  WeChatError,
  type WeChatPerson,
} from '../../ports/wechat'
import type { Log } from '../../ports/work'
import type { Following, IdentityStore } from './model'
import { createPeople } from './person'
import { createQrLogins } from './qr'
import { createRevocations } from './revocation'
import { createTokens } from './token'

export { createIdentityStore, type IdentityStore } from './model'
export { createTokens } from './token'
export type Identities = ReturnType<typeof createIdentities>

/** A voter as the server knows them. */
export type SignedIn = Voter & {
  /** Pseudonyms under which the same person may have voted before their accounts were found to be one's. */
  others?: readonly string[]
  /** Which session speaks; none for a chat message. */
  session?: string
  /** Since when the person follows the official account, as known at log-in: ms since 1970, null for not at all. */
  followedAt?: number | null
  /** How they came to follow. */
  scene?: FollowScene
  /** Keyed hash of the network the session was opened in. */
  network?: string
}

/** All voters somebody may be known by. */
export const idsOf = ({ id, others = [] }: Pick<SignedIn, 'id' | 'others'>): string[] => [id, ...others]

type Options = {
  wechat: WeChat
  /** The official account, and its appid. */
  account: Pick<OfficialAccount, 'createQr' | 'userInfo'>
  accountAppid: string
  store: IdentityStore
  vault: Vault
  revocations: RevocationStore
  log: Log
  /** The first signs, all are accepted. */
  secretKeys: [string, ...string[]]
  voterKey: string
  /** Keyed hash of the network of an address. */
  networkOf: (ip: string) => string
  /** Where the site is reached from outside, without a trailing slash. */
  publicUrl: string
}

const SESSION_HOURS = 12
const STATE_SECONDS = 600
const HANDOFF_SECONDS = 60
/** An account without UnionID is not asked about again for so long. */
const ASK_AGAIN_MS = 24 * 3_600_000
const PATIENCE_MS = 1500

/** A browser on its way to WeChat and back; `mark` is which. */
type Trip = { mark: string | null; next: string; scope: OauthScope; refused?: true }
type Handoff = { mark: string | null; session: Session }

type Claims = {
  sub: string
  ch: Channel
  snap?: true
  also?: string[]
  iat?: number
  /** Seconds since 1970 at which the person began to follow; 0 for who does not. */
  fol?: number
  via?: FollowScene
  net?: string
}

/** Who somebody is: from WeChat's word to a pseudonymous voter with a signed token. */
export function createIdentities(options: Options) {
  const { wechat, account, accountAppid, store, log, secretKeys, voterKey, networkOf, publicUrl } = options
  const vault = inWords(options.vault)
  const sessionSeconds = SESSION_HOURS * 3600
  const tokens = createTokens<Claims>(secretKeys, SESSION_HOURS)
  const revocations = createRevocations(options.revocations, sessionSeconds)
  const { revokeVoter } = revocations
  const people = createPeople({ store, voterKey, accountAppid, revokeVoter, sessionSeconds })
  const qr = createQrLogins({ vault, account })

  /** `network` is that of who will hold it. */
  async function openSession(person: WeChatPerson, channel: Channel, network: string): Promise<Session> {
    const { voter: id, others, following } = await reading(people.find(person))
    const claims: Claims = {
      ...{ sub: id, ch: channel },
      ...(person.snapshot && { snap: true as const }),
      ...(others.length > 0 && { also: others }),
      ...(following && { fol: Math.floor((following.since?.getTime() ?? 0) / 1000) }),
      ...(following?.scene && { via: following.scene }),
      net: network,
    }
    const expiresAt = new Date(Date.now() + sessionSeconds * 1000).toISOString()
    return { token: tokens.sign(claims), expiresAt, voter: { id, channel, snapshot: person.snapshot } }
  }

  const follower = (openid: string, unionid: string | null = null): WeChatPerson => ({
    ...{ appid: accountAppid, openid, unionid, snapshot: false },
  })

  /** Followers about whom there is nothing to ask for now. */
  const settled = new LRUCache<string, true>({ max: 10_000, ttl: 3_600_000 })
  const asking = new Map<string, Promise<void>>()

  /**
   * Asks WeChat for a follower's UnionID where it isn't known; waits at most `patience` ms for it. Never throws: without it
   * the person is one all the same.
   */
  async function learnUnion(openid: string, patience = 0): Promise<void> {
    if (settled.has(openid)) return
    const asked = asking.get(openid) ?? ask(openid).finally(() => asking.delete(openid))
    asking.set(openid, asked)
    const enough = new AbortController()
    await Promise.race([asked, sleep(patience, undefined, enough).catch(() => {})])
    enough.abort()
  }

  async function ask(openid: string): Promise<void> {
    try {
      const before = new Date(Date.now() - ASK_AGAIN_MS)
      if (await people.isUnionUnknown(accountAppid, openid, before)) {
        const { unionid, subscribed, followedAt, scene } = await account.userInfo(openid)
        if (unionid) await people.find(follower(openid, unionid))
        else await people.noteAsked(accountAppid, openid)
        if (followedAt || !subscribed) await people.noteFollowing(openid, followingOf(followedAt, scene))
      }
      settled.set(openid, true)
    } catch (error) {
      const cause = error instanceof WeChatError ? error.kind : String(error)
      log.warn({ cause }, '暂时问不到关注者的 UnionID，下次再问')
    }
  }

  /** Sends a browser to WeChat. `state` is good for this trip only, once, for ten minutes. */
  async function sendToWeChat(trip: Trip): Promise<string> {
    const state = randomBytes(16).toString('hex')
    await vault.put(`oauth:${state}`, JSON.stringify(trip), STATE_SECONDS)
    return wechat.authorizeUrl(`${publicUrl}/api/session/oauth/callback`, state, trip.scope)
  }

  /** Takes what was kept for a browser; in the hands of another it is used up and good for nothing. */
  async function takeOwn<T extends { mark: string | null }>(key: string, mark: string | null): Promise<T> {
    const kept = await vault.take(key)
    const value = kept && (JSON.parse(kept) as T)
    if (!value || mark === null || value.mark !== mark) throw new Refusal('login_failed')
    return value
  }

  /** Whether consent would tell nothing new: the UnionID is known, or it is a virtual identity's, who has none. */
  async function isUnionKnown({ openid, unionid, snapshot }: WeChatPerson): Promise<boolean> {
    if (unionid || snapshot) return true
    // Of followers WeChat tells here what `snsapi_base` keeps back.
    await learnUnion(openid, PATIENCE_MS)
    return reading(people.isUnionKnown(accountAppid, openid))
  }

  return {
    /** Whether the site is reached by https, so that cookies may insist on it. */
    isSecure: /^https:/.test(publicUrl),

    /** Logs a mini-program in. Refusals: `login_failed`, `wechat_unavailable`, `busy`. */
    async loginWeapp(code: string, ip: string): Promise<Session> {
      return openSession(await wechat.personOfWeappCode(code), 'weapp', networkOf(ip))
    },

    /** Begins OAuth, without a question to the person; answers where to send the browser. Refusal: `session_unavailable`. */
    startOauth: (next: string, mark: string | null) =>
      sendToWeChat({ mark, next: safeNext(next), scope: 'snsapi_base' }),

    /**
     * Ends OAuth; answers where to send the browser, with a hand-off in the fragment that only its page reads. Whose
     * UnionID is not known after the silent trip is sent once more, to agree to its being told; who refuses comes back
     * without a code, and is let in by a last silent trip as who they are without it. Only the browser that set out is
     * let in. Refusals: `login_failed`, `wechat_unavailable`, `session_unavailable`, `busy`.
     */
    async finishOauth(
      code: string | undefined,
      state: string,
      { mark, ip }: { mark: string | null; ip: string },
    ): Promise<string> {
      const { next, scope, refused } = await takeOwn<Trip>(`oauth:${state}`, mark)
      const isSilent = scope === 'snsapi_base'
      if (!code && !isSilent) return sendToWeChat({ mark, next, scope: 'snsapi_base', refused: true })
      if (!code) throw new Refusal('login_failed')
      const person = await wechat.personOfOauthCode(code)
      if (isSilent && !refused && !(await isUnionKnown(person))) {
        return sendToWeChat({ mark, next, scope: 'snsapi_userinfo' })
      }
      const session = await openSession(person, 'h5', networkOf(ip))
      const handoff = randomBytes(16).toString('hex')
      const kept: Handoff = { mark, session }
      await vault.put(`handoff:${handoff}`, JSON.stringify(kept), HANDOFF_SECONDS)
      return `${next}#handoff=${handoff}`
    },

    /** Turns a hand-off into the session it stands for, once, in the browser that began. Refusals: `login_failed`, `session_unavailable`. */
    async claimSession(handoff: string, mark: string | null): Promise<Session> {
      return (await takeOwn<Handoff>(`handoff:${handoff}`, mark)).session
    },

    /** Begins a PC page's log-in by scanning. Refusals: `wechat_unavailable`, `session_unavailable`. */
    startQr: (ip: string) => qr.start(networkOf(ip)),
    /** Whether a scanned scene means a log-in. */
    isLoginScene: qr.isLogin,
    /** A follower has scanned a log-in's QR; answers whether a page waited for it. */
    confirmQr: (scene: string, openid: string) =>
      qr.confirm(scene, (network) => openSession(follower(openid), 'pc', network)),
    /** How far a page's log-in is; hands its session out once. Refusal: `session_unavailable`. */
    checkQr: qr.check,

    learnUnion,

    /** Somebody has begun to follow, or has ceased to (null). Never throws: what is not known is left out. */
    async noteFollowing(openid: string, since: Date | null, scene: FollowScene | null): Promise<void> {
      await people.noteFollowing(openid, followingOf(since, scene)).catch((error) => {
        log.warn({ error: String(error) }, '没有记下关注时间')
      })
    },

    /** The voter behind a chat message. Refusal: `busy`. */
    async voterOfFollower(openid: string): Promise<SignedIn> {
      const { voter, others, following } = await reading(people.find(follower(openid)))
      return {
        ...{ id: voter, channel: 'chat', snapshot: false, others },
        ...(following && { followedAt: following.since?.getTime() ?? null }),
        ...(following?.scene && { scene: following.scene }),
      }
    },

    /** The voter behind an account of one of our apps. Refusal: `busy`. */
    async voterOfAccount(appid: string, openid: string): Promise<string> {
      return (await reading(people.find({ appid, openid, unionid: null, snapshot: false }))).voter
    },

    /** All pseudonyms under which a voter may be known, the one that stands for the person first. */
    namesOf: people.namesOf,
    standFor: people.standFor,
    /** A voter's OpenIDs in one of our apps, for who writes to them by WeChat: never to be shown, sent on or logged. */
    openidsOf: people.openidsOf,

    /** The voter of a token. Refusals: `session_expired`, `session_invalid`. */
    voterOf(token: string): SignedIn {
      const claims = tokens.open(token)
      if (claims === 'expired') throw new Refusal('session_expired')
      if (claims === 'invalid') throw new Refusal('session_invalid')
      const { sub, ch, snap, also, iat = 0, fol, via, net } = claims
      const session = sessionId(token)
      if (revocations.isRevoked({ id: session, voter: sub, issuedAt: iat }))
        throw new Refusal('session_expired')
      const followedAt = fol === 0 ? null : fol && fol * 1000
      const snapshot = snap === true
      return { id: sub, channel: ch, snapshot, session, others: also, followedAt, scene: via, network: net }
    },

    /** Ends the session that speaks. Refusal: `busy`, where other processes can't be told now. */
    async logout({ session }: SignedIn): Promise<void> {
      if (session) await telling(revocations.revokeSession(session))
    },

    /** Ends all sessions of a voter, wherever they are. Refusal: `busy`. */
    async logoutEverywhere({ id, others = [] }: SignedIn): Promise<void> {
      const now = new Date()
      await telling(Promise.all([id, ...others].map((voter) => revokeVoter(voter, now))))
    },

    /** Lets `work` look at one person whose voters were found to be one; answers whether there was anybody. */
    settleOne: people.settleOne,

    /** Learns what other processes have revoked; to be called about once a second. */
    refresh: revocations.refresh,
  }
}

const followingOf = (since: Date | null, scene: FollowScene | null): Following => ({
  since,
  ...(scene && { scene }),
})

/** Part of the signature: unlike the token it opens nothing. */
const sessionId = (token: string) => token.slice(token.lastIndexOf('.') + 1).slice(0, 22)

/** While the vault is away nobody logs in: each of its answers is a refusal then, `session_unavailable`. */
function inWords(vault: Vault): Vault {
  const unavailable = () => {
    throw new Refusal('session_unavailable')
  }
  return {
    put: (...given) => vault.put(...given).catch(unavailable),
    take: (key) => vault.take(key).catch(unavailable),
    peek: (key) => vault.peek(key).catch(unavailable),
  }
}

/** Who somebody is can't be told while the accounts are away. */
async function reading<T>(read: Promise<T>): Promise<T> {
  return read.catch(() => {
    throw new Refusal('busy', undefined, '服务暂时不可用，请稍后再试')
  })
}

async function telling(told: Promise<unknown>): Promise<void> {
  await told.catch(() => {
    throw new Refusal('busy', undefined, '暂时没能退出登录，请稍后再试')
  })
}
