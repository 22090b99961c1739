import { randomBytes } from 'node:crypto'
import type {
  ClaimCodeFilter,
  ClaimCodeStatus,
  Decision,
  RepresentativeStatus,
} from '@shared/representative/contract'
import { type Connection, mongo, Schema } from 'mongoose'
import type { SealedField, SecretBox } from '../../ports/secrets'
import { isTaken } from '../../taken'
import { searching } from '../unit/unit'

/** That somebody speaks for a unit. There is one of them per unit and voter. */
export type RepresentativeRecord = {
  _id: string
  unit: string
  voter: string
  name: string
  position: string
  phone: string
  status: RepresentativeStatus
  reason: string | null
  since: Date
  via: 'code' | 'request'
  /** Ids of uploads. */
  proof: string[]
  decidedBy: string | null
  /** What staff have decided that the person has still to be told; null for nothing. */
  untold: Decision | null
  /** What it is found by, a line each. */
  search: string
}

/** A claim code: known by its hash, and kept sealed so that its letter can be printed again. */
export type CodeRecord = {
  _id: string
  unit: string
  hash: string
  code: string
  issuedAt: Date
  issuedBy: string
  usedAt: Date | null
  /** The voter who claimed the unit with it, and their name. */
  usedBy: string | null
  userName: string | null
  revokedReason: string | null
  /** The unit whose one open code it is; null for a further one, and once it is open no more. */
  openFor: string | null
  level: string
  cityCode: string
  search: string
}

/** Who somebody is and how they came, as a claim or a request leaves it. */
export type Entrance = Omit<RepresentativeRecord, '_id' | 'decidedBy' | 'reason' | 'untold'>

const text = { type: String, required: true }
const maybe = { type: String, default: null }
const representativeSchema = new Schema<RepresentativeRecord>(
  {
    ...{ _id: text, unit: text, voter: text, name: text, position: text, phone: text, status: text },
    ...{ reason: maybe, since: { type: Date, required: true }, via: text, decidedBy: maybe, search: text },
    ...{ proof: { type: [String], required: true }, untold: maybe },
  },
  { versionKey: false },
)
representativeSchema.index({ unit: 1, voter: 1 }, { unique: true })
representativeSchema.index({ voter: 1 })
representativeSchema.index({ status: 1, since: -1 })
representativeSchema.index({ untold: 1 }, { partialFilterExpression: { untold: { $type: 'string' } } })

const codeSchema = new Schema<CodeRecord>(
  {
    ...{ _id: text, unit: text, hash: text, code: text, issuedAt: { type: Date, required: true } },
    ...{ issuedBy: text, usedAt: { type: Date, default: null }, usedBy: maybe, userName: maybe },
    ...{ revokedReason: maybe, openFor: maybe, level: text, cityCode: text, search: text },
  },
  { versionKey: false },
)
codeSchema.index({ hash: 1 }, { unique: true })
codeSchema.index({ openFor: 1 }, { unique: true, partialFilterExpression: { openFor: { $type: 'string' } } })
codeSchema.index({ unit: 1 })
codeSchema.index({ issuedAt: -1, _id: 1 })

const PHONE = 'representative.phone'
const CODE = 'representative.code'
/** The codes of these states. */
const STATES: Record<ClaimCodeStatus, object> = {
  open: { usedAt: null, revokedReason: null },
  used: { usedAt: { $ne: null } },
  revoked: { revokedReason: { $ne: null } },
}

export type RepresentativeStore = ReturnType<typeof createRepresentativeStore>

export const newId = (letter: string): string => letter + randomBytes(8).toString('hex')

