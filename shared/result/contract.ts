import { z } from 'zod'
import { Withdrawal } from '../candidate/contract'
import { CategoryId } from '../edition/contract'
import { Part, Scoring, Weights } from '../edition/scoring/contract'
import { endpoint, Id, Instant } from '../kernel/contract'
import { Level, Region, ReplyRecord } from '../unit/contract'

/**
 * `open`: nothing is fixed yet. `proposed`: inputs and standings are frozen, and public from the notice on. `released`: it
 * stands. `revoked`: it was taken back, in public; it may be released again.
 */
export const ResultState = z.enum(['open', 'proposed', 'released', 'revoked'])
export type ResultState = z.infer<typeof ResultState>

const Version = z.int().min(0)
const Count = z.int().min(0)
/** 0…100. */
const Points = z.number().min(0).max(100)
const Reason = z.string().trim().min(2, '请写明原因').max(500)

export const ReplyInput = ReplyRecord.pick({ received: true, answered: true, medianAnswerHours: true })
export type ReplyInput = z.infer<typeof ReplyInput>

/** Who a candidate is, as the public knows it. */
const identity = {
  id: Id,
  /** Public number, `A01`. */
  number: z.string(),
  name: z.string(),
  unitName: z.string(),
  position: z.string().nullable(),
  level: Level,
  region: Region,
  sample: z.boolean(),
}

/** What its score is made of, as `rankEntrants` takes it: whoever has these of all can compute it again. */
const inputs = {
  deeds: Points.nullable(),
  replyRecord: ReplyInput.nullable(),
  review: Points.nullable(),
  votes: Count,
  /** SHA-256 of the seed, a line feed and the id; empty while no seed is drawn. */
  lot: z.string(),
}

/** A candidate in the race with all that speaks for it. */
export const ResultEntrant = z.object({
  ...identity,
  ...inputs,
  /** How many experts' reviews its points come from. */
  experts: Count,
})
export type ResultEntrant = z.infer<typeof ResultEntrant>

/** A place and how it came about; what each means is `rules.ts`' to say. */
const standing = {
  rank: z.int().min(1),
  score: Points,
  parts: z.record(Part, Points.nullable()),
  reply: z.object({ rate: Points, volume: Points, speed: Points }).nullable(),
  counted: z.int().min(0).max(100),
  ahead: z.union([z.enum(['score', 'lot']), Part]).nullable(),
}
export const ResultStanding = z.object({ id: Id, ...standing })

/** Somebody who is out of the race: left it, or was excluded by a correction. */
export const Gone = z.object({ ...identity, why: z.enum(['withdrawn', 'excluded']), ...Withdrawal.shape })
export type Gone = z.infer<typeof Gone>

/** How equal scores are decided at the very end. */
export const ResultDraw = z.object({
  seed: z.string(),
  /** By whom the seed was given: typed by staff, or made by the server from random bytes. */
  source: z.enum(['typed', 'made']),
})

/** What one should know before the next step. What `blocks` must be mended first; the rest, confirmed. */
export const ResultWarning = z.object({
  kind: z.enum([
    ...([
      'voting_open',
      'review_open',
      'nobody',
      'decision_open',
      'quarantined',
      'no_deeds',
      'no_record',
      'no_review',
    ] as const),
    ...(['left', 'notice_open', 'correction_open', 'objection_open'] as const),
  ]),
  candidates: z.array(Id),
  text: z.string(),
  blocks: z.boolean(),
})
export type ResultWarning = z.infer<typeof ResultWarning>

/** What a correction sets. An excluded candidate is ranked no more; `false` takes it in again. */
export const CorrectionChange = z.discriminatedUnion('part', [
  z.strictObject({ part: z.literal('deeds'), value: Points.nullable() }),
  z.strictObject({ part: z.literal('review'), value: Points.nullable() }),
  z.strictObject({
    part: z.literal('replyRecord'),
    value: ReplyInput.strict()
      .refine(({ received, answered }) => answered <= received, { message: '回复件数不能多于收到件数' })
      .refine(({ answered, medianAnswerHours }) => answered === 0 || medianAnswerHours !== null, {
        path: ['medianAnswerHours'],
        message: '有回复的，要填答复时长中位数',
      })
      .nullable(),
  }),
  z.strictObject({ part: z.literal('excluded'), value: z.boolean() }),
])
export type CorrectionChange = z.infer<typeof CorrectionChange>

/** Whose place or score a correction changed; null where somebody was not, or is no longer, in the race. */
export const Move = z.object({
  id: Id,
  number: z.string(),
  name: z.string(),
  before: z.object({ rank: z.int(), score: Points }).nullable(),
  after: z.object({ rank: z.int(), score: Points }).nullable(),
})
export type Move = z.infer<typeof Move>

