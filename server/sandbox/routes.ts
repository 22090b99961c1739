import { join } from 'node:path'
import { bodyParser } from '@koa/bodyparser'
import type Koa from 'koa'
import Router from 'koa-router'
import type { Editions } from '../features/edition/edition'
import { SITE_PAGE } from '../http/security'
import { folder } from '../http/static'
import { wechatRoutes } from './api/routes'
import { deskRoutes } from './desk/routes'
import type { Sandbox } from './sandbox'

/** The sandbox: WeChat's endpoints under `/sandbox/wechat`, its own under `/sandbox/api`, its pages at `/sandbox/`. */
export function mountSandbox(
  app: Koa,
  { sandbox, editions }: { sandbox: Sandbox; editions: Editions },
): void {
  const wechat = new Router({ prefix: '/sandbox' })
  wechatRoutes(wechat, sandbox)

  const desk = new Router({ prefix: '/sandbox' })
  desk.use(bodyParser({ enableTypes: ['json'] }))
  deskRoutes(desk, { sandbox, editions })

  app.use(wechat.routes())
  app.use(desk.routes())
  app.use(desk.allowedMethods())
  app.use(folder('/sandbox', join(__dirname, 'page'), { page: SITE_PAGE }))
}
