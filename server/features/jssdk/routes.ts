import { api } from '@shared/api'
import type { Middleware } from 'koa'
import type Router from 'koa-router'
import { serve } from '../../http/endpoint'
import { LIMITS, type LimitStep } from '../../http/limit'
import type { PageSigner } from './jssdk'

type Doors = { pages: PageSigner; limit: LimitStep }

/** Well below the least time a ticket is still good for when it is used. */
const KEPT_SECONDS = 60

export function jssdkRoutes(router: Router, { pages, limit }: Doors): void {
  serve(router, api.configurePage, limit(LIMITS.sign), kept, ({ query }) => pages.configure(query.url))
}

/** A signature is good for its page as long as its ticket: a browser that opens the page again need not ask again. */
const kept: Middleware = async (ctx, next) => {
  await next()
  ctx.set('Cache-Control', `private, max-age=${KEPT_SECONDS}`)
}
