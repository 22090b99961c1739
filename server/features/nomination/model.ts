import type { CategoryId } from '@shared/edition/contract'
import type {
  Answers,
  MoveName,
  NominationStatus,
  RecordObjection,
  Return,
} from '@shared/nomination/contract'
import type {
  Comment,
  HistoryEntry,
  ScreeningFilter,
  ScreeningQuery,
} from '@shared/nomination/screening/contract'
import type { Level } from '@shared/unit/contract'
import { type Connection, Schema } from 'mongoose'
import type { SealedField, SecretBox } from '../../ports/secrets'
import { isTaken } from '../../taken'
import { searching } from '../unit/unit'

/** A nomination as stored. Instants inside `history` and the like are ISO texts, as they are shown. */
export type NominationRecord = {
  _id: string
  /** Who began it and the key they gave it: beginning it again makes no second one. */
  origin: string
  edition: string
  category: CategoryId
  unit: string
  /** What of the unit the queue is filtered and found by, as it was when the draft was saved last. */
  level: Level
  cityCode: string
  city: string
  search: string
  title: string
  answers: Answers
  /** Which answers are telephone numbers: by the form they were written in, whatever becomes of it. */
  phoneKeys: string[]
  status: NominationStatus
  version: number
  /** What no two of may hold, `2021 worker u17`: from handing in until withdrawn or rejected; null where there may be many. */
  slot: string | null
  createdAt: Date
  updatedAt: Date
  /** When the answers arrived. */
  savedAt: Date
  savedBy: string
  /** When the mail it came by was sent, as the mail says; null where it came another way. */
  mailedAt: Date | null
  submittedAt: Date | null
  decidedAt: Date | null
  /** `mended` once something was saved since. */
  returned: (Omit<Return, 'mended'> & { mended?: string[] }) | null
  rejectedReason: string | null
  objection: RecordObjection | null
  unread: string[]
  /** Whether WeChat's check of the texts or pictures wants a human to look. */
  flagged: boolean
  screener: { id: string; name: string } | null
  score: number | null
  checked: string[]
  comments: Comment[]
  history: HistoryEntry[]
  /** The last way it went, while its representatives have still to be told; null for nothing. */
  untold: MoveName | null
  /** Whether they have still to be told how their objection was answered. */
  answerUntold: boolean
}

/** What a change sets; `entry` is added to the history. */
export type Change = {
  at: Date
  set: Partial<Omit<NominationRecord, '_id' | 'version' | 'updatedAt'>>
  entry?: HistoryEntry
}

/** As stored: telephone numbers apart from the other answers, sealed. */
type Stored = NominationRecord & { phones: string | null }

const text = { type: String, required: true }
const maybe = { type: String, default: null }
const instant = { type: Date, required: true }
const mixed = { type: Schema.Types.Mixed, default: null }
const list = { type: [Schema.Types.Mixed] as never, required: true }

const schema = new Schema<Stored>(
  {
    ...{ _id: text, origin: text, edition: text, category: text, unit: text, level: text, cityCode: text },
    ...{ city: text, search: text, title: { type: String, default: '' }, status: text, slot: maybe },
    ...{ answers: { type: Schema.Types.Mixed, required: true }, phones: maybe },
    ...{ phoneKeys: { type: [String], required: true }, untold: maybe },
    answerUntold: { type: Boolean, default: false },
    version: { type: Number, required: true },
    ...{ createdAt: instant, updatedAt: instant, savedAt: instant, savedBy: text },
    ...{ mailedAt: { type: Date, default: null }, submittedAt: { type: Date, default: null } },
    ...{ decidedAt: { type: Date, default: null } },
    ...{ returned: mixed, rejectedReason: maybe, objection: mixed, screener: mixed },
    unread: { type: [String], required: true },
    flagged: { type: Boolean, required: true },
    score: { type: Number, default: null },
    checked: { type: [String], required: true },
    ...{ comments: list, history: list },
  },
  { versionKey: false, minimize: false },
)
schema.index({ origin: 1 }, { unique: true })
schema.index({ slot: 1 }, { unique: true, partialFilterExpression: { slot: { $type: 'string' } } })
schema.index({ untold: 1 }, { partialFilterExpression: { untold: { $type: 'string' } } })
schema.index({ answerUntold: 1 }, { partialFilterExpression: { answerUntold: true } })
schema.index({ unit: 1, updatedAt: -1 })
schema.index({ edition: 1, category: 1, status: 1, submittedAt: 1 })

const PHONES = 'nomination.phones'

export type NominationStore = ReturnType<typeof createNominationStore>

