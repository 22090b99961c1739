import { api } from '@shared/api'
import type { Middleware } from 'koa'
import type Router from 'koa-router'
import { serve } from '../../http/endpoint'
import type { Memory } from '../../http/remember'
import type { Candidates } from './candidate'

type Doors = { candidates: Candidates; staffOnly: Middleware; memory: Memory }

export function candidateRoutes(
  router: Router,
  { candidates, staffOnly, memory: { remember } }: Doors,
): void {
  serve(router, api.listCandidates, remember(500), ({ query }) => candidates.list(query))
  serve(router, api.getCandidate, ({ params }) => candidates.find(params.id))
  serve(router, api.getCandidateFacets, ({ query }) => candidates.facets(query.category))
  serve(router, api.withdrawCandidate, staffOnly, ({ params, body, staff: actor }) =>
    candidates.withdraw(params.id, { ...body, actor }),
  )
}
