import { api } from '@shared/api'
import type { Middleware } from 'koa'
import type Router from 'koa-router'
import { redirect, serve } from '../../http/endpoint'
import { LIMITS, type LimitStep } from '../../http/limit'
import { markBrowser } from '../../http/mark'
import type { Identities } from './identity'

type Doors = { identities: Identities; voterOnly: Middleware; limit: LimitStep }

export function identityRoutes(router: Router, { identities, voterOnly, limit }: Doors): void {
  const login = limit(LIMITS.login)
  serve(router, api.loginWeapp, login, ({ body, client }) => identities.loginWeapp(body.code, client.ip))
  serve(
    router,
    api.startOauth,
    login,
    markBrowser('/api/session', identities.isSecure),
    async ({ query, client }) => redirect(await identities.startOauth(query.next, client.mark())),
  )
  serve(router, api.finishOauth, async ({ query, client }) =>
    redirect(await identities.finishOauth(query.code, query.state, { mark: client.mark(), ip: client.ip })),
  )
  serve(router, api.claimSession, ({ body, client }) => identities.claimSession(body.handoff, client.mark()))
  serve(router, api.startQr, login, unstored, ({ client }) => identities.startQr(client.ip))
  serve(router, api.checkQr, limit(LIMITS.poll), unstored, ({ params }) => identities.checkQr(params.ticket))
  serve(router, api.logout, voterOnly, ({ voter }) => identities.logout(voter))
}

/** What is said once must not be said again by a cache. */
const unstored: Middleware = (ctx, next) => {
  ctx.set('Cache-Control', 'no-store')
  return next()
}
