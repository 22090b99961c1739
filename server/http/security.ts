import type { Middleware } from 'koa'

const YEAR_SECONDS = 31_536_000

type Headers = Record<string, string>

/** What a page is told besides; any other answer would only be longer for it. */
const page = (policy: string[], frames: 'DENY' | 'SAMEORIGIN'): Headers => ({
  'Content-Security-Policy': policy.join('; '),
  'Referrer-Policy': 'no-referrer',
  'X-Frame-Options': frames,
})

/** The console runs and asks nothing but ours, in no frame. Its styles are written into the page by Ant Design. */
export const CONSOLE_PAGE = page(
  [
    "default-src 'none'; script-src 'self'; connect-src 'self'; font-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'",
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; frame-ancestors 'none'",
  ],
  'DENY',
)

/**
 * The site runs its own scripts and WeChat's JS-SDK, and shows WeChat's QR codes besides its own pictures. Its pages may
 * frame each other: the sandbox's phones do.
 */
export const SITE_PAGE = page(
  [
    "default-src 'self'; script-src 'self' https://res.wx.qq.com; font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'",
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob: https://mp.weixin.qq.com; frame-ancestors 'self'",
  ],
  'SAMEORIGIN',
)

/** Nothing is taken for what it does not say it is. Where the site is reached by https, browsers hold on to that. */
export function security(isSecure: boolean): Middleware {
  return (ctx, next) => {
    ctx.set('X-Content-Type-Options', 'nosniff')
    if (isSecure) ctx.set('Strict-Transport-Security', `max-age=${YEAR_SECONDS}`)
    return next()
  }
}
