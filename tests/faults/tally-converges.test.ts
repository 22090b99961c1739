import fc from 'fast-check'
import { Redis } from 'ioredis'
import type { Connection } from 'mongoose'
import { connectMongo } from '../../server/adapters/mongo'
import { createRedisTally } from '../../server/adapters/redis/tally'
import { type BallotStore, createBallotStore } from '../../server/features/ballot/ballot'
import type { BallotRecord } from '../../server/features/ballot/model'
import type { TallyStore } from '../../server/ports/tally'
import { startStores } from '../support/world'
import { createReferenceTally } from './reference'
import { counted, createWriters, timed, type Writer } from './writers'

/** What can become of one call that changes the counts. */
type Fate = 'done' | 'lost' | 'unanswered' | 'twice'

/** In a `hurry` the next step does not wait for this one. */
type Step = { do: (typeof DEEDS)[number]; writer: number; n: number; fate: Fate; hurry: boolean }

const DEEDS = [
  ...(['cast', 'cast', 'cast', 'cast', 'tick', 'tick', 'tick', 'rule', 'rule'] as const),
  ...(['kill', 'start', 'flush', 'save', 'load'] as const),
] as const

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    do: fc.constantFrom(...DEEDS),
    writer: fc.nat(5),
    n: fc.nat(40),
    fate: fc.constantFrom<Fate[]>('done', 'done', 'lost', 'unanswered', 'twice'),
    hurry: fc.boolean(),
  }),
  { minLength: 5, maxLength: 40 },
)

/** Two ticks at once took from each other what was waiting, and the ruling was never counted. */
const TWO_TICKS: Step[] = [
  { do: 'cast', writer: 0, n: 0, fate: 'done', hurry: false },
  { do: 'tick', writer: 0, n: 0, fate: 'done', hurry: true },
  { do: 'tick', writer: 0, n: 0, fate: 'done', hurry: true },
  { do: 'rule', writer: 0, n: 0, fate: 'twice', hurry: false },
  { do: 'tick', writer: 0, n: 0, fate: 'done', hurry: true },
]

let stores: Awaited<ReturnType<typeof startStores>>
let mongo: Connection
let redis: Redis
let ledger: BallotStore

beforeAll(async () => {
  stores = await startStores()
  // Nothing is killed here, so nothing needs to wait for the disk.
  mongo = connectMongo(stores.mongoUri!.replace('journal=true', 'journal=false'))
  await mongo.asPromise()
  ledger = createBallotStore(mongo)
  await ledger.prepare()
  redis = new Redis(stores.redisUrl!)
})
afterAll(async () => {
  redis?.disconnect()
  await mongo?.close()
  await stores?.stop()
})

/** A counting store with the means to lose all it has, or all since a moment. */
type Backend = {
  store: TallyStore
  flush(): Promise<unknown>
  save(tally: string): Promise<() => Promise<unknown>>
}

const backends: [name: string, () => Backend][] = [
  ['the reference', createReferenceTally],
  ['Redis', () => ({ store: createRedisTally(redis), flush: () => redis.flushall(), save: saveRedis })],
]

async function saveRedis(tally: string) {
  const keys = ['', ':marks', ':series'].map((part) => `votes:{${tally}}${part}`)
  const saved = await Promise.all(keys.map((key) => redis.dumpBuffer(key)))
  return () =>
    Promise.all(
      keys.map((key, i) => (saved[i] ? redis.restore(key, 0, saved[i], 'REPLACE') : redis.del(key))),
    )
}

describe.each(backends)('over %s', (_, backendOf) => {
  test('the counts end equal to the ledger, whatever became of writers, calls and data on the way', async () => {
    // Without a time limit: a plan given up half-way goes on behind the next test file's back, and fails it.
    await fc.assert(fc.asyncProperty(steps, run), { numRuns: 30, examples: [[TWO_TICKS]] })
  })

  async function run(plan: Step[]): Promise<void> {
    const backend = backendOf()
    let next: Fate = 'done'
    const writers = createWriters(ledger, { ...backend.store, apply: fated(backend.store.apply, () => next) })
    const ballots: BallotRecord[] = []
    const revisions: number[] = []
    let voters = 0
    let load: (() => Promise<unknown>) | undefined

    async function carryOut({ do: deed, n, fate }: Step, one: Writer): Promise<void> {
      if (deed === 'start' && writers.live().length < 5) writers.start()
      if (deed === 'flush') await backend.flush()
      if (deed === 'save') load = await backend.save(writers.tally)
      if (deed === 'load') await load?.()
      if (deed === 'kill') one.kill()
      if (deed === 'tick') await one.tick()
      if (deed === 'cast') {
        next = fate
        const casts = Array.from({ length: 1 + (n % 4) }, () => {
          voters += 1
          const castAt = new Date(Date.now() - (voters % 5) * 1_800_000)
          return one.cast(`voter-${voters}`, [`a0${voters % 7}`, 'a09'], castAt, voters % 2 ? 'h5' : 'chat')
        })
        for (const { ballot } of await Promise.all(casts)) ballots.push(ballot)
      }
      if (deed === 'rule' && ballots.length > 0) {
        next = fate
        const i = n % ballots.length
        const revision = (revisions[i] ?? 0) + 1
        await one.rule(ballots[i]!, revision, revision % 2 ? 'quarantined' : 'counted')
        revisions[i] = revision
      }
    }

    const going: Promise<unknown>[] = []
    for (const step of plan) {
      const live = writers.live()
      const one = live[step.writer % live.length] ?? writers.start()
      const work = Promise.race([carryOut(step, one), one.gone])
      going.push(work)
      // A ruling builds on the one before it.
      if (!step.hurry || step.do === 'rule') await work
    }
    await Promise.all(going)
    next = 'done'
    if (writers.live().length === 0) writers.start()
    await writers.tick(12)
    const due = await writers.truth()
    const truth = counted(due)
    const snapshot = await backend.store.readAll(writers.tally)
    expect({ whole: snapshot.whole, ...counted(snapshot) }).toEqual({ whole: true, ...truth })
    expect(timed(snapshot)).toEqual(timed(due))
    for (const one of writers.live()) expect(counted(one.latest()!)).toEqual(truth)
  }
})

/** The same call, with a fate. */
function fated(apply: TallyStore['apply'], fateOf: () => Fate): TallyStore['apply'] {
  return async (...args) => {
    const fate = fateOf()
    if (fate === 'lost') throw new Error('the store is away')
    const outcome = await apply(...args)
    if (fate === 'unanswered') throw new Error('the answer was lost')
    return fate === 'twice' ? apply(...args) : outcome
  }
}
