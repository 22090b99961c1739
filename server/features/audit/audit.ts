import { createHash } from 'node:crypto'
import { changesOf, changeText, type Words } from '@shared/audit/changes'
import type { Actor, AuditEntry, AuditFilter, AuditQuery, Subject } from '@shared/audit/contract'
import { canonical } from '@shared/audit/rules'
import { actionName } from '@shared/audit/words'
import { exactText } from '@shared/kernel/dates'
import { Refusal } from '@shared/kernel/errors'
import type { ChainWitness } from '../../ports/memory'
import type { Cell, SheetContent } from '../../ports/sheets'
import type { Log } from '../../ports/work'
import type { AuditRecord, AuditStore } from './model'

export { type AuditStore, createAuditStore } from './model'
export type Audit = ReturnType<typeof createAudit>

/** What is to be remembered of an action. `before` and `after` hold only what changes, as plain data, never a secret. */
export type Act = {
  /** A member of staff, or {@link PROGRAM}. */
  actor: Actor
  /** `<feature>.<what>`, as `edition.extendPhase`. */
  action: string
  subject: Subject
  before?: unknown
  after?: unknown
  reason?: string | null
}

/** Where the chain breaks, and what is the matter there. */
export type Break = { seq: number; problem: string }

/** Who acts at the command line, or where nobody is known yet. */
export const PROGRAM: Actor = { id: 'program', name: '系统' }

type Options = {
  store: AuditStore
  witness: ChainWitness
  log: Log
  /** What the features further down the line call their fields and values. */
  words: Words
}
type Draft = Omit<AuditRecord, '_id' | 'at' | 'hash'>
type Waiting = { draft: Draft; resolve: (seq: number) => void; reject: (refusal: Refusal) => void }

/** Entries written together. */
const BATCH = 100

/**
 * Who did what, when, what before and after, and why: a chain in which each entry's hash covers the one before, so that
 * a changed, missing or exchanged entry is noticed.
 */
export function createAudit({ store, witness, log, words }: Options) {
  /** Entries of this process that wait to be written; only those of other processes compete for a number. */
  const waiting: Waiting[] = []
  let isWriting = false

  function append(draft: Draft): Promise<number> {
    return new Promise((resolve, reject) => {
      waiting.push({ draft, resolve, reject })
      if (!isWriting) void writeAll()
    })
  }

  /** Writes what waits until nothing does, many at once: they share a flush of the journal. */
  async function writeAll(): Promise<void> {
    isWriting = true
    while (waiting.length > 0) await write(waiting.splice(0, BATCH))
    isWriting = false
  }

  async function write(batch: Waiting[]): Promise<void> {
    try {
      const records = chained(
        batch.map(({ draft }) => draft),
        await store.findLast(),
      )
      const written = await store.addAll(records)
      const end = records[written - 1]
      // Redis may be away: then only this end of the chain has no witness.
      if (end) await witness.note(end._id, end.hash).catch(() => {})
      for (const [i, { resolve }] of batch.slice(0, written).entries()) resolve(records[i]!._id)
      waiting.unshift(...batch.slice(written)) // another process was faster
    } catch (error) {
      log.error({ err: error, action: batch[0]!.draft.action }, '操作记录没有写成')
      for (const { reject } of batch) reject(new Refusal('audit_unavailable'))
    }
  }

  return {
    /**
     * Does `work` and leaves an entry. The entry is durable before the work begins, so nothing is ever done without
     * one; where the work fails, an entry that says so follows. Refusals: `audit_unavailable`, and those of the work.
     */
    async act<T>(act: Act, work: () => Promise<T>): Promise<T> {
      const draft = draftOf(act)
      const seq = await append(draft)
      try {
        return await work()
      } catch (error) {
        const reason = error instanceof Refusal ? error.message : '没有完成'
        const failure = { ...draft, before: null, after: null, reason, failed: seq }
        await append(failure).catch(() => {}) // it has been logged; what went wrong first matters more
        throw error
      }
    },

    /** Leaves an entry of what has happened by itself, such as a failed log-in. Refusal: `audit_unavailable`. */
    record: (act: Act): Promise<number> => append(draftOf(act)),

    /** A page of entries, newest first. */
    async list({ page, pageSize, ...filter }: AuditQuery) {
      const [records, total] = await Promise.all([
        store.findPage(filter, (page - 1) * pageSize, pageSize),
        store.count(filter),
      ])
      return { items: records.map(present), total, page, pageSize }
    },

    /** All entries that match, oldest first, as a sheet that can be read and checked; the export is one of them. */
    export(filter: AuditFilter, actor: Actor): Promise<SheetContent> {
      const subject = { kind: 'audit', id: 'all', name: '操作记录' }
      return this.act({ actor, action: 'audit.export', subject, after: filter }, async () => ({
        name: '操作记录',
        columns: COLUMNS,
        rows: rowsOf(store.stream(filter), words),
      }))
    },

    /** Reads the whole chain; `broken` says where it does not hold first, `head` is the hash of its last entry. */
    async verify(): Promise<{ entries: number; head: string | null; broken: Break | null }> {
      const witnessed = await witness.last().catch(() => null) // before the chain is read, which may grow meanwhile
      let broken: Break | null = null
      let last = { seq: 0, hash: '' }
      let entries = 0
      for await (const record of store.stream()) {
        entries++
        broken ??= problemOf(record, last)
        if (!broken && record._id === witnessed?.seq && record.hash !== witnessed.hash) {
          broken = { seq: record._id, problem: '与写入时留下的校验码不符，此前的记录可能被整体改写' }
        }
        last = { seq: record._id, hash: record.hash }
      }
      if (!broken && witnessed && witnessed.seq > last.seq) {
        broken = { seq: last.seq + 1, problem: `末尾缺少记录，写到过第 ${witnessed.seq} 条` }
      }
      return { entries, head: last.hash || null, broken }
    },
  }
}

