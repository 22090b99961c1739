import { api } from '@shared/api'
import type { Middleware } from 'koa'
import type Router from 'koa-router'
import { workbook } from '../../../http/download'
import { serve } from '../../../http/endpoint'
import type { Memory } from '../../../http/remember'
import type { Sheets } from '../../../ports/sheets'
import type { Decisions } from './decision'

type Doors = { decisions: Decisions; sheets: Sheets; staffOnly: Middleware; memory: Memory }

/** How long a page of the public log is kept as it was read. */
const KEPT_MS = 1000

export function decisionRoutes(router: Router, { decisions, sheets, staffOnly, memory }: Doors): void {
  serve(router, api.foreseeDecision, staffOnly, ({ params, query }) => decisions.foresee(params.id, query))
  serve(router, api.proposeDecision, staffOnly, ({ params, body, staff }) =>
    decisions.propose({ cluster: params.id, ...body }, staff),
  )
  serve(router, api.listDecisions, staffOnly, ({ query, staff }) => decisions.list(query, staff))
  serve(router, api.exportDecisions, staffOnly, async ({ staff }) =>
    workbook('异常选票的处理', sheets.write(await decisions.export(staff))),
  )
  serve(router, api.getDecision, staffOnly, ({ params, staff }) => decisions.show(params.id, staff))
  serve(router, api.listLeftBallots, staffOnly, ({ params, query }) => decisions.left(params.id, query))
  serve(router, api.answerDecision, staffOnly, ({ params, body, staff }) =>
    decisions.answer({ ...params, ...body }, staff),
  )
  serve(router, api.listLog, memory.remember(KEPT_MS), ({ query }) => decisions.log(query))
}
