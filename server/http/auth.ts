import { Refusal } from '@shared/kernel/errors'
import type { Context, Middleware } from 'koa'
import type { SignedIn } from '../features/identity/identity'
import type { SignedInReviewer } from '../features/review/review'
import type { SignedInStaff } from '../features/staff/staff'

export const STAFF_COOKIE = 'pingxuan_staff'

/** Lets only voters through: `Authorization: Bearer <token>`. Refusals: `unauthenticated`, and those of `voterOf`. */
export function signedIn(identities: { voterOf(token: string): SignedIn }): Middleware {
  return (ctx, next) => {
    ctx.state.voter = identities.voterOf(bearerOf(ctx))
    return next()
  }
}

/** Lets anybody through, and knows who it is where they are logged in. Refusals: those of `voterOf`. */
export function knownWhereSignedIn(identities: { voterOf(token: string): SignedIn }): Middleware {
  const known = signedIn(identities)
  return (ctx, next) => (ctx.get('authorization') ? known(ctx, next) : next())
}

/**
 * Lets only experts through, by a token of their own or that of the WeChat they have bound. Refusals: `unauthenticated`,
 * and those of `reviewerOf`.
 */
export function signedInReviewer(access: {
  reviewerOf(token: string): Promise<SignedInReviewer>
}): Middleware {
  return async (ctx, next) => {
    ctx.set('Cache-Control', 'no-store')
    ctx.state.reviewer = await access.reviewerOf(bearerOf(ctx))
    await next()
  }
}

/** Refusal: `unauthenticated`. */
function bearerOf(ctx: Context): string {
  const token = /^Bearer (\S+)$/i.exec(ctx.get('authorization'))?.[1]
  if (!token) throw new Refusal('unauthenticated')
  return token
}

/**
 * Lets only staff through, by their cookie; what they are permitted, `serve` checks by the contract. A page of another
 * site does nothing in their name. Refusals: `foreign_origin`, `staff_unauthenticated`, `session_unavailable`.
 */
export function signedInStaff(
  staff: { open(token: string, options: { keepAlive: boolean }): Promise<SignedInStaff> },
  ownOrigin: Middleware,
): Middleware {
  return (ctx, next) =>
    ownOrigin(ctx, async () => {
      ctx.set('Cache-Control', 'no-store')
      const token = ctx.cookies.get(STAFF_COOKIE)
      if (!token) throw new Refusal('staff_unauthenticated')
      // A page goes on asking, and takes its streams up again, whether or not anybody sits before it.
      const isStream = ctx.get('accept').includes('text/event-stream')
      const keepAlive = !isStream && !ctx.get('x-unattended')
      ctx.state.staff = await staff.open(token, { keepAlive })
      await next()
    })
}

/** Lets a handler `grant` a browser a session, in a cookie that no script reads and no other site makes it send. */
export function staffCookie({ isSecure, seconds }: { isSecure: boolean; seconds: number }): Middleware {
  const attributes = `Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`
  return (ctx, next) => {
    ctx.set('Cache-Control', 'no-store')
    ctx.state.grant = (token: string | null) =>
      ctx.append(
        'Set-Cookie',
        `${STAFF_COOKIE}=${token ?? ''}; Max-Age=${token ? seconds : 0}; ${attributes}`,
      )
    return next()
  }
}
