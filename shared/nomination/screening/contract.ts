import { z } from 'zod'
import { CategoryId } from '../../edition/contract'
import { endpoint, Id, Instant, pageOf, pageQuery } from '../../kernel/contract'
import { Level } from '../../unit/contract'
import { Upload } from '../../upload/contract'
import {
  Answers,
  FieldRemark,
  MoveName,
  Nomination,
  NominationCard,
  NominationStatus,
  Step,
} from '../contract'

/** A member of staff, by name. */
const Colleague = z.object({ id: Id, name: z.string() })

/** A nomination in the queue of screeners. */
export const ScreeningCard = NominationCard.extend({
  /** Who looks after it; null for nobody yet. */
  screener: Colleague.nullable(),
  /** What the deeds are worth, 0…100; null before anybody has said. */
  score: z.int().min(0).max(100).nullable(),
  /** What waits for staff: an objection, content that WeChat flagged, parts of a mail that could not be read. */
  flags: z.array(z.enum(['objection', 'content', 'unread'])),
})
export type ScreeningCard = z.infer<typeof ScreeningCard>

/** What happened to a nomination, the latest last. */
export const HistoryEntry = Step.extend({
  /** By name; representatives with their unit. */
  by: z.string(),
})
export type HistoryEntry = z.infer<typeof HistoryEntry>

export const Comment = z.object({ at: Instant, by: Colleague, text: z.string() })
export type Comment = z.infer<typeof Comment>

/** A nomination as staff see it, telephone numbers masked. */
export const Screening = ScreeningCard.extend({
  ...Nomination.omit({ moves: true, past: true }).shape,
  /** The edition it was filed for; its form and checklist are those that apply. */
  edition: Id,
  moves: z.array(MoveName),
  /** Who files for the unit. */
  representatives: z.array(z.object({ id: Id, name: z.string(), position: z.string(), phone: z.string() })),
  /** Sentences of the edition's checklist that a screener has ticked. */
  checked: z.array(z.string()),
  comments: z.array(Comment),
  history: z.array(HistoryEntry),
})
export type Screening = z.infer<typeof Screening>

const filter = {
  category: CategoryId.optional(),
  status: NominationStatus.optional(),
  level: Level.optional(),
  /** Six-digit code of a city; 420000 for province-level units. */
  region: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
  /** Id of a colleague, or `none`. */
  screener: z.string().max(64).optional(),
  flag: z.enum(['objection', 'content', 'unread']).optional(),
  /** Parts of a title or a unit's name, or pinyin initials. */
  q: z.string().trim().max(40).optional(),
}
export const ScreeningFilter = z.strictObject(filter)
export type ScreeningFilter = z.infer<typeof ScreeningFilter>
export const ScreeningQuery = z.strictObject({
  ...filter,
  sort: z.enum(['waiting', 'updated', 'score']).default('waiting'),
  ...pageQuery,
})
export type ScreeningQuery = z.infer<typeof ScreeningQuery>

export const listScreenings = endpoint({
  route: 'GET /api/staff/nominations',
  summary: '报名材料：按奖项、状态、地区、审核人筛选；等得最久的在前',
  auth: 'nomination.read',
  status: 200,
  query: ScreeningQuery,
  response: pageOf(ScreeningCard),
  errors: [],
})

export const getScreeningFacets = endpoint({
  route: 'GET /api/staff/nomination-facets',
  summary: '各奖项各状态的报名数、涉及的市州、审核人',
  auth: 'nomination.read',
  status: 200,
  response: z.object({
    counts: z.array(z.object({ category: CategoryId, status: NominationStatus, count: z.int() })),
    regions: z.array(z.object({ value: z.string(), name: z.string(), count: z.int() })),
    /** Who may screen. */
    screeners: z.array(Colleague),
  }),
  errors: [],
})

const ById = z.object({ id: Id })
const version = z.int().min(1)
const Reason = z.string().trim().min(2, '请写明原因').max(500)

export const getScreening = endpoint({
  route: 'GET /api/staff/nominations/:id',
  summary: '一份报名材料的全部内容、经过与讨论',
  auth: 'nomination.read',
  status: 200,
  params: ById,
  response: Screening,
  errors: ['nomination_not_found'],
})

/** Telephone numbers of a nomination, whole: by the key of their field, and by the id of a representative. */
export const Phones = z.object({
  answers: z.record(z.string(), z.string()),
  representatives: z.record(Id, z.string()),
})
export type Phones = z.infer<typeof Phones>

export const lookAtPhones = endpoint({
  route: 'POST /api/staff/nominations/:id/phones',
  summary: '查看一份报名里的完整电话；谁看过会写入操作记录',
  auth: 'nomination.screen',
  status: 200,
  params: ById,
  response: Phones,
  errors: ['nomination_not_found'],
})

