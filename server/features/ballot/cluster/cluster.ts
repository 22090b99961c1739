import { createHash } from 'node:crypto'
import type { Actor } from '@shared/audit/contract'
import type { ClusterSummary, Statuses } from '@shared/ballot/cluster/contract'
import { formatReceipt } from '@shared/ballot/receipt'
import { STATUS_NAMES, STEP_MS } from '@shared/ballot/rules'
import type { CategoryId } from '@shared/edition/contract'
import { CHANNEL_NAMES } from '@shared/identity/rules'
import { momentText } from '@shared/kernel/dates'
import { Refusal } from '@shared/kernel/errors'
import type { Cluster } from '@shared/risk/rules'
import type { SheetContent } from '../../../ports/sheets'
import type { TallyStore } from '../../../ports/tally'
import type { Clock } from '../../../ports/work'
import type { Audit } from '../../audit/audit'
import type { Candidates } from '../../candidate/candidate'
import type { Editions } from '../../edition/edition'
import { reading } from '../ballot'
import type { DecisionStore } from '../decision/model'
import { presentAll } from '../decision/present'
import type { BallotStore } from '../model'
import { instants, notNegative, POINTS } from '../series'
import { tallyName } from '../tally'
import type { ClusterRecord, ClusterStore } from './model'

export { type ClusterStore, createClusterStore } from './model'
export type Clusters = ReturnType<typeof createClusters>

/** What is kept of a cluster as the rules find it. Instants are in ms since 1970. */
export type Found = Omit<Cluster, 'traits' | 'size'>

type Options = {
  store: ClusterStore
  decisions: Pick<DecisionStore, 'findOpen' | 'findOf' | 'countParts' | 'count'>
  ledger: Pick<BallotStore, 'findBallots' | 'findRulings'>
  tallies: Pick<TallyStore, 'readPoints'>
  candidates: Pick<Candidates, 'idsOf' | 'allOf'>
  editions: Pick<Editions, 'current'>
  audit: Pick<Audit, 'act'>
  clock: Clock
}

type Page = { page: number; pageSize: number }
type Filter = { category?: CategoryId; candidate?: string; handled?: 'yes' | 'no' }
type SeriesQuery = { category: CategoryId; candidate: string; from: string; to: string }

/** Members added at once. */
const BATCH = 1000
/** What lasted no longer is drawn by the minute. */
const MINUTES_MS = 4 * STEP_MS.hour
const LATELY_MS = 24 * STEP_MS.hour
/** Hours of one line that are answered at once: two months. */
const MOST_HOURS = 1500
const TOP = 10
/** How much of a pseudonym staff see: enough to see that two are the same. */
const SHOWN = 6

/** By which a cluster of an edition is known to staff. */
export const clusterIdOf = (edition: string, key: string): string =>
  createHash('sha256').update(`${edition}\n${key}`).digest('hex').slice(0, 24)

