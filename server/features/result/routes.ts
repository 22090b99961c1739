import { api } from '@shared/api'
import type { Middleware } from 'koa'
import type Router from 'koa-router'
import { type Download, pdf, workbook } from '../../http/download'
import { serve } from '../../http/endpoint'
import { LIMITS, type LimitStep } from '../../http/limit'
import type { Memory } from '../../http/remember'
import type { ToldPage } from '../../http/shell'
import type { Site } from '../../told'
import { resultsPage } from './page'
import type { Objections, Results } from './result'

type Doors = {
  results: Results
  objections: Objections
  voterOnly: Middleware
  staffOnly: Middleware
  limit: LimitStep
  memory: Memory
  page: ToldPage
  site: () => Site
}

/** How long a public list is kept as it was read. */
const KEPT_MS = 1000

export function resultRoutes(router: Router, doors: Doors): void {
  const { results, staffOnly, limit, memory, page, site } = doors
  const file = (as: 'xlsx' | 'pdf', { name, content }: { name: string; content: Buffer }): Download =>
    as === 'xlsx' ? workbook(name, content) : pdf(name, content)

  serve(router, api.listResults, memory.remember(KEPT_MS), ({ query }) => results.publicly(query.category))
  serve(router, api.exportResult, limit(LIMITS.blank), async ({ params, query }) =>
    file(query.as, await results.export(params.category, query.as)),
  )

  router.get(
    '/results',
    page(async (html) => {
      // Whatever is amiss, the page says it in words.
      const known = await results.publicly().catch(() => null)
      return known ? resultsPage(html, known.items, site()) : html
    }),
  )

  serve(router, api.listStaffResults, staffOnly, async () => ({ items: await results.list() }))
  serve(router, api.getStaffResult, staffOnly, ({ params, staff }) => results.show(params.category, staff))
  serve(router, api.proposeResult, staffOnly, ({ params, body, staff: actor }) =>
    results.propose({ ...params, ...body, actor }),
  )
  serve(router, api.unproposeResult, staffOnly, ({ params, body, staff: actor }) =>
    results.unpropose({ ...params, ...body, actor }),
  )
  serve(router, api.proposeCorrection, staffOnly, ({ params, body, staff: actor }) =>
    results.proposeCorrection({ ...params, ...body, actor }),
  )
  serve(router, api.decideCorrection, staffOnly, ({ params, body, staff: actor }) =>
    results.decideCorrection({ ...params, ...body, actor }),
  )
  serve(router, api.releaseResult, staffOnly, ({ params, body, staff: actor }) =>
    results.release({ ...params, ...body, actor }),
  )
  serve(router, api.revokeResult, staffOnly, ({ params, body, staff: actor }) =>
    results.revoke({ ...params, ...body, actor }),
  )
  serve(router, api.exportStaffResult, staffOnly, async ({ params, query, staff }) =>
    file(query.as, await results.exportForStaff(params.category, query.as, staff)),
  )
  objectionRoutes(router, doors)
}

function objectionRoutes(router: Router, { objections, voterOnly, staffOnly, limit }: Doors): void {
  serve(router, api.raiseObjection, voterOnly, limit(LIMITS.objection), ({ body, voter }) =>
    objections.raise(body, voter),
  )
  serve(router, api.listMyObjections, voterOnly, limit(LIMITS.own), ({ voter }) => objections.mine(voter))

  serve(router, api.listObjections, staffOnly, ({ query }) => objections.list(query))
  serve(router, api.lookAtObjectionPhone, staffOnly, ({ params, staff }) =>
    objections.lookAtPhone(params.receipt, staff),
  )
  serve(router, api.takeObjection, staffOnly, ({ params, body, staff: actor }) =>
    objections.take({ ...params, ...body, actor }),
  )
  serve(router, api.answerResultObjection, staffOnly, ({ params, body, staff: actor }) =>
    objections.answer({ ...params, ...body, actor }),
  )
}
