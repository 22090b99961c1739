import { type Connection, Schema } from 'mongoose'
import { addNew } from '../../../taken'

/** What mails have been taken, so that none is taken twice. What was in them is in the nominations. */
export type MailRecord = {
  /** What it is known by: its edition with the hash of its content, and with its Message-ID. */
  keys: string[]
  nominations: string[]
  by: string
  at: Date
}

const schema = new Schema<MailRecord>(
  {
    keys: { type: [String], required: true },
    nominations: { type: [String], required: true },
    by: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { versionKey: false },
)
schema.index({ keys: 1 }, { unique: true })

export type MailStore = ReturnType<typeof createMailStore>

export function createMailStore(connection: Connection) {
  const mails = connection.model('NominationMail', schema, 'nomination_mails')
  return {
    async prepare(): Promise<void> {
      await mails.createCollection()
      await mails.createIndexes()
    },

    /** The nominations that a mail known by any of these keys became; null for a mail nobody has taken. */
    async find(keys: string[]): Promise<string[] | null> {
      return (await mails.findOne({ keys: { $in: keys } }).lean<MailRecord>())?.nominations ?? null
    },

    /** Notes a mail; answers whether nobody had before. */
    async add(record: MailRecord): Promise<boolean> {
      return addNew(mails.create(record))
    },
  }
}
