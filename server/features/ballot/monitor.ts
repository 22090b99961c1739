import type { Actor } from '@shared/audit/contract'
import type { BallotSeries, Ruling, StaffBallot, Standing } from '@shared/ballot/contract'
import { formatReceipt, parseReceipt } from '@shared/ballot/receipt'
import {
  applyRuling,
  RULING_NAMES,
  type RulingKind,
  STATUS_NAMES,
  STEP_MS,
  standingAfter,
} from '@shared/ballot/rules'
import type { CategoryId } from '@shared/edition/contract'
import { findCategory } from '@shared/edition/rules'
import { Channel } from '@shared/identity/contract'
import { Refusal } from '@shared/kernel/errors'
import type { SheetContent } from '../../ports/sheets'
import type { TallyStore } from '../../ports/tally'
import type { Audit } from '../audit/audit'
import type { Candidates } from '../candidate/candidate'
import type { Editions } from '../edition/edition'
import { type Ballots, present, reading } from './ballot'
import type { BallotRecord, BallotStore, RulingRecord } from './model'
import { instants, notNegative, POINTS } from './series'
import { SYSTEM } from './settle'
import { tallyName } from './tally'

export type Monitor = ReturnType<typeof createMonitor>

type Options = {
  store: BallotStore
  tallies: TallyStore
  ballots: Pick<Ballots, 'rule' | 'liveTally'>
  candidates: Pick<Candidates, 'idsOf' | 'allOf'>
  editions: Editions
  audit: Pick<Audit, 'act'>
  /** Whether a category's votes are frozen in a result. */
  isFixed: (category: CategoryId, edition: string) => Promise<boolean>
}

type SeriesQuery = {
  category: CategoryId
  candidate?: string
  from: string
  to: string
  step: 'minute' | 'hour'
}
type Filter = { category?: CategoryId; kind?: RulingKind }

/** Points of one line that are answered at once: a day of minutes, two months of hours. */
const MOST_POINTS = 1500
/** How much of a pseudonym staff see: enough to see that two ballots are of one voter. */
const VOTER_SHOWN = 8

