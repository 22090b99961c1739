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
  return inBatches(id, store, 'pending', report, async (rows) => {
    await units.writeAll(
      rows.map(({ unitId, version, after }) => ({ unit: { id: unitId, ...after, version }, writer: id })),
    )
    const written = await states(rows)
    return ({ unitId, version }) => {
      const unit = written.get(unitId)
      return unit?.writer === id && unit.version === version ? 'applied' : 'skipped'
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
  return inBatches(id, store, 'applied', report, async (rows) => {
    const added = rows.filter(({ before }) => before === null).map(({ unitId }) => unitId)
    const needed = new Set(await referredTo(added))
    const spare = added.filter((unitId) => !needed.has(unitId))
    await units.removeNew(spare, id)
    // A candidate made since the look before gets its unit back.
    const missed = new Set(await referredTo(spare))
    await units.writeAll(
      rows
        .filter(({ unitId, before }) => before === null && missed.has(unitId))
        .map(({ unitId, version, after }) => ({ unit: { id: unitId, ...after, version }, writer: id })),
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
    return ({ unitId, before }) => {
      if (before) return now.get(unitId)?.writer === writer ? 'restored' : 'kept'
      if (!now.has(unitId)) return 'removed'
      return needed.has(unitId) || missed.has(unitId) ? 'needed' : 'kept'
    }
  })
}

/** Takes rows out of a state, batch by batch, into those that `work` finds them in. */
async function inBatches(
  id: string,
  store: ImportStore,
  from: RowState,
  report: Report,
  work: (rows: WritingRow[]) => Promise<(row: WritingRow) => RowState>,
): Promise<void> {
  for (let count = 0; ; ) {
    const rows = await store.nextRows(id, from, BATCH)
    if (rows.length === 0) return
    const stateOf = await work(rows)
    for (const state of new Set(rows.map(stateOf))) {
      const ids = rows.filter((row) => stateOf(row) === state).map(({ _id }) => _id)
      await store.mark(ids, state)
    }
    count += rows.length
    await report(count)
  }
}
