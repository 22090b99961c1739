import { z } from 'zod'
import { CategoryId } from '../../edition/contract'
import { endpoint, Id, Instant, pageOf, pageQuery } from '../../kernel/contract'
import { PHONE } from '../../kernel/text'
import { Upload } from '../../upload/contract'

/** `open` until it is answered: found right, or not. */
export const ObjectionState = z.enum(['open', 'upheld', 'dismissed'])
export type ObjectionState = z.infer<typeof ObjectionState>

/** What is objected to. */
export const ObjectionSubject = z.object({
  category: CategoryId,
  /** Null for the category's whole list. */
  candidate: z.object({ id: Id, number: z.string(), name: z.string() }).nullable(),
})
export type ObjectionSubject = z.infer<typeof ObjectionSubject>

/** An objection as who raised it sees it. */
export const Objection = z.object({
  /** What it is asked about by, `7QKM-2XPD-ABCD`. */
  receipt: z.string(),
  subject: ObjectionSubject,
  /** Real name, and the phone as `138****5678`. */
  name: z.string(),
  phone: z.string(),
  text: z.string(),
  evidence: z.array(Upload),
  raisedAt: Instant,
  /** Until when it is to be answered. */
  dueAt: Instant,
  state: ObjectionState,
  answer: z.object({ text: z.string(), at: Instant }).nullable(),
})
export type Objection = z.infer<typeof Objection>

/** The same as staff see it. */
export const StaffObjection = Objection.extend({
  /** Grows with every change, from 1. */
  version: z.int().min(1),
  overdue: z.boolean(),
  /** Who looks into it. */
  taker: z.string().nullable(),
  answeredBy: z.string().nullable(),
})
export type StaffObjection = z.infer<typeof StaffObjection>

const ByReceipt = z.object({ receipt: z.string().max(20) })
const Version = z.int().min(1)

export const raiseObjection = endpoint({
  route: 'POST /api/objections',
  summary: '公示期内提出异议：实名，可附证据；同一个 key 再次提交不会再记一次',
  auth: 'voter',
  status: 201,
  body: z.strictObject({
    /** Made by the client once per objection, so that sending it again changes nothing. */
    key: z.uuid(),
    category: CategoryId,
    candidate: Id.nullable(),
    name: z.string().trim().min(2, '请填写真实姓名').max(20),
    phone: z.string().trim().regex(PHONE, '请填写 11 位手机号，或带区号的座机号'),
    text: z.string().trim().min(10, '请写明异议内容，至少 10 个字').max(2000),
    /** Ids of one's own uploads. */
    evidence: z.array(Id).max(9).default([]),
  }),
  response: Objection,
  errors: [
    ...(['edition_missing', 'objection_closed', 'snapshot_objection', 'candidate_not_found'] as const),
    ...(['upload_not_found', 'too_many_requests'] as const),
  ],
})

export const listMyObjections = endpoint({
  route: 'GET /api/objections/mine',
  summary: '我提出的异议和答复，新的在前',
  auth: 'voter',
  status: 200,
  response: z.object({ items: z.array(Objection) }),
  errors: ['too_many_requests'],
})

export const listObjections = endpoint({
  route: 'GET /api/staff/objections',
  summary: '公示异议，到期早的在前',
  auth: 'objection.read',
  status: 200,
  query: z.strictObject({
    ...pageQuery,
    category: CategoryId.optional(),
    state: ObjectionState.optional(),
  }),
  response: pageOf(StaffObjection),
  errors: ['edition_missing'],
})

export const lookAtObjectionPhone = endpoint({
  route: 'POST /api/staff/objections/:receipt/phone',
  summary: '查看提出异议的人的完整电话；谁看过会写入操作记录',
  auth: 'objection.write',
  status: 200,
  params: ByReceipt,
  response: z.object({ phone: z.string() }),
  errors: ['objection_not_found'],
})

export const takeObjection = endpoint({
  route: 'POST /api/staff/objections/:receipt/taker',
  summary: '认领一条异议，由自己核查',
  auth: 'objection.write',
  status: 200,
  params: ByReceipt,
  body: z.strictObject({ version: Version }),
  response: StaffObjection,
  errors: ['objection_not_found', 'version_conflict', 'objection_settled'],
})

export const answerResultObjection = endpoint({
  route: 'POST /api/staff/objections/:receipt/answer',
  summary: '答复一条异议：成立或不成立；本人随即收到通知',
  auth: 'objection.write',
  status: 200,
  params: ByReceipt,
  body: z.strictObject({
    version: Version,
    verdict: ObjectionState.exclude(['open']),
    text: z.string().trim().min(5, '请写明核查情况和答复').max(2000),
  }),
  response: StaffObjection,
  errors: ['objection_not_found', 'version_conflict', 'objection_settled'],
})
