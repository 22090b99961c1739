import { randomBytes } from 'node:crypto'
import autocannon from 'autocannon'
import { createSigner } from 'fast-jwt'
import { answer } from './answer'
import { type Account, createDeliveries } from './deliveries'

/** One run of the load generator. */
export type Load = {
  url: string
  connections: number
  seconds: number
} & (
  | {
      kind: 'votes'
      secretKey: string
      /** Bodies to vote with, one after the other; every vote is another voter's. */
      bodies: string[]
      /** Tokens signed beforehand. More are signed on the way, which slows the generator down. */
      tokens: number
    }
  | { kind: 'reads'; paths: string[]; headers: Record<string, string> }
  | {
      kind: 'messages'
      account: Account
      content: string
      /** How many people write, in turn. */
      followers: number
      /** Messages signed beforehand, as tokens are. */
      messages: number
    }
)

export type Run = {
  /** Good answers (201 for votes, 200 for all else) and how long it took. */
  answered: number
  seconds: number
  perSecond: number
  p50: number
  p99: number
  /** Statuses and failures that should not have been, in words; empty when all is well. */
  failures: string[]
  /** CPU time of this generator per answered request, in µs. */
  cpuPerRequestUs: number
}

/** Signs what `server/features/identity` signs: logging in is not what is measured. Each call is another voter. */
function tokenSigner(key: string): () => string {
  const sign = createSigner({ key, algorithm: 'HS256', expiresIn: 12 * 3_600_000 })
  return () => sign({ sub: randomBytes(18).toString('base64url'), ch: 'h5' })
}

/** Goes on from run to run, so that no message is ever sent twice. */
let deliver: ReturnType<typeof createDeliveries> | undefined

/** The requests of a load, one after the other. */
function requestOf(load: Load): autocannon.Request {
  let next = 0
  switch (load.kind) {
    case 'votes': {
      const sign = tokenSigner(load.secretKey)
      const tokens = Array.from({ length: load.tokens }, sign)
      return {
        method: 'POST',
        path: '/api/ballots',
        setupRequest: (base) => {
          const i = next++
          return {
            ...base,
            headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens[i] ?? sign()}` },
            body: load.bodies[i % load.bodies.length],
          }
        },
      }
    }
    case 'reads':
      return {
        method: 'GET',
        setupRequest: (base) => ({
          ...base,
          path: load.paths[next++ % load.paths.length],
          headers: load.headers,
        }),
      }
    case 'messages': {
      deliver ??= createDeliveries(load.account)
      const { content, followers } = load
      const make = () => deliver!(content, followers)
      const messages = Array.from({ length: load.messages }, make)
      return {
        method: 'POST',
        headers: { 'content-type': 'text/xml' },
        setupRequest: (base) => ({ ...base, ...(messages[next++] ?? make()) }),
      }
    }
  }
}

async function run(load: Load): Promise<Run> {
  const expected = load.kind === 'votes' ? '201' : '200'
  const request = requestOf(load)
  const before = process.cpuUsage()
  const { url, connections, seconds } = load
  const result = await autocannon({ url, connections, duration: seconds, requests: [request] })
  const { user, system } = process.cpuUsage(before)
  const statuses = result.statusCodeStats as Record<string, { count: number }>
  const answered = statuses[expected]?.count ?? 0
  const failures = Object.entries(statuses)
    .filter(([status]) => status !== expected)
    .map(([status, { count }]) => `${count} × ${status}`)
  if (result.errors) failures.push(`${result.errors} errors, ${result.timeouts} of them time-outs`)
  return {
    answered,
    seconds: result.duration,
    perSecond: answered / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    failures,
    cpuPerRequestUs: (user + system) / Math.max(answered, 1),
  }
}

answer<Load>('', run)
