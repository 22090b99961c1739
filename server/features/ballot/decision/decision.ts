import type { Actor } from '@shared/audit/contract'
import type { Standing } from '@shared/ballot/contract'
import type {
  Decision,
  DecisionState,
  Foresight,
  Ground,
  LogEntry,
  Scope,
} from '@shared/ballot/decision/contract'
import {
  DECISION_STATE_NAMES,
  GROUNDS,
  reasonText,
  SCOPE_NAMES,
  scopesOf,
} from '@shared/ballot/decision/rules'
import { formatReceipt } from '@shared/ballot/receipt'
import { RULING_NAMES, type RulingKind } from '@shared/ballot/rules'
import type { CategoryId } from '@shared/edition/contract'
import { findCategory } from '@shared/edition/rules'
import { Refusal } from '@shared/kernel/errors'
import { newCode } from '../../../code'
import type { Cell, SheetContent } from '../../../ports/sheets'
import type { Clock } from '../../../ports/work'
import type { Audit } from '../../audit/audit'
import { reading } from '../ballot'
import type { Clusters } from '../cluster/cluster'
import type { ClusterStore } from '../cluster/model'
import { createLog } from './log'
import type { DecisionRecord, DecisionStore } from './model'
import { presentAll } from './present'
import { createRunner } from './run'
import { createScales } from './weigh'

export { createDecisionStore, type DecisionStore } from './model'
export type Decisions = ReturnType<typeof createDecisions>

type Options = Omit<Parameters<typeof createRunner>[0], 'nameOf'> &
  Parameters<typeof createScales>[0] &
  Parameters<typeof createLog>[0] & {
    store: DecisionStore
    clusters: Pick<ClusterStore, 'receiptsOf'> & Pick<ClusterStore, 'settle'>
    found: Pick<Clusters, 'expect' | 'nameOf'>
    audit: Audit
    clock: Clock
    /** Whether a category's result is fixed: then its ballots stay as they are, until staff open it again. */
    isFixed: (category: CategoryId) => Promise<boolean>
  }

type Page = { page: number; pageSize: number }
type Wanted = { kind: RulingKind; scope: Scope }

