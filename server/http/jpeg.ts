import { join } from 'node:path'
import type { Middleware } from 'koa'
import { LRUCache } from 'lru-cache'
import sharp from 'sharp'

const HOUR_SECONDS = 3600
const KEPT_BYTES = 16 * 1024 * 1024

/** A path without dots, so that it leads nowhere else. */
const NAME = /^\/((?:[\w-]+\/)*[\w-]+)\.jpg$/

/** Answers `<name>.jpg` below a prefix with the folder's `<name>.webp` as JPEG: WeChat's cards show no WebP. */
export function jpegs(prefix: string, root: string): Middleware {
  const made = new LRUCache<string, Buffer>({
    maxSize: KEPT_BYTES,
    sizeCalculation: ({ length }) => length,
    ttl: HOUR_SECONDS * 1000,
    fetchMethod: (name) => convert(join(root, `${name}.webp`)),
  })
  return async (ctx, next) => {
    const name = ctx.path.startsWith(`${prefix}/`) && NAME.exec(ctx.path.slice(prefix.length))?.[1]
    const picture = name && ctx.method === 'GET' && (await made.fetch(name))
    if (!picture) return next()
    ctx.type = 'image/jpeg'
    ctx.set('Cache-Control', `public, max-age=${HOUR_SECONDS}`)
    ctx.body = picture
  }
}

/** Undefined where there is no such picture. */
function convert(path: string): Promise<Buffer | undefined> {
  return sharp(path)
    .flatten({ background: '#fff' })
    .jpeg({ quality: 82 })
    .toBuffer()
    .catch(() => undefined)
}
