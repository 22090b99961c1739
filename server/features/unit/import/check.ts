import { createHash } from 'node:crypto'
import { Refusal } from '@shared/kernel/errors'
import { COLUMNS } from '@shared/unit/import/columns'
import type { RowChange, RowProblem, UnitImport } from '@shared/unit/import/contract'
import {
  changesOf,
  type Header,
  missingColumns,
  patched,
  readHeader,
  readRow,
  type UnitFields,
  type UnitPatch,
  unitKey,
} from '@shared/unit/import/rules'
import { maskPhone } from '@shared/unit/rules'
import type { SheetRow, Sheets } from '../../../ports/sheets'
import type { UnitRecord, UnitStore } from '../model'
import type { ImportStore, RowRecord } from './model'

/** Rows looked up and stored together. */
const BATCH = 500
/** The header is looked for in so many rows: above it there may be a title. */
const HEADER_ROWS = 10

type Options = { store: ImportStore; units: UnitStore; sheets: Sheets }

/**
 * The dry run of an import: every row compared with the registry and remembered with what it would do. Begins anew each
 * time it is called, and leaves the registry alone. Throws Refusal `sheet_unreadable` where there is nothing to compare.
 */
export async function checkImport(
  id: string,
  path: string,
  { store, units, sheets }: Options,
): Promise<void> {
  const sheet = await sheets.open(path)
  await store.clearRows(id)
  const counts: UnitImport['counts'] = { added: 0, changed: 0, unchanged: 0, bad: 0 }
  /** Lines by the units they are about: each unit may come once. */
  const seen = new Map<string, number>()
  let header: Header | null = null
  let before = 0
  let batch: SheetRow[] = []

  for await (const row of sheet.read()) {
    if (header) {
      batch.push(row)
      if (batch.length === BATCH) await flush(header)
      continue
    }
    before++
    header = readHeader(row.cells)
    if (!header && before >= HEADER_ROWS) break
  }
  if (!header) throw unreadable('没有找到列名。请用导入模板，第一行是“单位名称”“层级”等列名')
  const missing = missingColumns(header)
  if (missing.length > 0) throw unreadable(`缺少必需的列：${missing.join('、')}`)
  await flush(header)
  if (sheet.rows === before) throw unreadable('表里只有列名，没有单位')
  await store.change(id, ['checking'], {
    status: 'ready',
    counts,
    ignored: header.ignored,
    titles: header.titles,
  })

  async function flush(columns: Header): Promise<void> {
    const read = batch.map(({ line, cells }) => ({ line, cells, said: readRow(cells, columns) }))
    const patches = read.flatMap(({ said }) => (Array.isArray(said) ? [] : [said]))
    const find = finder(await units.findKnown(patches.map(unitKey), patches.flatMap(codeOf)))
    const rows = read.map(({ line, cells, said }) => {
      const row = Array.isArray(said) ? bad(said) : compare(said, line, find)
      counts[row.outcome]++
      const kept = row.outcome === 'bad' ? cells : []
      const name = cells[columns.at.name!] ?? ''
      return { _id: `${id}/${line}`, import: id, line, name, state: 'pending' as const, cells: kept, ...row }
    })
    batch = []
    await store.addRows(rows)
    const done = counts.added + counts.changed + counts.unchanged + counts.bad
    await store.change(id, ['checking'], { progress: { done, total: sheet.rows - before } })
  }

  /** What a good row would do to the registry. */
  function compare(patch: UnitPatch, line: number, find: ReturnType<typeof finder>): Compared {
    const known = find(patch)
    if (known === 'torn') {
      return bad([
        { column: '统一社会信用代码', reason: '信用代码与名称、行政区划代码分别属于库里的两个单位' },
      ])
    }
    const names = [known ? known._id : unitKey(patch), ...codeOf(patch)]
    const earlier = names.map((name) => seen.get(name)).find((found) => found !== undefined)
    if (earlier !== undefined) {
      return bad([{ column: '单位名称', reason: `与第 ${earlier} 行是同一个单位，请只保留一行` }])
    }
    for (const name of names) seen.set(name, line)
    const from = known ? fieldsOf(known) : null
    const after = patched(from, patch)
    const changes = changesOf(from, after).map(masked)
    const outcome = known ? (changes.length > 0 ? 'changed' : 'unchanged') : 'added'
    const unitId = known?._id ?? `u${createHash('sha256').update(`${id}/${line}`).digest('hex').slice(0, 12)}`
    const version = (known?.version ?? 0) + 1
    // What stays as it is needs not be remembered whole.
    const states = outcome === 'unchanged' ? { before: null, after: null } : { before: from, after }
    return { outcome, problems: [], changes: known ? changes : [], unitId, version, ...states }
  }
}

type Compared = Pick<
  RowRecord,
  'outcome' | 'problems' | 'changes' | 'unitId' | 'version' | 'before' | 'after'
>

const bad = (problems: RowProblem[]): Compared => ({
  ...{ outcome: 'bad', problems, changes: [], unitId: null, version: 0, before: null, after: null },
})

/** Finds the unit a row is about among those of the registry: by credit code, else by name and division. */
function finder(known: UnitRecord[]) {
  const byKey = new Map(known.map((unit) => [unit.key, unit]))
  const byCode = new Map(known.flatMap((unit) => (unit.creditCode ? [[unit.creditCode, unit] as const] : [])))
  return (patch: UnitPatch): UnitRecord | null | 'torn' => {
    const named = byKey.get(unitKey(patch)) ?? null
    if (!patch.creditCode) return named
    const coded = byCode.get(patch.creditCode)
    if (coded) return named && named !== coded ? 'torn' : coded
    return named?.creditCode ? 'torn' : named
  }
}

/** Who may see a preview need not be who may see a telephone number. */
const masked = (change: RowChange): RowChange =>
  change.column === COLUMNS.contactPhone.title
    ? { ...change, before: maskPhone(change.before), after: maskPhone(change.after) }
    : change

const codeOf = ({ creditCode }: UnitPatch): string[] => (creditCode ? [creditCode] : [])

function fieldsOf({ _id, key, search, writer, version, ...fields }: UnitRecord): UnitFields {
  return fields
}

const unreadable = (message: string) => new Refusal('sheet_unreadable', undefined, message)
