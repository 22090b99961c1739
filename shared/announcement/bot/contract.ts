import { z } from 'zod'
import { endpoint, Instant } from '../../kernel/contract'

/**
 * A personal account that posts into WeChat groups. `code`: waits to be scanned; `expired`: logged out by WeChat or the phone;
 * `failed`: ended again and again.
 */
export const BotState = z.enum(['off', 'starting', 'code', 'scanned', 'online', 'expired', 'failed'])
export type BotState = z.infer<typeof BotState>

export const GroupName = z.string().min(1).max(100)

export const Bot = z.object({
  /** Whether the operator has switched it on at all. */
  enabled: z.boolean(),
  state: BotState,
  /** What the QR to log in says. */
  code: z.string().nullable(),
  /** Of the account that is logged in. */
  name: z.string().nullable(),
  groups: z.array(GroupName),
  /** Groups in which it answers keywords. */
  answering: z.array(GroupName),
  reason: z.string().nullable(),
  changedAt: Instant.nullable(),
  sentToday: z.int().min(0),
  mostADay: z.int().min(0),
})
export type Bot = z.infer<typeof Bot>

export const getBot = endpoint({
  route: 'GET /api/staff/wechat-bot',
  summary: '微信群机器人的状态和所在的群',
  auth: 'announcement.read',
  status: 200,
  response: Bot,
  errors: [],
})

export const steerBot = endpoint({
  route: 'POST /api/staff/wechat-bot',
  summary: '登录或退出微信群机器人',
  auth: 'announcement.approve',
  status: 200,
  body: z.strictObject({ act: z.enum(['start', 'stop']) }),
  response: Bot,
  errors: ['bot_disabled'],
})

export const setAnswering = endpoint({
  route: 'PUT /api/staff/wechat-bot/answering',
  summary: '在哪些群里回答关键词',
  auth: 'announcement.approve',
  status: 200,
  body: z.strictObject({ names: z.array(GroupName).max(50) }),
  response: Bot,
  errors: ['bot_disabled'],
})
