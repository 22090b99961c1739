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
  errors: ['login_failed', 'wechat_unavailable', 'busy'],
})

export const startOauth = endpoint({
  route: 'GET /api/session/oauth',
  summary: '微信内网页登录：跳转到微信授权',
  auth: 'none',
  status: 302,
  query: z.strictObject({ next: z.string().max(512).default('/') }),
  errors: ['session_unavailable'],
})

export const finishOauth = endpoint({
  route: 'GET /api/session/oauth/callback',
  summary: '微信授权返回：跳回 next，地址片段带一次性 handoff',
  auth: 'none',
  status: 302,
  query: z.object({ code: z.string().max(256).optional(), state: z.string().max(64) }),
  errors: ['login_failed', 'wechat_unavailable', 'session_unavailable', 'busy'],
})

export const claimSession = endpoint({
  route: 'POST /api/session/handoff',
  summary: '用一次性 handoff 换取登录',
  auth: 'none',
  status: 200,
  body: z.strictObject({ handoff: z.string().min(1).max(64) }),
  response: Session,
  errors: ['login_failed', 'session_unavailable'],
})

/** A PC page's log-in by scanning. `ticket` is the page's own secret and is not what the QR says. */
export const QrLogin = z.object({
  ticket: z.string(),
  /** Address of the QR as a picture. */
  qrUrl: z.string(),
  /** What the QR says. */
  scanUrl: z.string(),
  expiresAt: Instant,
})
export type QrLogin = z.infer<typeof QrLogin>

export const QrStatus = z.object({
  status: z.enum(['waiting', 'confirmed', 'expired']),
  /** Of `confirmed`, and handed out once: the ticket is used up by it. */
  session: Session.optional(),
})
export type QrStatus = z.infer<typeof QrStatus>

export const startQr = endpoint({
  route: 'POST /api/session/qr',
  summary: '电脑网页登录：取一个公众号二维码，用微信扫一扫',
  auth: 'none',
  status: 200,
  response: QrLogin,
  errors: ['wechat_unavailable', 'session_unavailable'],
})

export const checkQr = endpoint({
  route: 'GET /api/session/qr/:ticket',
  summary: '电脑网页登录：看看扫码了没有；登录只交付一次',
  auth: 'none',
  status: 200,
  params: z.object({ ticket: z.string().min(1).max(64) }),
  response: QrStatus,
  errors: ['session_unavailable'],
})

export const logout = endpoint({
  route: 'POST /api/session/logout',
  summary: '退出登录：当前凭证作废',
  auth: 'voter',
  status: 204,
  errors: ['busy'],
})
