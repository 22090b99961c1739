import type { Role } from '@shared/kernel/policy'
import { type Connection, Schema } from 'mongoose'
import type { SealedField } from '../../ports/secrets'
import { addNew } from '../../taken'

/** What the secret of a second factor is sealed as. */
export const TOTP_SECRET = 'staff.totp'

/** A member of staff as stored. */
export type StaffRecord = {
  _id: string
  /** Lower case, unique. */
  username: string
  name: string
  roles: Role[]
  disabled: boolean
  /** Argon2id in PHC format. */
  passwordHash: string
  /** Whether the password was made by the program. */
  mustChangePassword: boolean
  /** Base32, sealed as {@link TOTP_SECRET}; null without a second factor. */
  totpSecret: string | null
  /** Time step of the last code that was used: it and earlier ones are used up. */
  totpStep: number
  /** Sessions of an earlier epoch have ended, but for one, the key of which is `keptSession`. */
  epoch: number
  keptSession: string | null
  /** Grows with each change an administrator can make or see. */
  version: number
  createdAt: Date
  lastLoginAt: Date | null
}

const schema = new Schema<StaffRecord>(
  {
    _id: { type: String, required: true },
    username: { type: String, required: true },
    name: { type: String, required: true },
    roles: { type: [String], required: true },
    disabled: { type: Boolean, required: true },
    passwordHash: { type: String, required: true },
    mustChangePassword: { type: Boolean, required: true },
    totpSecret: { type: String, default: null },
    totpStep: { type: Number, required: true },
    epoch: { type: Number, required: true },
    keptSession: { type: String, default: null },
    version: { type: Number, required: true },
    createdAt: { type: Date, required: true },
    lastLoginAt: { type: Date, default: null },
  },
  { versionKey: false, strict: 'throw' },
)
schema.index({ username: 1 }, { unique: true })

export type StaffStore = ReturnType<typeof createStaffStore>

/** Each write is one document's. */
export function createStaffStore(connection: Connection) {
  const staff = connection.model('Staff', schema, 'staff')

  const write = (id: string, version: number | undefined, update: object) =>
    staff
      .findOneAndUpdate({ _id: id, ...(version !== undefined && { version }) }, update, {
        returnDocument: 'after',
      })
      .lean<StaffRecord>()

  return {
    sealed: [{ collection: 'staff', path: 'totpSecret', place: TOTP_SECRET }] satisfies SealedField[],

    async prepare(): Promise<void> {
      await staff.createCollection()
      await staff.createIndexes()
    },

    /** Answers false where the username is taken. */
    async add(record: StaffRecord): Promise<boolean> {
      return addNew(staff.create(record))
    },

    find: (id: string) => staff.findById(id).lean<StaffRecord>(),
    findByUsername: (username: string) => staff.findOne({ username }).lean<StaffRecord>(),
    findAll: () => staff.find().sort({ createdAt: 1 }).lean<StaffRecord[]>(),

    /** Changes a record, where `version` is given only if it is its version; answers the new one, null for none. */
    change: (id: string, changes: Partial<StaffRecord>, version?: number) =>
      write(id, version, { $set: changes, $inc: { version: 1 } }),

    /** The same, and ends the person's sessions but one. */
    changeAndEndSessions: (
      id: string,
      changes: Partial<StaffRecord>,
      { version, keptSession = null }: { version?: number; keptSession?: string | null } = {},
    ) => write(id, version, { $set: { ...changes, keptSession }, $inc: { version: 1, epoch: 1 } }),

    noteLogin: async (id: string, lastLoginAt: Date) => {
      await staff.updateOne({ _id: id }, { $set: { lastLoginAt } })
    },

    /** Uses a time step's code up; answers false where it or a later one was used before. */
    async spendTotpStep(id: string, step: number): Promise<boolean> {
      const used = await staff.updateOne({ _id: id, totpStep: { $lt: step } }, { $set: { totpStep: step } })
      return used.modifiedCount === 1
    },

    /**
     * Holds on to somebody enabled with a role, other than one: what is on its way to take it from them was asked of an
     * earlier version, and fails. Answers whether there is anybody.
     */
    async holdAnother(role: Role, but: string): Promise<boolean> {
      const another = { _id: { $ne: but }, roles: role, disabled: false }
      return (await staff.findOneAndUpdate(another, { $inc: { version: 1 } })) !== null
    },
  }
}
