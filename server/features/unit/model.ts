import type { ReplyRecord, Unit, UnitFilter } from '@shared/unit/contract'
import { unitKey } from '@shared/unit/import/rules'
import { type AnyBulkWriteOperation, type Connection, Schema } from 'mongoose'
import type { SealedField, SecretBox } from '../../ports/secrets'
import { isTaken } from '../../taken'
import { PHONE, withOpenPhone, withSealedPhone } from './phone'
import { searching, searchOf } from './search'

/** Who wrote a unit last: a person, an import, or an import's undoing. */
export type Writer = string

export type UnitRecord = Omit<Unit, 'id'> & {
  _id: string
  /** {@link unitKey}: no two units have the same name in the same division. */
  key: string
  /** What it is found by, a line each. */
  search: string
  writer: Writer
}

type OldRecord = Pick<UnitRecord, '_id' | 'name' | 'level' | 'region' | 'sample'> & {
  replyRecord: ReplyRecord | null
}

/** A unit as it is to be stored: `version` is the one it gets, from 1. */
export type UnitWrite = { unit: Unit; writer: Writer }

const schema = new Schema<UnitRecord>(
  {
    _id: { type: String, required: true },
    key: { type: String, required: true },
    name: { type: String, required: true },
    creditCode: { type: String, default: null },
    level: { type: String, required: true },
    region: { type: Schema.Types.Mixed, required: true },
    status: { type: String, required: true },
    contact: { type: Schema.Types.Mixed, required: true },
    sample: { type: Boolean, required: true },
    replyRecords: { type: [Schema.Types.Mixed] as never, required: true },
    version: { type: Number, required: true },
    search: { type: String, required: true },
    writer: { type: String, required: true },
  },
  { versionKey: false, minimize: false },
)
schema.index({ key: 1 }, { unique: true })
schema.index(
  { creditCode: 1 },
  { unique: true, partialFilterExpression: { creditCode: { $type: 'string' } } },
)
schema.index({ 'region.code': 1, name: 1 })

export type UnitStore = ReturnType<typeof createUnitStore>

