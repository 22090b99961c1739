import { Refusal } from '@shared/kernel/errors'
import type { Context, Middleware } from 'koa'
import type { Log } from '../ports/work'

/** Seconds after which it makes sense to try again. */
const RETRY_AFTER = 2

/** Turns whatever is thrown into `{error: {code, message, details}}`; only refusals tell their story. */
export function errors(log: Log): Middleware {
  return async (ctx, next) => {
    try {
      await next()
      if (ctx.body == null && ctx.respond !== false) {
        if (ctx.status === 404) present(ctx, new Refusal('not_found'))
        if (ctx.status === 405 || ctx.status === 501) present(ctx, new Refusal('method_not_allowed'))
      }
    } catch (error) {
      if (!(error instanceof Refusal)) {
        log.error({ err: error, route: ctx.routerPath ?? ctx.path, method: ctx.method }, '请求处理出错')
      }
      present(ctx, error instanceof Refusal ? error : new Refusal('internal'))
    }
  }
}

function present(ctx: Context, { code, message, details, status }: Refusal): void {
  ctx.status = status
  ctx.body = { error: { code, message, ...(details !== undefined && { details }) } }
  ctx.set('Cache-Control', 'no-store')
  const wait = (details as { retryAfter?: number } | undefined)?.retryAfter ?? RETRY_AFTER
  if (status === 503 || status === 429) ctx.set('Retry-After', String(wait))
}
