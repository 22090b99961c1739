import type { Standing } from '@shared/ballot/contract'
import type { DecisionState, Ground, Scope } from '@shared/ballot/decision/contract'
import type { RulingKind } from '@shared/ballot/rules'
import type { CategoryId } from '@shared/edition/contract'
import { type Connection, Schema } from 'mongoose'
import { addNew } from '../../../taken'
import { rulingsIn } from '../model'
import { ONE_PERSON, SYSTEM } from '../settle'

export type DecisionRecord = {
  _id: string
  edition: string
  cluster: string
  category: CategoryId
  candidate: string
  kind: RulingKind
  scope: Scope
  ground: Ground
  /** Public once it is done. */
  reason: string
  /** How large the cluster was. */
  size: number
  state: DecisionState
  /** Present until it is over: a cluster has one such at most. */
  open?: true
  proposedAt: Date
  proposedBy: { id: string; name: string }
  answeredAt: Date | null
  answeredBy: string | null
  words: string | null
  doneAt: Date | null
  /** All counts of the category by the ledger, as they were before its first ballot was ruled on. */
  base: Standing | null
  /** The counts it moved, from `base` on. */
  before: Standing | null
  after: Standing | null
  /** How many ballots it has ruled on, once it is done. */
  ruled: number
}

/** One ballot of a decision. Only while nobody has ruled on it again since `seen` rulings is it touched. */
export type PartRecord = {
  /** Decision and receipt. */
  _id: string
  decision: string
  receipt: string
  seen: number
  state: PartState
}
export type PartState = 'waiting' | 'ruled' | 'left'
export type Parts = Record<PartState, number>

/** What happened to ballots by the day, other than by decisions. */
export type DaySum = {
  /** In Beijing, as `2022-05-10`. */
  day: string
  category: CategoryId
  kind: RulingKind
  program: boolean
  onePerson: boolean
  ballots: number
}

const text = { type: String, required: true } as const
const date = { type: Date, required: true } as const
const maybe = { type: String, default: null } as const
const maybeDate = { type: Date, default: null } as const
const counts = { type: Schema.Types.Mixed as never, default: null } as const

const decisionSchema = new Schema<DecisionRecord>(
  {
    ...{ _id: text, edition: text, cluster: text, category: text, candidate: text, kind: text, scope: text },
    ...{ ground: text, reason: text, size: { type: Number, required: true }, state: text, open: Boolean },
    ...{ proposedAt: date, proposedBy: { type: Schema.Types.Mixed as never, required: true } },
    ...{ answeredAt: maybeDate, answeredBy: maybe, words: maybe, doneAt: maybeDate },
    ...{ base: counts, before: counts, after: counts, ruled: { type: Number, default: 0 } },
  },
  { versionKey: false, minimize: false, strict: 'throw' },
)
decisionSchema.index({ edition: 1, state: 1, proposedAt: -1 })
decisionSchema.index({ cluster: 1, proposedAt: -1 })
decisionSchema.index({ cluster: 1, open: 1 }, { unique: true, partialFilterExpression: { open: true } })

const partSchema = new Schema<PartRecord>(
  { _id: text, decision: text, receipt: text, seen: { type: Number, required: true }, state: text },
  { versionKey: false, strict: 'throw' },
)
partSchema.index({ decision: 1, state: 1, _id: 1 })

export type DecisionStore = ReturnType<typeof createDecisionStore>

