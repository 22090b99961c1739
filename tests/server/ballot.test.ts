import { beijingDay } from '@shared/edition/rules'
import { Api } from '../support/api'
import { eventually, startWorld, type World } from '../support/world'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

const lookUp = (by: Api, receipt: string) => by.call('GET /api/receipts/:receipt', { params: { receipt } })

test('a ballot is acknowledged with a receipt, found by it, and counted', async () => {
  const voter = await world.api.as('ballot-1')
  const cast = await voter.call('POST /api/ballots', {
    body: { category: 'unit', selections: ['a01', 'a03'] },
  })
  expect(cast.status).toBe(201)
  expect(cast.body.ballot.receipt).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}$/)

  const { body } = await lookUp(voter, cast.body.ballot.receipt)
  expect(body.ballot).toEqual({ ...cast.body.ballot, status: 'counted' })

  const tally = await eventually(
    () => world.api.call('GET /api/tallies', { query: { category: 'unit' } }),
    ({ body }) => body.ballots === 1,
  )
  expect(tally.body.counts).toEqual({ a01: 1, a03: 1 })
})

describe('a receipt', () => {
  let receipt: string
  let castOn: string
  beforeAll(async () => {
    const voter = await world.api.as('secret')
    const body = { category: 'unit' as const, selections: ['a02', 'a05'] }
    const { ballot } = (await voter.call('POST /api/ballots', { body })).body
    receipt = ballot.receipt
    castOn = beijingDay(new Date(ballot.castAt))
  })

  test.each([
    ['nobody who is logged in', async () => world.api],
    ['another voter', () => world.api.as('curious')],
  ])('tells %s that the ballot counts, and not whom it names', async (_who, as) => {
    const { status, body } = await lookUp(await as(), receipt)
    expect(status).toBe(200)
    expect(body).toEqual({
      receipt: { receipt, category: 'unit', status: 'counted', castOn },
      ballot: null,
    })
    expect(JSON.stringify(body)).not.toMatch(/a02|a05|T\d\d:/)
  })

  test('tells its voter whom the ballot names, however it is typed', async () => {
    const { body } = await lookUp(await world.api.as('secret'), receipt.toLowerCase().replaceAll('-', ' '))
    expect(body.ballot).toMatchObject({ receipt, selections: ['a02', 'a05'], status: 'counted' })
  })

  test('is not shown by a session that is none, nor as if nobody asked', async () => {
    const { status, body } = await lookUp(new Api(world.url, 'made-up'), receipt)
    expect([status, body.error!.code]).toEqual([401, 'session_invalid'])
  })
})

test('a second ballot of the same person gets the first one', async () => {
  const voter = await world.api.as('ballot-2')
  const first = await voter.call('POST /api/ballots', { body: { category: 'worker', selections: ['b01'] } })
  const second = await voter.call('POST /api/ballots', { body: { category: 'worker', selections: ['b02'] } })
  expect(second.status).toBe(409)
  expect(second.body.error).toMatchObject({ code: 'already_voted', details: { ballot: first.body.ballot } })
})
