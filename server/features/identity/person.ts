import { createHmac } from 'node:crypto'
import type { WeChatPerson } from '../../ports/wechat'
import type { AccountRecord, Following, IdentityStore } from './model'

/** A person as voter: the pseudonym that stands for them, and others under which they may have voted. */
export type Person = { voter: string; others: string[]; following?: Following }

type Options = {
  store: IdentityStore
  voterKey: string
  /** Appid of the official account. */
  accountAppid: string
  /** Ends the sessions that were opened for a voter up to the second of an instant. */
  revokeVoter: (voter: string, at: Date) => Promise<void>
  sessionSeconds: number
}

/** After this much more than a session's life nobody holds a session from before a link. */
const MARGIN_MS = 3_600_000
const LEASE_MS = 30_000
const [SOONEST_MS, LATEST_MS] = [2000, 1_800_000]
/** A list that stands in the way may be taken back, and another one proposed soon after. */
const UNSETTLED_MS = 60_000

export type People = ReturnType<typeof createPeople>

/**
 * One person, one voter, whatever accounts they come with. Of the UnionID where WeChat tells it, else of the app and
 * OpenID; where the UnionID is learnt late, the voter under whom the person was known first stands for them, and the
 * others are remembered with them.
 */
export function createPeople({ store, voterKey, accountAppid, revokeVoter, sessionSeconds }: Options) {
  const pseudonym = (of: string) => createHmac('sha256', voterKey).update(of).digest('base64url').slice(0, 24)
  const trace = (voter: string) => pseudonym(`trace:${voter}`)

  async function find(person: WeChatPerson): Promise<Person> {
    const alone = pseudonym(`open:${person.appid}:${person.openid}`)
    // A virtual identity is nobody's account.
    if (person.snapshot) return { voter: alone, others: [] }
    const account = await accountOf(person, alone)
    const unionid = account.unionid ?? person.unionid
    const { following } = account
    if (!unionid) return { voter: alone, others: [], following }
    const id = pseudonym(`union:${unionid}`)
    await leaveTraces(account, [alone, id])
    const inTime = account.unionid || (!account.alone && (await store.learnInTime(account._id, unionid)))
    if (!inTime) await learnLate(account._id, unionid, { id, alone })
    const { voters } = (await store.findPerson(id)) ?? (await store.link(id, id, new Date()))
    const [voter, ...others] = voters as [string, ...string[]]
    if (person.appid === accountAppid) return { voter, others, following }
    const traces = [id, ...voters].map(trace)
    return { voter, others, following: await store.findFollowing(traces, accountAppid) }
  }

  async function accountOf({ appid, openid, unionid }: WeChatPerson, own: string): Promise<AccountRecord> {
    const _id = accountId(appid, openid)
    const traces = [own, ...(unionid ? [pseudonym(`union:${unionid}`)] : [])].map(trace)
    const fresh = { _id, unionid, alone: unionid === null, askedAt: null, seenAt: new Date(), traces }
    const account = (await store.findAccount(_id)) ?? (await store.addAccount(fresh))
    await leaveTraces(account, [own])
    const isAlone = !account.unionid && !unionid
    return isAlone && !account.alone ? ((await store.leaveAlone(_id)) ?? account) : account
  }

  /** Sees to it that an account is found by the voters it may stand for; one of long ago was not marked yet. */
  async function leaveTraces({ _id, traces = [] }: AccountRecord, voters: string[]): Promise<void> {
    const wanted = voters.map(trace)
    if (!wanted.every((one) => traces.includes(one))) await store.addTraces(_id, wanted)
  }

  /** All pseudonyms under which a voter may be known, the one that stands for the person first. */
  async function namesOf(voter: string): Promise<string[]> {
    return (await store.findPersonOf(voter))?.voters ?? [voter]
  }

  /** In this order each step may be repeated: until the account knows its UnionID, all of it is done again. */
  async function learnLate(account: string, unionid: string, { id, alone }: { id: string; alone: string }) {
    const { voters } = await store.link(id, alone, new Date())
    // Who was logged in under one name must not vote once more under it: after logging in anew it is the same for all.
    // The session that is being opened falls into this second, so it is those up to the last one that end.
    const before = new Date(Date.now() - 1000)
    if (voters.length > 1) await Promise.all(voters.map((voter) => revokeVoter(voter, before)))
    await store.learn(account, unionid)
  }

  return {
    find,

    namesOf,

    /** The pseudonyms that stand for whoever is known by these, in their order. */
    async standFor(voters: string[]): Promise<string[]> {
      const first = new Map<string, string>()
      for (const person of await store.findPersonsOf(voters)) {
        for (const voter of person.voters) first.set(voter, person.voters[0]!)
      }
      return voters.map((voter) => first.get(voter) ?? voter)
    },

    /** A voter's OpenIDs in one of our apps; seldom more than one. */
    async openidsOf(voter: string, appid: string): Promise<string[]> {
      const person = await store.findPersonOf(voter)
      const names = person ? [person._id, ...person.voters] : [voter]
      const start = accountId(appid, '')
      const found = await store.findTraced(names.map(trace))
      return found.filter((id) => id.startsWith(start)).map((id) => id.slice(start.length))
    },

    /** Whether WeChat should be asked for an account's UnionID: not known, and not asked for since `after`. */
    async isUnionUnknown(appid: string, openid: string, after: Date): Promise<boolean> {
      const account = await store.findAccount(accountId(appid, openid))
      return !account?.unionid && !(account?.askedAt && account.askedAt > after)
    },

    /** Whether an account's UnionID is known, without asking anybody. */
    async isUnionKnown(appid: string, openid: string): Promise<boolean> {
      return Boolean((await store.findAccount(accountId(appid, openid)))?.unionid)
    },

    /** Writes down that WeChat has been asked. */
    noteAsked(appid: string, openid: string): Promise<void> {
      const now = new Date()
      return store.note(accountId(appid, openid), { askedAt: now }, now)
    },

    /** Writes down since when somebody follows. */
    noteFollowing: (openid: string, following: Following) =>
      store.note(accountId(accountAppid, openid), { following }, new Date()),

    /**
     * Lets `work` look at one person whose voters were found to be one, and comes back to them, ever less often, while
     * somebody may hold a session from before or `work` answers that something is left to do. Of several processes one gets
     * each person; a look that failed, or whose process died, is taken again. Answers whether there was anybody.
     */
    async settleOne(work: (voters: string[]) => Promise<boolean>): Promise<boolean> {
      const now = Date.now()
      const person = await store.takeDue(new Date(now), new Date(now + LEASE_MS))
      if (!person) return false
      const settled = await work(person.voters)
      const age = now - person.linkedAt.getTime()
      const over = settled && age > sessionSeconds * 1000 + MARGIN_MS
      const latest = settled ? LATEST_MS : UNSETTLED_MS
      const next = new Date(now + Math.min(Math.max(age, SOONEST_MS), latest))
      await store.settleAgain(person._id, person.linkedAt, over ? null : next)
      return true
    },
  }
}

const accountId = (appid: string, openid: string) => `${appid}:${openid}`
