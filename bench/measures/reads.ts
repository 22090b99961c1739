import { get, type IncomingMessage } from 'node:http'
import { fillLedger } from '../ledger'
import { type Program, startProgram } from '../program'
import type { Copied } from '../programs/bare'
import type { Load } from '../programs/load'
import { describe, type Findings, type Row } from '../report'
import { interleave, ratioOf } from '../rounds'
import { startStores } from '../stores'

const CONNECTIONS = 64
const SECONDS = 3
/** What node adds by itself. */
const OF_NODE = ['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding']
/** As browsers and WeChat send it. */
const BROWSER = { 'accept-encoding': 'gzip, deflate, br' }

type Read = { name: string; paths: string[]; headers: Record<string, string>; goal?: Row['goal'] }

const LIST = '/api/candidates?category=unit&page=1&pageSize=20'
const READS: Read[] = [
  {
    name: 'tallies',
    paths: ['/api/tallies?category=unit'],
    headers: BROWSER,
    goal: { least: 0.8 },
  },
  { name: 'candidates', paths: [LIST], headers: BROWSER, goal: { least: 0.8 } },
  { name: 'candidates, not compressed', paths: [LIST], headers: {}, goal: { least: 0.8 } },
  {
    name: "candidates, in each visitor's own order",
    paths: Array.from({ length: 5000 }, (_, seed) => `${LIST}&sort=random&seed=${seed}`),
    headers: BROWSER,
  },
]

/** Reads of the real server against a bare Koa handler that answers the same bytes. */
export async function measureReads(generator: Program): Promise<Findings> {
  const stores = await startStores()
  const server = await startProgram('server', stores.settings)
  const bare = await startProgram('bare')
  const findings: Findings = { rows: [], figures: [] }
  try {
    await fillLedger(stores, 3000, 'before')
    await untilCounted(server.url + READS[0]!.paths[0]!)
    for (const { name, paths, headers, goal } of READS) {
      const copied = await copy(server.url + paths[0]!, headers)
      await bare.ask<null>(copied)
      const load = { kind: 'reads', connections: CONNECTIONS, seconds: SECONDS, paths, headers } as const
      const at = (program: Program): Load => ({ ...load, url: program.url })
      const [real, copying] = await interleave(
        generator,
        [
          { name: `${name} of the server`, program: server, load: at(server) },
          { name: `the same ${copied.body.byteLength} bytes of bare Koa`, program: bare, load: at(bare) },
        ],
        3,
      )
      findings.rows.push({ name: `reads/s of ${name} ÷ bare Koa`, value: ratioOf(real!, copying!), goal })
      findings.figures.push(describe(real!), describe(copying!))
    }
    return findings
  } finally {
    await server.stop()
    await bare.stop()
    await stores.stop()
  }
}

/** What the server answers, as it is on the wire. */
async function copy(url: string, asked: Record<string, string>): Promise<Copied> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { headers: asked }, resolve).on('error', reject)
  })
  const body = Buffer.concat(await response.toArray())
  const headers = Object.entries(response.headers).filter(([name]) => !OF_NODE.includes(name))
  return { body, headers: Object.fromEntries(headers.map(([name, value]) => [name, String(value)])) }
}

/** Until a tally shows votes: an empty one would be a smaller answer than any in practice. */
async function untilCounted(url: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const response = await fetch(url)
    if (response.ok && ((await response.json()) as { ballots: number }).ballots > 0) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`${url} shows no votes`)
}
