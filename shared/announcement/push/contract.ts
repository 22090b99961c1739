import { z } from 'zod'
import { CategoryId } from '../../edition/contract'
import { endpoint, Id, Instant } from '../../kernel/contract'
import { GroupName } from '../bot/contract'

/** Ways to tell people of an announcement; see `CHANNELS` for what each can do. */
export const PushChannel = z.enum(['inApp', 'subscription', 'service', 'template', 'mass', 'wecom', 'wechat'])
export type PushChannel = z.infer<typeof PushChannel>

/** Whom to tell. */
export const Audience = z.discriminatedUnion('kind', [
  /** Of the official account. */
  z.strictObject({ kind: z.literal('followers') }),
  /** Who has voted in a category, or in any. */
  z.strictObject({ kind: z.literal('voters'), category: CategoryId.nullable() }),
  /** Who speaks for a unit; `drafts`: only where a nomination is begun and not handed in. */
  z.strictObject({ kind: z.literal('representatives'), drafts: z.boolean() }),
  z.strictObject({ kind: z.literal('experts') }),
  /** Who speaks for the units behind the winners of published results. */
  z.strictObject({ kind: z.literal('winners') }),
  /** Groups of staff, by their robots. */
  z.strictObject({ kind: z.literal('groups'), ids: z.array(Id).min(1, '请选择群').max(50) }),
  /** WeChat groups by their names, which outlive a log-in; their ids do not. */
  z.strictObject({ kind: z.literal('chats'), names: z.array(GroupName).min(1, '请选择群').max(20) }),
])
export type Audience = z.infer<typeof Audience>

/**
 * What has become of telling one recipient. `sent`: WeChat has taken it; `delivered`: WeChat says that it arrived;
 * `unknown`: it may have arrived or not, and is not sent again.
 */
export const PushStatus = z.enum(['queued', 'sending', 'sent', 'delivered', 'failed', 'skipped', 'unknown'])
export type PushStatus = z.infer<typeof PushStatus>

/**
 * `proposed`: waits for another's consent; `approved`: waits for its time; `paused`: by staff, or because WeChat takes no
 * more for now.
 */
export const PushState = z.enum(['proposed', 'approved', 'running', 'paused', 'done', 'cancelled'])
export type PushState = z.infer<typeof PushState>

const Count = z.int().min(0)

export const Push = z.object({
  id: Id,
  announcement: Id,
  title: z.string(),
  audience: Audience,
  channel: PushChannel,
  state: PushState,
  /** When it is to begin; null for as soon as it is approved. */
  at: Instant.nullable(),
  proposedAt: Instant,
  proposedBy: z.string(),
  /** Whether who asks has proposed it, and so is not the one to approve it. */
  own: z.boolean(),
  approvedBy: z.string().nullable(),
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  /** Why it is paused or was cancelled. */
  reason: z.string().nullable(),
  /** Whether all recipients are counted. */
  planned: z.boolean(),
  counts: z.record(PushStatus, Count),
  total: Count,
  /** Of a mass message: how many WeChat says it has reached, and not. */
  reached: z.object({ sent: Count, failed: Count }).nullable(),
})
export type Push = z.infer<typeof Push>

const Pushes = z.object({ items: z.array(Push) })

export const estimatePush = endpoint({
  route: 'POST /api/staff/push-estimates',
  summary: '推送之前数一数：这些人有多少，用这个渠道能到多少',
  auth: 'announcement.write',
  status: 200,
  body: z.strictObject({ announcement: Id, audience: Audience, channel: PushChannel }),
  response: z.object({
    people: Count,
    reachable: Count,
    /** Why it cannot be done at all. */
    obstacle: z.string().nullable(),
  }),
  errors: ['announcement_not_found', 'edition_missing', 'wechat_unavailable'],
})

const params = z.object({ id: Id })

