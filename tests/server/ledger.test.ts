import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import type { Connection } from 'mongoose'
import { connectMongo } from '../../server/adapters/mongo'
import { createRedisTally } from '../../server/adapters/redis/tally'
import { type BallotStore, createBallotStore } from '../../server/features/ballot/ballot'
import type { BallotRecord } from '../../server/features/ballot/model'
import { startUnconfirmed } from '../faults/unconfirmed'
import { createWriters } from '../faults/writers'
import { eventually, startStores } from '../support/world'

let stores: Awaited<ReturnType<typeof startStores>>
let mongo: Connection
let redis: Redis
let store: BallotStore

beforeAll(async () => {
  stores = await startStores()
  mongo = connectMongo(stores.mongoUri!)
  await mongo.asPromise()
  store = createBallotStore(mongo)
  await store.prepare()
  redis = new Redis(stores.redisUrl!)
})
afterAll(async () => {
  redis?.disconnect()
  await mongo?.close()
  await stores?.stop()
})

const group = () => createWriters(store, createRedisTally(redis))
const voters = (n: number, name = 'voter') => Array.from({ length: n }, (_, i) => `${name}-${i}`)
const ballotsOf = (edition: string) => mongo.collection('ballots').find<BallotRecord>({ edition }).toArray()

/** The first `times` inserts go wrong: before the engine saw them, after it had written all, or after a part. */
function failing(times: number, where: 'before' | 'after' | 'between', error = new Error('broken off')) {
  let left = times
  return {
    async insertBallots(records: BallotRecord[]) {
      if (left === 0) return store.insertBallots(records)
      left -= 1
      if (where === 'after') await store.insertBallots(records)
      if (where === 'between') await store.insertBallots(records.filter((_, i) => i % 3 === 0))
      throw error
    },
  }
}

describe('group commit', () => {
  test('writes ballots that come together in few batches', async () => {
    const writers = group()
    const writer = writers.start()
    await Promise.all(voters(2000).map((voter) => writer.cast(voter, ['a01'])))
    const ballots = await ballotsOf(writers.edition)
    expect(ballots).toHaveLength(2000)
    expect(new Set(ballots.map(({ batch }) => batch)).size).toBeLessThanOrEqual(4)
  })

  test('refuses as busy what exceeds the queue, and loses none of the rest', async () => {
    const writers = group()
    const writer = writers.start({}, 100)
    const outcomes = await Promise.allSettled(voters(300).map((voter) => writer.cast(voter, ['a01'])))
    const busy = outcomes.filter((outcome) => outcome.status === 'rejected')
    expect(new Set(busy.map(({ reason }) => reason.code))).toEqual(new Set(['busy']))
    expect(busy).toHaveLength(200)
    expect(await ballotsOf(writers.edition)).toHaveLength(100)
    expect((await writer.cast('later', ['a01'])).accepted).toBe(true)
  })

  test('lets the same voter in once, however many ballots of theirs share a batch', async () => {
    const writers = group()
    const writer = writers.start()
    const outcomes = await Promise.all(
      ['a01', 'a02', 'a03'].map((selection) => writer.cast('one', [selection])),
    )
    expect(outcomes.filter(({ accepted }) => accepted)).toHaveLength(1)
    expect(new Set(outcomes.map(({ ballot }) => ballot._id)).size).toBe(1)
    await writers.tick(4)
    expect(writer.latest()).toMatchObject({ ballots: 1 })
  })
})

describe.each(['before', 'after', 'between'] as const)('an insert that breaks off %s writing', (where) => {
  test('is repeated until each ballot is in once and every voter knows', async () => {
    const writers = group()
    const [other, writer] = [writers.start(), writers.start({ ledger: failing(3, where) })]
    const first = await other.cast('voter-7', ['a05'])
    const outcomes = await Promise.all(voters(60).map((voter) => writer.cast(voter, ['a01'])))
    expect(outcomes.filter(({ accepted }) => !accepted).map(({ ballot }) => ballot._id)).toEqual([
      first.ballot._id,
    ])
    const ballots = await ballotsOf(writers.edition)
    expect(ballots.map(({ _id }) => _id).sort()).toEqual(outcomes.map(({ ballot }) => ballot._id).sort())
    await writers.tick(4)
    expect(writer.latest()).toMatchObject({ ballots: 60, counts: { a01: 59, a05: 1 } })
  })
})

