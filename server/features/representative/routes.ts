import { api } from '@shared/api'
import { may } from '@shared/kernel/policy'
import type { Middleware } from 'koa'
import type Router from 'koa-router'
import { pdf } from '../../http/download'
import { serve } from '../../http/endpoint'
import { LIMITS, type LimitStep } from '../../http/limit'
import type { Representatives } from './representative'

type Doors = {
  representatives: Representatives
  voterOnly: Middleware
  staffOnly: Middleware
  limit: LimitStep
}

export function representativeRoutes(router: Router, doors: Doors): void {
  const { representatives, voterOnly, staffOnly, limit } = doors
  const guessing = limit(LIMITS.claim)
  const own = limit(LIMITS.own)

  serve(router, api.lookAtClaim, voterOnly, guessing, ({ body, voter }) =>
    representatives.lookAt(body.code, voter),
  )
  serve(router, api.claimUnit, voterOnly, guessing, ({ body: { code, ...introduction }, voter }) =>
    representatives.claim(code, introduction, voter),
  )
  serve(router, api.findUnits, voterOnly, own, ({ query }) => representatives.findUnits(query.q))
  serve(router, api.requestUnit, voterOnly, own, ({ body, voter }) => representatives.request(body, voter))
  serve(router, api.listMyRepresentations, voterOnly, own, ({ voter }) => representatives.mine(voter))
  serve(router, api.leaveUnit, voterOnly, own, ({ params, voter }) => representatives.leave(params.id, voter))

  serve(router, api.listRepresentatives, staffOnly, ({ query }) => representatives.list(query))
  serve(router, api.lookAtPhone, staffOnly, ({ params, staff }) =>
    representatives.lookAtPhone(params.id, staff),
  )
  serve(router, api.decideRepresentative, staffOnly, ({ params, body, staff }) =>
    representatives.decide(params.id, body, staff),
  )
  serve(router, api.previewClaimCodes, staffOnly, ({ body }) => representatives.previewCodes(body))
  serve(router, api.issueClaimCodes, staffOnly, ({ body, staff }) => representatives.issueCodes(body, staff))
  serve(router, api.listClaimCodes, staffOnly, ({ query, staff }) =>
    representatives.listCodes(query, may(staff.roles, 'representative.write')),
  )
  serve(router, api.printClaimLetters, staffOnly, async ({ query, staff }) =>
    pdf('认领码邀请函', await representatives.printLetters(query, staff)),
  )
  serve(router, api.revokeClaimCode, staffOnly, ({ params, body, staff }) =>
    representatives.revokeCode(params.id, body.reason, staff),
  )
}