export const listPushes = endpoint({
  route: 'GET /api/staff/announcements/:id/pushes',
  summary: '一条公告的推送，新的在前',
  auth: 'announcement.read',
  status: 200,
  params,
  response: Pushes,
  errors: [],
})

export const listOpenPushes = endpoint({
  route: 'GET /api/staff/pushes',
  summary: '还没有结束的推送，等人复核的在前',
  auth: 'announcement.read',
  status: 200,
  response: Pushes,
  errors: [],
})

export const proposePush = endpoint({
  route: 'POST /api/staff/announcements/:id/pushes',
  summary: '提出一次推送，由另一位同事复核后才会发出',
  auth: 'announcement.write',
  status: 201,
  params,
  body: z.strictObject({ audience: Audience, channel: PushChannel, at: Instant.nullable() }),
  response: Push,
  errors: ['announcement_not_found', 'announcement_state', 'push_impossible', 'edition_missing'],
})

const act = { status: 200, params, response: Push } as const

export const approvePush = endpoint({
  ...act,
  route: 'POST /api/staff/pushes/:id/approval',
  summary: '复核通过一次推送，到时间就发；不能由提出的人自己复核',
  auth: 'announcement.approve',
  errors: ['push_not_found', 'push_state', 'second_person_needed', 'announcement_state', 'push_impossible'],
})

export const steerPush = endpoint({
  ...act,
  route: 'POST /api/staff/pushes/:id/course',
  summary: '暂停、继续或取消一次推送；已经发出的收不回来',
  auth: 'announcement.write',
  body: z.strictObject({ act: z.enum(['pause', 'resume', 'cancel']) }),
  errors: ['push_not_found', 'push_state'],
})

export const exportPush = endpoint({
  route: 'GET /api/staff/pushes/:id/failures',
  summary: '没有送到的名单（.xlsx）：原因和时间，不含微信身份',
  auth: 'announcement.read',
  status: 200,
  params,
  file: 'download',
  errors: ['push_not_found'],
})

/** A group of staff in WeCom, reached by its robot. The robot's key is never shown. */
export const StaffGroup = z.object({ id: Id, name: z.string(), addedAt: Instant, addedBy: z.string() })
export type StaffGroup = z.infer<typeof StaffGroup>

const Groups = z.object({ items: z.array(StaffGroup) })

export const listGroups = endpoint({
  route: 'GET /api/staff/push-groups',
  summary: '可以推送的企业微信群',
  auth: 'announcement.read',
  status: 200,
  response: Groups,
  errors: [],
})

export const addGroup = endpoint({
  route: 'POST /api/staff/push-groups',
  summary: '添加一个企业微信群：填群机器人的 Webhook 地址',
  auth: 'announcement.approve',
  status: 201,
  body: z.strictObject({
    name: z.string().trim().min(1, '请填写群名').max(30),
    webhook: z
      .string()
      .trim()
      .regex(
        /^https:\/\/qyapi\.weixin\.qq\.com\/cgi-bin\/webhook\/send\?key=[\w-]{10,64}$/,
        '请粘贴群机器人的完整地址，以 https://qyapi.weixin.qq.com/ 开头',
      ),
  }),
  response: Groups,
  errors: ['group_exists'],
})

export const removeGroup = endpoint({
  route: 'DELETE /api/staff/push-groups/:id',
  summary: '去掉一个群，不影响群本身',
  auth: 'announcement.approve',
  status: 200,
  params,
  response: Groups,
  errors: ['group_not_found'],
})

/** What staff scan to get the announcement in their own WeChat. */
export const tryAnnouncement = endpoint({
  route: 'POST /api/staff/announcements/:id/trial',
  summary: '发给自己看：生成一个二维码，扫码的人马上收到这条公告的微信消息',
  auth: 'announcement.write',
  status: 200,
  params,
  response: z.object({ pictureUrl: z.string(), url: z.string(), expiresAt: Instant }),
  errors: ['announcement_not_found', 'wechat_unavailable', 'account_missing'],
})
