import { z } from 'zod'
import { Actor } from '../../audit/contract'
import { endpoint, Id, Instant, pageOf, pageQuery } from '../../kernel/contract'

/**
 * `checking` is the dry run; `ready` waits for a person's choice. `undone` has been taken back. `failed` says why in
 * `problem`; where it had begun to write, it can be undone.
 */
export const ImportStatus = z.enum([
  'checking',
  'ready',
  'applying',
  'applied',
  'undoing',
  'undone',
  'cancelled',
  'failed',
])
export type ImportStatus = z.infer<typeof ImportStatus>

/** All rows or none, or those that are good. */
export const ImportMode = z.enum(['all', 'good'])
export type ImportMode = z.infer<typeof ImportMode>

/** What a row would do. */
export const RowOutcome = z.enum(['added', 'changed', 'unchanged', 'bad'])
export type RowOutcome = z.infer<typeof RowOutcome>

/**
 * What became of a row that adds or changes something: written; passed over, since the unit had been changed after the
 * preview. When the import was undone: the new unit removed, or the changed one restored; or left as it is, since somebody
 * had changed it meanwhile (`kept`) or a candidate refers to it (`needed`).
 */
export const RowState = z.enum(['pending', 'applied', 'skipped', 'removed', 'restored', 'kept', 'needed'])
export type RowState = z.infer<typeof RowState>

/** Why a row is bad: the title of its column, and the reason in words. */
export const RowProblem = z.object({ column: z.string(), reason: z.string() })
export type RowProblem = z.infer<typeof RowProblem>

/** What a row changes in a unit, as people read it. */
export const RowChange = z.object({ column: z.string(), before: z.string(), after: z.string() })
export type RowChange = z.infer<typeof RowChange>

export const ImportRow = z.object({
  /** As the file's program shows it, from 1. */
  line: z.int().min(1),
  name: z.string(),
  outcome: RowOutcome,
  state: RowState,
  problems: z.array(RowProblem),
  changes: z.array(RowChange),
})
export type ImportRow = z.infer<typeof ImportRow>

const Count = z.int().min(0)

export const UnitImport = z.object({
  id: Id,
  filename: z.string(),
  by: Actor,
  at: Instant,
  status: ImportStatus,
  mode: ImportMode.nullable(),
  /** Rows dealt with in the current step, of how many. */
  progress: z.object({ done: Count, total: Count }),
  /** Rows by outcome, as the dry run found them. */
  counts: z.object({ added: Count, changed: Count, unchanged: Count, bad: Count }),
  /** Rows by what became of them. */
  states: z.object({
    applied: Count,
    skipped: Count,
    removed: Count,
    restored: Count,
    kept: Count,
    needed: Count,
  }),
  /** Columns of the file that mean nothing to us. */
  ignored: z.array(z.string()),
  problem: z.string().nullable(),
})
export type UnitImport = z.infer<typeof UnitImport>

/** Bytes a file may have. */
export const MOST_BYTES = 20 * 1024 * 1024

const params = z.object({ id: Id })

export const startImport = endpoint({
  route: 'POST /api/staff/unit-imports',
  summary: '上传单位表（.xlsx 或 .csv，请求体就是文件），先试算，不写入',
  auth: 'unit.write',
  status: 201,
  query: z.strictObject({ filename: z.string().trim().min(1).max(200) }),
  file: 'upload',
  response: UnitImport,
  errors: ['busy'],
})

export const listImports = endpoint({
  route: 'GET /api/staff/unit-imports',
  summary: '导入记录，新的在前',
  auth: 'unit.read',
  status: 200,
  query: z.strictObject(pageQuery),
  response: pageOf(UnitImport),
  errors: [],
})

export const getImport = endpoint({
  route: 'GET /api/staff/unit-imports/:id',
  summary: '一次导入的进展和结果',
  auth: 'unit.read',
  status: 200,
  params,
  response: UnitImport,
  errors: ['import_not_found'],
})

export const ImportRowQuery = z.strictObject({
  outcome: RowOutcome.optional(),
  state: RowState.optional(),
  ...pageQuery,
})
export type ImportRowQuery = z.infer<typeof ImportRowQuery>

export const listImportRows = endpoint({
  route: 'GET /api/staff/unit-imports/:id/rows',
  summary: '一次导入的各行：会新增、修改什么，哪些行有问题',
  auth: 'unit.read',
  status: 200,
  params,
  query: ImportRowQuery,
  response: pageOf(ImportRow),
  errors: ['import_not_found'],
})

export const exportBadRows = endpoint({
  route: 'GET /api/staff/unit-imports/:id/bad-rows',
  summary: '下载不合格的行和原因（.xlsx），改好后可以直接上传',
  auth: 'unit.write',
  status: 200,
  params,
  file: 'download',
  errors: ['import_not_found'],
})

export const applyImport = endpoint({
  route: 'POST /api/staff/unit-imports/:id/apply',
  summary: '确认导入：all 全部或不导入，good 只导入合格的行',
  auth: 'unit.write',
  status: 200,
  params,
  body: z.strictObject({ mode: ImportMode }),
  response: UnitImport,
  errors: ['import_not_found', 'import_not_ready', 'import_has_bad_rows', 'busy'],
})

export const cancelImport = endpoint({
  route: 'POST /api/staff/unit-imports/:id/cancel',
  summary: '放弃一次还没有写入的导入',
  auth: 'unit.write',
  status: 200,
  params,
  response: UnitImport,
  errors: ['import_not_found', 'import_not_ready'],
})

export const undoImport = endpoint({
  route: 'POST /api/staff/unit-imports/:id/undo',
  summary: '撤销导入：导入后没有再改过的单位恢复原样，候选用到的新单位保留',
  auth: 'unit.write',
  status: 200,
  params,
  body: z.strictObject({ reason: z.string().trim().min(2).max(200) }),
  response: UnitImport,
  errors: ['import_not_found', 'import_not_ready', 'busy'],
})

export const getImportTemplate = endpoint({
  route: 'GET /api/staff/unit-import-template',
  summary: '单位导入模板（.xlsx）',
  auth: 'unit.read',
  status: 200,
  file: 'download',
  errors: [],
})
