import type { RowState } from '@shared/unit/import/contract'
import type { UnitStore } from '../model'
import type { ImportStore, WritingRow } from './model'

/** Rows written together. */
const BATCH = 500

type Options = { store: ImportStore; units: UnitStore }
/** Which of these units something else refers to, so that they cannot go. */
export type ReferredTo = (unitIds: string[]) => Promise<string[]>
type Report = (done: number) => Promise<unknown>

/**
 * Writes the rows of an import that wait for it; those whose unit has been changed since the preview are passed over. Goes
 * on where an earlier call was cut off: a row whose unit carries the import's mark has been written.
 */
export function writeRows(id: string, { store, units }: Options, report: Report): Promise<void> {
  return inBatches(id, store, ['pending', 'applied', 'skipped'], report, async (rows) => {
    await units.writeAll(
      rows.map(({ unitId, version, after }) => ({ unit: { id: unitId, ...after, version }, writer: id })),
    )
    const written = await states(rows)
    return ({ unitId, version }) => {
      const unit = written.get(unitId)
      return unit?.writer === id && unit.version === version
    }
  })

  async function states(rows: WritingRow[]) {
    return new Map((await units.findMany(rows.map(({ unitId }) => unitId))).map((unit) => [unit._id, unit]))
  }
}

/**
 * Takes back what an import has written, where nobody has changed it since and nothing refers to what would go. Goes on
 * where it was cut off.
 */
export function takeRowsBack(
  id: string,
  { store, units, referredTo }: Options & { referredTo: ReferredTo },
  report: Report,
): Promise<void> {
  const writer = `undo ${id}`
  return inBatches(id, store, ['applied', 'restored', 'kept'], report, async (rows) => {
    const added = rows.filter(({ before }) => before === null).map(({ unitId }) => unitId)
    const needed = new Set(await referredTo(added))
    await units.removeNew(
      added.filter((unitId) => !needed.has(unitId)),
      id,
    )
    const still = new Map(
      (await units.findMany(rows.map(({ unitId }) => unitId))).map((unit) => [unit._id, unit]),
    )
    await units.writeAll(
      rows.flatMap(({ unitId, version, before }) => {
        const unit = still.get(unitId)
        if (!before || unit?.writer !== id || unit.version !== version) return []
        return [{ unit: { id: unitId, ...before, version: version + 1 }, writer }]
      }),
    )
    const now = new Map(
      (await units.findMany(rows.map(({ unitId }) => unitId))).map((unit) => [unit._id, unit]),
    )
    return ({ unitId, before }) => (before ? now.get(unitId)?.writer === writer : !now.has(unitId))
  })
}

/** Takes rows out of the first state, batch by batch: into the second where `work` finds them done, else the third. */
async function inBatches(
  id: string,
  store: ImportStore,
  [from, done, not]: [RowState, RowState, RowState],
  report: Report,
  work: (rows: WritingRow[]) => Promise<(row: WritingRow) => boolean>,
): Promise<void> {
  for (let count = 0; ; ) {
    const rows = await store.nextRows(id, from, BATCH)
    if (rows.length === 0) return
    const isDone = await work(rows)
    const idsOf = (wanted: boolean) => rows.filter((row) => isDone(row) === wanted).map(({ _id }) => _id)
    await store.mark(idsOf(true), done)
    await store.mark(idsOf(false), not)
    count += rows.length
    await report(count)
  }
}