const correction = {
  id: Id,
  candidate: z.object({ id: Id, number: z.string(), name: z.string() }),
  change: CorrectionChange,
  reason: z.string(),
  /** What it was before, of the same shape as `change.value`; while it is pending, what it is now. */
  before: CorrectionChange,
  /** All whose place or score it changed; of a pending one, would change. */
  moves: z.array(Move),
}

/** A correction that was made, as the public reads it. */
export const PublicCorrection = z.object({
  ...correction,
  madeAt: Instant,
  /** Whether it follows from an objection. */
  objected: z.boolean(),
})
export type PublicCorrection = z.infer<typeof PublicCorrection>

export const CorrectionState = z.enum(['pending', 'made', 'declined'])
export type CorrectionState = z.infer<typeof CorrectionState>

export const Correction = z.object({
  ...correction,
  state: CorrectionState,
  /** Receipt of the objection it follows from. */
  objection: z.string().nullable(),
  proposedAt: Instant,
  proposedBy: z.string(),
  /** Whether who asks has proposed it, and so may not confirm it. */
  own: z.boolean(),
  decidedAt: Instant.nullable(),
  decidedBy: z.string().nullable(),
})
export type Correction = z.infer<typeof Correction>

const Notice = z.object({ opensAt: Instant, closesAt: Instant.nullable() })
const Revocation = z.object({ at: Instant, reason: z.string() })

/** A category's result as staff see it. */
export const StaffResult = z.object({
  edition: Id,
  category: CategoryId,
  categoryName: z.string(),
  state: ResultState,
  /** Grows with every change, from 0; whoever changes says which one they have seen. */
  version: Version,
  changedAt: Instant.nullable(),
  changedBy: z.string().nullable(),
  /** The edition's, null where it is open; once proposed, what was proposed. */
  seats: z.int().nullable(),
  weights: Weights,
  scoring: Scoring,
  proposal: ResultDraw.extend({ proposedAt: Instant, proposedBy: z.string() }).nullable(),
  /** As they are now; from the proposal on, as they were frozen and corrected since. */
  entrants: z.array(ResultEntrant),
  /** The best first, by the weights above. */
  standings: z.array(ResultStanding),
  gone: z.array(Gone),
  /** Before the next step: proposing, or releasing. */
  warnings: z.array(ResultWarning),
  notice: Notice.extend({ begun: z.boolean(), ended: z.boolean() }).nullable(),
  corrections: z.array(Correction),
  objections: z.object({ open: Count, total: Count }),
  releasedAt: Instant.nullable(),
  releasedBy: z.string().nullable(),
  revoked: Revocation.extend({ by: z.string() }).nullable(),
})
export type StaffResult = z.infer<typeof StaffResult>

const params = z.object({ category: CategoryId })
const act = { auth: 'result.write', status: 200, params, response: StaffResult } as const
/** Texts of the warnings that the person has seen and lives with. */
const Acknowledged = z.array(z.string()).max(50).default([])
const refusals = ['edition_missing', 'not_found', 'version_conflict', 'result_state'] as const
/** The whole list as a sheet, or on paper under the organiser's letterhead. */
const As = z.enum(['xlsx', 'pdf'])

export const listStaffResults = endpoint({
  route: 'GET /api/staff/results',
  summary: '各奖项的结果：状态、参评数、名额、待办',
  auth: 'result.read',
  status: 200,
  response: z.object({
    items: z.array(
      z.object({
        category: CategoryId,
        shortName: z.string(),
        state: ResultState,
        seats: z.int().nullable(),
        releasedAt: Instant.nullable(),
        /** Corrections that wait for a second person, and objections that wait for an answer. */
        pending: Count,
        objections: Count,
      }),
    ),
  }),
  errors: ['edition_missing'],
})

export const getStaffResult = endpoint({
  route: 'GET /api/staff/results/:category',
  summary: '一个奖项的结果：参评者的各项数据、名次、提示、更正；试算只要换一组权重再排一次',
  auth: 'result.read',
  status: 200,
  params,
  response: StaffResult,
  errors: ['edition_missing', 'not_found', 'ledger_unavailable'],
})

export const proposeResult = endpoint({
  ...act,
  route: 'POST /api/staff/results/:category/proposal',
  summary: '拟定表彰名单：冻结各项数据、名次和名额；抽签种子由工作人员填写，不填则由服务器随机产生',
  body: z.strictObject({
    version: Version,
    /** To be given where the edition leaves the number open, and only there. */
    seats: z.int().min(1).max(1000).optional(),
    seed: z.string().trim().min(4, '至少 4 个字符').max(200).optional(),
    acknowledged: Acknowledged,
  }),
  errors: [...refusals, 'change_refused', 'change_unconfirmed', 'invalid_request', 'ledger_unavailable'],
})

