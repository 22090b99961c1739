import type {
  ImportRow,
  ImportRowQuery,
  RowOutcome,
  RowState,
  UnitImport,
} from '@shared/unit/import/contract'
import type { UnitFields } from '@shared/unit/import/rules'
import { type Connection, Schema } from 'mongoose'
import type { SealedField, SecretBox } from '../../../ports/secrets'
import { PHONE, withOpenPhone, withSealedPhone } from '../phone'

/** An import as stored; its file lies under its id. */
export type ImportRecord = Omit<UnitImport, 'id' | 'at' | 'states'> & {
  _id: string
  at: Date
  /** The file's header, for the sheet of bad rows. */
  titles: string[]
}

/** One row of an import. Its unit is written as `after` with `version`, and undone to `before` with the version after. */
export type RowRecord = ImportRow & {
  /** Import and line. */
  _id: string
  import: string
  /** Null for bad rows. */
  unitId: string | null
  before: UnitFields | null
  after: UnitFields | null
  /** The version the row gives its unit, 1 where it adds it; 0 for bad rows. */
  version: number
  /** The row as it came; empty but for bad rows. */
  cells: string[]
}

/** As stored: telephone numbers are sealed, and of a bad row all that it holds, since they may be anywhere in it. */
type StoredRow = Omit<RowRecord, 'cells'> & { sealedCells: string | null }

/** What the cells of a bad row are sealed as. */
const CELLS = 'unitImport.cells'

/** A row that adds or changes a unit. */
export type WritingRow = RowRecord & { unitId: string; after: UnitFields }

const importSchema = new Schema<ImportRecord>(
  {
    _id: { type: String, required: true },
    filename: { type: String, required: true },
    by: { type: Schema.Types.Mixed, required: true },
    at: { type: Date, required: true },
    status: { type: String, required: true },
    mode: { type: String, default: null },
    progress: { type: Schema.Types.Mixed, required: true },
    counts: { type: Schema.Types.Mixed, required: true },
    ignored: { type: [String], required: true },
    titles: { type: [String], required: true },
    problem: { type: String, default: null },
  },
  { versionKey: false },
)
importSchema.index({ at: -1 })
importSchema.index({ status: 1 })

const rowSchema = new Schema<StoredRow>(
  {
    _id: { type: String, required: true },
    import: { type: String, required: true },
    line: { type: Number, required: true },
    name: { type: String },
    outcome: { type: String, required: true },
    state: { type: String, required: true },
    problems: { type: [Schema.Types.Mixed] as never, required: true },
    changes: { type: [Schema.Types.Mixed] as never, required: true },
    unitId: { type: String, default: null },
    before: { type: Schema.Types.Mixed, default: null },
    after: { type: Schema.Types.Mixed, default: null },
    version: { type: Number, required: true },
    sealedCells: { type: String, default: null },
  },
  { versionKey: false },
)
rowSchema.index({ import: 1, line: 1 })
rowSchema.index({ import: 1, state: 1, outcome: 1, line: 1 })

/** Rows that wait to be written: of `pending` ones, those that would change something. */
const WRITING = { outcome: { $in: ['added', 'changed'] as RowOutcome[] } }

export type ImportStore = ReturnType<typeof createImportStore>

