import { api } from '@shared/api'
import type Router from 'koa-router'
import { redirect, serve } from '../../http/endpoint'
import type { Identities } from './identity'

export function identityRoutes(router: Router, identities: Identities): void {
  serve(router, api.loginWeapp, ({ body }) => identities.loginWeapp(body.code))
  serve(router, api.startOauth, async ({ query }) => redirect(await identities.startOauth(query.next)))
  serve(router, api.finishOauth, async ({ query }) =>
    redirect(await identities.finishOauth(query.code, query.state)),
  )
  serve(router, api.claimSession, ({ body }) => identities.claimSession(body.handoff))
}
