import { type Connection, Schema } from 'mongoose'
import type { FollowScene } from '../../ports/wechat'
import { isTaken } from '../../taken'

/** Since when somebody follows the official account (null: does not), and how they came to, where that is known. */
export type Following = { since: Date | null; scene?: FollowScene }

/**
 * A person's account with one of our apps, as WeChat tells of it. The only place where OpenIDs and UnionIDs are kept.
 */
export type AccountRecord = {
  /** `appid:openid`. */
  _id: string
  unionid: string | null
  /** Whether it was known for a while without a UnionID, so that sessions may stand for its own pseudonym. */
  alone: boolean
  /** When WeChat was last asked for the UnionID. */
  askedAt: Date | null
  seenAt: Date
  /** Of the official account; absent while nobody has said. */
  following?: Following
  /**
   * Keyed hashes of the voters it may stand for, by which the account of a voter is found. Not the pseudonyms themselves:
   * these stand on ballots, and beside an OpenID they would tell who has cast them.
   */
  traces?: string[]
}

/** One person, by the pseudonym of their UnionID. */
export type PersonRecord = {
  _id: string
  /** Pseudonyms under which the person may have voted, the first one first: it stands for the person. */
  voters: string[]
  /** When the last one was added. */
  linkedAt: Date
  /** When the person's ballots are to be looked at; absent when they need no look. */
  settleAt?: Date
}

const accountSchema = new Schema<AccountRecord>(
  {
    _id: { type: String, required: true },
    unionid: { type: String, default: null },
    alone: { type: Boolean, required: true },
    askedAt: { type: Date, default: null },
    seenAt: { type: Date, required: true },
    following: { type: new Schema({ since: Date, scene: String }, { _id: false }), default: undefined },
    traces: { type: [String], default: undefined },
  },
  { versionKey: false, strict: 'throw' },
)
accountSchema.index({ traces: 1 }, { sparse: true })

const personSchema = new Schema<PersonRecord>(
  {
    _id: { type: String, required: true },
    voters: { type: [String], required: true },
    linkedAt: { type: Date, required: true },
    settleAt: { type: Date },
  },
  { versionKey: false, strict: 'throw' },
)
personSchema.index({ settleAt: 1 }, { sparse: true })
personSchema.index({ voters: 1 })

export type IdentityStore = ReturnType<typeof createIdentityStore>

