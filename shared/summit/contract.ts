import { z } from 'zod'
import { CategoryId } from '../edition/contract'
import { endpoint, Id, Instant } from '../kernel/contract'
import { PHONE } from '../kernel/text'

const line = (most: number) => z.string().trim().max(most)
const text = (least: string, most: number) => line(most).min(1, least)

/** Where and when winners get their award. */
export const Summit = z.object({
  /** `2022政能量峰会`. */
  name: text('请填写名称', 40),
  venue: text('请填写会场', 60),
  address: text('请填写地址', 100),
  startsAt: Instant,
  endsAt: Instant,
  /** Until when an invitation is to be answered. */
  replyBy: Instant,
  /** How many may come on one invitation. */
  most: z.int().min(1).max(9),
  /** What guests should know: parking, hotel, dress. */
  notes: line(500),
})
export type Summit = z.infer<typeof Summit>

export const Diet = z.enum(['any', 'halal', 'vegetarian'])
export type Diet = z.infer<typeof Diet>

/** Somebody who comes. */
export const Guest = z.object({
  id: Id,
  name: z.string(),
  position: z.string(),
  /** Masked, `138****5678`. */
  phone: z.string(),
  diet: Diet,
  arrived: z.object({ at: Instant, by: z.string() }).nullable(),
})
export type Guest = z.infer<typeof Guest>

export const Reply = z.object({
  coming: z.boolean(),
  guests: z.array(Guest),
  /** Number plates, as written; empty for none. */
  car: z.string(),
  note: z.string(),
  at: Instant,
  /** Who of the staff has written it down; null for the invited. */
  by: z.string().nullable(),
})
export type Reply = z.infer<typeof Reply>

const shared = {
  category: CategoryId,
  /** What was awarded. */
  award: z.string(),
  recipient: z.string(),
  /** Invented, shown as 示例. */
  sample: z.boolean(),
  reply: Reply.nullable(),
  /** Grows with every reply, from 0. */
  version: z.int().min(0),
  withdrawn: z.object({ at: Instant, reason: z.string() }).nullable(),
}

/** An invitation as whoever has its code sees it. */
export const SummitInvitation = z.object({
  ...{ ...shared, summit: Summit, code: z.string(), mayReply: z.boolean() },
  /** Whom to ask. */
  contact: z.object({ phone: z.string(), email: z.string() }),
  /** A picture of the code as a data URL, to be shown at the door. */
  qr: z.string(),
})
export type SummitInvitation = z.infer<typeof SummitInvitation>

/** The same as staff see it. */
export const StaffSummitInvitation = z.object({
  ...shared,
  /** The candidate's. */
  id: Id,
  /** Null for who may not receive guests. */
  code: z.string().nullable(),
  unitName: z.string(),
  invitedAt: Instant,
  by: z.string(),
  /** Whether nobody could be told in the app: somebody has to ring or write. */
  unheard: z.boolean(),
  remindedAt: Instant.nullable(),
  /** Whether the published result still has it among the winners. */
  wins: z.boolean(),
})
export type StaffSummitInvitation = z.infer<typeof StaffSummitInvitation>

export const StaffSummit = z.object({
  summit: Summit.nullable(),
  /** Grows with every change of the arrangements, from 0. */
  version: z.int().min(0),
  /** In the order of awards and places. */
  invitations: z.array(StaffSummitInvitation),
  /** Winners of published results without an invitation. */
  waiting: z.int().min(0),
})
export type StaffSummit = z.infer<typeof StaffSummit>

const params = z.object({ code: z.string().min(1).max(40) })
const guestParams = params.extend({ guest: Id })

const GuestDraft = z.strictObject({
  /** Of who is on the list already. */
  id: Id.optional(),
  name: line(20).min(2, '请填写姓名'),
  position: line(30),
  /** As it was shown, masked, where it stays. */
  phone: line(20).refine(
    (phone) => PHONE.test(phone) || phone.includes('*'),
    '请填写 11 位手机号，或带区号的座机号',
  ),
  diet: Diet,
})
export type GuestDraft = z.infer<typeof GuestDraft>

/** Who does not come brings nobody; who comes says who. */
const ReplyDraft = z
  .strictObject({
    version: z.int().min(0),
    coming: z.boolean(),
    guests: z.array(GuestDraft).max(9),
    car: line(60),
    note: line(200),
  })
  .refine(({ coming, guests }) => !coming || guests.length > 0, { path: ['guests'], message: '请填写参会人' })
export type ReplyDraft = z.infer<typeof ReplyDraft>

export const getSummitInvitation = endpoint({
  route: 'GET /api/summit/invitations/:code',
  summary: '凭邀请码看峰会邀请和自己的回执',
  auth: 'none',
  status: 200,
  params,
  response: SummitInvitation,
  errors: ['edition_missing', 'guest_invitation_missing', 'too_many_requests'],
})

