import { spawn } from 'node:child_process'
import { Refusal } from '@shared/kernel/errors'
import { createRunner } from '../../server/features/ballot/decision/run'
import type { Api } from '../support/api'
import { answer, carriedOut, cluster, propose } from '../support/cluster'
import { asStaff } from '../support/staff'
import { eventually, KEYS, silent, startWorld, type World } from '../support/world'

const BALLOTS = 3000

let world: World
let me: Api
let other: Api
beforeAll(async () => {
  world = await startWorld()
  me = await asStaff(world, 'publisher')
  other = await asStaff(world, 'publisher')
})
afterAll(() => world?.close())

/** A worker as a process of its own. */
function startProcess() {
  const { dataDir, mongoUri, redisUrl } = world.stores
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/worker.ts'], {
    env: {
      ...{ PATH: process.env.PATH, NODE_ENV: 'test', LOG_LEVEL: 'error', DATA_DIR: dataDir },
      ...{ MONGODB_URI: mongoUri!, REDIS_URL: redisUrl! },
      ...{ SECRET_KEY: KEYS.secretKey, VOTER_KEY: KEYS.voterKey },
    },
    stdio: 'ignore',
  })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  return {
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
  }
}

/** That each ballot was ruled on once, and the counts know. */
async function expectOnce(receipts: string[], candidate: string): Promise<void> {
  const rulings = await world.deps.stores.ballot.findRulings(receipts)
  expect(rulings.map(({ ballot }) => ballot).sort()).toEqual([...receipts].sort())
  expect(rulings.every(({ revision }) => revision === 1)).toBe(true)
  await eventually(
    async () => world.deps.ballots.liveTally('unit'),
    (live) => live?.counts[candidate] === 0,
  )
  // A dead writer's part is mended before the whole is held against the ledger.
  const problems = async () => (await world.deps.ballots.verify()).flatMap((one) => one.problems)
  await eventually(problems, (found) => found.length === 0)
}

test('a worker killed in the midst of a decision is followed by another, and each ballot is ruled on once', async () => {
  const { id, receipts } = await cluster(world, BALLOTS, ['a01'])
  const first = startProcess()
  const { body } = await propose(me, id)
  await answer(other, body.id, 'confirm')
  const progress = async () =>
    (await me.call('GET /api/staff/decisions/:id', { params: { id: body.id } })).body.decision.ballots
  try {
    await eventually(progress, ({ ruled }) => ruled > 0)
  } finally {
    await first.kill()
  }
  const cut = await progress()
  expect(cut.waiting).toBeGreaterThan(0)

  const second = world.deps.startWorker()
  try {
    const done = await carriedOut(me, body.id)
    expect(done).toMatchObject({
      ballots: { waiting: 0, ruled: BALLOTS, left: 0 },
      ...{ before: { counts: { a01: BALLOTS } }, after: { counts: { a01: 0 } } },
    })
  } finally {
    await second.close()
  }
  await expectOnce(receipts, 'a01')
})

test('what fails half way, also where a ruling was made and its answer lost, goes on where it stopped', async () => {
  const { id, receipts } = await cluster(world, 10, ['a02'])
  const { body } = await propose(me, id)
  await answer(other, body.id, 'confirm')
  let rulings = 0
  const { deps } = world
  const runner = createRunner({
    ...{ store: deps.stores.decision, clusters: deps.stores.cluster, ledger: deps.stores.ballot },
    ...{ audit: deps.audit, clock: deps.clock, log: silent, jobs: { async add() {} } },
    nameOf: ({ _id: id }) => ({ kind: 'decision', id, name: '示例' }),
    ballots: {
      async rule(order) {
        rulings++
        if (rulings === 3) throw new Refusal('ledger_unavailable')
        const ruling = await deps.ballots.rule(order)
        if (rulings > 5 && rulings <= 10) throw new Refusal('ballot_unconfirmed')
        return ruling
      },
    },
  })
  await expect(runner.take('rule', body.id)).rejects.toThrow()
  const shown = async () => (await me.call('GET /api/staff/decisions/:id', { params: { id: body.id } })).body
  expect((await shown()).decision.state).toBe('running')
  await runner.take('rule', body.id)
  expect((await shown()).decision).toMatchObject({ state: 'done', ballots: { ruled: 10, left: 0 } })
  await expectOnce(receipts, 'a02')
  const again = rulings
  await runner.take('rule', body.id)
  expect(rulings).toBe(again)
})