export function createNominationStore(connection: Connection, box: SecretBox) {
  const nominations = connection.model('Nomination', schema, 'nominations')

  function sealed({
    answers,
    phoneKeys,
  }: Pick<NominationRecord, 'answers' | 'phoneKeys'>): Pick<Stored, 'answers' | 'phoneKeys' | 'phones'> {
    const entries = Object.entries(answers)
    const phones = entries.filter(([key]) => phoneKeys.includes(key))
    return {
      phoneKeys,
      answers: Object.fromEntries(entries.filter(([key]) => !phoneKeys.includes(key))),
      phones: phones.length > 0 ? box.seal(JSON.stringify(Object.fromEntries(phones)), PHONES) : null,
    }
  }

  function opened({ phones, ...record }: Stored): NominationRecord {
    const text = phones && box.open(phones, PHONES)
    return { ...record, answers: { ...record.answers, ...(text ? JSON.parse(text) : {}) } }
  }

  /** Ids of nominations an answer of which names an upload. */
  async function nominationsNaming(upload: string): Promise<string[]> {
    const named = await nominations.aggregate<{ _id: string }>([
      { $project: { answer: { $objectToArray: '$answers' } } },
      { $match: { answer: { $elemMatch: { v: upload } } } },
      { $project: { _id: 1 } },
    ])
    return named.map(({ _id }) => _id)
  }

  return {
    sealed: [{ collection: 'nominations', path: 'phones', place: PHONES }] satisfies SealedField[],

    async prepare(): Promise<void> {
      await nominations.createCollection()
      await nominations.createIndexes()
    },

    /** Stores a new one, unless its origin has one already; answers what is there. */
    async add(record: NominationRecord): Promise<NominationRecord> {
      try {
        await nominations.create({ ...record, ...sealed(record) })
      } catch (error) {
        if (!isTaken(error)) throw error
      }
      return opened((await nominations.findOne({ origin: record.origin }).lean<Stored>())!)
    },

    async find(id: string): Promise<NominationRecord | null> {
      const found = await nominations.findById(id).lean<Stored>()
      return found && opened(found)
    },

    async findMany(ids: string[]): Promise<NominationRecord[]> {
      return (await nominations.find({ _id: { $in: ids } }).lean<Stored[]>()).map(opened)
    },

    /** Those of some units, changed last first. */
    async findOfUnits(edition: string, units: string[]): Promise<NominationRecord[]> {
      const found = nominations.find({ edition, unit: { $in: units } }).sort({ updatedAt: -1 })
      return (await found.lean<Stored[]>()).map(opened)
    },

    /** Keys of the questions that some nomination of an edition has answered, by category. */
    async answeredIn(edition: string): Promise<Partial<Record<CategoryId, string[]>>> {
      const found = await nominations.aggregate<{ _id: CategoryId; keys: string[] }>([
        { $match: { edition } },
        { $project: { category: 1, answer: { $objectToArray: '$answers' } } },
        { $unwind: '$answer' },
        { $match: { 'answer.v': { $nin: ['', false, []] } } },
        { $group: { _id: '$category', keys: { $addToSet: '$answer.k' } } },
      ])
      return Object.fromEntries(found.map(({ _id, keys }) => [_id, keys]))
    },

    /** Units with a nomination that was begun and not handed in. */
    unitsWithDrafts: (edition: string): Promise<string[]> =>
      nominations.distinct('unit', { edition, status: { $in: ['draft', 'returned'] } }),

    /** Who holds a slot, but for one. */
    findInSlot: (slot: string, but: string) =>
      nominations.findOne({ slot, _id: { $ne: but } }, { title: 1 }).lean<{ title: string }>(),

    /**
     * Changes what still has a version. Answers `changed`, `stale` where it has another by now, or `taken` where its slot
     * is somebody else's.
     */
    async change(
      { _id, version }: Pick<NominationRecord, '_id' | 'version'>,
      { at, set: { answers, phoneKeys = [], ...set }, entry }: Change,
    ): Promise<'changed' | 'stale' | 'taken'> {
      const update = {
        $set: { ...set, ...(answers && sealed({ answers, phoneKeys })), updatedAt: at },
        $inc: { version: 1 },
        ...(entry && { $push: { history: entry } }),
      }
      try {
        const { matchedCount } = await nominations.updateOne({ _id, version }, update as never)
        return matchedCount === 1 ? 'changed' : 'stale'
      } catch (error) {
        if (isTaken(error)) return 'taken'
        throw error
      }
    },

    /** Sets an objection where `from` still holds; answers whether it did. What is judged does not change by it. */
    async object(id: string, from: object, objection: RecordObjection): Promise<boolean> {
      const set = { objection, answerUntold: objection.answer !== null }
      return (await nominations.updateOne({ _id: id, ...from }, { $set: set })).matchedCount === 1
    },

    /** Notes that its representatives have been told. */
    told: (id: string, what: MoveName | 'answer') =>
      what === 'answer'
        ? nominations.updateOne({ _id: id }, { $set: { answerUntold: false } })
        : nominations.updateOne({ _id: id, untold: what }, { $set: { untold: null } }),

    /** Nominations whose representatives wait to be told. */
    async findUntold(limit: number): Promise<NominationRecord[]> {
      const found = nominations
        .find({ $or: [{ untold: { $type: 'string' } }, { answerUntold: true }] })
        .limit(limit)
      return (await found.lean<Stored[]>()).map(opened)
    },

    /** Adds a comment; answers whether there is something to comment on. */
    async comment(id: string, comment: Comment): Promise<boolean> {
      const added = await nominations.updateOne({ _id: id }, { $push: { comments: comment } } as never)
      return added.matchedCount === 1
    },

    /** Asks staff to look at a nomination, or at all that name an upload. */
    async flag(those: { _id: string } | { upload: string }): Promise<void> {
      const ids = '_id' in those ? [those._id] : await nominationsNaming(those.upload)
      await nominations.updateMany({ _id: { $in: ids } }, { $set: { flagged: true } })
    },

    async findPage(edition: string, { sort, page, pageSize, ...filter }: ScreeningQuery) {
      const condition = conditionOf(edition, filter)
      const found = nominations.find(condition).sort(SORTS[sort])
      const [records, total] = await Promise.all([
        found
          .skip((page - 1) * pageSize)
          .limit(pageSize)
          .lean<Stored[]>(),
        nominations.countDocuments(condition),
      ])
      return { records: records.map(opened), total }
    },

    /** All that pass, by city and unit, without holding them all at once. */
    async *stream(edition: string, filter: ScreeningFilter): AsyncGenerator<NominationRecord> {
      const found = nominations.find(conditionOf(edition, filter)).sort({ cityCode: 1, unit: 1, _id: 1 })
      for await (const record of found.lean<Stored[]>().cursor({ batchSize: 50 })) yield opened(record)
    },

    /** How many there are, by category, status and city. */
    count: (edition: string) =>
      nominations.aggregate<Counted>([
        { $match: { edition } },
        {
          $group: {
            _id: { category: '$category', status: '$status', cityCode: '$cityCode' },
            city: { $first: '$city' },
            count: { $sum: 1 },
          },
        },
        { $replaceWith: { $mergeObjects: ['$_id', { city: '$city', count: '$count' }] } },
        { $sort: { cityCode: 1, category: 1, status: 1 } },
      ]),

    /** Which of these units have a nomination, of any edition. */
    unitsAmong: (units: string[]): Promise<string[]> =>
      nominations.distinct('unit', { unit: { $in: units } }),

    /** Which of these uploads an answer names. */
    async referredTo(uploads: string[]): Promise<string[]> {
      const named = await nominations.aggregate<{ _id: string }>([
        { $project: { answer: { $objectToArray: '$answers' } } },
        ...[{ $unwind: '$answer' }, { $match: { 'answer.v': { $elemMatch: { $in: uploads } } } }],
        ...[{ $unwind: '$answer.v' }, { $match: { 'answer.v': { $in: uploads } } }],
        { $group: { _id: '$answer.v' } },
      ])
      return named.map(({ _id }) => _id)
    },
  }
}

export type Counted = {
  category: CategoryId
  status: NominationStatus
  cityCode: string
  city: string
  count: number
}

const SORTS = {
  waiting: { submittedAt: 1, _id: 1 },
  updated: { updatedAt: -1, _id: 1 },
  score: { score: -1, _id: 1 },
} as const

const FLAGS = {
  objection: { 'objection.answer': null, objection: { $ne: null } },
  content: { flagged: true },
  unread: { 'unread.0': { $exists: true } },
}

function conditionOf(edition: string, filter: ScreeningFilter) {
  const { category, status, level, region, screener, flag, q } = filter
  return {
    edition,
    ...(category && { category }),
    ...(status && { status }),
    ...(level && { level }),
    ...(region && { cityCode: region }),
    ...(screener && { 'screener.id': screener === 'none' ? null : screener }),
    ...(flag && FLAGS[flag]),
    ...searching(q),
  } as object
}
