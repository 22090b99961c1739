import { randomBytes } from 'node:crypto'
import autocannon from 'autocannon'
import { createSigner } from 'fast-jwt'
import { answer } from './answer'

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
      /** Votes for which tokens are signed beforehand; running out of them fails the run. */
      tokens: number
    }
  | { kind: 'reads'; paths: string[]; headers: Record<string, string> }
)

export type Run = {
  /** Good answers (201 for votes, 200 for reads) and how long it took. */
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

/** What `server/features/identity` signs, made in advance because logging in is not what is measured. */
function signTokens(key: string, count: number): string[] {
  const sign = createSigner({ key, algorithm: 'HS256', expiresIn: 12 * 3_600_000 })
  return Array.from({ length: count }, () => sign({ sub: randomBytes(18).toString('base64url'), ch: 'h5' }))
}

async function run(load: Load): Promise<Run> {
  let next = 0
  const tokens = load.kind === 'votes' ? signTokens(load.secretKey, load.tokens) : []
  const expected = load.kind === 'votes' ? '201' : '200'
  const request: autocannon.Request =
    load.kind === 'votes'
      ? {
          method: 'POST',
          path: '/api/ballots',
          setupRequest: (base) => {
            const i = next++
            return {
              ...base,
              headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens[i]}` },
              body: load.bodies[i % load.bodies.length],
            }
          },
        }
      : {
          method: 'GET',
          setupRequest: (base) => ({
            ...base,
            path: load.paths[next++ % load.paths.length],
            headers: load.headers,
          }),
        }
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
  if (load.kind === 'votes' && next > tokens.length) failures.push(`out of tokens after ${tokens.length}`)
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
