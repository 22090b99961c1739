import { Refusal } from '@shared/kernel/errors'
import type { Context, Middleware } from 'koa'

/**
 * Refuses (`foreign_origin`) what a browser sends to change something because a page of another site told it to. What is
 * no browser names no origin, and has no cookie either that another site could misuse. `publicUrl` is where the site is
 * reached from outside; the address a request itself was sent to is ours too.
 */
export function ownOrigin(publicUrl: string): Middleware {
  const { origin: ours } = new URL(publicUrl)
  return (ctx, next) => {
    const changes = ctx.method !== 'GET' && ctx.method !== 'HEAD'
    if (changes && !(isOwn(ctx, ours) && SITES.includes(ctx.get('sec-fetch-site')))) {
      throw new Refusal('foreign_origin')
    }
    return next()
  }
}

/** Absent where the browser is too old to say, `none` where a person asked by hand. */
const SITES = ['', 'same-origin', 'none']

function isOwn(ctx: Context, ours: string): boolean {
  const origin = ctx.get('origin')
  return origin === '' || origin === ours || origin === `${ctx.protocol}://${ctx.host}`
}