/** Accounts and the persons behind them. Each write is one document's, and may be repeated. */
export function createIdentityStore(connection: Connection) {
  const accounts = connection.model('Account', accountSchema, 'accounts')
  const people = connection.model('Person', personSchema, 'people')

  return {
    async prepare(): Promise<void> {
      for (const model of [accounts, people]) {
        await model.createCollection()
        await model.createIndexes()
      }
    },

    findAccount: (id: string) => accounts.findById(id).lean<AccountRecord>(),

    /** Adds an account unless somebody else has; answers the one that is there. */
    async addAccount(account: AccountRecord): Promise<AccountRecord> {
      try {
        await accounts.collection.insertOne(account as never)
        return account
      } catch (error) {
        if (!isTaken(error)) throw error
        return (await accounts.findById(account._id).lean<AccountRecord>())!
      }
    },

    /** Writes down a UnionID that was learnt late; the first one stands. */
    async learn(id: string, unionid: string): Promise<void> {
      await accounts.updateOne({ _id: id, unionid: null }, { $set: { unionid } })
    },

    /** Writes down a UnionID of an account that no session stood for; answers whether it was one. */
    async learnInTime(id: string, unionid: string): Promise<boolean> {
      const learnt = await accounts.updateOne({ _id: id, unionid: null, alone: false }, { $set: { unionid } })
      return learnt.matchedCount === 1
    },

    /** From here on sessions may stand for the account's own pseudonym, unless its UnionID is known by now. */
    leaveAlone: (id: string) =>
      accounts
        .findOneAndUpdate(
          { _id: id },
          [{ $set: { alone: { $or: ['$alone', { $eq: ['$unionid', null] }] } } }],
          { returnDocument: 'after', updatePipeline: true },
        )
        .lean<AccountRecord>(),

    /** Notes about an account; adds it where it is not known, as one that no session stands for yet. */
    async note(
      id: string,
      noted: Partial<Pick<AccountRecord, 'askedAt' | 'following'>>,
      seenAt: Date,
    ): Promise<void> {
      const fresh = { unionid: null, alone: false, seenAt }
      const write = () =>
        accounts.updateOne({ _id: id }, { $set: noted, $setOnInsert: fresh }, { upsert: true })
      // Of two that add the same account at once one is refused, and finds the other's.
      await write().catch((error) => (isTaken(error) ? write() : Promise.reject(error)))
    },

    async addTraces(id: string, traces: string[]): Promise<void> {
      await accounts.updateOne({ _id: id }, { $addToSet: { traces: { $each: traces } } })
    },

    /** Ids of the accounts that may stand for any of some voters. */
    async findTraced(traces: string[]): Promise<string[]> {
      const found = accounts.find({ traces: { $in: traces } }, { _id: 1 })
      return (await found.lean<{ _id: string }[]>()).map(({ _id }) => _id)
    },

    /** What is known of the following of the accounts that may stand for some voters. */
    async findFollowing(traces: string[], appid: string): Promise<Following | undefined> {
      const found = accounts.find({ traces: { $in: traces }, following: { $exists: true } }, { following: 1 })
      const those = await found.lean<Pick<AccountRecord, '_id' | 'following'>[]>()
      return those.find(({ _id }) => _id.startsWith(`${appid}:`))?.following
    },

    findPersonOf: (voter: string) => people.findOne({ voters: voter }).lean<PersonRecord>(),

    findPersonsOf: (voters: string[]) =>
      people.find({ voters: { $in: voters } }, { voters: 1 }).lean<Pick<PersonRecord, '_id' | 'voters'>[]>(),

    findPerson: (id: string) => people.findById(id).lean<PersonRecord>(),

    /** Makes a voter one of a person's and answers the person. A second one makes the person's ballots due for a look. */
    async link(id: string, voter: string, now: Date): Promise<PersonRecord> {
      const voters = { $ifNull: ['$voters', []] }
      const isNew = { $not: [{ $in: [voter, voters] }] }
      const isSecond = { $and: [isNew, { $gt: [{ $size: voters }, 0] }] }
      const change = {
        voters: { $cond: [isNew, { $concatArrays: [voters, [voter]] }, voters] },
        linkedAt: { $cond: [isNew, now, '$linkedAt'] },
        settleAt: { $cond: [isSecond, now, { $ifNull: ['$settleAt', '$$REMOVE'] }] },
      }
      const options = { upsert: true, returnDocument: 'after' } as const
      const write = () =>
        people.collection.findOneAndUpdate({ _id: id as never }, [{ $set: change }], options)
      // Of two that add the same person at once one is refused, and finds the other's.
      const person = await write().catch((error) => (isTaken(error) ? write() : Promise.reject(error)))
      return person as never
    },

    /** Takes one person whose ballots are due for a look, and puts the next look at `until`; of many takers one gets it. */
    takeDue: (now: Date, until: Date) =>
      people
        .findOneAndUpdate(
          { settleAt: { $lte: now } },
          { $set: { settleAt: until } },
          { sort: { settleAt: 1 } },
        )
        .lean<PersonRecord>(),

    /** Puts a person's next look at an instant, or at none, unless another voter has been added meanwhile. */
    async settleAgain(id: string, linkedAt: Date, at: Date | null): Promise<void> {
      const change = at ? { $set: { settleAt: at } } : { $unset: { settleAt: 1 } }
      await people.updateOne({ _id: id, linkedAt }, change)
    },
  }
}
