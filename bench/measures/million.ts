import { Redis } from 'ioredis'
import { fillLedger } from '../ledger'
import { type Program, startProgram } from '../program'
import { describe, type Findings } from '../report'
import { interleave, ratioOf } from '../rounds'
import { type Stores, startStores } from '../stores'
import { voteLoad } from './votes'

const FEW = 10_000
const MANY = 1_000_000
const CONNECTIONS = 512

/** The same votes with a million ballots in the ledger as with none, and Redis as small as with ten thousand. */
export async function measureMillion(generator: Program): Promise<Findings> {
  const full = await startStores()
  const empty = await startStores()
  const server = await startProgram('server', full.settings)
  const young = await startProgram('server', empty.settings)
  try {
    await fillLedger(full, FEW, 'few')
    const few = await redisAt(server, full, FEW)
    const started = Date.now()
    await fillLedger(full, MANY - FEW, 'many')
    const filled = Date.now()
    const many = await redisAt(server, full, MANY)
    const counted = Date.now()
    const [old, fresh] = await interleave(generator, [
      {
        name: 'votes with a million in the ledger',
        program: server,
        load: voteLoad(server, full, CONNECTIONS),
      },
      { name: 'votes into an empty ledger', program: young, load: voteLoad(young, empty, CONNECTIONS) },
    ])
    return {
      rows: [
        {
          name: 'votes/s with a million ballots ÷ empty ledger',
          value: ratioOf(old!, fresh!),
          goal: { least: 0.9 },
        },
        {
          name: 'Redis memory at a million ballots ÷ at ten thousand',
          value: many.bytes / few.bytes,
          goal: { most: 1.05 },
        },
        {
          name: 'Redis keys at a million ballots ÷ at ten thousand',
          value: many.keys / few.keys,
          goal: { most: 1 },
        },
      ],
      figures: [
        describe(old!),
        describe(fresh!),
        `Redis: ${few.keys} keys and ${kib(few.bytes)} KiB at ${FEW} ballots, ${many.keys} and ${kib(many.bytes)} KiB at ${MANY}`,
        `a million ballots inserted past the server in ${seconds(filled - started)} s and counted by it in ${seconds(counted - filled)} s`,
      ],
    }
  } finally {
    for (const program of [server, young]) await program.stop()
    for (const stores of [full, empty]) await stores.stop()
  }
}

/** What Redis holds once the public counts show that many ballots. */
async function redisAt(server: Program, { settings, edition }: Stores, ballots: number) {
  const shown = async () => {
    const answers = await Promise.all(
      edition.categories.map(async ({ id }) => {
        const response = await fetch(`${server.url}/api/tallies?category=${id}`)
        return response.ok ? ((await response.json()) as { ballots: number }).ballots : 0
      }),
    )
    return answers.reduce((sum, n) => sum + n, 0)
  }
  const deadline = Date.now() + 120_000
  while ((await shown()) !== ballots) {
    if (Date.now() > deadline)
      throw new Error(`the counts show ${await shown()} ballots instead of ${ballots}`)
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  const redis = new Redis(settings.redisUrl)
  const memory = await redis.info('memory')
  const keys = await redis.dbsize()
  redis.disconnect()
  return { bytes: Number(/used_memory:(\d+)/.exec(memory)![1]), keys }
}

const kib = (bytes: number) => Math.round(bytes / 1024)
const seconds = (ms: number) => (ms / 1000).toFixed(1)
