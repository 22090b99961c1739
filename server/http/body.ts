import type { IncomingMessage } from 'node:http'
import { Refusal } from '@shared/kernel/errors'
import type { Context } from 'koa'

const LIMIT_BYTES = 64 * 1024

/** The JSON a request carries. Refusals: `malformed_json`, `body_too_large`. */
export async function readJson(ctx: Context): Promise<unknown> {
  const isJson = ctx.req.headers['content-type'] === 'application/json' || ctx.is('json')
  if (!isJson) throw new Refusal('malformed_json')
  const text = await readText(ctx)
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal('malformed_json')
  }
}

/** The body of a request as it came. Refusals: `body_too_large`, `malformed_json` where it was cut off. */
export async function readText(ctx: Context): Promise<string> {
  return (await receive(ctx.req)).toString()
}

function receive(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      // What lies beyond the limit is still taken off the connection, but not kept.
      if (size > LIMIT_BYTES) reject(new Refusal('body_too_large'))
      else chunks.push(chunk)
    })
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)))
    request.on('error', () => reject(new Refusal('malformed_json'))) // gone in mid-sentence
  })
}
