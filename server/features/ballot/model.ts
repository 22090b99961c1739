import type { BallotStatus } from '@shared/ballot/contract'
import type { RulingKind } from '@shared/ballot/rules'
import type { CategoryId } from '@shared/edition/contract'
import type { Channel } from '@shared/identity/contract'
import type { Signals } from '@shared/risk/contract'
import { type Connection, mongo, Schema } from 'mongoose'
import type { Mark } from '../../ports/tally'
import { isTaken } from '../../taken'
import { type Sum, total } from './series'

/** Where an entry stands in a writer's stream: batches of one process, numbered from 1, each inserted before the next. */
type Entry = { edition: string; category: CategoryId; writer: string; batch: number }

/** One ballot, as it stays for ever. `_id` is the receipt. */
export type BallotRecord = Entry & {
  _id: string
  /** Pseudonym. */
  voter: string
  /** `once`, or the day in Beijing. */
  period: string
  selections: string[]
  castAt: Date
  channel: Channel
  /** Absent once the edition has been over for a while. */
  risk?: Signals
}

/** Staff's word on a ballot. Number `revision` of that ballot, so that two at once can't both be it. */
export type RulingRecord = Entry & {
  _id: string
  ballot: string
  revision: number
  kind: RulingKind
  status: BallotStatus
  /** What it does to the tally, with what it does it to: the ballot's, repeated here so that a sum needs no look-up. */
  effect: -1 | 0 | 1
  selections: string[]
  castAt: Date
  channel: Channel
  reason: string
  author: string
  ruledAt: Date
  /** The decision on many ballots that this carries out. */
  decision?: string
}

export type RulingFilter = Partial<Pick<RulingRecord, 'category' | 'kind'>> & { edition: string }

/**
 * A process that writes. `beat` grows while it lives; `retired` once it has ended in order. Nothing is added any more to batches up to
 * `closed`.
 */
export type WriterRecord = { _id: string; beat: number; retired: boolean; closed?: number }

/** The two streams of a writer. */
export type StreamKind = 'ballots' | 'rulings'

const entry = {
  edition: { type: String, required: true },
  category: { type: String, required: true },
  writer: { type: String, required: true },
  batch: { type: Number, required: true },
}

const ballotSchema = new Schema<BallotRecord>(
  {
    _id: { type: String, required: true },
    voter: { type: String, required: true },
    ...entry,
    period: { type: String, required: true },
    selections: { type: [String], required: true },
    castAt: { type: Date, required: true },
    channel: { type: String, required: true },
    risk: {
      ...{ network: String, agent: String, device: String, follow: String, scene: String },
      ...{ login: String, referrer: String },
    },
  },
  { versionKey: false, strict: 'throw' },
)
// What makes it one vote per person. Voter first, so that it can also be the shard key.
ballotSchema.index({ voter: 1, edition: 1, category: 1, period: 1 }, { unique: true })
ballotSchema.index({ edition: 1, category: 1, writer: 1, batch: 1 })

const rulingSchema = new Schema<RulingRecord>(
  {
    _id: { type: String, required: true },
    ballot: { type: String, required: true },
    revision: { type: Number, required: true },
    ...entry,
    kind: { type: String, required: true },
    status: { type: String, required: true },
    effect: { type: Number, required: true },
    selections: { type: [String], required: true },
    castAt: { type: Date, required: true },
    channel: { type: String, required: true },
    reason: { type: String, required: true },
    author: { type: String, required: true },
    ruledAt: { type: Date, required: true },
    decision: String,
  },
  { versionKey: false, strict: 'throw' },
)
rulingSchema.index({ ballot: 1, revision: 1 }, { unique: true })
rulingSchema.index({ edition: 1, category: 1, writer: 1, batch: 1 })
rulingSchema.index({ edition: 1, ruledAt: -1 })
rulingSchema.index({ decision: 1 }, { sparse: true })

