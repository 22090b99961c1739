import { randomBytes } from 'node:crypto'
import type { Slot, TemplateName } from '@shared/notification/rules'
import { type Connection, Schema } from 'mongoose'
import { isTaken } from '../../taken'

/** Ways to reach somebody outside the site. */
export type NoticeChannel = 'weapp' | 'account'

/**
 * What has become of telling somebody by WeChat. `sending` is written before WeChat is asked; found by anybody else it
 * becomes `unknown`, for WeChat may have been asked: nothing is ever sent twice.
 */
export type DeliveryStatus = 'queued' | 'sending' | 'sent' | 'failed' | 'skipped' | 'unknown'

export type DeliveryRecord = {
  status: DeliveryStatus
  channel: NoticeChannel | null
  /** Why it failed or was skipped, in words that name nobody. */
  reason: string | null
  at: Date
  /** Who sends it. */
  claim: string | null
}

/** What one person was told, once. */
export type NotificationRecord = {
  _id: string
  /** The voter. */
  to: string
  /** What happened; whoever has been told of it is not told again. */
  key: string
  kind: string
  title: string
  text: string
  path: string | null
  template: TemplateName
  data: Partial<Record<Slot, string>>
  at: Date
  readAt: Date | null
  delivery: DeliveryRecord
  /** When a worker should look whether it is being delivered; absent when that is over. */
  dueAt?: Date
}

/** How many messages of a template a voter has agreed to and not yet got. */
export type ConsentRecord = {
  /** Voter, channel and template. */
  _id: string
  left: number
  /** WeChat's latest deliveries that are in `left`; each counts once. */
  heard: string[]
}

const notificationSchema = new Schema<NotificationRecord>(
  {
    _id: { type: String, required: true },
    to: { type: String, required: true },
    key: { type: String, required: true },
    kind: { type: String, required: true },
    title: { type: String, required: true },
    text: { type: String, default: '' },
    path: { type: String, default: null },
    template: { type: String, required: true },
    data: { type: Schema.Types.Mixed, required: true },
    at: { type: Date, required: true },
    readAt: { type: Date, default: null },
    delivery: { type: Schema.Types.Mixed, required: true },
    dueAt: { type: Date },
  },
  { versionKey: false, strict: 'throw', minimize: false },
)
notificationSchema.index({ to: 1, key: 1 }, { unique: true })
notificationSchema.index({ to: 1, at: -1 })
notificationSchema.index({ to: 1, readAt: 1 })
notificationSchema.index({ dueAt: 1 }, { sparse: true })

const consentSchema = new Schema<ConsentRecord>(
  {
    _id: { type: String, required: true },
    left: { type: Number, required: true },
    heard: { type: [String], required: true },
  },
  { versionKey: false, strict: 'throw' },
)

const HEARD = 20

type Fresh = Omit<NotificationRecord, '_id' | 'to' | 'readAt' | 'delivery' | 'dueAt'>

export type NotificationStore = ReturnType<typeof createNotificationStore>

