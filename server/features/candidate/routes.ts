import { api } from '@shared/api'
import type Router from 'koa-router'
import { serve } from '../../http/endpoint'
import type { Candidates } from './candidate'

export function candidateRoutes(router: Router, candidates: Candidates): void {
  serve(router, api.listCandidates, ({ query }) => candidates.list(query))
  serve(router, api.getCandidate, ({ params }) => candidates.find(params.id))
  serve(router, api.getCandidateFacets, ({ query }) => candidates.facets(query.category))
}
