import type { Edition } from '@shared/edition/contract'
import { type Connection, Schema } from 'mongoose'

/** An edition as data, whole. `current` marks the one that the public sees. */
type EditionRecord = { _id: string; current: boolean; edition: Edition }

const schema = new Schema<EditionRecord>(
  {
    _id: { type: String, required: true },
    current: { type: Boolean, required: true },
    edition: { type: Schema.Types.Mixed, required: true },
  },
  { versionKey: false, minimize: false },
)
schema.index({ current: 1 }, { unique: true, partialFilterExpression: { current: true } })

export type EditionStore = ReturnType<typeof createEditionStore>

export function createEditionStore(connection: Connection) {
  const editions = connection.model('Edition', schema, 'editions')
  return {
    async prepare(): Promise<void> {
      await editions.createCollection()
      await editions.createIndexes()
    },
    async findCurrent(): Promise<Edition | null> {
      const record = await editions.findOne({ current: true }).lean<EditionRecord>()
      return record?.edition ?? null
    },
    async save(edition: Edition): Promise<void> {
      await editions.updateOne({ _id: edition.id }, { $set: { edition, current: true } }, { upsert: true })
    },
  }
}
