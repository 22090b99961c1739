import { setTimeout as sleep } from 'node:timers/promises'
import type { Connection } from 'mongoose'
import { connectMongo } from '../../server/adapters/mongo'
import { type BallotStore, createBallotStore } from '../../server/features/ballot/model'
import { startStores } from '../support/world'

let stores: Awaited<ReturnType<typeof startStores>>
let mongo: Connection
let store: BallotStore

beforeAll(async () => {
  stores = await startStores()
  mongo = connectMongo(stores.mongoUri!)
  await mongo.asPromise()
  store = createBallotStore(mongo)
  await store.prepare()
})
afterAll(async () => {
  await mongo.close()
  await stores.stop()
})

const record = (id: string, batch = 1) => ({
  ...{ _id: id, voter: `voter of ${id}`, edition: 'e', category: 'unit' as const, period: 'once' },
  ...{ writer: 'writer', batch, selections: ['a01'], castAt: new Date(), channel: 'weapp' as const },
  risk: { network: 'n', agent: 'wechat' },
})

describe('an insert', () => {
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
