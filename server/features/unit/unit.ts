import { randomBytes } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { Actor } from '@shared/audit/contract'
import { Refusal } from '@shared/kernel/errors'
import { Unit, type UnitDraft, type UnitFilter, type UnitQuery } from '@shared/unit/contract'
import { COLUMNS, FIELDS } from '@shared/unit/import/columns'
import { cellsOf } from '@shared/unit/import/rules'
import { maskPhone, needsReason, regionProblem } from '@shared/unit/rules'
import { z } from 'zod'
import type { Sheets } from '../../ports/sheets'
import type { Audit } from '../audit/audit'
import type { UnitRecord, UnitStore } from './model'

export { createImports, type Imports } from './import/import'
export { createImportStore } from './import/model'
export { createUnitStore, type UnitStore } from './model'
export { searching, searchOf, spellings } from './search'
export type Units = ReturnType<typeof createUnits>

/** Whether telephone numbers may be seen whole. */
type Sight = { sees: 'all' | 'masked' }

type Options = { store: UnitStore; audit: Audit; sheets: Sheets }

/** The registry of certified units. */
export function createUnits({ store, audit, sheets }: Options) {
  async function expect(id: string): Promise<Unit> {
    const [record] = await store.findMany([id])
    if (!record) throw new Refusal('unit_not_found')
    return unitOf(record)
  }

  /** Writes one unit. Refusals: `unit_exists`, `version_conflict`. */
  async function write(unit: Unit, actor: Actor): Promise<Unit> {
    const writer = `${actor.id} ${randomBytes(6).toString('hex')}` // theirs, and of this one time
    await store.writeAll([{ unit, writer }])
    const [written] = await store.findMany([unit.id])
    if (written?.version === unit.version && written.writer === writer) return unit
    throw new Refusal(written?.version === unit.version - 1 || !written ? 'unit_exists' : 'version_conflict')
  }

  async function* units(filter: UnitFilter) {
    for await (const record of store.stream(filter)) yield unitOf(record)
  }

  return {
    /** Checks units and stores them, replacing those of the same id. Throws ZodError on bad data, storing none. */
    async saveAll(units: unknown): Promise<void> {
      await store.saveAll(
        z
          .array(Unit)
          .parse(units)
          .map((unit) => ({ unit, writer: 'program' })),
      )
    },

    async findMany(ids: string[]): Promise<Unit[]> {
      return (await store.findMany(ids)).map(unitOf)
    },

    /** All that pass, without holding them all at once. */
    each: (filter: UnitFilter): AsyncIterable<Unit> => units(filter),

    /** Changes whenever one of these units does. */
    findVersion: store.findVersion,

    async list({ page, pageSize, ...filter }: UnitQuery, sight: Sight) {
      const [records, total] = await Promise.all([
        store.findPage(filter, (page - 1) * pageSize, pageSize),
        store.count(filter),
      ])
      return { items: records.map((record) => seen(unitOf(record), sight)), total, page, pageSize }
    },

    async facets() {
      const [regions, years] = await Promise.all([store.countByCity(), store.findYears()])
      return { regions, years }
    },

    /** Refusals: `unit_not_found`. */
    async find(id: string, sight: Sight): Promise<Unit> {
      return seen(await expect(id), sight)
    },

    /** Refusals: `unit_exists`, `invalid_request` where level and region do not fit together. */
    async create(draft: UnitDraft, actor: Actor): Promise<Unit> {
      expectSound(draft)
      const id = `u${randomBytes(6).toString('hex')}`
      const unit = { id, ...draft, sample: draft.name.includes('示例'), replyRecords: [], version: 1 }
      const subject = { kind: 'unit', id, name: draft.name }
      return audit.act({ actor, action: 'unit.create', subject, after: audited(draft) }, () =>
        write(unit, actor),
      )
    },

    /** Refusals: as {@link create}, and `unit_not_found`, `version_conflict`, `reason_required`. */
    async update(id: string, { version, reason, ...draft }: Edit, actor: Actor): Promise<Unit> {
      expectSound(draft)
      const before = await expect(id)
      if (before.version !== version) throw new Refusal('version_conflict')
      if (needsReason(before, draft) && !reason) throw new Refusal('reason_required')
      const { before: from, after: to } = difference(audited(before), audited(draft))
      const subject = { kind: 'unit', id, name: before.name }
      const act = { actor, action: 'unit.update', subject, before: from, after: to, reason: reason || null }
      return audit.act(act, () => write({ ...before, ...draft, version: version + 1 }, actor))
    },

    /** An `.xlsx` of all that pass, with the reply records of one year; it can be imported again. */
    export(filter: UnitFilter, year: number, actor: Actor, sight: Sight): Promise<Readable> {
      async function* rows() {
        for await (const unit of units(filter)) {
          const cells = cellsOf(seen(unit, sight), year)
          yield FIELDS.map((field) => cells[field])
        }
      }
      const columns = FIELDS.map((field) => COLUMNS[field])
      const subject = { kind: 'unit', id: 'all', name: '单位库' }
      return audit.act({ actor, action: 'unit.export', subject, after: { ...filter, year } }, async () =>
        sheets.write({ name: '单位', columns, rows: rows() }),
      )
    },
  }
}

type Edit = UnitDraft & { version: number; reason: string }

export function unitOf({ _id, key, search, writer, ...unit }: UnitRecord): Unit {
  return { id: _id, ...unit }
}

function seen(unit: Unit, { sees }: Sight): Unit {
  const { name, phone } = unit.contact
  return sees === 'all' || !phone ? unit : { ...unit, contact: { name, phone: maskPhone(phone) } }
}

function expectSound({ level, region }: UnitDraft): void {
  const problem = regionProblem(level, region)
  if (problem) throw new Refusal('invalid_request', [{ path: 'region', message: problem }], problem)
}

/** What an audit entry tells of a unit; telephone numbers stay in the registry. */
function audited({ name, creditCode, level, region, status, contact }: UnitDraft) {
  const phone = contact.phone && maskPhone(contact.phone)
  return { name, creditCode, level, region, status, contact: { ...contact, phone } }
}

/** The fields in which two states differ. */
function difference<T extends object>(before: T, after: T): { before: Partial<T>; after: Partial<T> } {
  const changed = (Object.keys(after) as (keyof T)[]).filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  )
  const of = (state: T) => Object.fromEntries(changed.map((key) => [key, state[key]])) as Partial<T>
  return { before: of(before), after: of(after) }
}
