import { Redis } from 'ioredis'
import { Api } from '../support/api'
import { sessionOf } from '../support/login'
import { startTwin } from '../support/twin'
import { eventually, startWorld, type World } from '../support/world'

let world: World
let twin: Awaited<ReturnType<typeof startTwin>>
beforeAll(async () => {
  world = await startWorld()
  twin = await startTwin(world)
})
afterAll(async () => {
  await twin.close()
  await world.close()
})

const logout = (client: Api) => client.call('POST /api/session/logout', {})

test('who logs out is out at once, and within seconds at every process', async () => {
  const here = await world.api.as('o-1')
  const there = new Api(twin.url, here.token)
  expect(await sessionOf(there)).toBe(200)
  expect((await logout(here)).status).toBe(204)
  expect(await sessionOf(here)).toBe('session_expired')
  await eventually(
    () => sessionOf(there),
    (code) => code === 'session_expired',
  )
  const ballot = { category: 'unit' as const, selections: ['a01'] }
  expect((await there.call('POST /api/ballots', { body: ballot })).status).toBe(401)
})

test('other sessions of the same person stay', async () => {
  const phone = await world.api.as('o-2')
  await new Promise((resolve) => setTimeout(resolve, 1000))
  const tablet = await world.api.as('o-2')
  await logout(phone)
  expect([await sessionOf(phone), await sessionOf(tablet)]).toEqual(['session_expired', 200])
})

test('a process that starts later knows who has logged out', async () => {
  const client = await world.api.as('o-3')
  await logout(client)
  const later = await startTwin(world)
  expect(await sessionOf(new Api(later.url, client.token))).toBe('session_expired')
  await later.close()
})

test('who is out stays out when Redis loses its data', async () => {
  const client = await world.api.as('o-4')
  await logout(client)
  const redis = new Redis(world.stores.redisUrl!)
  await redis.flushall()
  redis.disconnect()
  await new Promise((resolve) => setTimeout(resolve, 1500))
  expect(await sessionOf(client)).toBe('session_expired')
})

test('nobody logs out without a session', async () => {
  const { body } = await world.api.send('POST', '/api/session/logout')
  expect(body.error.code).toBe('unauthenticated')
})
