import { api } from '@shared/api'
import type { Middleware } from 'koa'
import type Router from 'koa-router'
import { serve } from '../../../http/endpoint'
import type { GroupBot } from '../announcement'

export function botRoutes(
  router: Router,
  { bot, staffOnly }: { bot: GroupBot; staffOnly: Middleware },
): void {
  serve(router, api.getBot, staffOnly, () => bot.show())
  serve(router, api.steerBot, staffOnly, ({ body, staff }) => bot.steer(body.act, staff))
  serve(router, api.setAnswering, staffOnly, ({ body, staff }) => bot.setAnswering(body.names, staff))
}