const act = { auth: 'nomination.screen', status: 200, params: ById, response: Screening } as const
const refusals = ['nomination_not_found', 'version_conflict'] as const

export const decideNomination = endpoint({
  ...act,
  route: 'PUT /api/staff/nominations/:id/decision',
  summary: '退回、通过、不通过，或撤销原来的决定重新审核；别人先作了决定的话（409）details 里是最新的一份',
  body: z.discriminatedUnion('move', [
    /** `flagged`: whether one has seen that WeChat wants its content looked at; who has not is shown it (409). */
    z.strictObject({ move: z.literal('accept'), version, flagged: z.boolean().default(false) }),
    z.strictObject({ move: z.enum(['reject', 'reconsider']), version, reason: Reason }),
    z.strictObject({
      move: z.literal('return'),
      version,
      reason: Reason,
      /** What to change, field by field. */
      fields: z.array(FieldRemark).max(40).default([]),
      /** Until when it can be handed in again; needed once the window has closed. */
      dueAt: Instant.nullable().default(null),
    }),
  ]),
  errors: [...refusals, 'nomination_settled', 'not_eligible', 'due_date_needed', 'checklist_open'],
})

export const assessNomination = endpoint({
  ...act,
  route: 'PUT /api/staff/nominations/:id/assessment',
  summary: '记下审核要点和事迹评分（0 至 100 的整数）',
  body: z.strictObject({
    version,
    checked: z.array(z.string().max(80)).max(12),
    score: z.int().min(0).max(100).nullable(),
  }),
  errors: [...refusals, 'nomination_settled'],
})

export const assignNomination = endpoint({
  ...act,
  route: 'PUT /api/staff/nominations/:id/screener',
  summary: '交给一位同事审核，或不指定',
  body: z.strictObject({ version, screener: Id.nullable() }),
  errors: [...refusals, 'staff_not_found'],
})

export const commentNomination = endpoint({
  ...act,
  route: 'POST /api/staff/nominations/:id/comments',
  summary: '同事之间的讨论，单位看不到',
  body: z.strictObject({ text: z.string().trim().min(1).max(1000) }),
  errors: ['nomination_not_found'],
})

export const answerObjection = endpoint({
  ...act,
  route: 'POST /api/staff/nominations/:id/objection-answer',
  summary: '答复对回复情况数据的异议',
  body: z.strictObject({ text: z.string().trim().min(2, '请写明答复').max(500) }),
  errors: ['nomination_not_found', 'objection_missing'],
})

export const fileNomination = endpoint({
  route: 'POST /api/staff/nominations',
  summary: '代一个单位开始一份报名（草稿），例如来信报名的',
  auth: 'nomination.screen',
  status: 201,
  body: z.strictObject({ category: CategoryId, unit: Id, answers: Answers.default({}) }),
  response: Screening,
  errors: ['unit_not_found', 'not_eligible', 'upload_not_found'],
})

export const editNomination = endpoint({
  ...act,
  route: 'PUT /api/staff/nominations/:id',
  summary: '代为填写草稿',
  body: z.strictObject({ version, answers: Answers }),
  errors: [...refusals, 'nomination_settled', 'upload_not_found'],
})

export const submitForUnit = endpoint({
  ...act,
  route: 'POST /api/staff/nominations/:id/submission',
  summary: '代单位提交，须写明依据；截止前来的邮件，在初选名单确定以前仍可补交',
  body: z.strictObject({
    ...{ version, reason: Reason },
    /** Staff vouch that the mail it came by was there before the end. */
    inTime: z.boolean().default(false),
  }),
  errors: [...refusals, 'nomination_settled', 'nomination_incomplete', 'not_eligible'],
})

export const uploadForUnit = endpoint({
  route: 'POST /api/staff/nomination-uploads',
  summary: '代单位填报时上传一个文件，检查和单位自己上传的一样',
  auth: 'nomination.screen',
  status: 201,
  query: z.strictObject({ filename: z.string().min(1).max(255) }),
  file: 'upload',
  response: Upload,
  errors: ['upload_refused', 'upload_too_large', 'body_too_large', 'storage_unavailable'],
})

export const exportNominations = endpoint({
  route: 'GET /api/staff/nomination-export',
  summary: '导出报名表（.xlsx），每个奖项一张表，每项答复一列',
  auth: 'nomination.read',
  status: 200,
  query: z.strictObject({
    ...{ ...filter, category: CategoryId },
    /** Telephone numbers are masked unless asked for whole, by who may screen. */
    phones: z.literal('whole').optional(),
  }),
  file: 'download',
  errors: ['forbidden'],
})

export const exportDossiers = endpoint({
  route: 'GET /api/staff/nomination-dossiers',
  summary: '导出卷宗（.zip），每份报名一个 PDF',
  auth: 'nomination.read',
  status: 200,
  query: z.strictObject({ ...filter, category: CategoryId }),
  file: 'download',
  errors: [],
})
