import type { Certificate } from '@shared/certificate/contract'
import type { CategoryId } from '@shared/edition/contract'
import { type Connection, Schema } from 'mongoose'
import { isTaken } from '../../taken'

/** A certificate as stored, with its wording as it was issued; its code is its id. */
export type CertificateRecord = Omit<Certificate, 'code' | 'edition' | 'issuedAt' | 'revoked'> & {
  _id: string
  edition: string
  editionName: string
  candidate: string
  issuedAt: Date
  by: string
  /** Present while it holds: then it is the candidate's only one. */
  valid?: true
  revoked: { at: Date; reason: string } | null
}

const schema = new Schema<CertificateRecord>(
  {
    _id: { type: String, required: true },
    edition: { type: String, required: true },
    editionName: { type: String, required: true },
    organiser: { type: String, required: true },
    number: { type: String, required: true },
    category: { type: String, required: true },
    candidate: { type: String, required: true },
    award: { type: String, required: true },
    recipient: { type: String, required: true },
    text: { type: String, required: true },
    issuedAt: { type: Date, required: true },
    by: { type: String, required: true },
    sample: { type: Boolean, required: true },
    valid: Boolean,
    revoked: { type: Schema.Types.Mixed, default: null },
  },
  { versionKey: false },
)
schema.index({ edition: 1, number: 1 }, { unique: true })
schema.index({ edition: 1, candidate: 1 }, { unique: true, partialFilterExpression: { valid: true } })

export type CertificateStore = ReturnType<typeof createCertificateStore>

export function createCertificateStore(connection: Connection) {
  const certificates = connection.model('Certificate', schema, 'certificates')
  return {
    async prepare(): Promise<void> {
      await certificates.createCollection()
      await certificates.createIndexes()
    },
    find: (code: string): Promise<CertificateRecord | null> => certificates.findById(code).lean(),
    /** A category's, by number; revoked ones too. */
    of: (edition: string, category: CategoryId): Promise<CertificateRecord[]> =>
      certificates.find({ edition, category }).sort({ number: 1 }).lean(),
    /** Adds one; answers whether its number was free and its candidate without one. */
    async add(record: CertificateRecord): Promise<boolean> {
      try {
        await certificates.insertOne(record)
        return true
      } catch (error) {
        if (isTaken(error)) return false
        throw error
      }
    },
    /** Answers whether it was valid until then. */
    async revoke(code: string, revoked: { at: Date; reason: string }): Promise<boolean> {
      const { modifiedCount } = await certificates.updateOne(
        { _id: code, valid: true },
        { $set: { revoked }, $unset: { valid: 1 } },
      )
      return modifiedCount === 1
    },
  }
}
