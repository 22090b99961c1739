import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connectRedis, type RedisClient, redisReady } from '../../../server/adapters/redis/redis'
import { createOfficialAccount } from '../../../server/adapters/wechat/account'
import { createCall } from '../../../server/adapters/wechat/call'
import { PATIENCE, silent } from '../../support/world'
import type { Order } from './asker'
import { type Fake, startFake } from './fake'
import { startRedisOnly } from './redis'

const TOKEN = '/cgi-bin/stable_token'
const PROCESSES = 3

let redis: Awaited<ReturnType<typeof startRedisOnly>>
let client: RedisClient
let fake: Fake
const askers: ChildProcess[] = []

beforeAll(async () => {
  redis = await startRedisOnly()
  client = connectRedis(redis.url, silent)
  await redisReady(client, PATIENCE)
  fake = await startFake()
  await Promise.all(Array.from({ length: PROCESSES }, startAsker))
})
beforeEach(async () => {
  await client.flushall()
  fake.reset()
})
afterAll(async () => {
  for (const asker of askers) asker.kill('SIGKILL')
  await fake.stop()
  client.disconnect()
  await redis.stop()
})

async function startAsker(): Promise<void> {
  const asker = fork(join(__dirname, 'asker.ts'), [redis.url, fake.url], { execArgv: ['--import', 'tsx'] })
  askers.push(asker)
  await once(asker, 'message')
}

/** Has every process ask fifty times at once; answers all the different outcomes. */
async function ask(order: Partial<Order> = {}): Promise<string[]> {
  const outcomes = await Promise.all(
    askers.map(async (asker) => {
      asker.send({ askers: 50, fresh: false, ...order })
      return (await once(asker, 'message'))[0] as string[]
    }),
  )
  return [...new Set(outcomes.flat())]
}

/** An account in this process. */
function account() {
  const call = createCall({ apiBase: fake.url, log: silent, timeoutMs: PATIENCE })
  return createOfficialAccount({ call, redis: client, appid: 'wx1', secret: 's' })
}

describe('three processes with fifty askers each', () => {
  test('fetch one token, and one more when it is refused, and wait through a slow answer', async () => {
    fake.delayMs = 300
    expect(await ask({ fresh: true })).toEqual(['u1'])
    expect(fake.count(TOKEN)).toBe(1)
    expect(fake.asked.find(({ path }) => path === TOKEN)!.body).toEqual({
      ...{ grant_type: 'client_credential', appid: 'wx1', secret: 's', force_refresh: false },
    })

    fake.delayMs = 20
    fake.revoke()
    expect(await ask()).toEqual(['u1'])
    expect(fake.count(TOKEN)).toBe(2)

    // Processes that start later find what the others have.
    expect(await ask({ fresh: true })).toEqual(['u1'])
    expect(fake.count(TOKEN)).toBe(2)
  })

  test('fetch once more when it runs out, not each for itself', async () => {
    fake.expiresIn = 2
    expect(await ask({ fresh: true })).toEqual(['u1'])
    await sleep(1200)
    fake.expiresIn = 7200
    fake.revoke()
    expect(await ask()).toEqual(['u1'])
    expect(fake.count(TOKEN)).toBe(2)
  })

  test('ask once when WeChat refuses, and all get the same error', async () => {
    fake.answers[TOKEN] = () => ({ json: { errcode: 40164, errmsg: 'invalid ip 1.2.3.4' } })
    expect(await ask({ fresh: true })).toEqual(['WeChatError:settings'])
    expect(await ask({ fresh: true })).toEqual(['WeChatError:settings'])
    expect(fake.count(TOKEN)).toBe(1)
  })

  test('ask as often as one does when WeChat is silent', async () => {
    fake.answers[TOKEN] = () => ({ status: 502, bytes: Buffer.from('Bad Gateway') })
    expect(await ask({ fresh: true })).toEqual(['WeChatError:unreachable'])
    expect(fake.count(TOKEN)).toBeLessThanOrEqual(3)
  })
})

test('two processes that replace a refused token at the same time get the same new one', async () => {
  const [one, other] = [account(), account()]
  await Promise.all([one.userInfo('a'), other.userInfo('a')])
  expect(fake.count(TOKEN)).toBe(1)
  for (let round = 2; round < 6; round++) {
    fake.revoke()
    await Promise.all([one, other, one, other].map((each) => each.userInfo('a')))
    expect(fake.count(TOKEN)).toBe(round)
  }
})

test('a token refused for good is replaced once and the call repeated once', async () => {
  for (const errcode of [40001, 40014, 42001]) {
    await client.flushall()
    fake.asked.length = 0
    fake.answers['/cgi-bin/user/info'] = () => ({ json: { errcode, errmsg: 'no' } })
    await expect(account().userInfo('a')).rejects.toMatchObject({ kind: 'token', errcode })
    expect(fake.count('/cgi-bin/user/info')).toBe(2)
  }
})

test('a token that WeChat refuses and yet hands out again is changed by force, once', async () => {
  const here = account()
  await here.userInfo('a')
  fake.disown()
  await expect(here.userInfo('a')).resolves.toMatchObject({ subscribed: true })
  const forced = () =>
    fake.asked.filter(({ path, body }) => path === TOKEN && body.force_refresh === true).length
  expect(forced()).toBe(1)
  fake.disown()
  await expect(here.userInfo('a')).rejects.toMatchObject({ kind: 'token' })
  expect(forced()).toBe(1)
})

test('the ticket of the JS-SDK is fetched once and shared', async () => {
  const [one, other] = [account(), account()]
  await Promise.all([one, other, one].map((each) => each.jssdkConfig('https://a.example/')))
  expect(fake.count('/cgi-bin/ticket/getticket')).toBe(1)
  expect(fake.count(TOKEN)).toBe(1)
})

test('without Redis whoever holds a token goes on, and nobody else asks WeChat', async () => {
  const holder = account()
  await holder.userInfo('a')
  const pid = redis.pid()!
  process.kill(pid, 'SIGSTOP')
  try {
    await expect(holder.userInfo('a')).resolves.toMatchObject({ unionid: 'u1' })
    const newcomer = account()
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => newcomer.userInfo('a')))
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: { name: 'WeChatError', kind: 'store', errcode: null },
      })
    }
    expect(fake.count(TOKEN)).toBe(1)
  } finally {
    process.kill(pid, 'SIGCONT')
  }
  await redisReady(client, PATIENCE)
  await expect(account().userInfo('a')).resolves.toMatchObject({ unionid: 'u1' })
  expect(fake.count(TOKEN)).toBe(1)
})

test('a lock whose holder died is taken over', async () => {
  await client.set('wechat:{wx1:access_token}:lock', 'a dead process', 'PX', 700)
  await expect(account().userInfo('a')).resolves.toMatchObject({ unionid: 'u1' })
  expect(fake.count(TOKEN)).toBe(1)
})
