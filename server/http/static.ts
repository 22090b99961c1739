import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Middleware } from 'koa'
import sirv from 'sirv'

/**
 * Serves a folder of built files below a prefix, precompressed ones where the browser takes them. With `page`, a path
 * without a file gets the folder's `index.html`, as the router in the browser expects.
 */
export function folder(prefix: string, dir: string, { page = false } = {}): Middleware {
  const files = sirv(dir, {
    dev: !existsSync(dir), // a folder that appears later is read at each request
    etag: true,
    gzip: true,
    brotli: true,
    single: page,
    setHeaders(res, path) {
      const named = /\.[0-9a-f]{8,}\./.test(path)
      res.setHeader('Cache-Control', named ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  return (ctx, next) => {
    const inside = ctx.path === prefix || ctx.path.startsWith(join(prefix, '/'))
    if (!inside || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) return next()
    return new Promise<void>((resolve, reject) => {
      const { url } = ctx.req
      ctx.req.url = `/${url!.slice(prefix.length).replace(/^\//, '')}`
      ctx.res.on('close', resolve)
      ctx.respond = false
      ctx.status = 200
      files(ctx.req, ctx.res, () => {
        ctx.req.url = url
        ctx.respond = true
        ctx.status = 404
        Promise.resolve(next()).then(resolve, reject)
      })
    })
  }
}
