import { z } from 'zod'
import { CategoryId } from '../../edition/contract'
import { endpoint, Id, Instant, pageOf, pageQuery } from '../../kernel/contract'
import { BallotStatus, PublicWords, RulingKind, Standing } from '../contract'

const Count = z.int().min(0)
const ById = z.object({ id: Id })

/** Which of a cluster's ballots a decision is about, by what they are when it is proposed. */
export const Scope = z.enum(['all', 'counted', 'quarantined'])
export type Scope = z.infer<typeof Scope>

/** What decisions usually rest on; see `GROUNDS` for the words. */
export const Ground = z.enum([
  ...(['machine', 'bought', 'device', 'newcomers'] as const),
  ...(['checking', 'genuine', 'unproven', 'other'] as const),
])
export type Ground = z.infer<typeof Ground>

export const DecisionState = z.enum(['proposed', 'running', 'done', 'rejected'])
export type DecisionState = z.infer<typeof DecisionState>

/** What is to become of a cluster's ballots: proposed by one, confirmed by another, then done ballot by ballot. */
export const Decision = z.object({
  id: Id,
  cluster: Id,
  category: CategoryId,
  candidate: Id,
  kind: RulingKind,
  scope: Scope,
  /** As everybody reads it once it is done. */
  reason: z.string(),
  state: DecisionState,
  proposedAt: Instant,
  proposedBy: z.string(),
  /** Whether who asks has proposed it, and so is not the one to confirm it. */
  own: z.boolean(),
  answeredAt: Instant.nullable(),
  answeredBy: z.string().nullable(),
  /** What the second person found. */
  words: z.string().nullable(),
  doneAt: Instant.nullable(),
  /** `left` are those that somebody had ruled on meanwhile. */
  ballots: z.object({ waiting: Count, ruled: Count, left: Count }),
  /** The counts by the ledger when it began, and with it done; null until then. */
  before: Standing.nullable(),
  after: Standing.nullable(),
})
export type Decision = z.infer<typeof Decision>

/** What a decision would do if it were done now. `left` are ballots it would leave alone. */
export const Foresight = z.object({ ballots: Count, left: Count, before: Standing, after: Standing })
export type Foresight = z.infer<typeof Foresight>

export const foreseeDecision = endpoint({
  route: 'GET /api/staff/clusters/:id/foresight',
  summary: '处理之前先看：会涉及多少张选票，每位候选的票数会从多少变成多少',
  auth: 'suspicion.read',
  status: 200,
  params: ById,
  query: z.strictObject({ kind: RulingKind, scope: Scope }),
  response: Foresight,
  errors: ['cluster_not_found', 'ledger_unavailable'],
})

export const proposeDecision = endpoint({
  route: 'POST /api/staff/clusters/:id/decisions',
  summary: '提出对一组选票的处理，由另一位同事确认后才执行；理由会公开',
  auth: 'suspicion.decide',
  status: 201,
  params: ById,
  body: z
    .strictObject({ kind: RulingKind, scope: Scope, ground: Ground, words: PublicWords })
    .refine(({ ground, words }) => ground !== 'other' || words.length >= 2, {
      path: ['words'],
      message: '请写明理由',
    }),
  response: Decision,
  errors: ['cluster_not_found', 'result_fixed', 'decision_open', 'decision_needless', 'ledger_unavailable'],
})

export const listDecisions = endpoint({
  route: 'GET /api/staff/decisions',
  summary: '对异常选票的处理，新的在前',
  auth: 'suspicion.read',
  status: 200,
  query: z.strictObject({ ...pageQuery, state: DecisionState.optional() }),
  response: pageOf(Decision),
  errors: ['ledger_unavailable'],
})

export const exportDecisions = endpoint({
  route: 'GET /api/staff/decisions/export',
  summary: '导出对异常选票的处理（.xlsx），含处理前后的票数',
  auth: 'suspicion.read',
  status: 200,
  file: 'download',
  errors: ['ledger_unavailable'],
})

export const getDecision = endpoint({
  route: 'GET /api/staff/decisions/:id',
  summary: '一次处理和那组选票的分数；还在等确认的，附上现在执行会怎样',
  auth: 'suspicion.read',
  status: 200,
  params: ById,
  response: z.object({
    decision: Decision,
    /** How sure the rules are of its cluster. */
    score: z.number(),
    foresight: Foresight.nullable(),
  }),
  errors: ['decision_not_found', 'cluster_not_found', 'ledger_unavailable'],
})

export const listLeftBallots = endpoint({
  route: 'GET /api/staff/decisions/:id/left',
  summary: '一次处理没有动的选票：提出以后已被别人处理过',
  auth: 'suspicion.read',
  status: 200,
  params: ById,
  query: z.strictObject(pageQuery),
  response: pageOf(z.object({ receipt: z.string(), status: BallotStatus })),
  errors: ['decision_not_found', 'ledger_unavailable'],
})

export const answerDecision = endpoint({
  route: 'POST /api/staff/decisions/:id/answer',
  summary: '确认或否决一次处理；不能由提出的人确认，提出的人可以自己收回',
  auth: 'suspicion.decide',
  status: 200,
  params: ById,
  body: z.strictObject({
    verdict: z.enum(['confirm', 'reject']),
    words: z.string().trim().min(2, '请写明核查意见').max(200),
  }),
  response: Decision,
  errors: [
    ...(['decision_not_found', 'decision_state', 'second_person_needed', 'result_fixed'] as const),
    'ledger_unavailable',
  ],
})

/** A candidate's votes before and after a decision. */
const Moved = z.object({ id: Id, number: z.string(), name: z.string(), before: Count, after: Count })

/**
 * What became of ballots, for everybody. What two persons decided stands by itself; what the program or one person did
 * ballot by ballot is summed by the day, and `at` is its beginning.
 */
export const LogEntry = z.object({
  at: Instant,
  by: z.enum(['two', 'one', 'program']),
  category: CategoryId,
  kind: RulingKind,
  ballots: Count,
  reason: z.string(),
  /** Ballots of the category that count, and votes, before and after; null while the counts are not public. */
  counts: z
    .object({ ballots: z.object({ before: Count, after: Count }), candidates: z.array(Moved) })
    .nullable(),
})
export type LogEntry = z.infer<typeof LogEntry>

export const listLog = endpoint({
  route: 'GET /api/ledger/decisions',
  summary: '选票处理公示：何时、哪个奖项、多少张、为什么、谁定的；票数公开时附处理前后的票数。新的在前',
  auth: 'none',
  status: 200,
  query: z.strictObject(pageQuery),
  response: pageOf(LogEntry),
  errors: ['edition_missing', 'ledger_unavailable'],
})
