import { api } from '@shared/api'
import type Router from 'koa-router'
import { serve } from '../../http/endpoint'
import type { Memory } from '../../http/remember'
import type { Candidates } from './candidate'

export function candidateRoutes(router: Router, candidates: Candidates, { remember }: Memory): void {
  serve(router, api.listCandidates, remember(500), ({ query }) => candidates.list(query))
  serve(router, api.getCandidate, ({ params }) => candidates.find(params.id))
  serve(router, api.getCandidateFacets, ({ query }) => candidates.facets(query.category))
}
