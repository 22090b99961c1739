import type { Candidate } from '@shared/candidate/contract'
import { type Connection, Schema } from 'mongoose'

/** A candidate as stored: its votes are in the tally, its reply record in the registry of units. */
export type CandidateRecord = Omit<Candidate, 'id' | 'votes' | 'replyRecord'> & {
  _id: string
  edition: string
  unitId: string | null
  updatedAt: Date
}

const schema = new Schema<CandidateRecord>(
  {
    _id: { type: String, required: true },
    edition: { type: String, required: true },
    category: { type: String, required: true },
    number: { type: String, required: true },
    name: { type: String, required: true },
    unitId: { type: String, default: null },
    unitName: { type: String, required: true },
    position: { type: String, default: null },
    level: { type: String, required: true },
    region: { type: Schema.Types.Mixed, required: true },
    summary: { type: String, required: true },
    deeds: { type: [String], required: true },
    picture: { type: Schema.Types.Mixed, required: true },
    sample: { type: Boolean, required: true },
    updatedAt: { type: Date, required: true },
  },
  { versionKey: false },
)
schema.index({ edition: 1, number: 1 }, { unique: true })
schema.index({ edition: 1, updatedAt: -1 })
schema.index({ unitId: 1 })

export type CandidateStore = ReturnType<typeof createCandidateStore>

export function createCandidateStore(connection: Connection) {
  const candidates = connection.model('Candidate', schema, 'candidates')
  return {
    async prepare(): Promise<void> {
      await candidates.createCollection()
      await candidates.createIndexes()
    },
    async saveAll(records: CandidateRecord[]): Promise<void> {
      await candidates.bulkWrite(
        records.map((candidate) => ({
          replaceOne: { filter: { _id: candidate._id }, replacement: candidate, upsert: true },
        })),
        { ordered: false, throwOnValidationError: true },
      )
    },
    findAll: (edition: string) => candidates.find({ edition }).sort({ number: 1 }).lean<CandidateRecord[]>(),
    /** The categories of an edition that have candidates. */
    filledIn: (edition: string) => candidates.distinct('category', { edition }),
    /** Which of these units a candidate of any edition refers to. */
    referredTo: (unitIds: string[]): Promise<string[]> =>
      candidates.distinct('unitId', { unitId: { $in: unitIds } }) as never,
    /** Changes whenever a candidate of the edition does. */
    async findVersion(edition: string): Promise<string> {
      const newest = await candidates.findOne({ edition }, { updatedAt: 1 }).sort({ updatedAt: -1 }).lean()
      return `${edition} ${newest?.updatedAt.toISOString()} ${await candidates.countDocuments({ edition })}`
    },
  }
}
