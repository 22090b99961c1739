import type { Voter } from '@shared/identity/contract'
import { Refusal } from '@shared/kernel/errors'
import type { Middleware } from 'koa'

/** Lets only voters through: `Authorization: Bearer <token>`. Refusals: `unauthenticated`, and those of `voterOf`. */
export function signedIn(identities: { voterOf(token: string): Voter }): Middleware {
  return (ctx, next) => {
    const token = /^Bearer (\S+)$/i.exec(ctx.get('authorization'))?.[1]
    if (!token) throw new Refusal('unauthenticated')
    ctx.state.voter = identities.voterOf(token)
    return next()
  }
}
