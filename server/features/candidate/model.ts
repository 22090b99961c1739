import type { Candidate, Withdrawal } from '@shared/candidate/contract'
import type { CategoryId } from '@shared/edition/contract'
import { type Connection, Schema } from 'mongoose'
import { isTaken } from '../../taken'

/** A candidate as stored: its votes are in the tally, its reply record in the registry of units. */
export type CandidateRecord = Omit<Candidate, 'id' | 'votes' | 'replyRecord' | 'withdrawn'> & {
  _id: string
  edition: string
  unitId: string | null
  withdrawn?: Withdrawal | null
  /** Whether those who speak for its unit have still to be told that it has left the race. */
  untold?: boolean
  /** The version of the shortlist that wrote it; none for what an operator has loaded. */
  listVersion?: number
  updatedAt: Date
}
/** A candidate as a shortlist has it. Whether it has left the race is not the list's to say. */
export type ListedRecord = Omit<CandidateRecord, 'withdrawn' | 'untold'> & { listVersion: number }

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
    withdrawn: { type: Schema.Types.Mixed, default: null },
    ...{ untold: Boolean, listVersion: Number },
    updatedAt: { type: Date, required: true },
  },
  { versionKey: false },
)
schema.index({ edition: 1, number: 1 }, { unique: true })
schema.index({ edition: 1, updatedAt: -1 })
schema.index({ unitId: 1 })
schema.index({ untold: 1 }, { partialFilterExpression: { untold: true } })

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
    /** Which of these there are. */
    async findKnown(ids: string[]): Promise<Pick<CandidateRecord, '_id' | 'listVersion'>[]> {
      return candidates.find({ _id: { $in: ids } }, { listVersion: 1 }).lean<CandidateRecord[]>()
    },
    async removeMany(ids: string[]): Promise<void> {
      await candidates.deleteMany({ _id: { $in: ids } })
    },
    /** Writes records where no later version of their list has; those stand. Doing it again changes nothing. */
    async writeListed(records: ListedRecord[]): Promise<void> {
      const writes = records.map(({ _id, ...record }) => ({
        updateOne: {
          filter: { _id, listVersion: { $lte: record.listVersion } },
          update: { $set: record, $setOnInsert: { withdrawn: null } },
          upsert: true,
        },
      }))
      try {
        await candidates.bulkWrite(writes, { ordered: false, throwOnValidationError: true })
      } catch (error) {
        // The id is taken: by a later version, or by somebody who came first with the same.
        if (!isTaken(error)) throw error
        const known = new Map(
          (await this.findKnown(records.map(({ _id }) => _id))).map((one) => [one._id, one]),
        )
        const missed = records.some(
          ({ _id, listVersion }) => !((known.get(_id)?.listVersion ?? 0) >= listVersion),
        )
        if (missed) throw error
      }
    },
    /** Removes what earlier versions of a category's list have written, but for `kept`. */
    async removeListed(
      edition: string,
      category: CategoryId,
      version: number,
      kept: string[],
    ): Promise<void> {
      await candidates.deleteMany({
        ...{ edition, category, listVersion: { $lt: version }, _id: { $nin: kept } },
      })
    },
    /** Takes a candidate out of the race; answers false where it was already. */
    async withdraw(id: string, withdrawn: Withdrawal): Promise<boolean> {
      const { matchedCount } = await candidates.updateOne(
        { _id: id, withdrawn: null },
        { $set: { withdrawn, untold: true, updatedAt: new Date() } },
      )
      return matchedCount === 1
    },
    find: (id: string) => candidates.findById(id).lean<CandidateRecord>(),
    /** Notes that those who speak for its unit have been told. */
    async told(id: string): Promise<void> {
      await candidates.updateOne({ _id: id }, { $unset: { untold: 1 } })
    },
    /** Those whose representatives wait to be told. */
    findUntold: () => candidates.find({ untold: true }).lean<CandidateRecord[]>(),
    findAll: (edition: string) => candidates.find({ edition }).sort({ number: 1 }).lean<CandidateRecord[]>(),
    /** The categories of an edition that have candidates. */
    filledIn: (edition: string) => candidates.distinct('category', { edition }),
    /** Which of these units a candidate of any edition refers to. */
    referredTo: (unitIds: string[]): Promise<string[]> =>
      candidates.distinct('unitId', { unitId: { $in: unitIds } }) as never,
    /** Changes whenever a candidate of the edition does. */
    async findVersion(edition: string): Promise<string> {
      // Not the newest alone: of several that are written at one instant, a reader may have seen but some.
      const [sum] = await candidates.aggregate<{ count: number; instants: number }>([
        { $match: { edition } },
        { $group: { _id: null, count: { $sum: 1 }, instants: { $sum: { $toLong: '$updatedAt' } } } },
      ])
      return `${edition} ${sum?.count ?? 0} ${sum?.instants ?? 0}`
    },
  }
}
