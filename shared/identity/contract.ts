import { z } from 'zod'
import { endpoint, Instant } from '../kernel/contract'

/** Through which door a voter came in. */
export const Channel = z.enum(['weapp', 'h5', 'pc', 'chat'])
export type Channel = z.infer<typeof Channel>

/** A person as the site knows them: a pseudonym, never an OpenID. */
export const Voter = z.object({
  id: z.string(),
  channel: Channel,
  /** WeChat showed this page to a virtual identity: may look, may not vote. */
  snapshot: z.boolean(),
})
export type Voter = z.infer<typeof Voter>

export const Session = z.object({ token: z.string(), expiresAt: Instant, voter: Voter })
export type Session = z.infer<typeof Session>

export const loginWeapp = endpoint({
  route: 'POST /api/session/weapp',
  summary: '小程序登录',
  auth: 'none',
  status: 200,
  body: z.strictObject({ code: z.string().min(1).max(256) }),
  response: Session,
  errors: ['login_failed', 'wechat_unavailable'],
})

export const startOauth = endpoint({
  route: 'GET /api/session/oauth',
  summary: '微信内网页登录：跳转到微信授权',
  auth: 'none',
  status: 302,
  query: z.strictObject({ next: z.string().max(512).default('/') }),
  errors: [],
})

export const finishOauth = endpoint({
  route: 'GET /api/session/oauth/callback',
  summary: '微信授权返回：跳回 next，地址片段带一次性 handoff',
  auth: 'none',
  status: 302,
  query: z.object({ code: z.string().max(256).optional(), state: z.string().max(64) }),
  errors: ['login_failed', 'wechat_unavailable'],
})

export const claimSession = endpoint({
  route: 'POST /api/session/handoff',
  summary: '用一次性 handoff 换取登录',
  auth: 'none',
  status: 200,
  body: z.strictObject({ handoff: z.string().min(1).max(64) }),
  response: Session,
  errors: ['login_failed'],
})