const REPLY_ERRORS = [
  ...(['edition_missing', 'guest_invitation_missing', 'guest_invitation_withdrawn'] as const),
  ...(['guest_arrived', 'version_conflict'] as const),
]

export const answerSummitInvitation = endpoint({
  route: 'PUT /api/summit/invitations/:code/reply',
  summary: '回复峰会邀请：谁来、电话、车牌、饮食；截止前可以修改',
  auth: 'none',
  status: 200,
  params,
  body: ReplyDraft,
  response: SummitInvitation,
  errors: [...REPLY_ERRORS, 'reply_closed', 'too_many_requests'],
})

export const getStaffSummit = endpoint({
  route: 'GET /api/staff/summit',
  summary: '峰会的安排、邀请和回执，以及还有几位获奖者没有邀请',
  auth: 'summit.read',
  status: 200,
  response: StaffSummit,
  errors: ['edition_missing'],
})

export const saveSummit = endpoint({
  route: 'PUT /api/staff/summit',
  summary: '填写或修改峰会的安排；时间地点有变的，已邀请的会收到通知',
  auth: 'summit.write',
  status: 200,
  body: z.strictObject({
    version: z.int().min(0),
    summit: Summit.strict()
      .refine(({ startsAt, endsAt }) => startsAt < endsAt, { path: ['endsAt'], message: '结束要在开始之后' })
      .refine(({ replyBy, startsAt }) => replyBy < startsAt, {
        path: ['replyBy'],
        message: '回执截止要在开会之前',
      }),
  }),
  response: StaffSummit,
  errors: ['edition_missing', 'version_conflict'],
})

export const inviteWinners = endpoint({
  route: 'POST /api/staff/summit/invitations',
  summary: '邀请已公布结果里还没有邀请的获奖者，并通知其单位代表；重复操作不会重复邀请',
  auth: 'summit.write',
  status: 200,
  response: StaffSummit,
  errors: ['edition_missing', 'summit_missing'],
})

export const withdrawInvitation = endpoint({
  route: 'POST /api/staff/summit/invitations/:code/withdrawal',
  summary: '撤回一份邀请；打开邀请时会看到原因',
  auth: 'summit.write',
  status: 200,
  params,
  body: z.strictObject({ reason: line(200).min(2, '请写明原因') }),
  response: StaffSummit,
  errors: ['edition_missing', 'guest_invitation_missing', 'guest_invitation_withdrawn'],
})

export const answerForGuest = endpoint({
  route: 'PUT /api/staff/summit/invitations/:code/reply',
  summary: '代为登记或修改回执，截止以后也可以',
  auth: 'summit.receive',
  status: 200,
  params,
  body: ReplyDraft,
  response: StaffSummit,
  errors: REPLY_ERRORS,
})

export const remindOfSummit = endpoint({
  route: 'POST /api/staff/summit/reminders',
  summary: '提醒还没有回执的单位；一天之内只会收到一次',
  auth: 'summit.write',
  status: 200,
  response: z.object({ reminded: z.int().min(0), unheard: z.int().min(0) }),
  errors: ['edition_missing', 'summit_missing'],
})

export const checkInGuest = endpoint({
  route: 'POST /api/staff/summit/invitations/:code/arrivals/:guest',
  summary: '给一位来宾签到；再签一次，仍是第一次的时间',
  auth: 'summit.receive',
  status: 200,
  params: guestParams,
  response: StaffSummit,
  errors: [
    ...(['edition_missing', 'guest_invitation_missing', 'guest_invitation_withdrawn'] as const),
    'guest_not_found',
  ],
})

export const undoCheckIn = endpoint({
  route: 'DELETE /api/staff/summit/invitations/:code/arrivals/:guest',
  summary: '撤销签到',
  auth: 'summit.receive',
  status: 200,
  params: guestParams,
  response: StaffSummit,
  errors: ['edition_missing', 'guest_invitation_missing', 'guest_not_found'],
})

export const exportGuests = endpoint({
  route: 'GET /api/staff/summit/guests',
  summary: '参会名单（.xlsx），含完整电话；导出会写入操作记录',
  auth: 'summit.receive',
  status: 200,
  file: 'download',
  errors: ['edition_missing', 'summit_missing'],
})

export const printSummitLetters = endpoint({
  route: 'GET /api/staff/summit/letters',
  summary: '全部有效邀请的邀请函（.pdf），每份一页，印有二维码',
  auth: 'summit.receive',
  status: 200,
  file: 'download',
  errors: ['edition_missing', 'summit_missing'],
})