/** Entries as they follow the last one of the chain. */
function chained(drafts: Draft[], last: AuditRecord | null): AuditRecord[] {
  const records: AuditRecord[] = []
  let end = { _id: last?._id ?? 0, hash: last?.hash ?? '' }
  for (const draft of drafts) {
    const bare = { ...draft, _id: end._id + 1, at: new Date() }
    const record = { ...bare, hash: hashOf(bare, end.hash) }
    records.push(record)
    end = record
  }
  return records
}

function draftOf({ actor, action, subject, before, after, reason }: Act): Draft {
  const { id, name } = actor
  return {
    ...{ actor: { id, name }, action, subject },
    ...{ before: plain(before), after: plain(after), reason: reason ?? null, failed: null },
  }
}

/** As JSON carries it: instants become text, what is undefined is left out. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null))

/** The SHA-256 of the hash before and of the entry's own text, one after the other. */
const hashOf = (record: Omit<AuditRecord, 'hash'>, previous: string): string =>
  createHash('sha256')
    .update(previous)
    .update(canonical(hashedOf(record)))
    .digest('hex')

/** What of an entry its hash covers. */
function hashedOf(record: Omit<AuditRecord, 'hash'>) {
  const { _id: seq, at, actor, action, subject, before, after, reason, failed } = record
  return { seq, at: at.toISOString(), actor, action, subject, before, after, reason, failed }
}

/** What is wrong with an entry after the one before it. */
function problemOf(record: AuditRecord, last: { seq: number; hash: string }): Break | null {
  const { _id: seq, hash } = record
  if (seq !== last.seq + 1) return { seq: last.seq + 1, problem: '这条记录不见了' }
  if (hash !== hashOf(record, last.hash)) return { seq, problem: '这条或上一条记录被改动过' }
  return null
}

function present({ _id: seq, at, ...entry }: AuditRecord): AuditEntry {
  return { seq, at: at.toISOString(), ...entry }
}

/** Of an exported sheet: first what people read, then what the hash of an entry covers, as it is. */
const COLUMNS = [
  { title: '序号', width: 8 },
  { title: '时间（北京）', width: 24 },
  { title: '操作人', width: 16 },
  { title: '操作', width: 20 },
  { title: '对象', width: 30 },
  { title: '变更', width: 60 },
  { title: '原因', width: 30 },
  { title: '没有完成的是第几条', width: 18 },
  { title: '校验码', width: 68 },
  { title: '供核对：seq、at、actor、action、subject、before、after、reason、failed', width: 80 },
]

/** Characters in a cell, by Excel. */
const MOST_IN_CELL = 32_767

async function* rowsOf(records: AsyncIterable<AuditRecord>, words: Words): AsyncGenerator<Cell[]> {
  for await (const record of records) {
    const { _id, at, actor, action, subject, before, after, reason, failed, hash } = record
    const changes = changesOf(before, after, words, subject.kind).map(changeText).join('\n')
    const checked = canonical(hashedOf(record))
    yield [
      ...[_id, exactText(at), actor.name, actionName(action), subject.name || subject.id],
      ...[changes.slice(0, MOST_IN_CELL), reason, failed, hash],
      checked.length > MOST_IN_CELL ? '内容过长，请在管理后台核对' : checked,
    ]
  }
}
