import { Redis } from 'ioredis'
import type { Connection } from 'mongoose'
import { connectMongo } from '../../server/adapters/mongo'
import { createRedisTally } from '../../server/adapters/redis/tally'
import { type BallotStore, createBallotStore } from '../../server/features/ballot/ballot'
import type { TallyStore } from '../../server/ports'
import { counted, createWriters } from '../faults/writers'
import { startStores } from '../support/world'

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

/** That everybody shows what the ledger holds. */
async function expectEqual(writers: ReturnType<typeof createWriters>): Promise<void> {
  const truth = counted(await writers.truth())
  for (const writer of writers.live()) expect(counted(writer.latest()!)).toEqual(truth)
}

describe('the live counts', () => {
  test('hold the ballots of a writer that died before it had shown itself once', async () => {
    const writers = createWriters(ledger, tallies)
    const unlucky = writers.start({ tallies: { apply: () => new Promise(() => {}) } })
    await unlucky.cast('a', ['a01'])
    unlucky.kill()
    writers.start()
    await writers.tick(8)
    await expectEqual(writers)
  })

  test('hold what a dead writer sent and the ledger wrote only after everybody had looked', async () => {
    const writers = createWriters(ledger, tallies)
    const [slow, watcher] = [writers.start(), writers.start()]
    await slow.cast('a', ['a01'])
    await writers.tick()
    slow.kill()
    await writers.tick(7)
    const ballot = await ledger.findVoterBallots('a', writers.edition)
    await ledger.insertBallots([{ ...ballot[0]!, _id: `late ${writers.edition}`, voter: 'late', batch: 2 }])
    await writers.tick(12)
    await expectEqual(writers)
    // A newcomer sees the stream's true end from the start; the two must not undo each other's work.
    writers.start()
    await tallies.reset(writers.tally)
    await writers.tick(8)
    await expectEqual(writers)
    expect(watcher.latest()!.ballots).toBe(2)
  })

  test('never show a number below nought, not even while a ruling is in and its ballot is not', async () => {
    const writers = createWriters(ledger, tallies)
    const slow = writers.start({ tallies: { apply: () => Promise.reject(new Error('away')) } })
    const quick = writers.start()
    await writers.tick(2)
    const { ballot } = await slow.cast('a', ['a01'])
    await quick.rule(ballot, 1, 'quarantined')
    await writers.tick(2)
    expect(Math.min(quick.latest()!.ballots, ...Object.values(quick.latest()!.counts))).toBe(0)
    slow.kill()
    await writers.tick(8)
    await expectEqual(writers)
  })

  test('do not fall when Redis comes back with an older file', async () => {
    const writers = createWriters(ledger, tallies)
    const [one, other] = [writers.start(), writers.start()]
    await one.cast('a', ['a01'])
    await writers.tick(2)
    const keys = [`tally:{${writers.tally}}`, `tally:{${writers.tally}}:marks`]
    const saved = await Promise.all(keys.map((key) => redis.dumpBuffer(key)))
    await one.cast('b', ['a01'])
    await other.cast('c', ['a02'])
    await writers.tick(2)
    expect(other.latest()!.ballots).toBe(3)
    await Promise.all(keys.map((key, i) => redis.restore(key, 0, saved[i]!, 'REPLACE')))
    for (let look = 0; look < 8; look++) {
      await other.tick()
      expect(other.latest()!.ballots).toBe(3)
    }
    await writers.tick(3)
    await expectEqual(writers)
  })

  test('know a writer that ended in order from one that is only quiet', async () => {
    const writers = createWriters(ledger, tallies)
    const ended = writers.start()
    await ended.cast('a', ['a01'])
    await ended.tick()
    await ended.ledger.close(1000)
    await ended.tick()
    expect((await ledger.findWriters()).find(({ _id }) => _id === ended.name)!.retired).toBe(true)
  })
})
