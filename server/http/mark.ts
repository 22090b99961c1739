import { randomBytes } from 'node:crypto'
import type { Context, Middleware } from 'koa'

const NAME = 'pingxuan_login'
const SECONDS = 3600

/** The mark of the browser that asks, if it has one. */
export function markOf(ctx: Context): string | null {
  const mark = (ctx.state.mark as string | undefined) ?? ctx.cookies.get(NAME) ?? ''
  return /^[\w-]{32}$/.test(mark) ? mark : null
}

/**
 * Marks a browser by a random cookie that goes to addresses under `path` only, and that no script reads. One that is there
 * already stays, so that several pages of a browser may be on their way at once.
 */
export function markBrowser(path: string, isSecure: boolean): Middleware {
  const attributes = `Path=${path}; Max-Age=${SECONDS}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`
  return (ctx, next) => {
    ctx.state.mark = markOf(ctx) ?? randomBytes(24).toString('base64url')
    ctx.append('Set-Cookie', `${NAME}=${ctx.state.mark}; ${attributes}`)
    ctx.set('Cache-Control', 'no-store')
    return next()
  }
}