const writerSchema = new Schema<WriterRecord>(
  {
    _id: { type: String, required: true },
    beat: { type: Number, default: 0 },
    retired: { type: Boolean, default: false },
    closed: { type: Number },
  },
  { versionKey: false },
)

/** Ballots and rulings of an open ledger, for whoever reads them in a way of their own; nobody else writes. */
export const ballotsIn = (connection: Connection) => connection.model<BallotRecord>('Ballot')
export const rulingsIn = (connection: Connection) => connection.model<RulingRecord>('Ruling')

export type BallotStore = ReturnType<typeof createBallotStore>

/**
 * Reads and writes of the ledger. Nothing here changes or removes a ballot or a ruling, but for the signals beside ballots,
 * which `forgetSignals` takes away when their time has come.
 */
export function createBallotStore(connection: Connection) {
  const ballots = connection.model('Ballot', ballotSchema, 'ballots')
  const rulings = connection.model('Ruling', rulingSchema, 'rulings')
  const writers = connection.model('Writer', writerSchema, 'writers')

  return {
    /** Creates the indexes that carry the law of one vote per person; must be awaited before the first ballot. */
    async prepare(): Promise<void> {
      for (const model of [ballots, rulings, writers]) {
        await model.createCollection()
        await model.createIndexes()
      }
    },

    /**
     * Inserts what is not there yet and answers the positions that were refused by a unique index. Durable when it
     * resolves. It may be called again with the same records after a failure: what went in before is refused on
     * `_id` and is there, so the answer is definite. Native driver: the records are ours, typed, and many.
     */
    insertBallots: (records: BallotRecord[]) => insert(ballots.collection, records),
    insertRulings: (records: RulingRecord[]) => insert(rulings.collection, records),

    /** The categories of an edition that have ballots. */
    votedIn: (edition: string) => ballots.distinct('category', { edition }),

    /** Who has a ballot in a category of an edition, or in any; once for each ballot. */
    async *votersOf(edition: string, category: CategoryId | null): AsyncGenerator<string> {
      const those = ballots.find({ edition, ...(category && { category }) }, { voter: 1, _id: 0 })
      for await (const { voter } of those.lean<{ voter: string }[]>().cursor({ batchSize: 1000 })) yield voter
    },

    findBallot: (receipt: string) => ballots.findById(receipt).lean<BallotRecord>(),
    findVoterBallots: (voters: string | string[], edition: string) =>
      ballots
        .find({ voter: { $in: [voters].flat() }, edition })
        .sort({ castAt: -1 })
        .lean<BallotRecord[]>(),
    findBallotsOf: (keys: Pick<BallotRecord, 'voter' | 'edition' | 'category' | 'period'>[]) =>
      ballots
        .find({
          $or: keys.map(({ voter, edition, category, period }) => ({ voter, edition, category, period })),
        })
        .lean<BallotRecord[]>(),
    findRulings: (receipts: string[]) =>
      rulings
        .find({ ballot: { $in: receipts } })
        .sort({ ballot: 1, revision: 1 })
        .lean<RulingRecord[]>(),

    /** Rulings of an edition, newest first. */
    findRulingPage: (filter: RulingFilter, skip: number, limit: number) =>
      rulings
        .find(filter)
        .sort({ ruledAt: -1, revision: -1, _id: 1 })
        .skip(skip)
        .limit(limit)
        .lean<RulingRecord[]>(),
    countRulings: (filter: RulingFilter) => rulings.countDocuments(filter),
    /** One after another from the first. */
    streamRulings: (filter: RulingFilter): AsyncIterable<RulingRecord> =>
      rulings.find(filter).sort({ ruledAt: 1 }).lean<RulingRecord[]>().cursor(),

    /** How many ballots of a category do not count. */
    async countSetAside(edition: string, category: CategoryId): Promise<number> {
      const [found] = await rulings.aggregate<{ n: number }>([
        { $match: { edition, category } },
        { $group: { _id: null, n: { $sum: '$effect' } } },
      ])
      return -(found?.n ?? 0)
    },

    /** How many ballots of a category are set aside without a last word. */
    async countQuarantined(edition: string, category: CategoryId): Promise<number> {
      const [found] = await rulings.aggregate<{ n: number }>([
        { $match: { edition, category } },
        { $sort: { ballot: 1, revision: 1 } },
        { $group: { _id: '$ballot', status: { $last: '$status' } } },
        { $match: { status: 'quarantined' } },
        { $count: 'n' },
      ])
      return found?.n ?? 0
    },

    /** How many voters have a ballot in an edition. Reads an index from end to end: about a second per million. */
    async countVoters(edition: string): Promise<number> {
      const [found] = await ballots
        .aggregate<{ n: number }>([{ $match: { edition } }, { $group: { _id: '$voter' } }, { $count: 'n' }])
        .hint({ voter: 1, edition: 1, category: 1, period: 1 })
        .allowDiskUse(true)
      return found?.n ?? 0
    },

    /**
     * A category's ballots that came after some batches (by writer), nearly in the order of time: each writer's stream is, and
     * they are taken together. With their signals still there.
     */
    async *follow(edition: string, category: CategoryId, after: ReadonlyMap<string, number>) {
      const writers = await ballots.distinct('writer', { edition, category })
      const streams = writers.map((writer) => {
        const those = { edition, category, writer, batch: { $gt: after.get(writer) ?? 0 } }
        const found = ballots.find(those).sort({ batch: 1 }).lean<BallotRecord[]>()
        return found.cursor({ batchSize: 500 })[Symbol.asyncIterator]()
      })
      const heads = await Promise.all(streams.map((stream) => stream.next()))
      for (;;) {
        let next = -1
        for (const [i, { done, value }] of heads.entries()) {
          if (!done && (next < 0 || value.castAt < heads[next]!.value.castAt)) next = i
        }
        if (next < 0) return
        yield heads[next]!.value as BallotRecord
        heads[next] = await streams[next]!.next()
      }
    },

    /** Takes the signals from all ballots of an edition, and nothing else; answers from how many. */
    async forgetSignals(edition: string): Promise<number> {
      const forgotten = await ballots.updateMany(
        { edition, risk: { $exists: true } },
        { $unset: { risk: 1 } },
      )
      return forgotten.modifiedCount
    },

    /** Shows that a writer lives, and up to which batch its own are closed; or for good that it has ended. */
    beat: async (writer: string, closed: number, retired = false) => {
      const end = retired ? { $set: { retired } } : { $setOnInsert: { retired } }
      const progress = { $inc: { beat: 1 }, $max: { closed } }
      await writers.updateOne({ _id: writer }, { ...progress, ...end }, { upsert: true })
    },
    findWriters: () => writers.find().lean<WriterRecord[]>(),

    findBallots: (receipts: string[]) => ballots.find({ _id: { $in: receipts } }).lean<BallotRecord[]>(),
    findRulingsById: (ids: string[]) => rulings.find({ _id: { $in: ids } }).lean<RulingRecord[]>(),

    /** A writer's entries of batches `(after, upTo]`, batch by batch. Native driver: they are ours, and many. */
    entriesOf<K extends StreamKind>(kind: K, of: StreamOf, after: number, upTo: number) {
      const match = { ...ofWriter(of), batch: { $gt: after, $lte: upTo } }
      const { collection } = kind === 'ballots' ? ballots : rulings
      const found = collection.find(match, { sort: { batch: 1 }, batchSize: 1000 })
      return found as unknown as AsyncIterable<K extends 'ballots' ? BallotRecord : RulingRecord>
    },
    /** How many entries a writer has up to a batch. */
    countOf: (kind: StreamKind, of: StreamOf, upTo: number): Promise<number> => {
      const match = { ...ofWriter(of), batch: { $lte: upTo } }
      return kind === 'ballots' ? ballots.countDocuments(match) : rulings.countDocuments(match)
    },
    countAll: (kind: StreamKind, edition: string): Promise<number> =>
      kind === 'ballots' ? ballots.countDocuments({ edition }) : rulings.countDocuments({ edition }),

    /** A writer's last batch in a category and the number of its ballots and rulings there; null for none. */
    async head(edition: string, category: CategoryId, writer: string): Promise<Mark | null> {
      const match = { edition, category, writer }
      const last = await Promise.all([
        ballots.findOne(match, { batch: 1 }).sort({ batch: -1 }).lean<Entry>(),
        rulings.findOne(match, { batch: 1 }).sort({ batch: -1 }).lean<Entry>(),
      ])
      const batch = Math.max(...last.map((entry) => entry?.batch ?? 0))
      if (batch === 0) return null
      const [ballotCount, rulingCount] = await Promise.all([
        ballots.countDocuments(match),
        rulings.countDocuments(match),
      ])
      return { batch, entries: ballotCount + rulingCount }
    },

    /** What a writer's batches `(after, upTo]` add to a tally, and of how many ballots and rulings. */
    async sum(edition: string, category: CategoryId, writer: string, after: number, upTo: number) {
      const match = { edition, category, writer, batch: { $gt: after, $lte: upTo } }
      return total([await sumOf(ballots, match), await sumOf(rulings, match)])
    },

    /** Whether the index that makes it one vote per person is there. */
    async hasVoteIndex(): Promise<boolean> {
      const indexes = await ballots.listIndexes()
      return indexes.some(({ unique, key }) => unique && Object.keys(key)[0] === 'voter')
    },

    /** How many voters have more than one ballot in a period. Looks at the ballots, not at the index. */
    async countDoubles(edition: string, category: CategoryId): Promise<number> {
      const [found] = await ballots
        .aggregate<{ n: number }>([
          { $match: { edition, category } },
          { $group: { _id: { voter: '$voter', period: '$period' }, n: { $sum: 1 } } },
          { $match: { n: { $gt: 1 } } },
          { $count: 'n' },
        ])
        .allowDiskUse(true)
      return found?.n ?? 0
    },

    /** What all ballots and rulings of a category up to an instant (exclusive) come to. Reads the whole category. */
    async recount(edition: string, category: CategoryId, until?: Date) {
      const match = { edition, category }
      return total([
        await sumOf(ballots, until ? { ...match, castAt: { $lt: until } } : match),
        await sumOf(rulings, until ? { ...match, ruledAt: { $lt: until } } : match),
      ])
    },
  }

  /** Sums in the engine: rulings carry their `effect`, ballots count as +1. */
  async function sumOf(model: typeof ballots | typeof rulings, match: object) {
    const effect = { $ifNull: ['$effect', 1] }
    const cast = (unit: 'hour' | 'minute') => ({ $dateTrunc: { date: '$castAt', unit } })
    const [votes, ballots] = await Promise.all([
      model.aggregate<Sum['votes'][number]>([
        { $match: match },
        { $unwind: '$selections' },
        { $group: { _id: { hour: cast('hour'), candidate: '$selections' }, n: { $sum: effect } } },
      ]),
      model.aggregate<Sum['ballots'][number]>([
        { $match: match },
        {
          $group: {
            _id: { minute: cast('minute'), channel: '$channel' },
            n: { $sum: effect },
            entries: { $sum: 1 },
          },
        },
      ]),
    ])
    return { votes, ballots }
  }
}

/** A writer's stream in some categories of an edition; by category, since that is how the index goes. */
export type StreamOf = { edition: string; categories: CategoryId[]; writer: string }

const ofWriter = ({ edition, categories, writer }: StreamOf) => ({
  edition,
  category: { $in: categories },
  writer,
})

/** Positions refused by a unique index. Any other failure is thrown. */
async function insert(
  collection: { insertMany: (docs: never[], options: object) => Promise<unknown> },
  records: object[],
): Promise<number[]> {
  try {
    await collection.insertMany(records as never[], { ordered: false })
    return []
  } catch (error) {
    if (!(error instanceof mongo.MongoBulkWriteError && isTaken(error))) throw error
    return [error.writeErrors].flat().map(({ index }) => index)
  }
}
