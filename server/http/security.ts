import type { Middleware } from 'koa'

const YEAR_SECONDS = 31_536_000

/** The console runs and asks nothing but ours, in no frame. Its styles are written into the page by Ant Design. */
const CONSOLE_POLICY = [
  "default-src 'none'; script-src 'self'; connect-src 'self'; font-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'",
  "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; frame-ancestors 'none'",
].join('; ')

/**
 * The site runs its own scripts and WeChat's JS-SDK, and shows WeChat's QR codes besides its own pictures. Its pages may
 * frame each other: the sandbox's phones do.
 */
const SITE_POLICY = [
  "default-src 'self'; script-src 'self' https://res.wx.qq.com; font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'",
  "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob: https://mp.weixin.qq.com; frame-ancestors 'self'",
].join('; ')

/** What no page of ours needs is switched off. Where the site is reached by https, browsers hold on to that. */
export function security(isSecure: boolean): Middleware {
  return async (ctx, next) => {
    const isConsole = /^\/console(\/|$)/.test(ctx.path)
    ctx.set('X-Content-Type-Options', 'nosniff')
    ctx.set('Referrer-Policy', 'no-referrer')
    ctx.set('X-Frame-Options', isConsole ? 'DENY' : 'SAMEORIGIN')
    if (isSecure) ctx.set('Strict-Transport-Security', `max-age=${YEAR_SECONDS}`)
    await next()
    // A page alone has use for it; it would make every other answer longer.
    if (!ctx.headerSent && ctx.type === 'text/html') {
      ctx.set('Content-Security-Policy', isConsole ? CONSOLE_POLICY : SITE_POLICY)
    }
  }
}
