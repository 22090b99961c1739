import { lastDate } from '@shared/edition/rules'
import { createForgetting } from '../../server/features/ballot/ballot'
import { KEPT_DAYS } from '../../server/features/ballot/forget'
import { eventually, silent, startWorld, type World } from '../support/world'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

const DAY = 86_400_000

test('signals go with their time, and nothing else of a ballot does', async () => {
  const receipts: string[] = []
  for (let n = 0; n < 5; n++) {
    const voter = await world.api.as(`forgotten-${n}`)
    const cast = await voter.call('POST /api/ballots', { body: { category: 'unit', selections: ['a01'] } })
    receipts.push(cast.body.ballot.id)
  }
  const { stores, editions, ballots, monitor } = world.deps
  await ballots.rule({ receipt: receipts[0]!, kind: 'quarantined', reason: '核查', author: '周老师（示例）' })
  await eventually(ballots.verify, (found) => found.every(({ problems }) => problems.length === 0))
  const read = () => Promise.all(receipts.map((receipt) => stores.ballot.findBallot(receipt)))
  const before = await read()
  const forgetAt = (at: number) =>
    createForgetting({ store: stores.ballot, editions, clock: { now: () => new Date(at) }, log: silent })()

  const due = lastDate(editions.current()).getTime() + KEPT_DAYS * DAY
  await forgetAt(due - 1000)
  expect(await read()).toEqual(before)
  await forgetAt(due + 1000)
  expect(await read()).toEqual(
    before.map((ballot) => {
      const { risk, ...rest } = ballot!
      expect(risk).toBeDefined()
      return rest
    }),
  )
  expect((await ballots.verify()).flatMap(({ problems }) => problems)).toEqual([])
  expect((await monitor.readBallot(receipts[1]!)).ballot).toMatchObject({ network: null, agent: null })
  await forgetAt(due + DAY)
})
