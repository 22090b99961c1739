import { z } from 'zod'
import { CategoryId, Phase, PhaseName } from '../edition/contract'
import { Channel } from '../identity/contract'
import { endpoint, Id, Instant, pageOf, pageQuery } from '../kernel/contract'
import { NominationStatus } from '../nomination/contract'
import { Solved } from '../risk/check/contract'
import { namesReceipt, RECEIPT_NAMED } from './receipt'

/** Whether a ballot counts: set aside for a check (`quarantined`) or struck out (`invalidated`) it does not. */
export const BallotStatus = z.enum(['counted', 'quarantined', 'invalidated'])
export type BallotStatus = z.infer<typeof BallotStatus>

export const Ballot = z.object({
  id: Id,
  /** What the voter keeps: `ABCD-EFGH-JKMN`, without look-alikes. */
  receipt: z.string().regex(/^(\w{4}-){2}\w{4}$/),
  category: CategoryId,
  selections: z.array(Id),
  castAt: Instant,
})
export type Ballot = z.infer<typeof Ballot>

export const BallotWithStatus = Ballot.extend({ status: BallotStatus })
export type BallotWithStatus = z.infer<typeof BallotWithStatus>

export const castBallot = endpoint({
  route: 'POST /api/ballots',
  summary: '投票：一人一奖项一张选票',
  auth: 'voter',
  status: 201,
  body: z.strictObject({
    category: CategoryId,
    selections: z.array(Id).max(200),
    /** The first candidate whose page was opened in this visit. */
    referrer: Id.optional(),
    /** Answers the challenge of `human_check_needed`. */
    check: Solved.optional(),
  }),
  response: z.object({ ballot: Ballot }),
  errors: [
    'already_voted',
    'human_check_needed',
    'ballot_suspicious',
    'invalid_selections',
    'phase_closed',
    'voting_suspended',
    'snapshot_user',
    'busy',
    'ledger_unavailable',
    'ballot_unconfirmed',
  ],
})

export const myBallots = endpoint({
  route: 'GET /api/ballots/mine',
  summary: '我的选票',
  auth: 'voter',
  status: 200,
  response: pageOf(BallotWithStatus),
  errors: ['ledger_unavailable'],
})

/** What a receipt tells whoever has it: that there is a ballot, of which day, and whether it counts. */
export const Receipt = BallotWithStatus.pick({ receipt: true, category: true, status: true }).extend({
  /** Day in Beijing. */
  castOn: z.iso.date(),
})
export type Receipt = z.infer<typeof Receipt>

export const getReceipt = endpoint({
  route: 'GET /api/receipts/:receipt',
  summary: '凭回执查选票是否计入；登录的投票人本人另得选票内容',
  auth: 'visitor',
  status: 200,
  params: z.object({ receipt: z.string().max(40) }),
  /** `ballot` is told to its voter only: nobody can be made to show whom they chose by showing a receipt. */
  response: z.object({ receipt: Receipt, ballot: BallotWithStatus.nullable() }),
  errors: ['receipt_not_found', 'ledger_unavailable', 'session_expired', 'session_invalid'],
})

/** Counts of one category. `ballots` is the number of ballots that count. */
export const Tally = z.object({
  category: CategoryId,
  counts: z.record(Id, z.int().min(0)),
  ballots: z.int().min(0),
  asOf: Instant,
})
export type Tally = z.infer<typeof Tally>

export const getTally = endpoint({
  route: 'GET /api/tallies',
  summary: '一个奖项的票数',
  auth: 'none',
  status: 200,
  query: z.strictObject({ category: CategoryId }),
  response: Tally,
  errors: ['tally_hidden', 'tally_pending'],
})

export const streamTallies = endpoint({
  route: 'GET /api/tallies/stream',
  summary:
    '票数的事件流（SSE）：`tally` 事件带一个奖项的全部票数，每秒至多一次；`phase` 事件报告阶段变化；`pulse` 事件每 5 秒一次，' +
    '以 `{asOf: {奖项: 时刻}}` 说明各奖项的票数截至何时',
  auth: 'none',
  status: 200,
  errors: ['tally_hidden'],
})

const Count = z.int().min(0)
const ByReceipt = z.object({ receipt: z.string().max(40) })

export const RulingKind = z.enum(['quarantined', 'invalidated', 'restored'])

/** Staff's word on a ballot, number `revision` on that ballot. */
export const Ruling = z.object({
  receipt: z.string(),
  category: CategoryId,
  revision: z.int().min(1),
  kind: RulingKind,
  /** What the ballot has been since. */
  status: BallotStatus,
  reason: z.string(),
  author: z.string(),
  ruledAt: Instant,
})
export type Ruling = z.infer<typeof Ruling>

/** A ballot as the monitor shows it: no OpenID, and of the voter's pseudonym only the beginning. */
export const StaffBallot = BallotWithStatus.extend({
  voter: z.string(),
  period: z.string(),
  channel: Channel,
  /** Keyed hash of the network it came from, and the kind of browser; null once such things have been deleted. */
  network: z.string().nullable(),
  agent: z.string().nullable(),
  /** Oldest first. */
  rulings: z.array(Ruling),
})
export type StaffBallot = z.infer<typeof StaffBallot>

/** Where a ballot's category stands: ballots that count, and the votes of those whom the ballot selects. */
export const Standing = z.object({ ballots: Count, counts: z.record(Id, Count) })
export type Standing = z.infer<typeof Standing>

