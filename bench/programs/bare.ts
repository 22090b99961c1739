import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { bodyParser } from '@koa/bodyparser'
import Koa from 'koa'
import { MongoClient } from 'mongodb'
import { answer, settings } from './answer'

export type BareSettings = {
  /** Where each vote is inserted by itself, acknowledged by the journal; without it nothing is stored. */
  mongoUri?: string
}

/** What a GET or a message is answered with: the bytes and headers that the real server answered. */
export type Copied = { body: Uint8Array; headers: Record<string, string> }

/**
 * What Koa can do at most: parses the JSON of a vote and answers one of the same size, with no check of anything; any
 * GET, and any XML that it has taken in as a text, is answered with the bytes it was given.
 */
async function main(): Promise<void> {
  const { mongoUri } = settings<BareSettings>()
  const votes = mongoUri
    ? (await MongoClient.connect(mongoUri, { retryWrites: false })).db('plain').collection('votes')
    : null
  await votes?.createIndex({ voter: 1, edition: 1, category: 1, period: 1 }, { unique: true })
  let answered = 0
  let copied: { body: Buffer; headers: Record<string, string> } | null = null

  const app = new Koa()
  app.use(bodyParser({ enableTypes: ['json', 'xml'] }))
  app.use(async (ctx) => {
    if (copied && (ctx.method === 'GET' || typeof ctx.request.body === 'string')) {
      ctx.set(copied.headers)
      ctx.body = copied.body
      return
    }
    const { category, selections } = ctx.request.body as { category: string; selections: string[] }
    const now = new Date()
    const id = String(++answered).padStart(12, '0')
    if (votes) {
      const risk = { network: '0123456789', agent: 'other' }
      const place = { edition: '2021', category, period: 'once', writer: '0123456789ab', batch: 1 }
      await votes.insertOne({
        _id: id as never,
        voter: randomBytes(18).toString('base64url'),
        ...place,
        selections,
        castAt: now,
        channel: 'h5',
        risk,
      })
    }
    ctx.status = 201
    ctx.body = { ballot: { id, receipt: `${id}--`, category, selections, castAt: now.toISOString() } }
  })
  const server = createServer({ keepAliveTimeout: 65_000 }, app.callback())
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as { port: number }
  answer<Copied>(`http://127.0.0.1:${port}`, ({ body, headers }) => {
    copied = { body: Buffer.from(body), headers }
    return null
  })
}

void main()
