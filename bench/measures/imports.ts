import { createWriteStream, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { COLUMNS, FIELDS } from '@shared/unit/import/columns'
import { cellsOf, type UnitFields } from '@shared/unit/import/rules'
import { createSheets } from '../../server/adapters/sheets'
import { createDeps } from '../../server/deps'
import { readEnv } from '../../server/env'
import { type Program, startProgram, type Usage } from '../program'
import type { Findings } from '../report'
import { startStores } from '../stores'

const FEW = 10_000
const MANY = 100_000

/** An import of units, dry run and writing, by a worker of its own: how fast, and in how much memory, few rows and many. */
export async function measureImports(_generator: Program): Promise<Findings> {
  const few = await importRows(FEW)
  const many = await importRows(MANY)
  return {
    rows: [
      {
        name: `peak memory of a worker importing ${MANY} units ÷ ${FEW}`,
        value: many.peakBytes / few.peakBytes,
        goal: { most: 1.5 },
      },
      { name: `rows/s of ${MANY} units ÷ ${FEW}`, value: many.perSecond / few.perSecond },
    ],
    figures: [few, many].map(
      ({ rows, perSecond, dryRun, writing, fileBytes, peakBytes, peakInDryRun, idleBytes }) =>
        `${rows} units, an .xlsx of ${mib(fileBytes)} MiB: ${Math.round(perSecond)} rows/s ` +
        `(dry run ${dryRun.toFixed(1)} s, writing ${writing.toFixed(1)} s), ` +
        `the worker's memory at most ${mib(peakBytes)} MiB, ${mib(peakInDryRun)} MiB in the dry run, ${mib(idleBytes)} MiB before`,
    ),
  }
}

/** Imports so many units into an empty registry; the worker is another process, and new. */
async function importRows(rows: number) {
  const stores = await startStores()
  mkdirSync('.data', { recursive: true })
  const dataDir = mkdtempSync(join('.data', 'bench-imports-'))
  const { settings } = stores
  const log = { info() {}, warn() {}, error: console.error }
  const env = readEnv({ DATA_DIR: dataDir })
  const { imports, close } = await createDeps({ env, log, publicUrl: 'http://127.0.0.1', ...settings })
  const worker = await startProgram('worker', { ...settings, dataDir })
  try {
    const path = join(dataDir, 'units.xlsx')
    await pipeline(sheetOf(rows), createWriteStream(path))
    const { rssBytes: idleBytes } = await worker.ask<Usage>('usage')
    const actor = { id: 'bench', name: 'bench' }
    const began = performance.now()
    const { id } = await imports.start({ path, filename: 'units.xlsx' }, actor, { move: false })
    await until('ready')
    const checked = performance.now()
    const { peakRssBytes: peakInDryRun } = await worker.ask<Usage>('usage')
    await imports.apply(id, 'all', actor)
    await until('applied')
    const dryRun = (checked - began) / 1000
    const writing = (performance.now() - checked) / 1000
    const { peakRssBytes: peakBytes } = await worker.ask<Usage>('usage')
    const perSecond = rows / (dryRun + writing)
    return {
      rows,
      dryRun,
      writing,
      perSecond,
      idleBytes,
      peakInDryRun,
      peakBytes,
      fileBytes: statSync(path).size,
    }

    async function until(wanted: 'ready' | 'applied'): Promise<void> {
      for (;;) {
        const { status, problem } = await imports.find(id)
        if (status === wanted) return
        if (status === 'failed') throw new Error(`the import failed: ${problem}`)
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    }
  } finally {
    await worker.stop()
    await close()
    await stores.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** A sheet of invented units, each with a year's record. */
function sheetOf(count: number) {
  function* rows() {
    for (let i = 1; i <= count; i++) {
      const cells = cellsOf(unitOf(i), 2021)
      yield FIELDS.map((field) => cells[field])
    }
  }
  return createSheets().write({ name: '单位', columns: FIELDS.map((field) => COLUMNS[field]), rows: rows() })
}

function unitOf(i: number): UnitFields {
  const monthlyReceived = Array.from({ length: 12 }, (_, month) => (i * (month + 7)) % 500)
  const monthlyAnswered = monthlyReceived.map((received) => Math.floor(received * 0.9))
  const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0)
  return {
    name: `第${i}街道办事处（示例）`,
    level: 'township',
    region: { code: '420106', cityCode: '420100', city: '武汉市', county: '武昌区' },
    creditCode: `11420106MB${String(i).padStart(8, '0')}`,
    status: 'certified',
    contact: { name: '示例联系人', phone: `027-8${String(i).padStart(7, '0')}` },
    sample: true,
    replyRecords: [
      {
        ...{ year: 2021, received: sum(monthlyReceived), answered: sum(monthlyAnswered) },
        ...{ medianAnswerHours: 12.5, monthlyReceived, monthlyAnswered },
      },
    ],
  }
}

const mib = (bytes: number) => Math.round(bytes / 2 ** 20)
