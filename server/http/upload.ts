import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Refusal } from '@shared/kernel/errors'
import type { Middleware } from 'koa'

/** A file that has been taken in, under a name of our own. */
export type Upload = { path: string; bytes: number }

/** Takes a request's body to disk. Refusals: `body_too_large`. */
export type TakeIn = () => Promise<Upload>

/**
 * Offers `serve` to take the body of a request to disk as it comes, whatever its type, once all else about the request has
 * been found good. What fails then leaves no file behind.
 */
export function upload(dir: string, mostBytes: number): Middleware {
  return async (ctx, next) => {
    const path = join(dir, randomUUID())
    const takeIn: TakeIn = async () => {
      if (Number(ctx.get('content-length')) > mostBytes) throw new Refusal('body_too_large')
      await mkdir(dir, { recursive: true, mode: 0o700 })
      return receive(ctx.req, path, mostBytes)
    }
    ctx.state.takeIn = takeIn
    try {
      await next()
    } catch (error) {
      await rm(path, { force: true })
      throw error
    }
  }
}

const CUT_OFF = ['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE']

async function receive(body: Readable, path: string, mostBytes: number): Promise<Upload> {
  let bytes = 0
  const limit = new Transform({
    transform(chunk: Buffer, _encoding, pass) {
      bytes += chunk.length
      pass(bytes > mostBytes ? new Refusal('body_too_large') : null, chunk)
    },
  })
  await pipeline(body, limit, createWriteStream(path, { mode: 0o600 })).catch((error) => {
    // Gone in mid-sentence, as phones do.
    throw CUT_OFF.includes(error.code) ? new Refusal('invalid_request') : error
  })
  return { path, bytes }
}