export function createImportStore(connection: Connection, box: SecretBox) {
  const imports = connection.model('UnitImport', importSchema, 'unitImports')
  const rows = connection.model('UnitImportRow', rowSchema, 'unitImportRows')
  const seal = ({ before, after, cells, ...row }: RowRecord): StoredRow => ({
    ...{
      ...row,
      before: before && withSealedPhone(box, before),
      after: after && withSealedPhone(box, after),
    },
    sealedCells: cells.length > 0 ? box.seal(JSON.stringify(cells), CELLS) : null,
  })
  const open = ({ before, after, sealedCells, ...row }: StoredRow): RowRecord => ({
    ...{ ...row, before: before && withOpenPhone(box, before), after: after && withOpenPhone(box, after) },
    cells: JSON.parse((sealedCells && box.open(sealedCells, CELLS)) ?? '[]') as string[],
  })
  const collection = 'unitImportRows'

  return {
    sealed: [
      { collection, path: 'before.contact.phone', place: PHONE },
      { collection, path: 'after.contact.phone', place: PHONE },
      { collection, path: 'sealedCells', place: CELLS },
    ] satisfies SealedField[],

    async prepare(): Promise<void> {
      for (const model of [imports, rows]) {
        await model.createCollection()
        await model.createIndexes()
      }
    },

    async add(record: ImportRecord): Promise<void> {
      await imports.create(record)
    },

    find: (id: string) => imports.findById(id).lean<ImportRecord | null>(),

    findPage: (skip: number, limit: number) =>
      imports.find().sort({ at: -1, _id: 1 }).skip(skip).limit(limit).lean<ImportRecord[]>(),

    count: () => imports.estimatedDocumentCount(),

    findByStatus: (statuses: UnitImport['status'][]) =>
      imports.find({ status: { $in: statuses } }).lean<ImportRecord[]>(),

    /** Changes an import that is in one of these statuses; null where it is in another. */
    change: (id: string, from: UnitImport['status'][], change: Partial<ImportRecord>) =>
      imports
        .findOneAndUpdate({ _id: id, status: { $in: from } }, { $set: change }, { returnDocument: 'after' })
        .lean<ImportRecord | null>(),

    async clearRows(id: string): Promise<void> {
      await rows.deleteMany({ import: id })
    },

    async addRows(those: RowRecord[]): Promise<void> {
      if (those.length > 0) await rows.collection.insertMany(those.map(seal) as never, { ordered: false })
    },

    /** The next rows in a state, in the file's order. */
    async nextRows(id: string, state: RowState, limit: number): Promise<WritingRow[]> {
      const next = rows
        .find({ import: id, state, ...WRITING })
        .sort({ line: 1 })
        .limit(limit)
      return (await next.lean<StoredRow[]>()).map(open) as WritingRow[]
    },

    countRows: (id: string, state: RowState) => rows.countDocuments({ import: id, state, ...WRITING }),

    async mark(ids: string[], state: RowState): Promise<void> {
      if (ids.length > 0) await rows.updateMany({ _id: { $in: ids } }, { $set: { state } })
    },

    /** How many rows of each import are in which state. */
    async countStates(ids: string[]): Promise<Map<string, UnitImport['states']>> {
      const found = await rows.aggregate<{ _id: { import: string; state: RowState }; count: number }>([
        { $match: { import: { $in: ids }, state: { $ne: 'pending' } } },
        { $group: { _id: { import: '$import', state: '$state' }, count: { $sum: 1 } } },
      ])
      const none = { applied: 0, skipped: 0, removed: 0, restored: 0, kept: 0, needed: 0 }
      const counted = new Map(ids.map((id) => [id, { ...none }]))
      for (const { _id, count } of found) {
        if (_id.state !== 'pending') counted.get(_id.import)![_id.state] = count
      }
      return counted
    },

    findRows: (id: string, { outcome, state }: Partial<ImportRowQuery>, skip: number, limit: number) =>
      rows
        .find(conditionOf(id, { outcome, state }))
        .sort({ line: 1 })
        .skip(skip)
        .limit(limit)
        .lean<ImportRow[]>(),

    countFound: (id: string, query: Partial<ImportRowQuery>) => rows.countDocuments(conditionOf(id, query)),

    async *streamBad(id: string): AsyncGenerator<RowRecord> {
      const found = rows.find({ import: id, outcome: 'bad' }).sort({ line: 1 }).lean<StoredRow[]>()
      for await (const row of found.cursor({ batchSize: 500 })) yield open(row)
    },
  }
}

const conditionOf = (id: string, { outcome, state }: Partial<ImportRowQuery>) => ({
  import: id,
  ...(outcome && { outcome }),
  ...(state && { state }),
})
