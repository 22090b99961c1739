import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Refusal } from '@shared/kernel/errors'
import type { Middleware } from 'koa'

/** A file that has been taken in, under a name of our own. */
export type Upload = { path: string; bytes: number }

/**
 * Takes the body of a request to disk as it comes, whatever its type. What fails later leaves no file behind. Refusals:
 * `body_too_large`.
 */
export function upload(dir: string, mostBytes: number): Middleware {
  return async (ctx, next) => {
    if (Number(ctx.get('content-length')) > mostBytes) throw new Refusal('body_too_large')
    await mkdir(dir, { recursive: true })
    const file: Upload = { path: join(dir, randomUUID()), bytes: 0 }
    const limit = new Transform({
      transform(chunk: Buffer, _encoding, pass) {
        file.bytes += chunk.length
        pass(file.bytes > mostBytes ? new Refusal('body_too_large') : null, chunk)
      },
    })
    try {
      await pipeline(ctx.req, limit, createWriteStream(file.path, { mode: 0o600 }))
      ctx.state.file = file
      await next()
    } catch (error) {
      await rm(file.path, { force: true })
      throw error
    }
  }
}
