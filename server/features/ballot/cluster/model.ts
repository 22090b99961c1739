import type { RulingKind } from '@shared/ballot/rules'
import type { CategoryId } from '@shared/edition/contract'
import type { Reason } from '@shared/risk/rules'
import { type Connection, Schema } from 'mongoose'
import { isTaken } from '../../../taken'
import { ballotsIn, rulingsIn } from '../model'

/** Votes of a candidate that look like one deed, as the rules have found them. */
export type ClusterRecord = {
  /** A hash of its edition and key: what its ballots have in common is kept beside the ballots alone. */
  _id: string
  edition: string
  category: CategoryId
  candidate: string
  /** The highest it had, with the reasons of then. */
  score: number
  reasons: Reason[]
  from: Date
  to: Date
  size: number
  /** Whether something was decided since it last grew. */
  handled: boolean
  /** What was decided last. */
  verdict: RulingKind | null
}

/** One of its ballots. */
export type MemberRecord = {
  /** Cluster and receipt, so that nothing is in it twice. */
  _id: string
  cluster: string
  receipt: string
  edition: string
  category: CategoryId
  candidate: string
  castAt: Date
}

export type ClusterFilter = { edition: string; category?: CategoryId; candidate?: string; handled?: boolean }
/** Of which candidate. */
type Place = { edition: string; category: CategoryId; candidate: string }

const text = { type: String, required: true } as const
const date = { type: Date, required: true } as const

const clusterSchema = new Schema<ClusterRecord>(
  {
    ...{ _id: text, edition: text, category: text, candidate: text },
    ...{ score: { type: Number, required: true }, reasons: { type: [Schema.Types.Mixed] as never } },
    ...{ from: date, to: date, size: { type: Number, required: true } },
    ...{ handled: { type: Boolean, required: true }, verdict: { type: String, default: null } },
  },
  { versionKey: false, minimize: false, strict: 'throw' },
)
clusterSchema.index({ edition: 1, handled: 1, score: -1, to: -1, _id: 1 })
clusterSchema.index({ edition: 1, to: -1 })

const memberSchema = new Schema<MemberRecord>(
  { _id: text, cluster: text, receipt: text, edition: text, category: text, candidate: text, castAt: date },
  { versionKey: false, strict: 'throw' },
)
memberSchema.index({ cluster: 1, castAt: 1, _id: 1 })
memberSchema.index({ edition: 1, category: 1, candidate: 1, castAt: 1 })

export type ClusterStore = ReturnType<typeof createClusterStore>

