import { z } from 'zod'
import { endpoint, Id, Instant, pageOf, pageQuery } from '../kernel/contract'

/** Something a person was told. All texts are plain. */
export const Notification = z.object({
  id: Id,
  /** What it is about, as `nomination.returned`. */
  kind: z.string(),
  title: z.string(),
  text: z.string(),
  /** The page it leads to, as the site's addresses are: `/nomination?id=…`. */
  path: z.string().nullable(),
  at: Instant,
  read: z.boolean(),
})
export type Notification = z.infer<typeof Notification>

/** What a person may agree to receive by WeChat; one consent is good for one message. */
export const Consent = z.object({
  /** WeChat's id of the template, by which the mini-program asks for consent. */
  templateId: z.string(),
  /** What its messages are about: how what one has filed goes on, or what is announced to all. */
  about: z.enum(['progress', 'announcement']),
  /** Messages that may still be sent. */
  left: z.int().min(0),
})
export type Consent = z.infer<typeof Consent>

const Unread = z.int().min(0)

export const listNotifications = endpoint({
  route: 'GET /api/notifications',
  summary: '我的消息，新的在前',
  auth: 'voter',
  status: 200,
  query: z.strictObject(pageQuery),
  response: pageOf(Notification).extend({ unread: Unread }),
  errors: [],
})

export const readNotifications = endpoint({
  route: 'POST /api/notifications/read',
  summary: '标为已读；不给 ids 则全部标为已读',
  auth: 'voter',
  status: 200,
  body: z.strictObject({ ids: z.array(Id).min(1).max(200).optional() }),
  response: z.object({ unread: Unread }),
  errors: ['notification_not_found'],
})

export const listConsents = endpoint({
  route: 'GET /api/notifications/consents',
  summary: '在小程序里可以订阅的微信通知，以及还可以通知几次',
  auth: 'voter',
  status: 200,
  response: z.object({ items: z.array(Consent) }),
  errors: [],
})

export const addConsents = endpoint({
  route: 'POST /api/notifications/consents',
  summary: '小程序里刚同意的订阅，每个模板一次',
  auth: 'voter',
  status: 200,
  body: z.strictObject({ templateIds: z.array(z.string().min(1).max(128)).min(1).max(5) }),
  response: z.object({ items: z.array(Consent) }),
  errors: ['template_unknown'],
})