/** What becomes of the ballots of a cluster: proposed by one person, confirmed by another, carried out ballot by ballot. */
export function createDecisions(options: Options) {
  const { store, clusters, found, ledger, candidates, editions, audit, clock, isFixed } = options
  const scales = createScales(options)
  const runner = createRunner({ ...options, nameOf: subjectOf })
  const log = createLog(options)

  /** Refusals: `decision_not_found`, `ledger_unavailable`. */
  async function expect(id: string): Promise<DecisionRecord> {
    const record = await reading(() => store.find(id))
    if (record?.edition !== editions.current().id) throw new Refusal('decision_not_found')
    return record
  }

  /** Refusals: `result_fixed`, `ledger_unavailable`. */
  async function expectOpen(category: CategoryId): Promise<void> {
    if (await reading(() => isFixed(category))) throw new Refusal('result_fixed')
  }

  /** Refusal: `ledger_unavailable`. */
  const present = async (record: DecisionRecord, reader: Actor): Promise<Decision> =>
    (await reading(() => presentAll([record], store, reader)))[0]!

  function candidateName(category: CategoryId, id: string): string {
    const known = candidates.allOf(category).find((one) => one.id === id)
    return known ? `${known.number} ${known.name}` : id
  }

  function subjectOf({ _id: id, category, candidate, kind }: DecisionRecord) {
    return { kind: 'decision', id, name: `${candidateName(category, candidate)} ${RULING_NAMES[kind]}` }
  }

  const told = ({ kind, scope, reason }: DecisionRecord, ballots: number) => ({
    ...{ 处理: RULING_NAMES[kind], 范围: SCOPE_NAMES[scope], 公开的理由: reason, 选票: ballots },
  })

  async function* membersOf(cluster: string) {
    for await (const receipts of clusters.receiptsOf(cluster)) yield receipts.map((receipt) => ({ receipt }))
  }

  /** What would be if it were done now. */
  async function foresee(record: DecisionRecord): Promise<Foresight> {
    const weighed = await scales.weigh(store.partsOf(record._id), { kind: record.kind, scope: 'all' })
    return scales.foresee(record, weighed)
  }

  return {
    /** What a decision would do to a cluster as it is now. Refusals: `cluster_not_found`, `ledger_unavailable`. */
    async foresee(cluster: string, wanted: Wanted): Promise<Foresight> {
      const record = await found.expect(cluster)
      return reading(async () => scales.foresee(record, await scales.weigh(membersOf(cluster), wanted)))
    },

    /**
     * Says what should become of a cluster's ballots as they are now. Refusals: `invalid_request`, `cluster_not_found`,
     * `result_fixed`, `decision_open`, `decision_needless`, `ledger_unavailable`, those of the audit.
     */
    async propose(
      { cluster, kind, scope, ground, words }: Wanted & { cluster: string; ground: Ground; words: string },
      actor: Actor,
    ): Promise<Decision> {
      expectSound({ kind, scope, ground })
      const { edition, category, candidate, size } = await found.expect(cluster)
      await expectOpen(category)
      if ((await reading(() => store.findOpen([cluster]))).length > 0) throw new Refusal('decision_open')
      const record: DecisionRecord = {
        ...{ _id: newCode(), edition, cluster, category, candidate, kind, scope, ground, size },
        ...{ reason: reasonText(ground, words), state: 'proposed', open: true },
        ...{ proposedAt: clock.now(), proposedBy: { id: actor.id, name: actor.name } },
        ...{ answeredAt: null, answeredBy: null, words: null, doneAt: null },
        ...{ base: null, before: null, after: null, ruled: 0 },
      }
      const ballots = await reading(() => takeParts(record))
      if (ballots === 0) throw new Refusal('decision_needless')
      const act = { action: 'suspicion.propose', actor, subject: subjectOf(record), reason: record.reason }
      try {
        await audit.act({ ...act, after: told(record, ballots) }, async () => {
          // Somebody may have proposed at the same moment.
          if (!(await reading(() => store.add(record)))) throw new Refusal('decision_open')
        })
      } catch (error) {
        await store.dropParts(record._id).catch(() => {}) // nothing refers to them
        throw error
      }
      return present(record, actor)
    },

    /**
     * The second person's word. Who has proposed may not confirm, but take it back. Refusals: `decision_not_found`,
     * `decision_state`, `second_person_needed`, `result_fixed`, `ledger_unavailable`, those of the audit.
     */
    async answer(
      { id, verdict, words }: { id: string; verdict: 'confirm' | 'reject'; words: string },
      actor: Actor,
    ): Promise<Decision> {
      const record = await expect(id)
      if (record.state !== 'proposed') throw new Refusal('decision_state')
      if (verdict === 'confirm' && record.proposedBy.id === actor.id) {
        throw new Refusal('second_person_needed', undefined, '处理选票要由另一位同事确认')
      }
      if (verdict === 'confirm') await expectOpen(record.category)
      const { waiting } = (await reading(() => store.countParts([id]))).get(id)!
      const act = { action: `suspicion.${verdict}`, actor, subject: subjectOf(record), reason: words }
      await audit.act({ ...act, after: told(record, waiting) }, async () => {
        const answered = { answeredAt: clock.now(), answeredBy: actor.name, words }
        const state = verdict === 'confirm' ? ('running' as const) : ('rejected' as const)
        const moved = await reading(() => store.move(id, 'proposed', { state, ...answered }))
        if (!moved) throw new Refusal('decision_state')
        if (verdict === 'confirm') await runner.begin(id)
      })
      return present(await expect(id), actor)
    },

    /** Refusals: `decision_not_found`, `cluster_not_found`, `ledger_unavailable`. */
    async show(id: string, reader: Actor) {
      const record = await expect(id)
      const { score } = await found.expect(record.cluster)
      return reading(async () => ({
        decision: await present(record, reader),
        score,
        foresight: record.state === 'proposed' ? await foresee(record) : null,
      }))
    },

    /** A page of them, newest first. Refusal: `ledger_unavailable`. */
    async list({ page, pageSize, state }: Page & { state?: DecisionState }, reader: Actor) {
      const filter = { edition: editions.current().id, ...(state && { state }) }
      return reading(async () => {
        const [records, total] = await Promise.all([
          store.findPage(filter, (page - 1) * pageSize, pageSize),
          store.count(filter),
        ])
        return { items: await presentAll(records, store, reader), total, page, pageSize }
      })
    },

    /** A page of the ballots it has left alone. Refusals: `decision_not_found`, `ledger_unavailable`. */
    async left(id: string, { page, pageSize }: Page) {
      await expect(id)
      return reading(async () => {
        const [parts, counts] = await Promise.all([
          store.findLeft(id, (page - 1) * pageSize, pageSize),
          store.countParts([id]),
        ])
        const rulings = await ledger.findRulings(parts.map(({ receipt }) => receipt))
        const status = new Map(rulings.map((ruling) => [ruling.ballot, ruling.status]))
        const items = parts.map(({ receipt }) => ({
          receipt: formatReceipt(receipt),
          status: status.get(receipt) ?? ('counted' as const),
        }))
        return { items, total: counts.get(id)!.left, page, pageSize }
      })
    },

    /** All of them as a sheet, oldest first. */
    export(actor: Actor): Promise<SheetContent> {
      const edition = editions.current()
      const movesOf = (category: CategoryId, before: Standing, after: Standing) =>
        Object.keys(before.counts)
          .map((id) => `${candidateName(category, id)}：${before.counts[id]} → ${after.counts[id] ?? 0}`)
          .join('；')
      async function* rows(): AsyncGenerator<Cell[]> {
        for await (const record of store.stream(edition.id)) {
          const { category, candidate, kind, scope, reason, state, proposedBy, before, after } = record
          yield [
            ...[record.proposedAt, proposedBy.name, findCategory(edition, category)?.name ?? category],
            ...[candidateName(category, candidate), RULING_NAMES[kind], SCOPE_NAMES[scope], reason],
            ...[DECISION_STATE_NAMES[state], record.answeredBy, record.words, record.doneAt],
            ...(state === 'done' ? [record.ruled] : [null]),
            ...[before?.ballots ?? null, after?.ballots ?? null],
            before && after ? movesOf(category, before, after) : null,
          ]
        }
      }
      const titles = [
        ...['提出时间', '提出人', '奖项', '候选', '处理', '范围', '公开的理由', '状态', '确认或否决的人'],
        ...['核查意见', '执行完', '处理的选票', '处理前计入的选票', '处理后计入的选票', '票数变化'],
      ]
      const columns = titles.map((title) => ({ title, width: title === '票数变化' ? 60 : 18 }))
      const subject = { kind: 'edition', id: edition.id, name: edition.name }
      return audit.act({ actor, action: 'suspicion.exportDecisions', subject }, async () => ({
        ...{ name: '异常选票的处理', columns, rows: rows() },
      }))
    },

    /** A page of what everybody may read. Refusals: `edition_missing`, `ledger_unavailable`. */
    async log({ page, pageSize }: Page) {
      const all = await reading<LogEntry[]>(log)
      const items = all.slice((page - 1) * pageSize, page * pageSize)
      return { items, total: all.length, page, pageSize }
    },

    take: runner.take,
    giveUp: runner.giveUp,
    resume: runner.resume,
  }

  /** Writes down which ballots are meant, each with what was ruled on it by now; answers how many. */
  async function takeParts({ _id, cluster, ...wanted }: DecisionRecord): Promise<number> {
    let taken = 0
    for await (const receipts of clusters.receiptsOf(cluster)) {
      const on = await scales.effectsOn(receipts, wanted)
      const parts = receipts.flatMap((receipt) => {
        const { seen, effect } = on(receipt)
        return effect === null ? [] : { receipt, seen }
      })
      if (parts.length > 0) await store.addParts(_id, parts)
      taken += parts.length
    }
    return taken
  }
}

/** Refusal: `invalid_request`, where a decision has a ground that does not carry it, or a scope it cannot have. */
function expectSound({ kind, scope, ground }: Wanted & { ground: Ground }): void {
  const details = [
    ...(GROUNDS[ground].carries.includes(kind)
      ? []
      : [{ path: 'ground', message: '这条理由不适用于这种处理' }]),
    ...(scopesOf(kind).includes(scope) ? [] : [{ path: 'scope', message: '这种处理不能选这个范围' }]),
  ]
  if (details.length > 0) throw new Refusal('invalid_request', details)
}
