import { gzipSync } from 'node:zlib'
import type { Context, Middleware } from 'koa'
import { LRUCache } from 'lru-cache'
import { GZIP, takesGzip, WORTH_BYTES } from './compress'

type Answer = { body: Buffer; headers: Record<string, string | number> }
type Remembered = { plain: Answer; gzipped: Answer | null; route: string | undefined }

export type Memory = ReturnType<typeof createMemory>

/**
 * Public reads that many ask at once, made and compressed once: the same URL gets the same bytes for a while.
 * `remember` comes before a route's handler that answers JSON; `recall` comes before the router, which takes longer to
 * find the route than it takes to answer.
 */
export function createMemory() {
  const answers = new LRUCache<string, Remembered>({ max: 500, ttl: 1 })

  const recall: Middleware = (ctx, next) => {
    const known = ctx.method === 'GET' ? answers.get(ctx.url) : undefined
    if (!known) return next()
    ctx.routerPath = known.route
    answer(ctx, known)
  }

  /** Keeps what comes from the handler for `ms`, with the headers it has by then. */
  function remember(ms: number): Middleware {
    return async (ctx, next) => {
      await next()
      ctx.vary('Accept-Encoding')
      const plain = Buffer.from(ctx.body as string)
      const gzipped = plain.length < WORTH_BYTES ? null : gzipSync(plain, GZIP)
      const as = (body: Buffer, more = {}): Answer => ({
        body,
        headers: { ...(ctx.response.headers as Answer['headers']), ...more, 'content-length': body.length },
      })
      const made = {
        plain: as(plain),
        gzipped: gzipped && as(gzipped, { 'content-encoding': 'gzip' }),
        route: ctx.routerPath,
      }
      answers.set(ctx.url, made, { ttl: ms })
      answer(ctx, made)
    }
  }

  return { recall, remember }
}

/** Past Koa, which would look once more at what is settled: type, length, and whether there is a body. */
function answer(ctx: Context, { plain, gzipped }: Remembered): void {
  const { body, headers } = gzipped && takesGzip(ctx) ? gzipped : plain
  ctx.respond = false
  ctx.res.writeHead(200, headers)
  ctx.res.end(body)
}
