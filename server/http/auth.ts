import { Refusal } from '@shared/kernel/errors'
import type { Middleware } from 'koa'
import type { SignedIn } from '../features/identity/identity'

/** Lets only voters through: `Authorization: Bearer <token>`. Refusals: `unauthenticated`, and those of `voterOf`. */
export function signedIn(identities: { voterOf(token: string): SignedIn }): Middleware {
  return (ctx, next) => {
    const token = /^Bearer (\S+)$/i.exec(ctx.get('authorization'))?.[1]
    if (!token) throw new Refusal('unauthenticated')
    ctx.state.voter = identities.voterOf(token)
    return next()
  }
}
