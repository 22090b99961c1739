import { randomUUID } from 'node:crypto'
import { api } from '@shared/api'
import type { Middleware } from 'koa'
import type Router from 'koa-router'
import { serve } from '../../http/endpoint'
import { LIMITS, type LimitStep } from '../../http/limit'
import type { Notifications } from './notification'

type Doors = { notifications: Notifications; voterOnly: Middleware; limit: LimitStep }

export function notificationRoutes(router: Router, { notifications, voterOnly, limit }: Doors): void {
  const own = limit(LIMITS.own)
  serve(router, api.listNotifications, voterOnly, own, ({ voter, query }) => notifications.list(voter, query))
  serve(router, api.readNotifications, voterOnly, own, ({ voter, body }) =>
    notifications.read(voter, body.ids ?? null),
  )
  serve(router, api.listConsents, voterOnly, own, async ({ voter }) => ({
    items: await notifications.consents(voter),
  }))
  serve(router, api.addConsents, voterOnly, own, async ({ voter, body }) => ({
    items: await notifications.consent(voter, body.templateIds, randomUUID()),
  }))
}