/** What staff see of single ballots and of all over time, and their word on a ballot. */
export function createMonitor({ store, tallies, ballots, candidates, editions, audit, isFixed }: Options) {
  /** The ballot of a receipt, however it was typed. Refusals: `receipt_not_found`, `ledger_unavailable`. */
  async function readBallot(typed: string) {
    const receipt = parseReceipt(typed)
    const record = receipt && (await reading(() => store.findBallot(receipt)))
    if (!record) throw new Refusal('receipt_not_found')
    const [rulings, fixed] = await reading(() =>
      Promise.all([store.findRulings([record._id]), isFixed(record.category, record.edition)]),
    )
    return { ballot: presentToStaff(record, rulings), standing: standingOf(record), fixed }
  }

  function standingOf({ category, edition, selections }: BallotRecord): Standing | null {
    const tally = edition === editions.current().id ? ballots.liveTally(category) : undefined
    if (!tally) return null
    const { counts } = tally
    return {
      ballots: tally.ballots,
      counts: Object.fromEntries(selections.map((id) => [id, counts[id] ?? 0])),
    }
  }

  /** A standing as the audit keeps it: candidates by number and name, which people know. */
  function named(category: CategoryId, standing: Standing | null) {
    if (!standing) return null
    const all = new Map(candidates.allOf(category).map(({ id, number, name }) => [id, `${number} ${name}`]))
    const counts = Object.entries(standing.counts).map(([id, votes]) => [all.get(id) ?? id, votes])
    return { ...standing, counts: Object.fromEntries(counts) }
  }

  const inEdition = (filter: Filter) => ({ edition: editions.current().id, ...filter })

  return {
    readBallot,

    /**
     * Staff's word on a ballot, with the counts as they were and as they become. `seen` is how many rulings the person
     * has seen on it. Refusals: `receipt_not_found`, `result_fixed`, `ruling_conflict`, `ledger_unavailable`, those of the audit.
     */
    async ruleBallot(order: { receipt: string; kind: RulingKind; seen: number; reason: string }, by: Actor) {
      const { kind, seen, reason } = order
      const { ballot, standing, fixed } = await readBallot(order.receipt)
      if (fixed) throw new Refusal('result_fixed')
      const applied = applyRuling(ballot.status, kind)
      const words = `这张选票${STATUS_NAMES[ballot.status]}，不能再${RULING_NAMES[kind]}`
      if (ballot.rulings.length !== seen) throw new Refusal('ruling_conflict')
      if (!applied) throw new Refusal('ruling_conflict', { status: ballot.status }, words)
      const after = standing && standingAfter(standing, applied.effect)
      const act = {
        actor: by,
        action: 'ballot.rule',
        subject: { kind: 'ballot', id: ballot.id, name: ballot.receipt },
        before: { status: ballot.status, ...named(ballot.category, standing) },
        after: { status: applied.status, ...named(ballot.category, after) },
        reason,
      }
      const word = { receipt: ballot.id, kind, reason, seen, author: by.name }
      await audit.act(act, () => ballots.rule(word))
      return { ballot: (await readBallot(ballot.id)).ballot, before: standing, after }
    },

    /** A page of rulings of the current edition, newest first. Refusal: `ledger_unavailable`. */
    async listRulings({ page, pageSize, ...filter }: Filter & { page: number; pageSize: number }) {
      const [records, total] = await reading(() =>
        Promise.all([
          store.findRulingPage(inEdition(filter), (page - 1) * pageSize, pageSize),
          store.countRulings(inEdition(filter)),
        ]),
      )
      return { items: records.map(presentRuling), total, page, pageSize }
    },

    /** All of them as a sheet, oldest first. */
    exportRulings(filter: Filter, actor: Actor): Promise<SheetContent> {
      const edition = editions.current()
      const titles = ['时间', '回执', '奖项', '处理', '处理后状态', '原因', '处理人']
      const widths = [20, 18, 20, 12, 16, 40, 14]
      async function* rows() {
        for await (const record of store.streamRulings(inEdition(filter))) {
          const { receipt, category, kind, status, reason, author } = presentRuling(record)
          yield [
            record.ruledAt,
            receipt,
            findCategory(edition, category)?.name ?? category,
            ...[RULING_NAMES[kind], STATUS_NAMES[status], reason, author],
          ]
        }
      }
      const columns = titles.map((title, i) => ({ title, width: widths[i]! }))
      const subject = { kind: 'edition', id: edition.id, name: edition.name }
      return audit.act({ actor, action: 'ballot.exportRulings', subject, after: filter }, async () => ({
        ...{ name: '选票处理记录', columns, rows: rows() },
      }))
    },

    /**
     * Ballots of a category by channel, or the votes of one candidate, between two instants.
     * Refusals: `invalid_request`, `candidate_not_found`, `tally_pending`.
     */
    async series({ category, candidate, from, to, step }: SeriesQuery): Promise<BallotSeries> {
      if (candidate && step === 'minute') refuse('step', '候选的得票只按小时统计')
      if (candidate && !candidates.idsOf(category).has(candidate)) throw new Refusal('candidate_not_found')
      const ms = STEP_MS[step]
      const first = Math.floor(Date.parse(from) / ms) * ms
      const steps = Math.ceil((Date.parse(to) - first) / ms)
      if (steps < 1 || steps > MOST_POINTS) refuse('to', `时间范围应为 1 到 ${MOST_POINTS} 个时间点`)
      const times = instants(first, Date.parse(to), ms)
      const lines = candidate
        ? [{ key: candidate, points: times.map((instant) => POINTS.votes(instant, candidate)) }]
        : Channel.options.map((channel) => ({
            key: channel,
            points: times.map((instant) => POINTS[step](instant, channel)),
          }))
      const values = await tallies
        .readPoints(
          tallyName({ edition: editions.current().id, category }),
          lines.flatMap(({ points }) => points),
        )
        .catch(() => null) // Redis is away
      if (!values) throw new Refusal('tally_pending')
      return {
        step,
        from: new Date(first).toISOString(),
        lines: lines.map(({ key }, i) => ({
          key,
          values: values.slice(i * steps, (i + 1) * steps).map(notNegative),
        })),
      }
    },
  }
}

function refuse(path: string, message: string): never {
  throw new Refusal('invalid_request', [{ path, message }])
}

function presentToStaff(record: BallotRecord, rulings: RulingRecord[]): StaffBallot {
  const { voter, period, channel, risk } = record
  return {
    ...present(record),
    status: rulings.at(-1)?.status ?? 'counted',
    voter: voter.slice(0, VOTER_SHOWN),
    ...{ period, channel, network: risk?.network ?? null, agent: risk?.agent ?? null },
    rulings: rulings.map(presentRuling),
  }
}

function presentRuling({ ballot, category, revision, kind, status, reason, author, ruledAt }: RulingRecord) {
  return {
    receipt: formatReceipt(ballot),
    ...{ category, revision, kind, status, reason },
    author: author === SYSTEM ? '系统' : author,
    ruledAt: ruledAt.toISOString(),
  } satisfies Ruling
}
