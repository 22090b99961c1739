import type { CategoryId } from '@shared/edition/contract'
import type { Scoring, Weights } from '@shared/edition/scoring/contract'
import type { CorrectionChange, CorrectionState, Gone, Move, ResultState } from '@shared/result/contract'
import type { FrozenEntrant } from '@shared/result/correction'
import type { Standing } from '@shared/result/rules'
import { type Connection, Schema } from 'mongoose'
import { addNew } from '../../taken'

/** A list with all it was computed from, as it was proposed and corrected since. */
export type ProposalRecord = {
  seats: number
  weights: Weights
  scoring: Scoring
  seed: string
  source: 'typed' | 'made'
  proposedAt: string
  proposedBy: string
  entrants: FrozenEntrant[]
  standings: Standing[]
  /** Who had left the race by then. */
  withdrawn: Gone[]
}

/** `before` and `moves` are those of when it was made. */
export type CorrectionRecord = {
  id: string
  candidate: string
  change: CorrectionChange
  reason: string
  objection: string | null
  state: CorrectionState
  proposedAt: string
  proposedBy: { id: string; name: string }
  decidedAt: string | null
  decidedBy: string | null
  before: CorrectionChange | null
  moves: Move[]
}

/** A category's result, whole in one document, so that each change of it is one write. */
export type ResultRecord = {
  /** {@link idOf}. */
  _id: string
  edition: string
  category: CategoryId
  state: ResultState
  /** Grows with every change, from 1. */
  version: number
  proposal: ProposalRecord | null
  corrections: CorrectionRecord[]
  releasedAt: string | null
  releasedBy: string | null
  revoked: { at: string; by: string; reason: string } | null
  /** The last that units have been told of it. It may be an older one: then they are told again, which adds nothing. */
  told: string | null
  changedAt: Date
  changedBy: string
}

const schema = new Schema<ResultRecord>(
  {
    ...{ _id: { type: String, required: true }, edition: { type: String, required: true } },
    category: { type: String, required: true },
    state: { type: String, required: true },
    version: { type: Number, required: true },
    proposal: { type: Schema.Types.Mixed as never, default: null },
    corrections: { type: [Schema.Types.Mixed] as never, required: true },
    ...{ releasedAt: { type: String, default: null }, releasedBy: { type: String, default: null } },
    revoked: { type: Schema.Types.Mixed as never, default: null },
    told: { type: String, default: null },
    ...{ changedAt: { type: Date, required: true }, changedBy: { type: String, required: true } },
  },
  { versionKey: false, minimize: false },
)
schema.index({ edition: 1 })

export const idOf = (edition: string, category: CategoryId) => `${edition}:${category}`

export type ResultStore = ReturnType<typeof createResultStore>

export function createResultStore(connection: Connection) {
  const results = connection.model('Result', schema, 'results')

  return {
    async prepare(): Promise<void> {
      await results.createCollection()
      await results.createIndexes()
    },

    find: (edition: string, category: CategoryId) =>
      results.findById(idOf(edition, category)).lean<ResultRecord>(),

    /** Whether a list has been proposed and stands. */
    hasProposal: async (edition: string, category: CategoryId) =>
      Boolean(await results.exists({ _id: idOf(edition, category), proposal: { $ne: null } })),

    findAll: (edition: string) => results.find({ edition }).lean<ResultRecord[]>(),

    async markTold(_id: string, told: string): Promise<void> {
      await results.updateOne({ _id }, { $set: { told } })
    },

    /** Stores a result in place of the version before; answers false where that is no longer the latest. */
    async replace(record: ResultRecord): Promise<boolean> {
      const { _id, version } = record
      if (version > 1) {
        return (await results.replaceOne({ _id, version: version - 1 }, record)).matchedCount === 1
      }
      return addNew(results.create(record))
    },
  }
}
