import type { Audience, PushChannel, PushState, PushStatus } from '@shared/announcement/push/contract'
import { type Connection, Schema } from 'mongoose'
import type { SealedField, SecretBox } from '../../../ports/secrets'
import { addNew, isTaken } from '../../../taken'

export type PushRecord = {
  _id: string
  announcement: string
  title: string
  audience: Audience
  channel: PushChannel
  state: PushState
  at: Date | null
  proposedAt: Date
  proposedBy: { id: string; name: string }
  approvedBy: string | null
  startedAt: Date | null
  endedAt: Date | null
  reason: string | null
  planned: boolean
  /** How many batches are done; the next one's job has this number. */
  batch: number
  reached: { sent: number; failed: number } | null
}

/** One recipient of a push. `sending` is written before anybody outside is asked. */
export type PushDeliveryRecord = {
  /** Push and recipient, so that nobody is in one push twice. */
  _id: string
  push: string
  announcement: string
  /** A voter, a group, or `all`. */
  to: string
  status: PushStatus
  reason: string | null
  at: Date
  claim: string | null
  /** WeChat's id of the message, by which it tells later what has become of it. */
  msgId?: string
  /** Present while it tells the recipient, or has: then no other push of the announcement does. */
  holds?: true
}

/** What is known of a follower of the official account. */
export type FollowerRecord = { _id: string; follows: boolean; spokeAt: Date | null }

export type GroupRecord = { _id: string; name: string; key: string; addedAt: Date; addedBy: string }

const text = { type: String, required: true }
const maybe = { type: String, default: null }
const date = { type: Date, required: true }
const maybeDate = { type: Date, default: null }
const loose = { type: Schema.Types.Mixed as never, required: true }

const pushSchema = new Schema<PushRecord>(
  {
    ...{ _id: text, announcement: text, title: text, audience: loose, channel: text, state: text },
    ...{ at: maybeDate, proposedAt: date, proposedBy: loose, approvedBy: maybe, startedAt: maybeDate },
    ...{ endedAt: maybeDate, reason: maybe, planned: { type: Boolean, required: true } },
    ...{ batch: { type: Number, required: true }, reached: { type: Schema.Types.Mixed, default: null } },
  },
  { versionKey: false },
)
pushSchema.index({ announcement: 1, proposedAt: -1 })
pushSchema.index({ state: 1, at: 1 })

const deliverySchema = new Schema<PushDeliveryRecord>(
  {
    ...{ _id: text, push: text, announcement: text, to: text, status: text, reason: maybe, at: date },
    ...{ claim: maybe, msgId: { type: String }, holds: Boolean },
  },
  { versionKey: false, strict: 'throw' },
)
deliverySchema.index({ push: 1, status: 1 })
deliverySchema.index({ announcement: 1, to: 1 }, { unique: true, partialFilterExpression: { holds: true } })
deliverySchema.index({ msgId: 1 }, { sparse: true })

const followerSchema = new Schema<FollowerRecord>(
  { _id: text, follows: { type: Boolean, required: true }, spokeAt: maybeDate },
  { versionKey: false, strict: 'throw' },
)

const groupSchema = new Schema<GroupRecord>(
  { _id: text, name: text, key: text, addedAt: date, addedBy: text },
  { versionKey: false },
)

const KEY = 'pushGroup.key'
const HOLDING: PushStatus[] = ['sending', 'sent', 'delivered', 'unknown']

/** Who was certainly not told may be told by another push. */
const letGo = (status: PushStatus) => (HOLDING.includes(status) ? {} : { $unset: { holds: 1 as const } })

export type PushStore = ReturnType<typeof createPushStore>

