import { z } from 'zod'
import { endpoint, Instant, pageOf, pageQuery } from '../kernel/contract'

/** Who did it: a member of staff, or the program itself. */
export const Actor = z.object({ id: z.string(), name: z.string() })
export type Actor = z.infer<typeof Actor>

/** What something was done to, and how people call it. */
export const Subject = z.object({ kind: z.string(), id: z.string(), name: z.string() })
export type Subject = z.infer<typeof Subject>

/**
 * One action of staff, as it stays for ever. `hash` is the SHA-256 of the entry and of the hash before it, so that a
 * changed or missing entry is noticed.
 */
export const AuditEntry = z.object({
  /** Position in the chain, from 1. */
  seq: z.int().min(1),
  at: Instant,
  actor: Actor,
  /** `<feature>.<what>`, as `edition.extendPhase`. */
  action: z.string(),
  subject: Subject,
  /** Only what changed; null where there was nothing, or nothing is left. Never a secret. */
  before: z.unknown(),
  after: z.unknown(),
  reason: z.string().nullable(),
  /** Set where the action did not come about after all; `failed` names the entry of the attempt. */
  failed: z.int().nullable(),
  hash: z.string(),
})
export type AuditEntry = z.infer<typeof AuditEntry>

const filter = {
  actor: z.string().max(64).optional(),
  /** A whole action, or a feature's all: `edition.`. */
  action: z.string().max(64).optional(),
  /** Part of a subject's id or name, or of a reason. */
  q: z.string().max(64).optional(),
  /** Inclusive; `to` is exclusive. */
  from: Instant.optional(),
  to: Instant.optional(),
}
/** Which entries to show; without any field, all. */
export const AuditFilter = z.strictObject(filter)
export type AuditFilter = z.infer<typeof AuditFilter>

export const AuditQuery = z.strictObject({ ...pageQuery, ...filter })
export type AuditQuery = z.infer<typeof AuditQuery>

export const listAudit = endpoint({
  route: 'GET /api/staff/audit',
  summary: '操作记录，新的在前',
  auth: 'audit.read',
  status: 200,
  query: AuditQuery,
  response: pageOf(AuditEntry),
  errors: [],
})

export const exportAudit = endpoint({
  route: 'GET /api/staff/audit/export',
  summary: '导出操作记录（.xlsx）',
  auth: 'audit.read',
  status: 200,
  query: AuditFilter,
  file: 'download',
  errors: [],
})

export const verifyAudit = endpoint({
  route: 'GET /api/staff/audit/verify',
  summary: '核对操作记录的哈希链',
  auth: 'audit.read',
  status: 200,
  response: z.object({
    entries: z.int(),
    /** Hash of the last entry: written down elsewhere, it vouches for all before it. Null where there is none. */
    head: z.string().nullable(),
    /** Where the chain breaks first; null where it holds. */
    broken: z.object({ seq: z.int(), problem: z.string() }).nullable(),
  }),
  errors: [],
})
