import type { Middleware } from 'koa'
import koaCompress from 'koa-compress'

const compressLarge = koaCompress({
  threshold: 1024,
  filter: (type) => /json|text|javascript/i.test(type),
})

/** Compresses what is read. Answers to writes are a few hundred bytes: finding that out would cost more than it saves. */
export const compress: Middleware = (ctx, next) => (ctx.method === 'GET' ? compressLarge(ctx, next) : next())
