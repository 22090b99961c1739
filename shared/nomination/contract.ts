import { z } from 'zod'
import { CategoryId } from '../edition/contract'
import { Form } from '../edition/form/contract'
import { endpoint, Id, Instant, pageOf } from '../kernel/contract'
import { RepresentedUnit } from '../representative/contract'
import { ReplyRecord } from '../unit/contract'
import { Upload } from '../upload/contract'

export const Figure = z.strictObject({
  /** What is counted, `受益群众`. */
  label: z.string().trim().max(20),
  /** As typed, so that nothing is lost; a number once it is complete. */
  value: z.string().trim().max(15),
  unit: z.string().trim().max(8),
})
export type Figure = z.infer<typeof Figure>

/** What was answered to one field: a text, a tick, numbers, or the ids of uploads. */
export const Answer = z.union([
  z.string().max(60_000),
  z.boolean(),
  z.array(Figure).max(12),
  z.array(z.string().max(64)).max(20),
])
export type Answer = z.infer<typeof Answer>

/** Answers by the key of their field. A draft may lack any. */
export const Answers = z.record(z.string().max(32), Answer)
export type Answers = z.infer<typeof Answers>

export const NominationStatus = z.enum([
  'draft',
  'submitted',
  'returned',
  'accepted',
  'rejected',
  'withdrawn',
])
export type NominationStatus = z.infer<typeof NominationStatus>

/** What a representative, or staff, can do with a nomination; the table is `MOVES` in `rules.ts`. */
export const MoveName = z.enum([
  'submit',
  'amend',
  'withdraw',
  'resume',
  'file',
  'return',
  'accept',
  'reject',
  'reconsider',
])
export type MoveName = z.infer<typeof MoveName>

/** What staff want changed in one answer; `key` is that of its field. */
export const FieldRemark = z.strictObject({
  key: z.string().max(32),
  message: z.string().trim().min(2, '请写明要改什么').max(200),
})
export type FieldRemark = z.infer<typeof FieldRemark>

/**
 * Why it was given back. `mended`: keys of those `fields` whose answer somebody has changed since. `dueAt`: until when it can
 * be handed in again, also after the window has closed.
 */
export const Return = z.object({
  at: Instant,
  reason: z.string(),
  fields: z.array(FieldRemark),
  mended: z.array(z.string()),
  dueAt: Instant.nullable(),
})
export type Return = z.infer<typeof Return>

/** A step on a nomination's way, with the reason where one was given. */
export const Step = z.object({
  at: Instant,
  move: MoveName,
  reason: z.string().nullable(),
  fields: z.array(FieldRemark),
})
export type Step = z.infer<typeof Step>

/** What a unit objects to in its reply record, and what staff answered. */
export const RecordObjection = z.object({
  text: z.string(),
  at: Instant,
  answer: z.string().nullable(),
  answeredAt: Instant.nullable(),
})
export type RecordObjection = z.infer<typeof RecordObjection>

/** A nomination in a list. */
export const NominationCard = z.object({
  id: Id,
  category: CategoryId,
  unit: RepresentedUnit,
  /** Name of the unit or worker, title of the case; empty while nobody has written it. */
  title: z.string(),
  status: NominationStatus,
  /** Grows with every change, from 1; whoever saves says which one they have seen. */
  version: z.int().min(1),
  createdAt: Instant,
  updatedAt: Instant,
  submittedAt: Instant.nullable(),
})
export type NominationCard = z.infer<typeof NominationCard>

/** A nomination as those who file it see it. */
export const Nomination = NominationCard.extend({
  answers: Answers,
  /** The uploads that answers name, in no order. */
  uploads: z.array(Upload),
  /** What the unit did in the edition's year, from the registry. */
  replyRecord: ReplyRecord.nullable(),
  objection: RecordObjection.nullable(),
  /** Set while it is to be mended. */
  returned: Return.nullable(),
  /** When it was handed in and given back so far, the latest last. */
  past: z.array(Step),
  /** Why it was not accepted. */
  rejectedReason: z.string().nullable(),
  /** What could not be read of a form that came by mail, a sentence each. */
  unread: z.array(z.string()),
  /** When the mail it came by says it was sent; null where it came by none. */
  mailedAt: Instant.nullable(),
  /** When its content was saved last, and by whom, by name; what staff do with it saves nothing. */
  savedAt: Instant,
  savedBy: z.string(),
  /** What the one who asks can do with it now. */
  moves: z.array(MoveName),
})
export type Nomination = z.infer<typeof Nomination>