/** Decisions with the ballots they are about, and what the ledger has of what came of them. */
export function createDecisionStore(connection: Connection) {
  const decisions = connection.model('Decision', decisionSchema, 'decisions')
  const parts = connection.model('DecisionPart', partSchema, 'decisionParts')

  return {
    async prepare(): Promise<void> {
      for (const model of [decisions, parts]) {
        await model.createCollection()
        await model.createIndexes()
      }
    },

    /** Writes down which ballots a decision is about. It must be added after. */
    async addParts(decision: string, those: { receipt: string; seen: number }[]): Promise<void> {
      const records = those.map(
        (one): PartRecord => ({ ...one, _id: `${decision}:${one.receipt}`, decision, state: 'waiting' }),
      )
      await parts.collection.insertMany(records as never, { ordered: false })
    },
    dropParts: async (decision: string): Promise<void> => {
      await parts.deleteMany({ decision })
    },

    /** Answers false where its cluster has one that is not over. */
    add: (record: DecisionRecord): Promise<boolean> => addNew(decisions.create(record)),

    find: (id: string) => decisions.findById(id).lean<DecisionRecord>(),
    findOf: (cluster: string) =>
      decisions.find({ cluster }).sort({ proposedAt: -1 }).lean<DecisionRecord[]>(),
    /** Those of some clusters that are not over. */
    findOpen: (clusters: string[]) =>
      decisions.find({ cluster: { $in: clusters }, open: true }).lean<DecisionRecord[]>(),
    /** Those of an edition that have ruled on something. */
    findDone: (edition: string) =>
      decisions.find({ edition, state: 'done', ruled: { $gt: 0 } }).lean<DecisionRecord[]>(),
    findIn: (state: DecisionState) => decisions.find({ state }).lean<DecisionRecord[]>(),
    findPage: (filter: { edition: string; state?: DecisionState }, skip: number, limit: number) =>
      decisions
        .find(filter)
        .sort({ proposedAt: -1, _id: 1 })
        .skip(skip)
        .limit(limit)
        .lean<DecisionRecord[]>(),
    /** How many of a category are not over. */
    countOpen: (edition: string, category: CategoryId) =>
      decisions.countDocuments({ edition, category, open: true }),
    count: (filter: { edition: string; state?: DecisionState }) => decisions.countDocuments(filter),
    /** One after another from the first. */
    stream: (edition: string): AsyncIterable<DecisionRecord> =>
      decisions.find({ edition }).sort({ proposedAt: 1 }).lean<DecisionRecord[]>().cursor(),

    /** Changes one that is in a state; answers whether it was. One that is over lets go of its cluster. */
    async move(id: string, from: DecisionState, set: Partial<Omit<DecisionRecord, '_id' | 'open'>>) {
      const isOver = set.state === 'done' || set.state === 'rejected'
      const change = { $set: set, ...(isOver && { $unset: { open: 1 as const } }) }
      return (await decisions.updateOne({ _id: id, state: from }, change)).matchedCount === 1
    },

    /** Keeps the counts from before its first ruling, the first time it is called. */
    async begin(id: string, base: Standing): Promise<void> {
      await decisions.updateOne({ _id: id, base: null }, { $set: { base } })
    },

    findWaiting: (decision: string, limit: number) =>
      parts.find({ decision, state: 'waiting' }).limit(limit).lean<PartRecord[]>(),
    async settle(decision: string, receipts: string[], state: PartState): Promise<void> {
      if (receipts.length === 0) return
      await parts.updateMany(
        { _id: { $in: receipts.map((receipt) => `${decision}:${receipt}`) } },
        { $set: { state } },
      )
    },
    findLeft: (decision: string, skip: number, limit: number) =>
      parts.find({ decision, state: 'left' }).sort({ _id: 1 }).skip(skip).limit(limit).lean<PartRecord[]>(),
    /** By the batch. */
    async *partsOf(decision: string, size = 1000): AsyncGenerator<PartRecord[]> {
      let batch: PartRecord[] = []
      for await (const part of parts.find({ decision }).lean<PartRecord[]>().cursor({ batchSize: size })) {
        if (batch.push(part) < size) continue
        yield batch
        batch = []
      }
      if (batch.length > 0) yield batch
    },
    async countParts(ids: string[]): Promise<Map<string, Parts>> {
      const found = await parts.aggregate<{ _id: { decision: string; state: PartState }; n: number }>([
        { $match: { decision: { $in: ids } } },
        { $group: { _id: { decision: '$decision', state: '$state' }, n: { $sum: 1 } } },
      ])
      const counts = new Map(ids.map((id): [string, Parts] => [id, { waiting: 0, ruled: 0, left: 0 }]))
      for (const { _id, n } of found) counts.get(_id.decision)![_id.state] = n
      return counts
    },

    /** Whether a ballot has been ruled on by a decision. */
    hasRuled: async (decision: string, ballot: string): Promise<boolean> =>
      (await rulingsIn(connection).exists({ ballot, decision })) !== null,

    /** What a decision's rulings have done to the counts, by the ledger. */
    async effectOf(decision: string): Promise<Standing & { rulings: number }> {
      const rulings = rulingsIn(connection)
      const [votes, [ballots]] = await Promise.all([
        rulings.aggregate<{ _id: string; n: number }>([
          { $match: { decision } },
          { $unwind: '$selections' },
          { $group: { _id: '$selections', n: { $sum: '$effect' } } },
        ]),
        rulings.aggregate<{ n: number; rulings: number }>([
          { $match: { decision } },
          { $group: { _id: null, n: { $sum: '$effect' }, rulings: { $sum: 1 } } },
        ]),
      ])
      return {
        ...{ ballots: ballots?.n ?? 0, rulings: ballots?.rulings ?? 0 },
        counts: Object.fromEntries(votes.map(({ _id, n }) => [_id, n])),
      }
    },

    /** Rulings that belong to no decision, summed by the day in Beijing. */
    async daySums(edition: string): Promise<DaySum[]> {
      const found = await rulingsIn(connection).aggregate<{
        _id: Omit<DaySum, 'ballots'>
        ballots: number
      }>([
        { $match: { edition, decision: { $exists: false } } },
        {
          $group: {
            _id: {
              day: { $dateToString: { date: '$ruledAt', format: '%Y-%m-%d', timezone: '+08:00' } },
              ...{ category: '$category', kind: '$kind' },
              program: { $eq: ['$author', SYSTEM] },
              onePerson: { $and: [{ $eq: ['$author', SYSTEM] }, { $eq: ['$reason', ONE_PERSON] }] },
            },
            ballots: { $sum: 1 },
          },
        },
      ])
      return found.map(({ _id, ballots }) => ({ ..._id, ballots }))
    },
  }
}
