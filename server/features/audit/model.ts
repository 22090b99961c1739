import type { AuditEntry, AuditFilter } from '@shared/audit/contract'
import { type Connection, mongo, Schema } from 'mongoose'
import { isTaken } from '../../taken'

/** One entry as it stays for ever; `_id` is its number in the chain, so no two can have the same. */
export type AuditRecord = Omit<AuditEntry, 'seq' | 'at'> & { _id: number; at: Date }

const schema = new Schema<AuditRecord>(
  {
    _id: { type: Number, required: true },
    at: { type: Date, required: true },
    actor: { type: Schema.Types.Mixed, required: true },
    action: { type: String, required: true },
    subject: { type: Schema.Types.Mixed, required: true },
    before: Schema.Types.Mixed,
    after: Schema.Types.Mixed,
    reason: { type: String, default: null },
    failed: { type: Number, default: null },
    hash: { type: String, required: true },
  },
  { versionKey: false, strict: 'throw' },
)
schema.index({ 'actor.id': 1, _id: -1 })
schema.index({ action: 1, _id: -1 })
schema.index({ at: -1 })

export type AuditStore = ReturnType<typeof createAuditStore>

/** Adds to and reads the chain. Nothing here changes or removes an entry. */
export function createAuditStore(connection: Connection) {
  const entries = connection.model('AuditEntry', schema, 'audit')

  return {
    async prepare(): Promise<void> {
      await entries.createCollection()
      await entries.createIndexes()
    },

    /**
     * Adds entries one after the other, up to the first whose number is taken; answers how many. Native driver: what is
     * hashed is stored as it is.
     */
    async addAll(records: AuditRecord[]): Promise<number> {
      try {
        return (await entries.collection.insertMany(records as never[], { ordered: true })).insertedCount
      } catch (error) {
        if (!(error instanceof mongo.MongoBulkWriteError && isTaken(error))) throw error
        return error.insertedCount
      }
    },

    findLast: () => entries.findOne().sort({ _id: -1 }).lean<AuditRecord>(),

    /** Newest first. */
    findPage: (filter: AuditFilter, skip: number, limit: number) =>
      entries.find(matching(filter)).sort({ _id: -1 }).skip(skip).limit(limit).lean<AuditRecord[]>(),

    count: (filter: AuditFilter) => entries.countDocuments(matching(filter)),

    /** One after another from the first, however many there are. */
    stream: (filter: AuditFilter = {}): AsyncIterable<AuditRecord> =>
      entries.find(matching(filter)).sort({ _id: 1 }).lean<AuditRecord[]>().cursor(),
  }
}

function matching({ actor, action, q, from, to }: AuditFilter): object {
  const part = q && { $regex: escaped(q), $options: 'i' }
  return {
    ...(actor && { 'actor.id': actor }),
    ...(action && { action: action.endsWith('.') ? { $regex: `^${escaped(action)}` } : action }),
    ...(part && { $or: [{ 'subject.id': part }, { 'subject.name': part }, { reason: part }] }),
    ...((from || to) && { at: { ...(from && { $gte: new Date(from) }), ...(to && { $lt: new Date(to) }) } }),
  }
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
