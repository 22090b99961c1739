import type { RulingKind } from '@shared/ballot/rules'
import type { Edition } from '@shared/edition/contract'
import { beijingDay } from '@shared/edition/rules'
import { Redis } from 'ioredis'
import type { Connection } from 'mongoose'
import { connectMongo } from '../../server/adapters/mongo'
import { createRedisTally } from '../../server/adapters/redis/tally'
import {
  type BallotStore,
  type Ballots,
  createBallotStore,
  createBallots,
} from '../../server/features/ballot/ballot'
import type { Candidates } from '../../server/features/candidate/candidate'
import type { Editions } from '../../server/features/edition/edition'
import { createSignals } from '../../server/features/risk/risk'
import type { TallyStore } from '../../server/ports/tally'
import { counted, createWriters } from '../faults/writers'
import { votingEdition } from '../support/edition'
import { eventually, KEYS, silent, startStores } from '../support/world'

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
    await writers.tick(4)
    const { ballot } = await slow.cast('a', ['a01'])
    await quick.rule(ballot, 1, 'quarantined')
    await writers.tick(4)
    expect(Math.min(quick.latest()!.ballots, ...Object.values(quick.latest()!.counts))).toBe(0)
    slow.kill()
    await writers.tick(8)
    await expectEqual(writers)
  })

  test('do not fall when Redis comes back with an older file', async () => {
    const writers = createWriters(ledger, tallies)
    const [one, other] = [writers.start(), writers.start()]
    await one.cast('a', ['a01'])
    await writers.tick(4)
    const keys = ['', ':marks', ':series'].map((part) => `votes:{${writers.tally}}${part}`)
    const saved = await Promise.all(keys.map((key) => redis.dumpBuffer(key)))
    await one.cast('b', ['a01'])
    await other.cast('c', ['a02'])
    await writers.tick(4)
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

/** Ballots of one edition as a process has them, by a clock of the test's own. */
let processes = 0
function startBallots(edition: Edition, now: () => Date, store: Partial<BallotStore> = {}) {
  processes += 1
  return createBallots({
    store: { ...ledger, ...store },
    tallies,
    editions: { current: () => edition } as Editions,
    candidates: {
      idsOf: () => new Set(['a01', 'a02', 'a03']),
      withdrawnIn: () => new Set(),
    } as Partial<Candidates> as Candidates,
    people: { settleOne: async () => false },
    clock: { now },
    log: silent,
    writer: `ballots-${processes}`,
    queueLimit: 100,
    batchLimit: 1000,
    signals: createSignals(KEYS.voterKey),
    guard: {
      weigh: () => ({ grade: 'pass', reasons: [] }),
      saw() {},
      expectPerson: async () => {},
      spend() {},
      note() {},
    },
    isFixed: async () => false,
  })
}

/** Lets processes find each other and agree that the counts are whole. */
async function settle(...those: Ballots[]): Promise<void> {
  for (let look = 0; look < 8; look++) for (const ballots of those) await ballots.tick()
}

const cast = (ballots: Ballots, id: string, selections: string[]) =>
  ballots.castBallot({
    voter: { id, channel: 'weapp', snapshot: false },
    category: 'unit',
    selections,
    client: { ip: '127.0.0.1', userAgent: '' },
  })

describe('a ruling', () => {
  const edition = votingEdition({ id: 'ruled' })
  let [one, other]: Ballots[] = []
  const look = async () => {
    // What a process has to add it adds at its own look; it is seen at the next.
    await settle(one!, other!)
    return counted(other!.tally('unit'))
  }
  beforeAll(async () => {
    one = startBallots(edition, () => new Date())
    other = startBallots(edition, () => new Date())
    await settle(one, other)
  })

  test('takes a ballot out of the counts and puts it back; struck out, it stays out', async () => {
    await cast(one!, 'kept', ['a01'])
    const { receipt, id } = await cast(one!, 'ruled', ['a01', 'a02'])
    expect(await look()).toEqual({ ballots: 2, counts: { a01: 2, a02: 1 } })
    const rule = (by: Ballots, kind: RulingKind) =>
      by.rule({ receipt: id, kind, reason: 'a check', author: 'staff' })

    expect(await rule(other!, 'quarantined')).toMatchObject({ revision: 1, effect: -1 })
    expect(await look()).toEqual({ ballots: 1, counts: { a01: 1 } })
    expect((await one!.findReceipt(receipt)).receipt.status).toBe('quarantined')

    expect(await rule(one!, 'restored')).toMatchObject({ revision: 2, effect: 1 })
    expect(await look()).toEqual({ ballots: 2, counts: { a01: 2, a02: 1 } })

    expect(await rule(one!, 'quarantined')).toMatchObject({ effect: -1 })
    expect(await rule(one!, 'invalidated')).toMatchObject({ effect: 0 })
    expect(await rule(one!, 'restored')).toBeNull()
    expect(await look()).toEqual({ ballots: 1, counts: { a01: 1 } })

    await redis.flushall()
    expect(await look()).toEqual({ ballots: 1, counts: { a01: 1 } })
  })

  test('given by two of the staff at once counts once', async () => {
    for (let round = 0; round < 5; round++) {
      const before = await look()
      const { id } = await cast(one!, `disputed-${round}`, ['a03'])
      const ruled = await Promise.allSettled(
        [one!, other!, one!].map((by, i) =>
          by.rule({
            receipt: id,
            kind: i ? 'invalidated' : 'quarantined',
            reason: 'a check',
            author: `staff ${i}`,
          }),
        ),
      )
      expect(ruled.filter((r) => r.status === 'fulfilled' && r.value?.effect === -1)).toHaveLength(1)
      for (const r of ruled) if (r.status === 'rejected') expect(r.reason.code).toBe('ruling_conflict')
      expect(await look()).toEqual(before)
    }
  })
})

describe('published once a day', () => {
  test('counts are those of the hour in every process, ballots written late included', async () => {
    const voting = votingEdition().phases.find(({ name }) => name === 'voting')!
    const six = Date.parse(`${beijingDay(new Date(Date.parse(voting.opensAt) + 86_400_000))}T10:00:00Z`)
    const edition = votingEdition({ id: 'daily', tallyVisibility: { mode: 'daily', at: '18:00' } })
    let now = six - 60_000
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const quick = startBallots(edition, () => new Date(now))
    const slow = startBallots(edition, () => new Date(now), {
      async insertBallots(records) {
        await held
        return ledger.insertBallots(records)
      },
    })
    await cast(quick, 'early', ['a01'])
    now = six - 10
    const late = cast(slow, 'in time, written late', ['a01'])
    now = six + 10
    await cast(quick, 'too late for today', ['a02'])
    await eventually(
      async () => quick.tally('unit'),
      ({ ballots }) => ballots === 1,
    )
    release()
    await late
    now = six + 120_000
    for (const ballots of [quick, slow]) {
      const shown = await eventually(
        async () => ballots.tally('unit'),
        (tally) => tally.ballots === 2,
      )
      expect(shown).toEqual({
        category: 'unit',
        ballots: 2,
        counts: { a01: 2 },
        asOf: new Date(six).toISOString(),
      })
    }
  })

  test('counts that are for after the close are hidden until then', async () => {
    const edition = votingEdition({ id: 'after', tallyVisibility: { mode: 'afterClose' } })
    const closesAt = Date.parse(edition.phases.find(({ name }) => name === 'voting')!.closesAt!)
    let now = closesAt - 1
    const ballots = startBallots(edition, () => new Date(now))
    await cast(ballots, 'a', ['a01'])
    await settle(ballots)
    expect(() => ballots.tally('unit')).toThrow(expect.objectContaining({ code: 'tally_hidden' }))
    expect(ballots.votesOf('unit')).toBeNull()
    now = closesAt
    expect(counted(ballots.tally('unit'))).toEqual({ ballots: 1, counts: { a01: 1 } })
  })
})

describe('the memory of Redis', () => {
  test('does not grow with voters', async () => {
    const writers = createWriters(ledger, tallies)
    const writer = writers.start()
    const vote = async (from: number, to: number) => {
      for (let n = from; n < to; n += 500) {
        await Promise.all(
          Array.from({ length: 500 }, (_, i) => writer.cast(`voter-${n + i}`, [`a${(n + i) % 50}`])),
        )
      }
      await writers.tick(4)
      const keys = await redis.keys('*')
      const sizes = await Promise.all(keys.map((key) => redis.memory('USAGE', key, 'SAMPLES', 0)))
      return { keys: keys.length, bytes: sizes.reduce((sum: number, size) => sum + Number(size), 0) }
    }
    const few = await vote(0, 500)
    const many = await vote(500, 5000)
    expect(writer.latest()!.ballots).toBe(5000)
    expect(many.keys).toBe(few.keys)
    expect(many.bytes).toBeLessThan(few.bytes * 1.1)
  })
})