/** Telephone numbers are sealed in the store, and open on both of its sides. */
export function createUnitStore(connection: Connection, box: SecretBox) {
  const units = connection.model('Unit', schema, 'units')
  const opened = (record: UnitRecord) => withOpenPhone(box, record)
  const recordOf = ({ unit: { id, ...unit }, writer }: UnitWrite): UnitRecord => ({
    ...{ _id: id, ...withSealedPhone(box, unit), key: unitKey(unit), search: searchTextOf(unit), writer },
  })
  const sorted = { 'region.code': 1, name: 1, _id: 1 } as const
  return {
    sealed: [{ collection: 'units', path: 'contact.phone', place: PHONE }] satisfies SealedField[],

    async prepare(): Promise<void> {
      await units.createCollection()
      await convert()
      await units.createIndexes()
    },

    /** Stores units whatever was there before; of many, those that can be. Throws where one cannot. */
    async saveAll(writes: UnitWrite[]): Promise<void> {
      await units.bulkWrite(
        writes.map((write) => ({
          replaceOne: { filter: { _id: write.unit.id }, replacement: recordOf(write), upsert: true },
        })),
        { ordered: false, throwOnValidationError: true },
      )
    },

    /**
     * Writes what still has the version before the one it gets (a new unit: what is not there), and passes over all else.
     * Doing it again changes nothing. {@link findMany} tells what has come of it.
     */
    async writeAll(writes: UnitWrite[]): Promise<void> {
      await passingOver(
        writes.map((write): AnyBulkWriteOperation<UnitRecord> => {
          const record = recordOf(write)
          const { _id, version } = record
          if (version === 1) {
            return { updateOne: { filter: { _id }, update: { $setOnInsert: record }, upsert: true } }
          }
          return { replaceOne: { filter: { _id, version: version - 1 }, replacement: record } }
        }),
      )
    },

    /** Removes units that still are as their first writer left them. */
    async removeNew(ids: string[], writer: Writer): Promise<void> {
      await units.deleteMany({ _id: { $in: ids }, version: 1, writer })
    },

    async findMany(ids: string[]): Promise<UnitRecord[]> {
      return (await units.find({ _id: { $in: ids } }).lean<UnitRecord[]>()).map(opened)
    },

    /** Units that any of these keys or credit codes belongs to. */
    async findKnown(keys: string[], creditCodes: string[]): Promise<UnitRecord[]> {
      const known = { $or: [{ key: { $in: keys } }, { creditCode: { $in: creditCodes } }] }
      return (await units.find(known).lean<UnitRecord[]>()).map(opened)
    },

    async findPage(filter: UnitFilter, skip: number, limit: number): Promise<UnitRecord[]> {
      const page = units.find(conditionOf(filter)).sort(sorted).skip(skip).limit(limit)
      return (await page.lean<UnitRecord[]>()).map(opened)
    },

    count: (filter: UnitFilter) => units.countDocuments(conditionOf(filter)),

    /** All that pass, in the order of the pages, without holding them all at once. */
    async *stream(filter: UnitFilter): AsyncGenerator<UnitRecord> {
      const found = units.find(conditionOf(filter)).sort(sorted).lean<UnitRecord[]>()
      for await (const record of found.cursor({ batchSize: 500 })) yield opened(record)
    },

    /** City codes with name and number of units, in order of code. */
    countByCity: () =>
      units.aggregate<{ value: string; name: string; count: number }>([
        { $group: { _id: '$region.cityCode', name: { $first: '$region.city' }, count: { $sum: 1 } } },
        { $sort: { _id: 1 } },
        { $project: { _id: 0, value: '$_id', name: 1, count: 1 } },
      ]),

    /** Years for which any unit has a reply record, the latest first. */
    async findYears(): Promise<number[]> {
      const years: number[] = await units.distinct('replyRecords.year')
      return years.sort((a, b) => b - a)
    },

    /** Changes whenever one of these units does. */
    async findVersion(ids: string[]): Promise<string> {
      const [sum] = await units.aggregate<{ count: number; versions: number }>([
        { $match: { _id: { $in: ids } } },
        { $group: { _id: null, count: { $sum: 1 }, versions: { $sum: '$version' } } },
      ])
      return `${sum?.count ?? 0} ${sum?.versions ?? 0}`
    },
  }

  /** Brings units of a data folder from before there were versions into today's shape. */
  async function convert(): Promise<void> {
    const isOld = { version: { $exists: false } }
    if (!(await units.exists(isOld))) return
    await units.collection.dropIndex('name_1').catch(() => {})
    for (const { _id: id, ...old } of await units.find(isOld).lean<OldRecord[]>()) {
      const { replyRecord, ...kept } = old
      const contact = { name: null, phone: null }
      const replyRecords = replyRecord ? [replyRecord] : []
      const unit: Unit = {
        ...{ ...kept, id, creditCode: null, status: 'certified', contact, replyRecords, version: 1 },
      }
      await units.replaceOne({ _id: id }, recordOf({ unit, writer: 'program' }))
    }
  }

  /** Writes in bulk; what a unique index refuses has come second to somebody. */
  async function passingOver(writes: AnyBulkWriteOperation<UnitRecord>[]): Promise<void> {
    if (writes.length === 0) return
    try {
      await units.collection.bulkWrite(writes as never, { ordered: false })
    } catch (error) {
      if (!isTaken(error)) throw error
    }
  }
}

function searchTextOf({ name, region, creditCode, contact }: Omit<Unit, 'id'>): string {
  const texts = searchOf(name, `${region.city}${region.county ?? ''}`, contact.name ?? '')
  return [texts, region.code, creditCode?.toLowerCase() ?? ''].filter(Boolean).join('\n')
}

function conditionOf({ level, region, status, q }: UnitFilter) {
  return {
    ...(level && { level }),
    ...(region && { 'region.cityCode': region }),
    ...(status && { status }),
    ...searching(q),
  }
}
