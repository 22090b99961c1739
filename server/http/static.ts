import { send } from '@koa/send'
import type { Context, Middleware } from 'koa'

const YEAR_MS = 365 * 86_400_000

type Options = {
  /** Headers of its pages. */
  page?: Record<string, string>
  /** Whether a path without a file gets the folder's `index.html`, as a router in the browser expects. */
  routed?: boolean
}

/** Serves a folder of files below a prefix, precompressed ones where the browser takes them. */
export function folder(
  prefix: string,
  root: string,
  { page = {}, routed = false }: Options = {},
): Middleware {
  const below = prefix.endsWith('/') ? prefix : `${prefix}/`
  return async (ctx, next) => {
    const reads = ctx.method === 'GET' || ctx.method === 'HEAD'
    if (!reads || !`${ctx.path}/`.startsWith(below)) return next()
    if (ctx.path === prefix && prefix !== below) return ctx.redirect(below) // links in its pages are relative
    const path = ctx.path.slice(below.length)
    // A script of an earlier build is missing, not a page: HTML in its place would only break later.
    const isRoute = routed && !/\.\w+$/.test(path)
    const found =
      (await sent(ctx, root, path || 'index.html')) || (isRoute && (await sent(ctx, root, 'index.html')))
    if (!found) return next()
    if (ctx.type === 'text/html') ctx.set(page)
  }
}

/** Whether there was such a file to send. */
async function sent(ctx: Context, root: string, path: string): Promise<boolean> {
  // By its content, or by an id that is never given again: it does not change.
  const named = /\.[0-9a-f]{8,}\.|\/[a-z][0-9a-f]{24}\.\w+$/.test(path)
  try {
    if (!(await send(ctx, path, { root, maxAge: named ? YEAR_MS : 0, immutable: named }))) return false
  } catch (error) {
    const { status } = error as { status?: number }
    if (status && status < 500) return false
    throw error
  }
  ctx.vary('Accept-Encoding')
  if (ctx.fresh) ctx.status = 304
  return true
}