/** Why a unit may not enter a category now. */
export const Obstacle = z.object({
  reason: z.enum([
    'not_open',
    'closed',
    'suspended',
    'not_certified',
    'too_few_answers',
    'already_nominated',
    'no_form',
  ]),
  message: z.string(),
})
export type Obstacle = z.infer<typeof Obstacle>

export const getNominationGuide = endpoint({
  route: 'GET /api/nomination-guide',
  summary: '报名须知：起止时间、各奖项的报名表',
  auth: 'none',
  status: 200,
  response: z.object({
    edition: Id,
    year: z.int(),
    window: z.object({ opensAt: Instant, closesAt: Instant.nullable(), open: z.boolean() }).nullable(),
    /** How long after the end a form is still taken whose content had arrived before. */
    graceSeconds: z.int(),
    minAnswered: z.int(),
    /** Categories that take nominations. */
    forms: z.array(z.object({ category: CategoryId, form: Form })),
  }),
  errors: ['edition_missing'],
})

const ById = z.object({ id: Id })

export const getEligibility = endpoint({
  route: 'GET /api/nominations/eligibility',
  summary: '我代表的单位能否参评各奖项，不能的话为什么',
  auth: 'voter',
  status: 200,
  query: z.strictObject({ unit: Id }),
  response: z.object({
    items: z.array(z.object({ category: CategoryId, obstacles: z.array(Obstacle) })),
  }),
  errors: ['representative_not_found'],
})

export const createNomination = endpoint({
  route: 'POST /api/nominations',
  summary: '开始一份报名（草稿）；同一个 key 再次提交得到同一份',
  auth: 'voter',
  status: 201,
  body: z.strictObject({
    /** Made by the client once per draft, so that sending it again makes no second one. */
    key: z.uuid(),
    category: CategoryId,
    unit: Id,
    answers: Answers.default({}),
  }),
  response: Nomination,
  errors: ['representative_not_found', 'not_eligible', 'upload_not_found'],
})

export const listMyNominations = endpoint({
  route: 'GET /api/nominations/mine',
  summary: '我代表的单位的报名，最近改过的在前',
  auth: 'voter',
  status: 200,
  response: pageOf(NominationCard),
  errors: [],
})

export const getNomination = endpoint({
  route: 'GET /api/nominations/:id',
  summary: '一份报名的全部内容和进展',
  auth: 'voter',
  status: 200,
  params: ById,
  response: Nomination,
  errors: ['nomination_not_found'],
})

export const saveNomination = endpoint({
  route: 'PUT /api/nominations/:id',
  summary: '保存草稿；别人刚改过的话（409）details 里是最新的一份，什么都不会被覆盖',
  auth: 'voter',
  status: 200,
  params: ById,
  body: z.strictObject({ version: z.int().min(1), answers: Answers }),
  response: Nomination,
  errors: ['nomination_not_found', 'version_conflict', 'nomination_settled', 'upload_not_found'],
})

/** A step that needs nothing but the version one has seen. */
const step = {
  auth: 'voter',
  status: 200,
  params: ById,
  body: z.strictObject({ version: z.int().min(1) }),
  response: Nomination,
} as const
const refusals = ['nomination_not_found', 'version_conflict', 'nomination_settled'] as const

export const submitNomination = endpoint({
  ...step,
  route: 'POST /api/nominations/:id/submit',
  summary: '提交报名；截止以服务器时间为准，截止前内容已到达的，两分钟内仍可提交',
  errors: [...refusals, 'nomination_incomplete', 'not_eligible'],
})

export const amendNomination = endpoint({
  ...step,
  route: 'POST /api/nominations/:id/amend',
  summary: '收回已提交的报名来修改；截止前须重新提交',
  errors: [...refusals, 'not_eligible'],
})

export const withdrawNomination = endpoint({
  ...step,
  route: 'POST /api/nominations/:id/withdraw',
  summary: '撤回报名，不再参评；内容保留',
  errors: refusals,
})

export const resumeNomination = endpoint({
  ...step,
  route: 'POST /api/nominations/:id/resume',
  summary: '恢复撤回的报名，回到草稿',
  errors: [...refusals, 'not_eligible'],
})

export const objectToRecord = endpoint({
  route: 'POST /api/nominations/:id/objection',
  summary: '对回复情况的数据提出异议',
  auth: 'voter',
  status: 200,
  params: ById,
  body: z.strictObject({ text: z.string().trim().min(5, '请写明哪一项不对、应当是多少').max(500) }),
  response: Nomination,
  errors: ['nomination_not_found', 'objection_open'],
})