/** Pushes, their recipients, and whom the account can write to. Keys of robots are sealed. */
export function createPushStore(connection: Connection, box: SecretBox) {
  const pushes = connection.model('Push', pushSchema, 'pushes')
  const deliveries = connection.model('PushDelivery', deliverySchema, 'pushDeliveries')
  const followers = connection.model('Follower', followerSchema, 'followers')
  const groups = connection.model('PushGroup', groupSchema, 'pushGroups')
  const idOf = (push: string, to: string) => `${push}:${to}`

  /** Voters by the batch. */
  async function* batches(filter: object, size: number): AsyncGenerator<string[]> {
    let batch: string[] = []
    for await (const { _id } of followers.find(filter, { _id: 1 }).lean().cursor({ batchSize: size })) {
      if (batch.push(_id) < size) continue
      yield batch
      batch = []
    }
    if (batch.length > 0) yield batch
  }

  return {
    sealed: [{ collection: 'pushGroups', path: 'key', place: KEY }] satisfies SealedField[],

    async prepare(): Promise<void> {
      for (const model of [pushes, deliveries, followers, groups]) {
        await model.createCollection()
        await model.createIndexes()
      }
    },

    add: async (record: PushRecord): Promise<void> => {
      await pushes.create(record)
    },
    find: (id: string) => pushes.findById(id).lean<PushRecord>(),
    findOf: (announcement: string) =>
      pushes.find({ announcement }).sort({ proposedAt: -1 }).lean<PushRecord[]>(),
    /** Newest first. */
    findIn: (states: PushState[]) =>
      pushes
        .find({ state: { $in: states } })
        .sort({ proposedAt: -1 })
        .lean<PushRecord[]>(),

    /** Changes one that is in one of some states; answers whether it was. */
    async move(id: string, from: PushState[], set: Partial<Omit<PushRecord, '_id'>>): Promise<boolean> {
      return (await pushes.updateOne({ _id: id, state: { $in: from } }, { $set: set })).matchedCount === 1
    },

    /** Says that a batch is done; answers whether nobody else has said so. */
    async advance(id: string, batch: number): Promise<boolean> {
      return (await pushes.updateOne({ _id: id, batch }, { $inc: { batch: 1 } })).modifiedCount === 1
    },

    async setReached(id: string, reached: { sent: number; failed: number }): Promise<void> {
      await pushes.updateOne({ _id: id }, { $set: { reached } })
    },

    /** Puts recipients on a push's list, each once however often it is asked. */
    async plan(push: PushRecord, recipients: string[], status: PushStatus, at: Date): Promise<void> {
      const { _id, announcement } = push
      const records = recipients.map(
        (to): PushDeliveryRecord => ({
          ...{ _id: idOf(_id, to), push: _id, announcement, to, status, reason: null, at, claim: null },
        }),
      )
      await deliveries.collection.insertMany(records as never, { ordered: false }).catch((error) => {
        if (!isTaken(error)) throw error
      })
    },

    async findQueued(push: string, limit: number): Promise<string[]> {
      const found = deliveries.find({ push, status: 'queued' }, { to: 1 }).limit(limit)
      return (await found.lean<{ to: string }[]>()).map(({ to }) => to)
    },

    /**
     * Takes one that is queued, to send it; of many takers one gets it. `told`: another push has told them of the same, may
     * have, or is about to.
     */
    async claim(push: string, to: string, claim: string, at: Date): Promise<'mine' | 'taken' | 'told'> {
      const mine = { status: 'sending' as const, claim, at, holds: true as const }
      try {
        const { modifiedCount } = await deliveries.updateOne(
          { _id: idOf(push, to), status: 'queued' },
          { $set: mine },
        )
        return modifiedCount === 1 ? 'mine' : 'taken'
      } catch (error) {
        if (isTaken(error)) return 'told'
        throw error
      }
    },

    /** Ends one that waits. */
    async skip(push: string, to: string, reason: string, at: Date): Promise<void> {
      const set = { status: 'skipped' as const, reason, at }
      await deliveries.updateOne({ _id: idOf(push, to), status: 'queued' }, { $set: set })
    },

    /** Writes down what has become of one; whoever claimed it knows best. */
    async settle(
      push: string,
      to: string,
      claim: string,
      { status, reason, msgId }: { status: PushStatus; reason: string | null; msgId?: string | null },
      at: Date,
    ): Promise<void> {
      const set = { status, reason, at, ...(msgId && { msgId }) }
      await deliveries.updateOne({ _id: idOf(push, to), claim }, { $set: set, ...letGo(status) })
    },

    /** What WeChat says later of a message; answers whether it is one of ours. */
    async report(msgId: string, status: PushStatus, reason: string | null, at: Date) {
      const found = deliveries.findOneAndUpdate({ msgId }, { $set: { status, reason, at }, ...letGo(status) })
      return found.lean<PushDeliveryRecord | null>()
    },

    /** Ends those that somebody began to send long ago and has said nothing of since. */
    async endStale(push: string, before: Date, status: PushStatus, reason: string | null, at: Date) {
      const those = { push, status: 'sending' as const, at: { $lt: before } }
      await deliveries.updateMany(those, { $set: { status, reason, at, claim: null }, ...letGo(status) })
    },
    countSending: (push: string) => deliveries.countDocuments({ push, status: 'sending' }),

    /** Ends all that wait. */
    async skipQueued(push: string, reason: string, at: Date): Promise<void> {
      const these = { push, status: 'queued' as const }
      await deliveries.updateMany(these, { $set: { status: 'skipped', reason, at } })
    },

    async counts(push: string): Promise<Partial<Record<PushStatus, number>>> {
      const found = await deliveries.aggregate<{ _id: PushStatus; n: number }>([
        { $match: { push } },
        { $group: { _id: '$status', n: { $sum: 1 } } },
      ])
      return Object.fromEntries(found.map(({ _id, n }) => [_id, n]))
    },

    /** Those that something came in the way of, one after another. */
    streamMissed: (push: string): AsyncIterable<PushDeliveryRecord> =>
      deliveries
        .find({ push, status: { $in: ['failed', 'skipped', 'unknown'] } })
        .sort({ status: 1 })
        .lean<PushDeliveryRecord[]>()
        .cursor(),

    /** A follower has come, spoken or gone. */
    async heard(voter: string, { follows, spokeAt }: { follows: boolean; spokeAt?: Date }): Promise<void> {
      const set = { follows, ...(spokeAt && { spokeAt }), ...(!follows && { spokeAt: null }) }
      const write = () => followers.updateOne({ _id: voter }, { $set: set }, { upsert: true })
      await write().catch((error) => (isTaken(error) ? write() : Promise.reject(error)))
    },
    followers: (size: number) => batches({ follows: true }, size),

    /** Which of some have spoken since an instant. */
    spokeSince: (voters: string[], since: Date): Promise<string[]> =>
      followers.distinct('_id', { _id: { $in: voters }, follows: true, spokeAt: { $gt: since } }),
    countFollowing: (voters: string[]) => followers.countDocuments({ _id: { $in: voters }, follows: true }),

    async findGroups(): Promise<GroupRecord[]> {
      const found = await groups.find().sort({ addedAt: 1 }).lean<GroupRecord[]>()
      return found.map((one) => ({ ...one, key: box.open(one.key, KEY) ?? '' }))
    },
    /** Answers whether there was none of its id. */
    addGroup: (group: GroupRecord) => addNew(groups.create({ ...group, key: box.seal(group.key, KEY) })),
    removeGroup: async (id: string) => (await groups.deleteOne({ _id: id })).deletedCount === 1,
  }
}
