import { randomBytes } from 'node:crypto'
import { copyFile, mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { Actor } from '@shared/audit/contract'
import { Refusal } from '@shared/kernel/errors'
import { COLUMNS, type Column, FIELDS, NOTES } from '@shared/unit/import/columns'
import type { ImportMode, ImportRowQuery, ImportStatus, UnitImport } from '@shared/unit/import/contract'
import { cellsOf } from '@shared/unit/import/rules'
import type { Sheets } from '../../../ports/sheets'
import type { Jobs } from '../../../ports/work'
import type { Audit } from '../../audit/audit'
import type { UnitStore } from '../model'
import { checkImport } from './check'
import { EXAMPLES } from './examples'
import type { ImportRecord, ImportStore, RowRecord } from './model'
import { type ReferredTo, takeRowsBack, writeRows } from './write'

export type Imports = ReturnType<typeof createImports>

/** Steps of an import that a worker takes, by the status that asks for them. */
const STEPS = ['checking', 'applying', 'undoing'] as const satisfies ImportStatus[]
type Step = (typeof STEPS)[number]

type Options = {
  store: ImportStore
  units: UnitStore
  sheets: Sheets
  jobs: Jobs
  audit: Audit
  /** An undo leaves such units in place. */
  referredTo: ReferredTo
  /** Where uploaded files lie until they have been checked; all processes see it. */
  dir: string
}

type Given = { path: string; filename: string }

/**
 * Imports of units: upload, dry run, a person's choice, writing, undoing. The status says which step is due; a job does it,
 * and a step that was cut off goes on wherever its job runs again.
 */
export function createImports({ store, units, sheets, jobs, audit, referredTo, dir }: Options) {
  const fileOf = (id: string) => join(dir, id)
  const subjectOf = ({ _id: id, filename: name }: ImportRecord) => ({ kind: 'unitImport', id, name })
  const report = (id: string, step: Step, total: number) => (done: number) =>
    store.change(id, [step], { progress: { done: Math.min(done, total), total } })

  async function expect(id: string): Promise<ImportRecord> {
    const record = await store.find(id)
    if (!record) throw new Refusal('import_not_found')
    return record
  }

  async function present(records: ImportRecord[]): Promise<UnitImport[]> {
    const states = await store.countStates(records.map(({ _id }) => _id))
    return records.map(({ _id: id, at, titles, ...shown }) => ({
      ...{ ...shown, id, at: at.toISOString(), states: states.get(id)! },
    }))
  }

  async function show(record: ImportRecord): Promise<UnitImport> {
    return (await present([record]))[0]!
  }

  /** Gives an import its next status and a job to do it. Where no job can be given, it is as before. Refusals: `busy`. */
  async function enter(record: ImportRecord, step: Step, change: Partial<ImportRecord> = {}) {
    const progress = { done: 0, total: 0 }
    const begun = await store.change(record._id, [record.status], { ...change, status: step, progress })
    if (!begun) throw new Refusal('import_not_ready')
    try {
      await jobs.add(step, record._id)
    } catch {
      const { status, mode } = record
      await store.change(record._id, [step], { status, mode })
      throw new Refusal('busy', undefined, '后台任务暂时排不上，请稍后再试')
    }
    return begun
  }

  const steps: Record<Step, (record: ImportRecord) => Promise<unknown>> = {
    async checking({ _id: id }) {
      await checkImport(id, fileOf(id), { store, units, sheets })
      await removeFiles(id)
    },

    async applying({ _id: id, mode }) {
      const total = await store.countRows(id, 'pending')
      await writeRows(id, { store, units }, report(id, 'applying', total))
      const skipped = await store.countRows(id, 'skipped')
      if (mode === 'good' || skipped === 0) return store.change(id, ['applying'], { status: 'applied' })
      // All or nothing: what came between makes it nothing.
      await takeRowsBack(id, { store, units, referredTo }, async () => {})
      const problem = `预览之后有 ${skipped} 个单位被改过，按“全部或不导入”没有导入。请重新上传，核对最新的预览`
      return store.change(id, ['applying'], { status: 'failed', problem })
    },

    async undoing({ _id: id }) {
      const total = await store.countRows(id, 'applied')
      await takeRowsBack(id, { store, units, referredTo }, report(id, 'undoing', total))
      return store.change(id, ['undoing'], { status: 'undone' })
    },
  }

  async function removeFiles(id: string): Promise<void> {
    for (const ending of ['', '.rows', '.rows.part', '.rows.count']) {
      await rm(fileOf(id) + ending, { force: true })
    }
  }

  return {
    /** Takes an uploaded file (`move`) or one of our own, and begins its dry run. Refusals: `busy`. */
    async start({ path, filename }: Given, actor: Actor, { move = true } = {}): Promise<UnitImport> {
      const id = `i${randomBytes(9).toString('hex')}`
      const record: ImportRecord = {
        ...{ _id: id, filename, by: { id: actor.id, name: actor.name }, at: new Date() },
        ...{ status: 'checking', mode: null, problem: null, ignored: [], titles: [] },
        progress: { done: 0, total: 0 },
        counts: { added: 0, changed: 0, unchanged: 0, bad: 0 },
      }
      return audit.act({ actor, action: 'unit.uploadImport', subject: subjectOf(record) }, async () => {
        await mkdir(dir, { recursive: true })
        await (move ? rename : copyFile)(path, fileOf(id))
        await store.add(record)
        return show(await enter(record, 'checking'))
      })
    },

    async list({ page, pageSize }: { page: number; pageSize: number }) {
      const [records, total] = await Promise.all([
        store.findPage((page - 1) * pageSize, pageSize),
        store.count(),
      ])
      return { items: await present(records), total, page, pageSize }
    },

    /** Refusals: `import_not_found`. */
    find: async (id: string): Promise<UnitImport> => show(await expect(id)),

    /** Refusals: `import_not_found`. */
    async rows(id: string, { page, pageSize, ...filter }: ImportRowQuery) {
      await expect(id)
      const [items, total] = await Promise.all([
        store.findRows(id, filter, (page - 1) * pageSize, pageSize),
        store.countFound(id, filter),
      ])
      return { items, total, page, pageSize }
    },

    /** The bad rows as they came, with what is wrong; the columns are those of the file. Refusals: `import_not_found`. */
    async badRows(id: string, actor: Actor): Promise<Readable> {
      const record = await expect(id)
      const { titles } = record
      async function* rows() {
        for await (const { line, problems, cells } of store.streamBad(id)) {
          yield [...titles.map((_, i) => cells[i] ?? ''), line, textOf(problems)]
        }
      }
      const columns = [...titles, '原文件行号', '问题'].map((title) => ({ title, width: 18 }))
      return audit.act({ actor, action: 'unit.exportBadRows', subject: subjectOf(record) }, async () =>
        sheets.write({ name: '不合格的行', columns, rows: rows() }),
      )
    },

    /** A sheet to fill in, with what each column wants. */
    template(): Promise<Buffer> {
      return sheets.form({
        name: '单位',
        columns: FIELDS.map((field) => COLUMNS[field] as Column),
        examples: EXAMPLES.map((unit) => {
          const cells = cellsOf(unit, 2021)
          return FIELDS.map((field) => cells[field])
        }),
        notes: NOTES,
      })
    },

    /** Lets what the preview shows happen. Refusals: `import_not_found`, `import_not_ready`, `import_has_bad_rows`, `busy`. */
    async apply(id: string, mode: ImportMode, actor: Actor): Promise<UnitImport> {
      const record = await expect(id)
      if (record.status !== 'ready') throw new Refusal('import_not_ready')
      if (mode === 'all' && record.counts.bad > 0) throw new Refusal('import_has_bad_rows')
      const after = { mode, ...record.counts }
      const act = { actor, action: 'unit.import', subject: subjectOf(record), after }
      return show(await audit.act(act, () => enter(record, 'applying', { mode })))
    },

    /** Drops an import before anything was written. Refusals: `import_not_found`, `import_not_ready`. */
    async cancel(id: string, actor: Actor): Promise<UnitImport> {
      const subject = subjectOf(await expect(id))
      return audit.act({ actor, action: 'unit.cancelImport', subject }, async () => {
        const cancelled = await store.change(id, ['ready'], { status: 'cancelled' })
        if (!cancelled) throw new Refusal('import_not_ready')
        return show(cancelled)
      })
    },

    /** Takes an import back. Refusals: `import_not_found`, `import_not_ready`, `busy`. */
    async undo(id: string, reason: string, actor: Actor): Promise<UnitImport> {
      const record = await expect(id)
      const isWritten = record.status === 'applied' || (record.status === 'failed' && record.mode !== null)
      if (!isWritten) throw new Refusal('import_not_ready')
      const act = { actor, action: 'unit.undoImport', subject: subjectOf(record), reason }
      return show(await audit.act(act, () => enter(record, 'undoing')))
    },

    /** Does the step an import is due for; one that is due for another, or for none, is left alone. */
    async take(step: string, id: string): Promise<void> {
      const record = await store.find(id)
      if (record?.status !== step) return
      try {
        await steps[record.status as Step](record)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        await store.change(id, [record.status], { status: 'failed', problem: error.message })
        await removeFiles(id)
      }
    },

    /** Gives up a step that has failed again and again. */
    async giveUp(step: string, id: string): Promise<void> {
      const problem = '处理时出了问题，没有做完。已经写入的部分可以撤销；请联系技术人员'
      await store.change(id, [step as ImportStatus], { status: 'failed', problem })
      await removeFiles(id)
    },

    /** Gives jobs to all that is due, as after Redis has lost them; those that have one keep it. */
    async resume(): Promise<void> {
      for (const { _id, status } of await store.findByStatus([...STEPS])) await jobs.add(status, _id)
    },
  }
}

const textOf = (problems: RowRecord['problems']) =>
  problems.map(({ column, reason }) => `${column}：${reason}`).join('；')
