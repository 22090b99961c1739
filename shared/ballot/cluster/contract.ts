import { z } from 'zod'
import { CategoryId } from '../../edition/contract'
import { Safeguards } from '../../edition/safeguards/contract'
import { Channel } from '../../identity/contract'
import { endpoint, Id, Instant, pageOf, pageQuery } from '../../kernel/contract'
import { BallotStatus } from '../contract'
import { Decision } from '../decision/contract'

const Count = z.int().min(0)
const ById = z.object({ id: Id })

/** Why ballots look like one deed, see `shared/risk/rules.ts`: `text` is the sentence for staff. */
const Reason = z.object({ code: z.string(), points: z.number(), text: z.string() })

/** How many of some ballots count, and how many do not. */
export const Statuses = z.record(BallotStatus, Count)
export type Statuses = z.infer<typeof Statuses>

/** Votes of one candidate that look like one deed. */
export const ClusterSummary = z.object({
  id: Id,
  category: CategoryId,
  candidate: Id,
  /** 0 to 100, the highest it had. */
  score: z.number(),
  reasons: z.array(Reason),
  /** When its first and its last ballot were cast. */
  from: Instant,
  to: Instant,
  size: Count,
  statuses: Statuses,
  /** Whether something was decided since it last grew. */
  handled: z.boolean(),
  /** A decision on it that is not over yet. */
  open: z.enum(['proposed', 'running']).nullable(),
})
export type ClusterSummary = z.infer<typeof ClusterSummary>

const Filter = z.strictObject({
  category: CategoryId.optional(),
  candidate: Id.optional(),
  /** Only those about which nothing was decided since they last grew, or only the others. */
  handled: z.enum(['yes', 'no']).optional(),
})

export const getSuspicion = endpoint({
  route: 'GET /api/staff/suspicion',
  summary: '异常投票总览：防刷票的方式和分数，每位候选有多少张票在异常选票组里',
  auth: 'suspicion.read',
  status: 200,
  response: z.object({
    safeguards: Safeguards,
    /** Decisions that wait for a second person. */
    waiting: Count,
    /** The scores of groups that had ballots in the last 24 hours. */
    lately: z.array(z.number()),
    /** Most ballots first; a ballot that is in several groups of a candidate is counted once. */
    candidates: z.array(
      z.object({
        ...{ category: CategoryId, candidate: Id, clusters: Count, ballots: Count },
        /** When the first and the last of those ballots were cast. */
        ...{ from: Instant, to: Instant },
      }),
    ),
  }),
  errors: ['edition_missing'],
})

export const getSuspicionSeries = endpoint({
  route: 'GET /api/staff/suspicion/series',
  summary: '一位候选每小时的得票，和其中属于异常选票组的',
  auth: 'suspicion.read',
  status: 200,
  query: z.strictObject({ category: CategoryId, candidate: Id, from: Instant, to: Instant }),
  response: z.object({
    /** Start of the first hour. */
    from: Instant,
    /** Votes that count. */
    votes: z.array(Count),
    /** Ballots of groups, whether they count or not. */
    suspicious: z.array(Count),
  }),
  errors: ['candidate_not_found', 'tally_pending'],
})

export const listClusters = endpoint({
  route: 'GET /api/staff/clusters',
  summary: '异常选票组，待处理的在前，分数高的在前',
  auth: 'suspicion.read',
  status: 200,
  query: Filter.extend(pageQuery),
  response: pageOf(ClusterSummary),
  errors: ['ledger_unavailable'],
})

/** A short pseudonym of a network or device, and how many ballots came from it. */
const Share = z.object({ code: z.string(), count: Count })
const Shares = z.object({ distinct: Count, top: z.array(Share) })

export const getCluster = endpoint({
  route: 'GET /api/staff/clusters/:id',
  summary: '一组异常选票：理由、时间分布、来源和处理经过',
  auth: 'suspicion.read',
  status: 200,
  params: ById,
  response: z.object({
    cluster: ClusterSummary,
    /** When its ballots were cast; by the minute where it lasted but a few hours. */
    series: z.object({ step: z.enum(['minute', 'hour']), from: Instant, values: z.array(Count) }),
    /** Most first, the first ten of each. */
    networks: Shares,
    devices: Shares,
    /** How long their accounts had followed the official account. */
    follow: z.array(Share),
    /** Newest first. */
    decisions: z.array(Decision),
  }),
  errors: ['cluster_not_found', 'ledger_unavailable'],
})

export const listClusterBallots = endpoint({
  route: 'GET /api/staff/clusters/:id/ballots',
  summary: '一组异常选票里的选票，按投出的时间',
  auth: 'suspicion.read',
  status: 200,
  params: ById,
  query: z.strictObject(pageQuery),
  response: pageOf(
    z.object({
      receipt: z.string(),
      castAt: Instant,
      status: BallotStatus,
      channel: Channel,
      network: z.string(),
      device: z.string(),
      /** How many candidates it selects. */
      selections: Count,
    }),
  ),
  errors: ['cluster_not_found', 'ledger_unavailable'],
})

export const exportCluster = endpoint({
  route: 'GET /api/staff/clusters/:id/export',
  summary: '导出一组异常选票（.xlsx）：回执、时间、状态和短代号，不含微信身份',
  auth: 'suspicion.read',
  status: 200,
  params: ById,
  file: 'download',
  errors: ['cluster_not_found', 'ledger_unavailable'],
})