export const readBallot = endpoint({
  route: 'GET /api/staff/ballots/:receipt',
  summary: '凭回执查一张选票：状态、处理记录，以及所选候选现在的票数',
  auth: 'ballot.read',
  status: 200,
  params: ByReceipt,
  /** `standing` is null while the counts are being put together. `fixed`: its votes are frozen in a list, nobody rules on it. */
  response: z.object({ ballot: StaffBallot, standing: Standing.nullable(), fixed: z.boolean() }),
  errors: ['receipt_not_found', 'ledger_unavailable'],
})

/** Words of staff about ballots, which everybody may read one day. */
export const PublicWords = z
  .string()
  .trim()
  .max(200)
  .refine((words) => !namesReceipt(words), RECEIPT_NAMED)

export const ruleBallot = endpoint({
  route: 'POST /api/staff/ballots/:receipt/rulings',
  summary: '处理一张选票：存疑、作废或恢复；答复处理前后的票数',
  auth: 'ballot.rule',
  status: 201,
  params: ByReceipt,
  body: z.strictObject({
    kind: RulingKind,
    /** How many rulings the person has seen on the ballot: what somebody else did since is not overruled unseen. */
    seen: Count,
    reason: PublicWords.min(2, '请写明原因'),
  }),
  response: z.object({ ballot: StaffBallot, before: Standing.nullable(), after: Standing.nullable() }),
  errors: [
    'receipt_not_found',
    'result_fixed',
    'ruling_conflict',
    'busy',
    'ledger_unavailable',
    'ballot_unconfirmed',
    'audit_unavailable',
  ],
})

const RulingFilter = z.strictObject({ category: CategoryId.optional(), kind: RulingKind.optional() })

export const listRulings = endpoint({
  route: 'GET /api/staff/rulings',
  summary: '选票处理记录，新的在前',
  auth: 'ballot.read',
  status: 200,
  query: RulingFilter.extend(pageQuery),
  response: pageOf(Ruling),
  errors: ['ledger_unavailable'],
})

export const exportRulings = endpoint({
  route: 'GET /api/staff/rulings/export',
  summary: '导出选票处理记录（.xlsx）',
  auth: 'ballot.read',
  status: 200,
  file: 'download',
  query: RulingFilter,
  errors: ['ledger_unavailable'],
})

/** Ballots that count, by the time they were cast. A ballot that is set aside leaves the time it was cast in. */
export const BallotSeries = z.object({
  step: z.enum(['minute', 'hour']),
  /** Start of the first step. */
  from: Instant,
  /** One line per channel, or the candidate's alone; values one per step. */
  lines: z.array(z.object({ key: z.string(), values: z.array(Count) })),
})
export type BallotSeries = z.infer<typeof BallotSeries>

export const getBallotSeries = endpoint({
  route: 'GET /api/staff/ballots/series',
  summary: '一个奖项的选票随时间的变化，按渠道分；或一位候选每小时的得票',
  auth: 'ballot.read',
  status: 200,
  query: z.strictObject({
    category: CategoryId,
    candidate: Id.optional(),
    from: Instant,
    to: Instant,
    /** A candidate's votes are kept by the hour only. */
    step: z.enum(['minute', 'hour']).default('hour'),
  }),
  response: BallotSeries,
  errors: ['candidate_not_found', 'tally_pending'],
})

/** What the dashboard shows of a category. */
export const CategoryOverview = z.object({
  id: CategoryId,
  name: z.string(),
  shortName: z.string(),
  seats: z.int().nullable(),
  candidates: Count,
  /** Most candidates first. */
  cities: z.array(z.object({ code: z.string(), name: z.string(), count: Count })),
  /** How many nominations are where on their way; and of those handed in, where they come from, most first. */
  nominations: z.object({
    counts: z.partialRecord(NominationStatus, Count),
    cities: z.array(z.object({ code: z.string(), name: z.string(), count: Count })),
  }),
  /** Ballots that count; `setAside` are those that do not. Null while the counts are being put together. */
  ballots: z
    .object({ counted: Count, setAside: Count, lastHour: Count, today: Count, asOf: Instant })
    .nullable(),
  channels: z.partialRecord(Channel, Count),
  /** Ballots per hour from `hoursFrom` on. */
  hours: z.array(Count),
  /** The first ten by votes, whether the public sees votes or not. */
  top: z.array(
    z.object({ id: Id, number: z.string(), name: z.string(), unitName: z.string(), votes: Count }),
  ),
})
export type CategoryOverview = z.infer<typeof CategoryOverview>

export const Dashboard = z.object({
  asOf: Instant,
  edition: z.string(),
  phase: PhaseName.nullable(),
  phases: z.array(Phase),
  /** Persons with a ballot, in any category; counted now and then. */
  voters: z.object({ count: Count, asOf: Instant }).nullable(),
  /** Start of the hour in which voting opened; null before. */
  hoursFrom: Instant.nullable(),
  categories: z.array(CategoryOverview),
})
export type Dashboard = z.infer<typeof Dashboard>

export const getDashboard = endpoint({
  route: 'GET /api/staff/dashboard',
  summary: '总览：阶段、候选、选票、渠道、每小时选票与领先名单',
  auth: 'dashboard.read',
  status: 200,
  response: Dashboard,
  errors: ['ledger_unavailable'],
})

export const streamDashboard = endpoint({
  route: 'GET /api/staff/dashboard/stream',
  summary: '总览的事件流（SSE）：`dashboard` 事件每 3 秒一次，带全部内容；每分钟断开一次，重连时再核对登录',
  auth: 'dashboard.read',
  status: 200,
  errors: ['ledger_unavailable'],
})