/** Telephone numbers and codes are sealed in the store, and open on both of its sides. */
export function createRepresentativeStore(connection: Connection, box: SecretBox) {
  const representatives = connection.model('Representative', representativeSchema, 'representatives')
  const codes = connection.model('ClaimCode', codeSchema, 'claimCodes')
  const openPhone = (record: RepresentativeRecord) => ({
    ...record,
    phone: box.open(record.phone, PHONE) ?? '',
  })
  /** What an entrance leaves, over whatever was there. */
  const entered = ({ unit: _unit, voter: _voter, ...entrance }: Entrance) => ({
    ...{ ...entrance, phone: box.seal(entrance.phone, PHONE), reason: null, decidedBy: null, untold: null },
  })
  const openCode = (record: CodeRecord) => ({ ...record, code: box.open(record.code, CODE) ?? '' })

  return {
    sealed: [
      { collection: 'representatives', path: 'phone', place: PHONE },
      { collection: 'claimCodes', path: 'code', place: CODE },
    ] satisfies SealedField[],

    async prepare(): Promise<void> {
      for (const model of [representatives, codes]) {
        await model.createCollection()
        await model.createIndexes()
      }
    },

    /**
     * Notes who came and how, in place of what was there for the same unit and voter; with `anew` false that stays.
     * Answers what is there now.
     */
    async enter(entrance: Entrance, anew: boolean): Promise<RepresentativeRecord> {
      const { unit, voter } = entrance
      const [set, first] = [entered(entrance), { _id: newId('r') }]
      const update = anew ? { $set: set, $setOnInsert: first } : { $setOnInsert: { ...set, ...first } }
      const options = { upsert: true, returnDocument: 'after' } as const
      const enter = () =>
        representatives.findOneAndUpdate({ unit, voter }, update, options).lean<RepresentativeRecord>()
      // Two at once may both try to insert; the second finds what the first has put there.
      return openPhone((await enter().catch(enter))!)
    },

    /** Notes who asks to be let in; answers null where they are in, or wait, already: the unique index says so. */
    async ask(entrance: Entrance): Promise<RepresentativeRecord | null> {
      const { unit, voter } = entrance
      try {
        const asked = await representatives
          .findOneAndUpdate(
            { unit, voter, status: { $in: ['refused', 'ended'] } },
            { $set: entered(entrance), $setOnInsert: { _id: newId('r') } },
            { upsert: true, returnDocument: 'after' },
          )
          .lean<RepresentativeRecord>()
        return openPhone(asked!)
      } catch (error) {
        if (isTaken(error)) return null
        throw error
      }
    },

    find: async (id: string) => {
      const found = await representatives.findById(id).lean<RepresentativeRecord>()
      return found && openPhone(found)
    },

    /** Those of a person's voters, the latest first. */
    async findOf(voters: string[]): Promise<RepresentativeRecord[]> {
      const found = representatives.find({ voter: { $in: voters } }).sort({ since: -1 })
      return (await found.lean<RepresentativeRecord[]>()).map(openPhone)
    },

    /** The units that a person's voters speak for. */
    unitsOf: (voters: string[]): Promise<string[]> =>
      representatives.distinct('unit', { voter: { $in: voters }, status: 'active' }),

    /** Who speaks for any of some units, or for any at all. */
    votersOf: (units: string[] | null): Promise<string[]> =>
      representatives.distinct('voter', { status: 'active', ...(units && { unit: { $in: units } }) }),

    async findActive(unit: string): Promise<RepresentativeRecord[]> {
      const found = representatives.find({ unit, status: 'active' }).sort({ since: 1 })
      return (await found.lean<RepresentativeRecord[]>()).map(openPhone)
    },

    /** Which of these uploads prove something. */
    async referredTo(uploads: string[]): Promise<string[]> {
      const named: string[] = await representatives.distinct('proof', { proof: { $in: uploads } })
      return named.filter((id) => uploads.includes(id))
    },

    async findPage(filter: RepresentativeFilter, skip: number, limit: number) {
      const condition = conditionOf(filter)
      const [found, total] = await Promise.all([
        representatives
          .aggregate<RepresentativeRecord>([
            { $match: condition },
            { $addFields: { waits: { $eq: ['$status', 'pending'] } } },
            { $sort: { waits: -1, since: -1, _id: 1 } },
            ...[{ $skip: skip }, { $limit: limit }, { $unset: 'waits' }],
          ])
          .exec(),
        representatives.countDocuments(condition),
      ])
      return { records: found.map(openPhone), total }
    },

    /** Moves on from a status; answers false where it is no longer that. */
    async decide(id: string, from: RepresentativeStatus[], change: Partial<RepresentativeRecord>) {
      const decided = await representatives.updateOne({ _id: id, status: { $in: from } }, { $set: change })
      return decided.matchedCount === 1
    },

    /** Notes that the person has been told. */
    async told(id: string, what: Decision): Promise<void> {
      await representatives.updateOne({ _id: id, untold: what }, { $set: { untold: null } })
    },

    /** Those who wait to be told. */
    async findUntold(limit: number): Promise<RepresentativeRecord[]> {
      const found = representatives.find({ untold: { $type: 'string' } }).limit(limit)
      return (await found.lean<RepresentativeRecord[]>()).map(openPhone)
    },

    /** Adds codes, but for units that have got their one open code meanwhile; answers how many. */
    async addCodes(records: CodeRecord[]): Promise<number> {
      const sealed = records.map((record) => ({ ...record, code: box.seal(record.code, CODE) }))
      try {
        return (await codes.collection.insertMany(sealed as never[], { ordered: false })).insertedCount
      } catch (error) {
        if (!(error instanceof mongo.MongoBulkWriteError && isTaken(error))) throw error
        return error.insertedCount
      }
    },

    async findCode(by: { hash: string } | { _id: string }): Promise<CodeRecord | null> {
      const found = await codes.findOne(by).lean<CodeRecord>()
      return found && openCode(found)
    },

    /** Takes an open code for a voter; answers false where it is open no longer. */
    async useCode(hash: string, use: Pick<CodeRecord, 'usedAt' | 'usedBy' | 'userName'>): Promise<boolean> {
      return (
        (await codes.updateOne({ hash, ...STATES.open }, { $set: { ...use, openFor: null } }))
          .matchedCount === 1
      )
    },

    async revokeCode(id: string, revokedReason: string): Promise<boolean> {
      return (
        (await codes.updateOne({ _id: id, ...STATES.open }, { $set: { revokedReason, openFor: null } }))
          .matchedCount === 1
      )
    },

    /** Which of these units have an open code. */
    withOpenCode: (units: string[]): Promise<string[]> =>
      codes.distinct('unit', { unit: { $in: units }, ...STATES.open }),

    async findCodes(filter: ClaimCodeFilter, skip: number, limit: number) {
      const condition = codeConditionOf(filter)
      const [found, total] = await Promise.all([
        codes.find(condition).sort({ issuedAt: -1, _id: 1 }).skip(skip).limit(limit).lean<CodeRecord[]>(),
        codes.countDocuments(condition),
      ])
      return { records: found.map(openCode), total }
    },

    hasCodes: async (filter: ClaimCodeFilter) => (await codes.exists(codeConditionOf(filter))) !== null,

    /** All that pass, by city, without holding them all at once. */
    async *streamCodes(filter: ClaimCodeFilter): AsyncGenerator<CodeRecord> {
      const found = codes.find(codeConditionOf(filter)).sort({ cityCode: 1, unit: 1, _id: 1 })
      for await (const record of found.lean<CodeRecord[]>().cursor({ batchSize: 200 })) yield openCode(record)
    },
  }
}

export type RepresentativeFilter = { status?: RepresentativeStatus; unit?: string; q?: string }

function conditionOf({ status, unit, q }: RepresentativeFilter) {
  return { ...(status && { status }), ...(unit && { unit }), ...searching(q) }
}

function codeConditionOf({ status, unit, level, region, q }: ClaimCodeFilter) {
  return {
    ...(status && STATES[status]),
    ...(unit && { unit }),
    ...(level && { level }),
    ...(region && { cityCode: region }),
    ...searching(q),
  }
}
