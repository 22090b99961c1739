import type { Edition } from '@shared/edition/contract'
import { type Connection, Schema } from 'mongoose'

/** An edition as data, whole. */
type EditionRecord = { _id: string; edition: Edition }
/** Which one the public sees: one document, so that there is always exactly one. */
type CurrentRecord = { _id: 'current'; edition: string }

const editionSchema = new Schema<EditionRecord>(
  { _id: { type: String, required: true }, edition: { type: Schema.Types.Mixed, required: true } },
  { versionKey: false, minimize: false },
)
const currentSchema = new Schema<CurrentRecord>(
  { _id: { type: String, required: true }, edition: { type: String, required: true } },
  { versionKey: false },
)

export type EditionStore = ReturnType<typeof createEditionStore>

export function createEditionStore(connection: Connection) {
  const editions = connection.model('Edition', editionSchema, 'editions')
  const currents = connection.model('CurrentEdition', currentSchema, 'currentEdition')
  return {
    async prepare(): Promise<void> {
      await editions.createCollection()
      await currents.createCollection()
    },
    async findCurrent(): Promise<Edition | null> {
      const current = await currents.findById('current').lean<CurrentRecord>()
      const record = current && (await editions.findById(current.edition).lean<EditionRecord>())
      return record?.edition ?? null
    },
    /** Stores an edition and makes it the current one. */
    async save(edition: Edition): Promise<void> {
      await editions.updateOne({ _id: edition.id }, { $set: { edition } }, { upsert: true })
      await currents.updateOne({ _id: 'current' }, { $set: { edition: edition.id } }, { upsert: true })
    },
  }
}
