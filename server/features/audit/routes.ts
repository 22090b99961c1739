import { api } from '@shared/api'
import type { Middleware } from 'koa'
import type Router from 'koa-router'
import { serve } from '../../http/endpoint'
import type { Audit } from './audit'

type Doors = { audit: Audit; staffOnly: Middleware }

export function auditRoutes(router: Router, { audit, staffOnly }: Doors): void {
  serve(router, api.listAudit, staffOnly, ({ query }) => audit.list(query))
  serve(router, api.verifyAudit, staffOnly, () => audit.verify())
}
