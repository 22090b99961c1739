import { z } from 'zod'
import { CategoryId } from '../edition/contract'
import { endpoint, Id, Instant, pageOf } from '../kernel/contract'

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
  body: z.strictObject({ category: CategoryId, selections: z.array(Id).max(200) }),
  response: z.object({ ballot: Ballot }),
  errors: [
    'already_voted',
    'invalid_selections',
    'phase_closed',
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

export const getReceipt = endpoint({
  route: 'GET /api/receipts/:receipt',
  summary: '凭回执查选票是否计入',
  auth: 'none',
  status: 200,
  params: z.object({ receipt: z.string().max(40) }),
  response: z.object({ ballot: BallotWithStatus }),
  errors: ['receipt_not_found', 'ledger_unavailable'],
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
