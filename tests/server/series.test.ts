import type { CategoryId } from '@shared/edition/contract'
import { Channel } from '@shared/identity/contract'
import { Redis } from 'ioredis'
import type { Connection } from 'mongoose'
import { connectMongo } from '../../server/adapters/mongo'
import { createRedisTally } from '../../server/adapters/redis/tally'
import { type BallotStore, createBallotStore } from '../../server/features/ballot/ballot'
import type { BallotRecord } from '../../server/features/ballot/model'
import { createMonitor } from '../../server/features/ballot/monitor'
import type { TallyStore } from '../../server/ports/tally'
import { readLedger } from '../faults/checks'
import { createWriters, type Writer } from '../faults/writers'
import { votingEdition } from '../support/edition'
import { startStores } from '../support/world'

const HOUR = 3_600_000
const MINUTE = 60_000
const CANDIDATES = ['a01', 'a02', 'a03', 'a04']

let stores: Awaited<ReturnType<typeof startStores>>
let mongo: Connection
let redis: Redis
let ledger: BallotStore
let tallies: TallyStore

beforeAll(async () => {
  stores = await startStores()
  mongo = connectMongo(stores.mongoUri!)
  await mongo.asPromise()
  ledger = createBallotStore(mongo)
  await ledger.prepare()
  redis = new Redis(stores.redisUrl!)
  tallies = createRedisTally(redis)
})
afterAll(async () => {
  redis?.disconnect()
  await mongo?.close()
  await stores?.stop()
})

/** Two hours on the hour, the second one still running. */
const span = () => {
  const until = Math.floor(Date.now() / HOUR) * HOUR + HOUR
  return { from: until - 2 * HOUR, until }
}

/** What staff are told, each line by its name. */
async function readSeries(edition: string, query: { candidate?: string; step: 'minute' | 'hour' }) {
  const monitor = createMonitor({
    ...{ store: ledger, tallies, ballots: {} as never, audit: {} as never },
    isFixed: async () => false,
    candidates: { idsOf: () => new Set(CANDIDATES), allOf: () => [] },
    editions: { current: () => ({ ...votingEdition(), id: edition }) } as never,
  })
  const { from, until } = span()
  const { lines } = await monitor.series({
    ...{ category: 'unit' as CategoryId, ...query },
    ...{ from: new Date(from).toISOString(), to: new Date(until).toISOString() },
  })
  return Object.fromEntries(lines.map(({ key, values }) => [key, values]))
}

/** The same, counted ballot by ballot. */
async function countSeries(edition: string, step: 'minute' | 'hour') {
  const { ballots, rulings } = await readLedger(mongo)
  const status = new Map(
    rulings.sort((a, b) => a.revision - b.revision).map((ruling) => [ruling.ballot, ruling.status]),
  )
  const ms = step === 'hour' ? HOUR : MINUTE
  const { from, until } = span()
  const lines: Record<string, number[]> = {}
  const line = (key: string) => {
    lines[key] ??= Array((until - from) / ms).fill(0)
    return lines[key]
  }
  for (const key of [...Channel.options, ...CANDIDATES]) line(key)
  for (const { _id, edition: of, castAt, channel, selections } of ballots) {
    if (of !== edition || (status.get(_id) ?? 'counted') !== 'counted') continue
    for (const key of [channel, ...selections]) line(key)[Math.floor((castAt.getTime() - from) / ms)]! += 1
  }
  return lines
}

async function expectEqual(edition: string): Promise<void> {
  for (const step of ['minute', 'hour'] as const) {
    const due = await countSeries(edition, step)
    const channels = Object.fromEntries(Channel.options.map((channel) => [channel, due[channel]]))
    expect(await readSeries(edition, { step })).toEqual(channels)
  }
  const due = await countSeries(edition, 'hour')
  for (const candidate of CANDIDATES) {
    expect(await readSeries(edition, { candidate, step: 'hour' })).toEqual({ [candidate]: due[candidate] })
  }
}

test('votes by minute, hour, channel and candidate are those of the ledger, after rulings, a kill and a flush', async () => {
  const writers = createWriters(ledger, tallies)
  const [one, other] = [writers.start(), writers.start()]
  const ballots: BallotRecord[] = []
  const { from } = span()
  const cast = async (writer: Writer, count: number) => {
    const casts = Array.from({ length: count }, () => {
      const n = ballots.length + Math.random()
      const castAt = new Date(from + Math.floor(Math.random() * (Date.now() - from)))
      const selections = CANDIDATES.filter(() => Math.random() < 0.5)
      const channel = Channel.options[Math.floor(Math.random() * Channel.options.length)]!
      return writer.cast(`voter ${n}`, selections.length > 0 ? selections : ['a01'], castAt, channel)
    })
    for (const { ballot } of await Promise.all(casts)) ballots.push(ballot)
  }
  await Promise.all([cast(one, 60), cast(other, 60)])
  for (const ballot of ballots.slice(0, 20)) await other.rule(ballot, 1, 'quarantined')
  for (const ballot of ballots.slice(0, 5)) await one.rule(ballot, 2, 'counted')
  await writers.tick(4)
  await expectEqual(writers.edition)

  await cast(one, 20)
  one.kill()
  await writers.tick(8)
  await expectEqual(writers.edition)

  await redis.flushall()
  await expect(readSeries(writers.edition, { step: 'hour' })).rejects.toMatchObject({ code: 'tally_pending' })
  writers.start()
  await cast(other, 20)
  await writers.tick(12)
  await expectEqual(writers.edition)
})