/** What looks like one deed, kept from when it was found, for staff to look at and decide about. */
export function createClusters(options: Options) {
  const { store, decisions, ledger, tallies, candidates, editions, audit, clock } = options

  const idOf = (key: string) => clusterIdOf(editions.current().id, key)

  /** Refusals: `cluster_not_found`, `ledger_unavailable`. */
  async function expect(id: string): Promise<ClusterRecord> {
    const record = await reading(() => store.find(id))
    if (record?.edition !== editions.current().id) throw new Refusal('cluster_not_found')
    return record
  }

  async function statusesOf({ _id, size }: ClusterRecord): Promise<Statuses> {
    const sum: Statuses = { counted: size, quarantined: 0, invalidated: 0 }
    for await (const receipts of store.receiptsOf(_id)) {
      const { quarantined, invalidated } = await store.setAsideAmong(receipts)
      sum.quarantined += quarantined
      sum.invalidated += invalidated
    }
    sum.counted = Math.max(size - sum.quarantined - sum.invalidated, 0)
    return sum
  }

  async function present(records: ClusterRecord[]): Promise<ClusterSummary[]> {
    const open = new Map(
      (await decisions.findOpen(records.map(({ _id }) => _id))).map((one) => [one.cluster, one.state]),
    )
    return Promise.all(
      records.map(async (record) => {
        const { _id: id, category, candidate, score, reasons, from, to, size, handled } = record
        return {
          ...{ id, category, candidate, score, reasons, size, handled },
          ...{ from: from.toISOString(), to: to.toISOString(), statuses: await statusesOf(record) },
          open: (open.get(id) as ClusterSummary['open'] | undefined) ?? null,
        }
      }),
    )
  }

  async function seriesOf({ _id, from, to }: ClusterRecord) {
    const step = to.getTime() - from.getTime() <= MINUTES_MS ? ('minute' as const) : ('hour' as const)
    const first = Math.floor(from.getTime() / STEP_MS[step]) * STEP_MS[step]
    const found = new Map((await store.seriesOf(_id, step)).map((one) => [one._id.getTime(), one.n]))
    const times = instants(first, to.getTime() + 1, STEP_MS[step])
    return { step, from: new Date(first).toISOString(), values: times.map((at) => found.get(at) ?? 0) }
  }

  async function sharesOf({ _id }: ClusterRecord, signal: 'network' | 'device' | 'follow') {
    const sum = new Map<string | null, number>()
    for await (const receipts of store.receiptsOf(_id)) {
      for (const one of await store.sharesAmong(receipts, signal)) {
        sum.set(one._id, (sum.get(one._id) ?? 0) + one.n)
      }
    }
    return [...sum]
      .sort(([a, n], [b, m]) => m - n || ((a ?? '') < (b ?? '') ? -1 : 1))
      .flatMap(([code, count]) => (code === null ? [] : [{ code, count }]))
  }

  const shortened = (all: { code: string; count: number }[]) => ({
    distinct: all.length,
    top: all.slice(0, TOP).map(({ code, count }) => ({ code: code.slice(0, SHOWN), count })),
  })

  /** Some ballots as staff see them, in the order given. */
  async function ballotsOf(receipts: string[]) {
    const [ballots, rulings] = await Promise.all([ledger.findBallots(receipts), ledger.findRulings(receipts)])
    const status = new Map(rulings.map((ruling) => [ruling.ballot, ruling.status]))
    const known = new Map(ballots.map((ballot) => [ballot._id, ballot]))
    return receipts.flatMap((receipt) => {
      const ballot = known.get(receipt)
      if (!ballot) return []
      const { castAt, channel, selections, risk } = ballot
      return {
        ...{ receipt: formatReceipt(receipt), castAt: castAt.toISOString(), channel },
        status: status.get(receipt) ?? ('counted' as const),
        network: (risk?.network ?? '').slice(0, SHOWN),
        device: (risk?.device ?? '').slice(0, SHOWN),
        selections: selections.length,
      }
    })
  }

  /** What the audit and sheets call a cluster. */
  function nameOf({ category, candidate, from, size }: ClusterRecord): string {
    const found = candidates.allOf(category).find(({ id }) => id === candidate)
    const who = found ? `${found.number} ${found.name}` : candidate
    return `${who} ${momentText(from)} 起 ${size} 张`
  }

  return {
    /**
     * Keeps what the rules have found. A cluster that comes again with more ballots is the same by its key; telling the same
     * again changes nothing.
     */
    async report(found: readonly Found[]): Promise<void> {
      const { id: edition } = editions.current()
      for (const { key, category, candidate, score, reasons, from, to, receipts } of found) {
        const _id = idOf(key)
        const place = { edition, category, candidate }
        await store.note({ _id, ...place, score, reasons, from: new Date(from), to: new Date(to) })
        for (let i = 0; i < receipts.length; i += BATCH) {
          const fresh = await store.missing(_id, receipts.slice(i, i + BATCH))
          const added = fresh.length > 0 ? await store.castAtOf(fresh) : []
          if (added.length > 0)
            await store.addMembers(added.map((one) => ({ cluster: _id, ...place, ...one })))
        }
        await store.measure(_id)
      }
    },

    /**
     * Those of some keys whose ballots staff have found to be honest: what they decided, the program need not doubt again.
     * One that has grown since is not among them.
     */
    async clearedAmong(keys: readonly string[]): Promise<Set<string>> {
      const ids = new Map(keys.map((key) => [idOf(key), key]))
      const cleared = await store.withVerdict([...ids.keys()], 'restored')
      return new Set(cleared.map((id) => ids.get(id)!))
    },

    expect,
    nameOf,

    /** The edition at a glance. Refusal: `ledger_unavailable`. */
    async overview() {
      const { id: edition, safeguards } = editions.current()
      const [waiting, lately, totals] = await reading(() =>
        Promise.all([
          decisions.count({ edition, state: 'proposed' }),
          store.scoresSince(edition, new Date(clock.now().getTime() - LATELY_MS)),
          store.totals(edition),
        ]),
      )
      return { safeguards, waiting, lately, candidates: totals }
    },

    /** A candidate's votes by the hour, and those of clusters. Refusals: `candidate_not_found`, `invalid_request`, `tally_pending`. */
    async series({ category, candidate, from, to }: SeriesQuery) {
      const { id: edition } = editions.current()
      if (!candidates.idsOf(category).has(candidate)) throw new Refusal('candidate_not_found')
      const first = Math.floor(Date.parse(from) / STEP_MS.hour) * STEP_MS.hour
      const count = Math.ceil((Date.parse(to) - first) / STEP_MS.hour)
      if (count < 1 || count > MOST_HOURS) {
        const message = `时间范围应为 1 到 ${MOST_HOURS} 个小时`
        throw new Refusal('invalid_request', [{ path: 'to', message }], message)
      }
      const hours = instants(first, Date.parse(to), STEP_MS.hour)
      const points = hours.map((hour) => POINTS.votes(hour, candidate))
      const [votes, found] = await Promise.all([
        tallies.readPoints(tallyName({ edition, category }), points).catch(() => null), // Redis is away
        reading(() => store.hoursOf({ edition, category, candidate }, new Date(first), new Date(to))),
      ])
      if (!votes) throw new Refusal('tally_pending')
      const suspicious = new Map(found.map(({ _id, n }) => [_id.getTime(), n]))
      return {
        from: new Date(first).toISOString(),
        votes: votes.map(notNegative),
        suspicious: hours.map((hour) => suspicious.get(hour) ?? 0),
      }
    },

    /** A page of them, those that wait for staff first, the worst first. Refusal: `ledger_unavailable`. */
    async list({ page, pageSize, handled, ...place }: Filter & Page) {
      const filter = {
        edition: editions.current().id,
        ...place,
        ...(handled && { handled: handled === 'yes' }),
      }
      return reading(async () => {
        const [records, total] = await Promise.all([
          store.findPage(filter, (page - 1) * pageSize, pageSize),
          store.count(filter),
        ])
        return { items: await present(records), total, page, pageSize }
      })
    },

    /** All about one. Refusals: `cluster_not_found`, `ledger_unavailable`. */
    async show(id: string, reader: Actor) {
      const record = await expect(id)
      return reading(async () => {
        const [[cluster], series, networks, devices, follow, past] = await Promise.all([
          present([record]),
          seriesOf(record),
          sharesOf(record, 'network'),
          sharesOf(record, 'device'),
          sharesOf(record, 'follow'),
          decisions.findOf(id),
        ])
        return {
          ...{
            cluster: cluster!,
            series,
            networks: shortened(networks),
            devices: shortened(devices),
            follow,
          },
          decisions: await presentAll(past, decisions, reader),
        }
      })
    },

    /** A page of its ballots, in the order they were cast. Refusals: `cluster_not_found`, `ledger_unavailable`. */
    async ballots(id: string, { page, pageSize }: Page) {
      const { size } = await expect(id)
      return reading(async () => {
        const members = await store.findMembers(id, (page - 1) * pageSize, pageSize)
        const items = await ballotsOf(members.map(({ receipt }) => receipt))
        return { items, total: size, page, pageSize }
      })
    },

    /** All its ballots as a sheet. Refusals: `cluster_not_found`, `ledger_unavailable`. */
    async export(id: string, actor: Actor): Promise<SheetContent> {
      const record = await expect(id)
      const name = nameOf(record)
      async function* rows() {
        for await (const receipts of store.receiptsOf(id)) {
          for (const { castAt, receipt, status, channel, network, device, selections } of await ballotsOf(
            receipts,
          )) {
            yield [
              ...[new Date(castAt), receipt, STATUS_NAMES[status], CHANNEL_NAMES[channel]],
              ...[network, device, selections],
            ]
          }
        }
      }
      const titles = ['投出时间', '回执', '状态', '渠道', '网络代号', '设备代号', '所选候选数']
      const widths = [20, 18, 16, 12, 12, 12, 12]
      const columns = titles.map((title, i) => ({ title, width: widths[i]! }))
      const act = { actor, action: 'suspicion.exportCluster', subject: { kind: 'cluster', id, name } }
      return audit.act(act, async () => ({ name: '异常选票', columns, rows: rows() }))
    },
  }
}