describe('while a batch is in doubt', () => {
  test('newcomers and those not yet sent are refused at once, and the ledger opens again by itself', async () => {
    const writers = group()
    const writer = writers.start({ ledger: failing(4, 'before') })
    const sent = writer.cast('sent', ['a01'])
    await eventually(
      async () => writer.ledger.isDown(),
      (down) => down,
    )
    await expect(writer.cast('newcomer', ['a01'])).rejects.toMatchObject({ code: 'ledger_unavailable' })
    expect(writer.ledger.isDown()).toBe(true)
    expect((await sent).accepted).toBe(true)
    expect((await writer.cast('newcomer', ['a01'])).accepted).toBe(true)
  })

  test('a voter waits only so long to be told; asking again shows that the ballot got in after all', async () => {
    const writers = group()
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const writer = writers.start({
      ledger: {
        async insertBallots(records) {
          await held
          return store.insertBallots(records)
        },
      },
    })
    const outcome = writer.cast('patient', ['a01'])
    const behind = writer.cast('behind', ['a01'])
    await expect(outcome).rejects.toMatchObject({ code: 'ballot_unconfirmed' })
    await expect(behind).rejects.toBeDefined()
    release()
    await eventually(
      async () => writer.ledger.isDown(),
      (down) => !down,
    )
    const again = await writer.cast('patient', ['a02'])
    expect(again).toMatchObject({ accepted: false, ballot: { selections: ['a01'] } })
    await writers.tick(4)
    expect(writer.latest()!.ballots).toBe((await ballotsOf(writers.edition)).length)
  })
})

describe('a receipt that a stranger has already', () => {
  test('is drawn again, and the voter gets in', async () => {
    const writers = group()
    const taken = (await writers.start().cast('stranger', ['a01'])).ballot
    let first = true
    const writer = writers.start({
      ledger: {
        insertBallots(records) {
          if (first) records[1]!._id = taken._id
          first = false
          return store.insertBallots(records)
        },
      },
    })
    const outcomes = await Promise.all(voters(3).map((voter) => writer.cast(voter, ['a02'])))
    expect(outcomes.every(({ accepted }) => accepted)).toBe(true)
    expect(outcomes[1]!.ballot._id).not.toBe(taken._id)
    expect(await store.findBallot(outcomes[1]!.ballot._id)).toMatchObject({ voter: 'voter-1' })
    expect(await store.findBallot(taken._id)).toMatchObject({ voter: 'stranger', selections: ['a01'] })
    await writers.tick(4)
    expect(writer.latest()).toMatchObject({ ballots: 4, counts: { a01: 1, a02: 3 } })
  })
})

describe('an insert', () => {
  const record = (id: string): BallotRecord => ({
    ...{ _id: id, voter: `voter of ${id}`, edition: 'inserts', category: 'unit', period: 'once' },
    ...{ writer: 'writer', batch: 1, selections: ['a01'], castAt: new Date(), channel: 'weapp' },
    risk: { network: 'n', agent: 'wechat' },
  })

  test('that the majority has not confirmed is a failure, also where some of it is refused', async () => {
    const socket = decodeURIComponent(new URL(stores.mongoUri!).hostname)
    const unconfirmed = await startUnconfirmed(socket)
    const connection = connectMongo(unconfirmed.uri)
    await connection.asPromise()
    const doubtful = createBallotStore(connection)
    await expect(doubtful.insertBallots([record('new')])).rejects.toThrow('not confirmed')
    await expect(doubtful.insertBallots([record('new'), record('next')])).rejects.toThrow()
    await expect(doubtful.insertBallots([record('new')])).rejects.toThrow()
    expect((await store.insertBallots([record('new'), record('next')])).length).toBe(2)
    await connection.close()
    unconfirmed.close()
  })

  test('that never reached the engine is a failure, not an acceptance', async () => {
    process.kill(stores.pids().mongo!, 'SIGSTOP')
    const outcome = store.insertBallots([record('lost-1'), record('lost-2')]).then(
      () => 'accepted',
      () => 'failed',
    )
    await sleep(200)
    process.kill(stores.pids().mongo!, 'SIGKILL')
    expect(await outcome).toBe('failed')
  })
})
