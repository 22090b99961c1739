import type { Unit } from '@shared/unit/contract'
import { type Connection, Schema } from 'mongoose'

type UnitRecord = Omit<Unit, 'id'> & { _id: string }

const schema = new Schema<UnitRecord>(
  {
    _id: { type: String, required: true },
    name: { type: String, required: true },
    level: { type: String, required: true },
    region: { type: Schema.Types.Mixed, required: true },
    sample: { type: Boolean, required: true },
    replyRecord: { type: Schema.Types.Mixed, default: null },
  },
  { versionKey: false },
)
schema.index({ name: 1 }, { unique: true })

export type UnitStore = ReturnType<typeof createUnitStore>

export function createUnitStore(connection: Connection) {
  const units = connection.model('Unit', schema, 'units')
  return {
    async prepare(): Promise<void> {
      await units.createCollection()
      await units.createIndexes()
    },
    async saveAll(all: Unit[]): Promise<void> {
      await units.bulkWrite(
        all.map(({ id, ...unit }) => ({
          replaceOne: { filter: { _id: id }, replacement: { _id: id, ...unit }, upsert: true },
        })),
        { ordered: false, throwOnValidationError: true },
      )
    },
    async findMany(ids: string[]): Promise<Unit[]> {
      const records = await units.find({ _id: { $in: ids } }).lean<UnitRecord[]>()
      return records.map(({ _id, ...unit }) => ({ id: _id, ...unit }))
    },
  }
}
