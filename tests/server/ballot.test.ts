import { eventually, startWorld, type World } from '../support/world'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

test('a ballot is acknowledged with a receipt, found by it, and counted', async () => {
  const voter = await world.api.as('ballot-1')
  const cast = await voter.call('POST /api/ballots', {
    body: { category: 'unit', selections: ['a01', 'a03'] },
  })
  expect(cast.status).toBe(201)
  expect(cast.body.ballot.receipt).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}$/)

  const found = await world.api.call('GET /api/receipts/:receipt', {
    params: { receipt: cast.body.ballot.receipt },
  })
  expect(found.body.ballot).toEqual({ ...cast.body.ballot, status: 'counted' })

  const tally = await eventually(
    () => world.api.call('GET /api/tallies', { query: { category: 'unit' } }),
    ({ body }) => body.ballots === 1,
  )
  expect(tally.body.counts).toEqual({ a01: 1, a03: 1 })
})

test('a second ballot of the same person gets the first one', async () => {
  const voter = await world.api.as('ballot-2')
  const first = await voter.call('POST /api/ballots', { body: { category: 'worker', selections: ['b01'] } })
  const second = await voter.call('POST /api/ballots', { body: { category: 'worker', selections: ['b02'] } })
  expect(second.status).toBe(409)
  expect(second.body.error).toMatchObject({ code: 'already_voted', details: { ballot: first.body.ballot } })
})
