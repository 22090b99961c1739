import { api } from '@shared/api'
import type { Middleware } from 'koa'
import type Router from 'koa-router'
import { workbook } from '../../http/download'
import { serve } from '../../http/endpoint'
import type { Sheets } from '../../ports/sheets'
import type { Audit } from './audit'

type Doors = { audit: Audit; sheets: Sheets; staffOnly: Middleware }

export function auditRoutes(router: Router, { audit, sheets, staffOnly }: Doors): void {
  serve(router, api.listAudit, staffOnly, ({ query }) => audit.list(query))
  serve(router, api.exportAudit, staffOnly, async ({ query, staff }) =>
    workbook('操作记录', sheets.write(await audit.export(query, staff))),
  )
  serve(router, api.verifyAudit, staffOnly, () => audit.verify())
}
