import type { BotState } from '@shared/announcement/bot/contract'
import { type Connection, Schema } from 'mongoose'
import type { SealedField, SecretBox } from '../../../ports/secrets'
import { addNew } from '../../../taken'

/** The bot: what staff want of it, and what the process that runs it says. There is one. */
export type BotRecord = {
  _id: 'bot'
  wanted: boolean
  state: BotState
  uuid: string | null
  name: string | null
  groups: string[]
  answering: string[]
  /** What it takes to go on without a code. */
  data: string | null
  reason: string | null
  changedAt: Date
  /** Who runs it, and when they last said so. */
  holder: string | null
  beatAt: Date | null
  /** How many were sent on a day of Beijing. */
  sent: { day: string; count: number }
}

/** A message into a group. `sending` is written before the bot is asked. */
export type BotMessageRecord = {
  _id: string
  group: string
  text: string
  /** An upload. */
  picture: string | null
  status: 'queued' | 'sending' | 'sent' | 'failed' | 'unknown'
  reason: string | null
  at: Date
}

const schema = new Schema<BotRecord>(
  {
    ...{ _id: { type: String, required: true }, wanted: Boolean, state: String, uuid: String, name: String },
    ...{ groups: [String], answering: [String], data: String, reason: String, changedAt: Date },
    ...{ holder: String, beatAt: Date, sent: { type: Schema.Types.Mixed, required: true } },
  },
  { versionKey: false, minimize: false },
)

const messageSchema = new Schema<BotMessageRecord>(
  {
    ...{ _id: { type: String, required: true }, group: { type: String, required: true } },
    ...{ text: { type: String, default: '' }, picture: { type: String, default: null } },
    ...{ status: { type: String, required: true }, reason: { type: String, default: null } },
    at: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw' },
)
messageSchema.index({ status: 1, at: 1 })

const DATA = 'bot.data'
const BLANK: Omit<BotRecord, '_id'> = {
  ...{ wanted: false, state: 'off', uuid: null, name: null, groups: [], answering: [], data: null },
  ...{ reason: null, changedAt: new Date(0), holder: null, beatAt: null, sent: { day: '', count: 0 } },
}

export type BotStore = ReturnType<typeof createBotStore>

/** What the bot knows of its log-in is sealed. */
export function createBotStore(connection: Connection, box: SecretBox) {
  const bots = connection.model('Bot', schema, 'bots')
  const messages = connection.model('BotMessage', messageSchema, 'botMessages')
  const opened = (record: BotRecord): BotRecord => ({
    ...record,
    data: record.data && box.open(record.data, DATA),
  })
  const which = { _id: 'bot' as const }

  return {
    sealed: [{ collection: 'bots', path: 'data', place: DATA }] satisfies SealedField[],

    async prepare(): Promise<void> {
      await bots.createCollection()
      await messages.createCollection()
      await messages.createIndexes()
      await addNew(bots.create({ ...which, ...BLANK }))
    },

    read: async (): Promise<BotRecord> => opened((await bots.findById('bot').lean<BotRecord>())!),

    async change(set: Partial<Omit<BotRecord, '_id'>>): Promise<void> {
      const data = set.data ? { data: box.seal(set.data, DATA) } : {}
      await bots.updateOne(which, { $set: { ...set, ...data } })
    },

    /** Takes the bot, or keeps it; null while another process that lives has it. Answers it with who had it before. */
    async hold(holder: string, now: Date, lostBefore: Date): Promise<BotRecord | null> {
      const free = [{ holder }, { holder: null }, { beatAt: { $lt: lostBefore } }]
      const set = { $set: { holder, beatAt: now } }
      const before = await bots.findOneAndUpdate({ ...which, $or: free }, set).lean<BotRecord | null>()
      return before && opened(before)
    },
    async letGo(holder: string): Promise<void> {
      await bots.updateOne({ ...which, holder }, { $set: { holder: null } })
    },

    /** Counts a message of a day. */
    async count(day: string): Promise<void> {
      const same = await bots.updateOne({ ...which, 'sent.day': day }, { $inc: { 'sent.count': 1 } })
      if (same.matchedCount === 0) await bots.updateOne(which, { $set: { sent: { day, count: 1 } } })
    },

    /** Adds a message, once for each id. */
    add: async (message: Pick<BotMessageRecord, '_id' | 'group' | 'text' | 'picture'>): Promise<void> => {
      await addNew(messages.create({ ...message, status: 'queued', reason: null, at: new Date() }))
    },
    find: (id: string) => messages.findById(id).lean<BotMessageRecord>(),

    /** Takes the one that has waited longest. */
    next: (at: Date) =>
      messages
        .findOneAndUpdate({ status: 'queued' }, { $set: { status: 'sending', at } }, { sort: { at: 1 } })
        .lean<BotMessageRecord | null>(),
    async settle(id: string, status: BotMessageRecord['status'], reason: string | null): Promise<void> {
      await messages.updateOne({ _id: id }, { $set: { status, reason, at: new Date() } })
    },
    /** Those that were under way when whoever ran the bot died. */
    async endSending(reason: string): Promise<void> {
      await messages.updateMany({ status: 'sending' }, { $set: { status: 'unknown', reason } })
    },
  }
}