export function createNotificationStore(connection: Connection) {
  const notifications = connection.model('Notification', notificationSchema, 'notifications')
  const consents = connection.model('Consent', consentSchema, 'consents')
  const idOf = (voter: string, channel: NoticeChannel, templateId: string) =>
    `${voter}:${channel}:${templateId}`

  return {
    async prepare(): Promise<void> {
      for (const model of [notifications, consents]) {
        await model.createCollection()
        await model.createIndexes()
      }
    },

    /**
     * Tells each of some voters, once; answers the ids of those that still wait to be delivered. `isQuiet`: here and nowhere
     * else.
     */
    async addAll(to: string[], fresh: Fresh, { isQuiet = false } = {}): Promise<string[]> {
      const status = isQuiet ? ('skipped' as const) : ('queued' as const)
      const delivery = { status, channel: null, reason: null, claim: null }
      const records = to.map(
        (voter): NotificationRecord => ({
          ...{
            ...fresh,
            _id: `n${randomBytes(9).toString('hex')}`,
            to: voter,
            readAt: null,
            ...(!isQuiet && { dueAt: fresh.at }),
          },
          delivery: { ...delivery, at: fresh.at },
        }),
      )
      await notifications.collection.insertMany(records as never, { ordered: false }).catch(unlessTaken)
      const these = { to: { $in: to }, key: fresh.key, 'delivery.status': 'queued' as const }
      const waiting = notifications.find(these, { _id: 1 })
      return (await waiting.lean<{ _id: string }[]>()).map(({ _id }) => _id)
    },

    findPage: (voters: string[], skip: number, limit: number) =>
      notifications
        .find({ to: { $in: voters } })
        .sort({ at: -1, _id: 1 })
        .skip(skip)
        .limit(limit)
        .lean<NotificationRecord[]>(),

    count: (voters: string[]) => notifications.countDocuments({ to: { $in: voters } }),
    countUnread: (voters: string[]) => notifications.countDocuments({ to: { $in: voters }, readAt: null }),
    countOwn: (voters: string[], ids: string[]) =>
      notifications.countDocuments({ _id: { $in: ids }, to: { $in: voters } }),

    /** Marks some of a person's, or all, as read. */
    async markRead(voters: string[], ids: string[] | null, at: Date): Promise<void> {
      const which = { to: { $in: voters }, readAt: null, ...(ids && { _id: { $in: ids } }) }
      await notifications.updateMany(which, { $set: { readAt: at } })
    },

    /** Takes one that is queued to send it; of many takers one gets it. */
    claim: (id: string, claim: string, at: Date, dueAt: Date) =>
      notifications
        .findOneAndUpdate(
          { _id: id, 'delivery.status': 'queued' },
          { $set: { dueAt, 'delivery.status': 'sending', 'delivery.claim': claim, 'delivery.at': at } },
          { returnDocument: 'after' },
        )
        .lean<NotificationRecord | null>(),

    /** Writes down what has become of it; whoever claimed it knows best, also after it was thought `unknown`. */
    async settle(id: string, claim: string, outcome: Omit<DeliveryRecord, 'claim'>): Promise<void> {
      const again = outcome.status === 'queued'
      const change = { delivery: { ...outcome, claim }, ...(again && { dueAt: outcome.at }) }
      await notifications.updateOne(
        { _id: id, 'delivery.claim': claim },
        { $set: change, ...(!again && { $unset: { dueAt: 1 } }) },
      )
    },

    /** Writes down what is no longer done to one in a status. */
    async end(
      id: string,
      from: DeliveryStatus,
      to: DeliveryStatus,
      reason: string | null,
      at: Date,
    ): Promise<void> {
      const change = {
        'delivery.status': to,
        'delivery.at': at,
        ...(reason && { 'delivery.reason': reason }),
      }
      await notifications.updateOne(
        { _id: id, 'delivery.status': from },
        { $set: change, $unset: { dueAt: 1 } },
      )
    },

    /** Those that a worker should look at. */
    async findDue(now: Date, limit: number): Promise<string[]> {
      const due = notifications
        .find({ dueAt: { $lte: now } }, { _id: 1 })
        .sort({ dueAt: 1 })
        .limit(limit)
      return (await due.lean<{ _id: string }[]>()).map(({ _id }) => _id)
    },

    /** One message more, unless the delivery that says so is counted already. */
    async grant(voter: string, channel: NoticeChannel, templateId: string, heard: string): Promise<void> {
      const grant = () =>
        consents.updateOne(
          { _id: idOf(voter, channel, templateId), heard: { $ne: heard } },
          { $inc: { left: 1 }, $push: { heard: { $each: [heard], $slice: -HEARD } } },
          { upsert: true },
        )
      // Refused where it is counted, and where somebody else has added the first one at the same time.
      await grant().catch((error) => (isTaken(error) ? grant().catch(unlessTaken) : Promise.reject(error)))
    },

    /** Takes one consent of whichever of a person's names has any; answers which, or null where there is none. */
    async spend(voters: string[], channel: NoticeChannel, templateId: string): Promise<string | null> {
      for (const voter of voters) {
        const _id = idOf(voter, channel, templateId)
        const taken = await consents.updateOne({ _id, left: { $gt: 0 } }, { $inc: { left: -1 } })
        if (taken.modifiedCount === 1) return _id
      }
      return null
    },

    async giveBack(consent: string): Promise<void> {
      await consents.updateOne({ _id: consent }, { $inc: { left: 1 } })
    },

    /** As WeChat says: there is none left, whatever we have counted. */
    async clear(voters: string[], channel: NoticeChannel, templateId: string): Promise<void> {
      const _id = { $in: voters.map((voter) => idOf(voter, channel, templateId)) }
      await consents.updateMany({ _id }, { $set: { left: 0 } })
    },

    /** Which of some voters have a consent left of a template. */
    async findHolders(voters: string[], channel: NoticeChannel, templateId: string): Promise<string[]> {
      const _id = { $in: voters.map((voter) => idOf(voter, channel, templateId)) }
      const found = await consents.find({ _id, left: { $gt: 0 } }, { _id: 1 }).lean<{ _id: string }[]>()
      return found.map(({ _id }) => _id.split(':')[0]!)
    },

    async countLeft(voters: string[], channel: NoticeChannel, templateId: string): Promise<number> {
      const _id = { $in: voters.map((voter) => idOf(voter, channel, templateId)) }
      const found = await consents.find({ _id }).lean<ConsentRecord[]>()
      return found.reduce((sum, { left }) => sum + left, 0)
    },

    /** For looks from outside of a request: what has become of what somebody was told. */
    findByKey: (to: string, key: string) =>
      notifications.findOne({ to, key }).lean<NotificationRecord | null>(),
  }
}

/** Of what is added once, what is there already is no error. */
function unlessTaken(error: unknown): void {
  if (!isTaken(error)) throw error
}