/** Clusters with their ballots, and what the ledger has of these. */
export function createClusterStore(connection: Connection) {
  const clusters = connection.model('Cluster', clusterSchema, 'clusters')
  const members = connection.model('ClusterMember', memberSchema, 'clusterMembers')
  const idOf = (cluster: string, receipt: string) => `${cluster}:${receipt}`

  return {
    async prepare(): Promise<void> {
      for (const model of [clusters, members]) {
        await model.createCollection()
        await model.createIndexes()
      }
    },

    /** Adds a cluster, or widens the one that is there. However often and in whatever order, it comes to the same. */
    async note(found: Omit<ClusterRecord, 'size' | 'handled' | 'verdict'>): Promise<void> {
      const { _id, from, to, score, reasons, ...fixed } = found
      const fresh = { ...fixed, score, reasons, size: 0, handled: false, verdict: null }
      const write = () =>
        clusters.updateOne({ _id }, { $min: { from }, $max: { to }, $setOnInsert: fresh }, { upsert: true })
      await write().catch((error) => (isTaken(error) ? write() : Promise.reject(error)))
      await clusters.updateOne({ _id, score: { $lt: score } }, { $set: { score, reasons } })
    },

    /** Those of some receipts that a cluster does not have yet. */
    async missing(cluster: string, receipts: string[]): Promise<string[]> {
      const ids = receipts.map((receipt) => idOf(cluster, receipt))
      const known = new Set<string>(await members.distinct('receipt', { _id: { $in: ids } }))
      return receipts.filter((receipt) => !known.has(receipt))
    },

    /** When ballots were cast; receipts that are nobody's are left out. */
    async castAtOf(receipts: string[]): Promise<{ receipt: string; castAt: Date }[]> {
      const found = await ballotsIn(connection)
        .find({ _id: { $in: receipts } }, { castAt: 1 })
        .lean<{ _id: string; castAt: Date }[]>()
      return found.map(({ _id, castAt }) => ({ receipt: _id, castAt }))
    },

    /** Adds ballots to a cluster, each once. */
    async addMembers(added: Omit<MemberRecord, '_id'>[]): Promise<void> {
      const records = added.map((one) => ({ _id: idOf(one.cluster, one.receipt), ...one }))
      await members.collection.insertMany(records as never, { ordered: false }).catch((error) => {
        if (!isTaken(error)) throw error
      })
    },

    /** Counts a cluster's ballots anew; one that has grown waits for staff again. */
    async measure(_id: string): Promise<void> {
      const size = await members.countDocuments({ cluster: _id })
      await clusters.updateOne({ _id, size: { $lt: size } }, { $set: { size, handled: false } })
    },

    /** Something was decided about a cluster as it was when it had so many ballots. */
    async settle(_id: string, verdict: RulingKind, size: number): Promise<void> {
      await clusters.updateOne({ _id }, { $set: { verdict } })
      await clusters.updateOne({ _id, size }, { $set: { handled: true } })
    },

    find: (id: string) => clusters.findById(id).lean<ClusterRecord>(),
    findPage: (filter: ClusterFilter, skip: number, limit: number) =>
      clusters
        .find({ ...filter, size: { $gt: 0 } })
        .sort({ handled: 1, score: -1, to: -1, _id: 1 })
        .skip(skip)
        .limit(limit)
        .lean<ClusterRecord[]>(),
    count: (filter: ClusterFilter) => clusters.countDocuments({ ...filter, size: { $gt: 0 } }),
    /** Those of some clusters about which this was decided last, and which have not grown since. */
    withVerdict: (ids: string[], verdict: RulingKind): Promise<string[]> =>
      clusters.distinct('_id', { _id: { $in: ids }, verdict, handled: true }),

    findMembers: (cluster: string, skip: number, limit: number) =>
      members.find({ cluster }).sort({ castAt: 1, _id: 1 }).skip(skip).limit(limit).lean<MemberRecord[]>(),

    /** All of a cluster's receipts in the order they were cast, by the batch. */
    async *receiptsOf(cluster: string, size = 1000): AsyncGenerator<string[]> {
      let batch: string[] = []
      const all = members.find({ cluster }, { receipt: 1 }).sort({ castAt: 1, _id: 1 })
      for await (const { receipt } of all.lean<{ receipt: string }[]>().cursor({ batchSize: size })) {
        if (batch.push(receipt) < size) continue
        yield batch
        batch = []
      }
      if (batch.length > 0) yield batch
    },

    /** The scores of those that had ballots since an instant. */
    async scoresSince(edition: string, since: Date): Promise<number[]> {
      const found = await clusters
        .find({ edition, to: { $gte: since }, size: { $gt: 0 } }, { score: 1 })
        .lean<{ score: number }[]>()
      return found.map(({ score }) => score)
    },

    /** How many clusters and different ballots each candidate of an edition has, and since when and until when. */
    async totals(edition: string) {
      type Of = { category: CategoryId; candidate: string }
      const ofEach = { category: '$category', candidate: '$candidate' }
      const [ballots, groups] = await Promise.all([
        members.aggregate<{ _id: Of; n: number; from: Date; to: Date }>([
          { $match: { edition } },
          { $group: { _id: { ...ofEach, receipt: '$receipt' }, castAt: { $first: '$castAt' } } },
          {
            $group: {
              _id: { category: '$_id.category', candidate: '$_id.candidate' },
              ...{ n: { $sum: 1 }, from: { $min: '$castAt' }, to: { $max: '$castAt' } },
            },
          },
          { $sort: { n: -1, '_id.candidate': 1 } },
        ]),
        clusters.aggregate<{ _id: Of; n: number }>([
          { $match: { edition } },
          { $group: { _id: ofEach, n: { $sum: 1 } } },
        ]),
      ])
      const known = new Map(groups.map(({ _id, n }) => [`${_id.category} ${_id.candidate}`, n]))
      return ballots.map(({ _id, n, from, to }) => ({
        ...{ ..._id, ballots: n, clusters: known.get(`${_id.category} ${_id.candidate}`) ?? 0 },
        ...{ from: from.toISOString(), to: to.toISOString() },
      }))
    },

    /** A candidate's ballots in clusters by the hour, each once. */
    hoursOf({ edition, category, candidate }: Place, from: Date, to: Date) {
      return members.aggregate<{ _id: Date; n: number }>([
        { $match: { edition, category, candidate, castAt: { $gte: from, $lt: to } } },
        { $group: { _id: '$receipt', castAt: { $first: '$castAt' } } },
        { $group: { _id: { $dateTrunc: { date: '$castAt', unit: 'hour' } }, n: { $sum: 1 } } },
      ])
    },

    /** A cluster's ballots by the minute or hour. */
    seriesOf(cluster: string, unit: 'minute' | 'hour') {
      return members.aggregate<{ _id: Date; n: number }>([
        { $match: { cluster } },
        { $group: { _id: { $dateTrunc: { date: '$castAt', unit } }, n: { $sum: 1 } } },
      ])
    },

    /** How many of some ballots are in which state other than counted. */
    async setAsideAmong(receipts: string[]): Promise<{ quarantined: number; invalidated: number }> {
      const found = await rulingsIn(connection).aggregate<{ _id: string; n: number }>([
        { $match: { ballot: { $in: receipts } } },
        { $sort: { ballot: 1, revision: 1 } },
        { $group: { _id: '$ballot', status: { $last: '$status' } } },
        { $group: { _id: '$status', n: { $sum: 1 } } },
      ])
      const of = (status: string) => found.find(({ _id }) => _id === status)?.n ?? 0
      return { quarantined: of('quarantined'), invalidated: of('invalidated') }
    },

    /** What some ballots have of a signal, and how many of each; null for those that have none of it. */
    sharesAmong: (receipts: string[], signal: 'network' | 'device' | 'follow') =>
      ballotsIn(connection).aggregate<{ _id: string | null; n: number }>([
        { $match: { _id: { $in: receipts } } },
        { $group: { _id: { $ifNull: [`$risk.${signal}`, null] }, n: { $sum: 1 } } },
        { $sort: { n: -1, _id: 1 } },
      ]),
  }
}
