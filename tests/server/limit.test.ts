import { Redis } from 'ioredis'
import type { Api } from '../support/api'
import { buildStaff } from '../support/staff'
import { startTwin } from '../support/twin'
import { startWorld, type World } from '../support/world'

let world: World
let redis: Redis
beforeAll(async () => {
  world = await startWorld({ perCategory: 1, env: { RATE_LIMIT: 'on' } })
  redis = new Redis(world.stores.redisUrl!)
})
afterAll(async () => {
  redis.disconnect()
  await world.close()
})

const vote = (voter: Api) =>
  voter.call('POST /api/ballots', { body: { category: 'unit', selections: ['a01'] } })

/** Asks until it is refused; answers how often it was not. */
async function untilRefused(ask: () => Promise<{ status: number }>, atMost = 500): Promise<number> {
  for (let asked = 0; asked < atMost; asked++) if ((await ask()).status === 429) return asked
  return atMost
}

test('who goes on and on is asked to wait, and told how long', async () => {
  const voter = await world.api.as('insistent')
  expect(await untilRefused(() => vote(voter))).toBeGreaterThanOrEqual(30)
  const { body, headers } = await vote(voter)
  expect(body).toMatchObject({ error: { code: 'too_many_requests', message: '操作太频繁，请稍后再试' } })
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
})

test('others at the same address are not held back by that, nor by being many', async () => {
  const insistent = await world.api.as('insistent-too')
  await untilRefused(() => vote(insistent))
  for (let i = 0; i < 60; i++) expect((await vote(await world.api.as(`pupil-${i}`))).status).toBe(201)
})

test('a person begins only so many uploads an hour, and whoever sits beside them as many', async () => {
  const [eager, other] = [await world.api.as('eager'), await world.api.as('beside')]
  const begin = (api: Api) => api.call('POST /api/uploads', { body: { name: '示例.pdf', bytes: 1 } })
  expect(await untilRefused(() => begin(eager))).toBeGreaterThanOrEqual(120)
  expect((await begin(other)).status).toBe(201)
})

test('one address may have pages signed for a school full of phones, and not without end', async () => {
  const sign = () => world.api.call('GET /api/wechat/jssdk', { query: { url: `${world.url}/` } })
  const answers: number[] = []
  // On a busy machine some pass uncounted, for want of Redis' answer in time.
  while (!answers.includes(429) && answers.length < 6000) {
    const those = await Promise.all(Array.from({ length: 50 }, sign))
    answers.push(...those.map(({ status }) => status))
  }
  expect(answers.indexOf(429)).toBeGreaterThanOrEqual(1000)
})

test('all processes count together', async () => {
  const twin = await startTwin(world, { RATE_LIMIT: 'on' })
  const { username } = await buildStaff(world, 'editor')
  const login = (api: Api) =>
    api.call('POST /api/staff/session', { body: { username, password: 'lunwan-shifan-2021' } })
  const here = await untilRefused(() => login(world.api), 40)
  expect(here).toBeLessThan(40)
  expect(await untilRefused(() => login(twin.api), 40)).toBeLessThan(here)
  await twin.close()
})

test('voting goes on without limits while Redis does not answer', async () => {
  const [voter, other] = [await world.api.as('patient'), await world.api.as('patient-too')]
  await untilRefused(() => vote(voter))
  await redis.call('CLIENT', 'PAUSE', '4000', 'ALL')
  expect((await vote(other)).status).toBe(201)
  expect((await vote(voter)).status).toBe(409)
})

test('switched off, nothing is limited', async () => {
  const twin = await startTwin(world, { RATE_LIMIT: 'off' })
  const voter = await twin.api.as('load-test')
  expect(await untilRefused(() => vote(voter), 60)).toBe(60)
  await twin.close()
})