export const unproposeResult = endpoint({
  ...act,
  route: 'DELETE /api/staff/results/:category/proposal',
  summary: '公示开始前退回拟表彰名单',
  body: z.strictObject({ version: Version, reason: Reason }),
  errors: [...refusals, 'notice_begun'],
})

export const proposeCorrection = endpoint({
  ...act,
  route: 'POST /api/staff/results/:category/corrections',
  summary: '提出更正：改一项数据，或取消（恢复）一位的资格；另一位同事确认后生效并公开',
  body: z.strictObject({
    version: Version,
    candidate: Id,
    change: CorrectionChange,
    reason: Reason,
    /** Receipt of the objection it follows from. */
    objection: z.string().max(20).nullable().default(null),
  }),
  errors: [...refusals, 'candidate_not_found', 'objection_not_found', 'correction_needless'],
})

export const decideCorrection = endpoint({
  ...act,
  route: 'POST /api/staff/results/:category/corrections/:id/decision',
  summary: '确认或否决一条更正；不能确认自己提出的',
  params: params.extend({ id: Id }),
  body: z.strictObject({ version: Version, decision: z.enum(['make', 'decline']) }),
  errors: [...refusals, 'correction_not_found', 'correction_needless', 'second_person_needed'],
})

export const releaseResult = endpoint({
  ...act,
  route: 'POST /api/staff/results/:category/release',
  summary: '公示期满，正式发布结果',
  body: z.strictObject({ version: Version, acknowledged: Acknowledged }),
  errors: [...refusals, 'change_refused', 'change_unconfirmed'],
})

export const revokeResult = endpoint({
  ...act,
  route: 'DELETE /api/staff/results/:category/release',
  summary: '撤回已发布的结果，原因向公众公开；更正后可再次发布',
  body: z.strictObject({ version: Version, reason: Reason }),
  errors: refusals,
})

export const exportStaffResult = endpoint({
  route: 'GET /api/staff/results/:category/export',
  summary: '导出一个奖项的结果和逐项得分（.xlsx 或 .pdf），拟定后即可导出',
  auth: 'result.read',
  status: 200,
  params,
  query: z.strictObject({ as: As }),
  file: 'download',
  errors: ['edition_missing', 'not_found', 'result_not_released'],
})

// ── What the public sees ──

/** A candidate's place with everything it was computed from. */
export const PublicStanding = z.object({ ...identity, ...standing, ...inputs, winner: z.boolean() })
export type PublicStanding = z.infer<typeof PublicStanding>

/** A list that is public, and all one needs to compute it again. */
export const PublicList = z.object({
  seats: z.int(),
  weights: Weights,
  scoring: Scoring,
  ...ResultDraw.shape,
  proposedAt: Instant,
  /** The best first, those beyond the seats included. */
  standings: z.array(PublicStanding),
  gone: z.array(Gone),
  /** Those that were made, in their order. */
  corrections: z.array(PublicCorrection),
})
export type PublicList = z.infer<typeof PublicList>

export const PublicResult = z.object({
  category: CategoryId,
  name: z.string(),
  /** `pending` until there is something to see: a proposal, from the notice on. */
  state: z.enum(['pending', 'proposed', 'released', 'revoked']),
  releasedAt: Instant.nullable(),
  /** Why it was taken back; null unless it is. */
  revoked: Revocation.nullable(),
  /** Null while it is pending or revoked. */
  list: PublicList.nullable(),
})
export type PublicResult = z.infer<typeof PublicResult>

export const listResults = endpoint({
  route: 'GET /api/results',
  summary: '评选结果：公示期起可见拟表彰名单，发布后为正式结果；含全部得分、数据和种子，任何人都可以重算',
  auth: 'none',
  status: 200,
  query: z.strictObject({ category: CategoryId.optional() }),
  response: z.object({
    /** When the notice is; null where the edition has none. */
    notice: Notice.nullable(),
    /** Whether objections are taken now. */
    objectionsOpen: z.boolean(),
    /** Days within which an objection is answered. */
    objectionDays: z.int(),
    items: z.array(PublicResult),
  }),
  errors: ['edition_missing'],
})

export const exportResult = endpoint({
  route: 'GET /api/results/:category/export',
  summary: '下载一个奖项的公示名单或结果（.xlsx 或 .pdf）',
  auth: 'none',
  status: 200,
  params,
  query: z.strictObject({ as: As }),
  file: 'download',
  errors: ['edition_missing', 'not_found', 'result_not_released', 'too_many_requests'],
})
