import type { Context, Middleware } from 'koa'
import type { RateLimiter } from '../ports/memory'

/** How often something may be asked for, by each of whatever `by` tells apart. */
export type Limit = { name: string; times: number; seconds: number; by: (ctx: Context) => string }

export type LimitStep = (limit: Limit) => Middleware

/** Makes steps that refuse (`too_many_requests`, with `Retry-After`) who asks too often. */
export function limitBy(limiter: RateLimiter): LimitStep {
  return (limit) => (ctx, next) => limiter.spend(limit, limit.by(ctx)).then(next)
}

const byVoter = (ctx: Context): string => ctx.state.voter.id
const byReviewer = (ctx: Context): string => ctx.state.reviewer.reviewer
const byTicket = (ctx: Context): string => ctx.params.ticket
const byAddress = (ctx: Context): string => ctx.ip

/**
 * A school or an office votes from one address, so who is known is told apart by who they are, and an address has enough
 * for all of it.
 */
export const LIMITS = {
  cast: { name: 'cast', times: 30, seconds: 60, by: byVoter },
  own: { name: 'own', times: 120, seconds: 60, by: byVoter },
  poll: { name: 'poll', times: 120, seconds: 60, by: byTicket },
  login: { name: 'login', times: 1200, seconds: 60, by: byAddress },
  sign: { name: 'sign', times: 1200, seconds: 60, by: byAddress },
  upload: { name: 'upload', times: 120, seconds: 3600, by: byVoter },
  chunk: { name: 'chunk', times: 600, seconds: 60, by: byVoter },
  claim: { name: 'claim', times: 30, seconds: 3600, by: byVoter },
  review: { name: 'review', times: 240, seconds: 60, by: byReviewer },
  reviewerDoor: { name: 'reviewer-door', times: 120, seconds: 60, by: byAddress },
  objection: { name: 'objection', times: 20, seconds: 86_400, by: byVoter },
  ledger: { name: 'ledger', times: 20, seconds: 600, by: byAddress },
  receipt: { name: 'receipt', times: 600, seconds: 60, by: byAddress },
  blank: { name: 'blank', times: 300, seconds: 60, by: byAddress },
  staffLogin: { name: 'staff-login', times: 100, seconds: 60, by: byAddress },
} satisfies Record<string, Limit>
