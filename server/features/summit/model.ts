import type { CategoryId } from '@shared/edition/contract'
import type { Diet, Summit } from '@shared/summit/contract'
import { type Connection, Schema } from 'mongoose'
import type { SealedField, SecretBox } from '../../ports/secrets'
import { addNew } from '../../taken'

/** The arrangements of an edition, whose id it has. */
export type SummitRecord = Summit & {
  _id: string
  version: number
  /** How often it has been put to another time or place. */
  moves: number
}

export type GuestRecord = { id: string; name: string; position: string; phone: string; diet: Diet }

/** What an invitation was answered with. */
export type ReplyRecord = { coming: boolean; guests: GuestRecord[]; car: string; note: string }

/** An invitation; its code is its id. */
export type InvitationRecord = {
  _id: string
  edition: string
  category: CategoryId
  candidate: string
  award: string
  recipient: string
  unitName: string
  sample: boolean
  invitedAt: Date
  by: string
  /** Present while it holds: then it is the candidate's only one. */
  valid?: true
  withdrawn: { at: Date; reason: string } | null
  reply: ReplyRecord | null
  repliedAt: Date | null
  /** Who of the staff has written the reply down; null for the invited. */
  repliedBy: string | null
  version: number
  /** By guest, who is counted once. */
  arrivals: Record<string, { at: Date; by: string }>
  /** How often the summit had been moved when they were invited. */
  moves: number
  /** What they have been told of. */
  told: string[]
  unheard: boolean
  remindedAt: Date | null
}

const text = { type: String, required: true }
const date = { type: Date, required: true }
const number = { type: Number, required: true }
const loose = { type: Schema.Types.Mixed as never, default: null }

const summitSchema = new Schema<SummitRecord>(
  {
    ...{ _id: text, name: text, venue: text, address: text, startsAt: text, endsAt: text, replyBy: text },
    ...{ most: number, notes: { type: String, default: '' }, version: number, moves: number },
  },
  { versionKey: false },
)

type Stored = Omit<InvitationRecord, 'reply'> & { reply: string | null }

const schema = new Schema<Stored>(
  {
    ...{ _id: text, edition: text, category: text, candidate: text, award: text, recipient: text },
    ...{ unitName: text, sample: { type: Boolean, required: true }, invitedAt: date, by: text },
    ...{ valid: Boolean, withdrawn: loose, reply: { type: String, default: null } },
    ...{ repliedAt: { type: Date, default: null }, repliedBy: { type: String, default: null } },
    ...{ version: number, arrivals: { type: Schema.Types.Mixed as never, default: {} }, moves: number },
    ...{ told: { type: [String], required: true }, unheard: { type: Boolean, required: true } },
    remindedAt: { type: Date, default: null },
  },
  { versionKey: false, minimize: false },
)
schema.index({ edition: 1, candidate: 1 }, { unique: true, partialFilterExpression: { valid: true } })

const REPLY = 'summit.reply'

export type SummitStore = ReturnType<typeof createSummitStore>

/** Replies are sealed in the store, with names, telephone numbers and number plates, and open on both of its sides. */
export function createSummitStore(connection: Connection, box: SecretBox) {
  const summits = connection.model('Summit', summitSchema, 'summits')
  const invitations = connection.model('SummitInvitation', schema, 'summitInvitations')
  const seal = (reply: ReplyRecord) => box.seal(JSON.stringify(reply), REPLY)
  function opened({ reply, ...record }: Stored): InvitationRecord {
    const text = reply && box.open(reply, REPLY)
    return { ...record, reply: text ? JSON.parse(text) : null }
  }

  return {
    sealed: [{ collection: 'summitInvitations', path: 'reply', place: REPLY }] satisfies SealedField[],

    async prepare(): Promise<void> {
      await summits.createCollection()
      await invitations.createCollection()
      await invitations.createIndexes()
    },

    findSummit: (edition: string): Promise<SummitRecord | null> => summits.findById(edition).lean(),

    /** Keeps the version after the one there is; answers false where that is another by now. */
    async keepSummit(record: SummitRecord): Promise<boolean> {
      if (record.version === 1) return addNew(summits.create(record))
      const { matchedCount } = await summits.replaceOne(
        { _id: record._id, version: record.version - 1 },
        record,
      )
      return matchedCount === 1
    },

    async find(code: string): Promise<InvitationRecord | null> {
      const found = await invitations.findById(code).lean<Stored>()
      return found && opened(found)
    },

    /** Those first invited, first. */
    findAll: async (edition: string): Promise<InvitationRecord[]> =>
      (await invitations.find({ edition }).sort({ invitedAt: 1, _id: 1 }).lean<Stored[]>()).map(opened),

    /** Adds one without a reply; answers whether its candidate had none. */
    add: (record: InvitationRecord): Promise<boolean> =>
      addNew(invitations.create({ ...record, reply: null })),

    /** Answers whether it held until then. */
    async withdraw(code: string, withdrawn: { at: Date; reason: string }): Promise<boolean> {
      const { modifiedCount } = await invitations.updateOne(
        { _id: code, valid: true },
        { $set: { withdrawn }, $unset: { valid: 1 } },
      )
      return modifiedCount === 1
    },

    /**
     * Takes a reply to one version; answers false where it is another by now, is withdrawn, or somebody has arrived
     * who is not on the new list.
     */
    async reply(
      { _id, version, arrivals }: Pick<InvitationRecord, '_id' | 'version' | 'arrivals'>,
      reply: ReplyRecord,
      { at, by }: { at: Date; by: string | null },
    ): Promise<boolean> {
      const set = { reply: seal(reply), repliedAt: at, repliedBy: by }
      const { matchedCount } = await invitations.updateOne(
        { _id, version, valid: true, arrivals },
        { $set: set, $inc: { version: 1 } },
      )
      return matchedCount === 1
    },

    /** Notes who has arrived, of a version of the list; answers false where it is another by now, or they have arrived. */
    async arrive(
      { _id, version }: Pick<InvitationRecord, '_id' | 'version'>,
      guest: string,
      arrival: { at: Date; by: string },
    ): Promise<boolean> {
      const path = `arrivals.${guest}`
      const { matchedCount } = await invitations.updateOne(
        { _id, version, valid: true, [path]: { $exists: false } },
        { $set: { [path]: arrival } },
      )
      return matchedCount === 1
    },

    async unarrive(code: string, guest: string): Promise<void> {
      await invitations.updateOne({ _id: code }, { $unset: { [`arrivals.${guest}`]: 1 } })
    },

    /** They have been told of something, or there was nobody to tell. */
    async told(code: string, stage: string, set: { unheard: boolean; remindedAt?: Date }): Promise<void> {
      await invitations.updateOne({ _id: code }, { $addToSet: { told: stage }, $set: set })
    },
  }
}
