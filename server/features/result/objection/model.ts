import type { CategoryId } from '@shared/edition/contract'
import type { ObjectionState, ObjectionSubject } from '@shared/result/objection/contract'
import { type Connection, Schema } from 'mongoose'
import type { SealedField, SecretBox } from '../../../ports/secrets'
import { addNew } from '../../../taken'

/** An objection. `_id` is its receipt. */
export type ObjectionRecord = {
  _id: string
  /** The client's own name for it; with the voter, unique. */
  key: string
  voter: string
  edition: string
  category: CategoryId
  candidate: ObjectionSubject['candidate']
  name: string
  phone: string
  text: string
  /** Ids of uploads. */
  evidence: string[]
  raisedAt: Date
  dueAt: Date
  state: ObjectionState
  version: number
  taker: string | null
  answer: { text: string; at: Date; by: string } | null
  /** Whether the person has still to be told of the answer. */
  untold: boolean
}

export type ObjectionFilter = { edition: string; category?: CategoryId; state?: ObjectionState }

const text = { type: String, required: true }
const date = { type: Date, required: true }
const schema = new Schema<ObjectionRecord>(
  {
    ...{ _id: text, key: text, voter: text, edition: text, category: text, name: text, phone: text, text },
    candidate: { type: Schema.Types.Mixed as never, default: null },
    ...{ evidence: { type: [String], required: true }, raisedAt: date, dueAt: date, state: text },
    ...{ version: { type: Number, required: true }, taker: { type: String, default: null } },
    answer: { type: Schema.Types.Mixed as never, default: null },
    untold: { type: Boolean, required: true },
  },
  { versionKey: false },
)
schema.index({ voter: 1, key: 1 }, { unique: true })
schema.index({ edition: 1, state: 1, dueAt: 1 })
schema.index({ untold: 1 }, { partialFilterExpression: { untold: true } })

const PHONE = 'objection.phone'

export type ObjectionStore = ReturnType<typeof createObjectionStore>

/** Telephone numbers are sealed in the store, and open on both of its sides. */
export function createObjectionStore(connection: Connection, box: SecretBox) {
  const objections = connection.model('Objection', schema, 'objections')
  const opened = (record: ObjectionRecord) => ({ ...record, phone: box.open(record.phone, PHONE) ?? '' })

  return {
    sealed: [{ collection: 'objections', path: 'phone', place: PHONE }] satisfies SealedField[],

    async prepare(): Promise<void> {
      await objections.createCollection()
      await objections.createIndexes()
    },

    /** Adds one; answers false where its voter has sent the same before, or the receipt is taken. */
    add: (record: ObjectionRecord): Promise<boolean> =>
      addNew(objections.create({ ...record, phone: box.seal(record.phone, PHONE) })),

    async find(id: string): Promise<ObjectionRecord | null> {
      const found = await objections.findById(id).lean<ObjectionRecord>()
      return found && opened(found)
    },

    async findByKey(voters: string[], key: string): Promise<ObjectionRecord | null> {
      const found = await objections.findOne({ voter: { $in: voters }, key }).lean<ObjectionRecord>()
      return found && opened(found)
    },

    /** Newest first. */
    findOf: async (voters: string[]): Promise<ObjectionRecord[]> =>
      (
        await objections
          .find({ voter: { $in: voters } })
          .sort({ raisedAt: -1 })
          .lean<ObjectionRecord[]>()
      ).map(opened),

    /** Those due first, first. */
    async findPage(filter: ObjectionFilter, skip: number, limit: number) {
      const [found, total] = await Promise.all([
        objections.find(filter).sort({ dueAt: 1, _id: 1 }).skip(skip).limit(limit).lean<ObjectionRecord[]>(),
        objections.countDocuments(filter),
      ])
      return { records: found.map(opened), total }
    },

    count: (filter: ObjectionFilter): Promise<number> => objections.countDocuments(filter),

    /** Changes a version of an open one; answers false where it is another by now, or answered. */
    async change(
      { _id, version }: Pick<ObjectionRecord, '_id' | 'version'>,
      set: Partial<Pick<ObjectionRecord, 'taker' | 'state' | 'answer' | 'untold'>>,
    ): Promise<boolean> {
      const { matchedCount } = await objections.updateOne(
        { _id, version, state: 'open' },
        { $set: set, $inc: { version: 1 } },
      )
      return matchedCount === 1
    },

    findUntold: async (): Promise<ObjectionRecord[]> =>
      objections.find({ untold: true }).limit(200).lean<ObjectionRecord[]>(),

    async told(_id: string): Promise<void> {
      await objections.updateOne({ _id }, { $set: { untold: false } })
    },

    /** Which of these uploads are evidence. */
    async referredTo(uploads: string[]): Promise<string[]> {
      const found = await objections.distinct('evidence', { evidence: { $in: uploads } })
      return found.filter((id) => uploads.includes(id))
    },
  }
}
