import { connectRedis, type RedisClient, redisReady } from '../../../server/adapters/redis/redis'
import { createOfficialAccount } from '../../../server/adapters/wechat/account'
import { createCall } from '../../../server/adapters/wechat/call'
import { createMiniProgram } from '../../../server/adapters/wechat/miniprogram'
import type { Log } from '../../../server/ports/work'
import { PATIENCE } from '../../support/world'
import { type Asked, type Fake, startFake } from './fake'
import { startRedisOnly } from './redis'

export const OPENID = 'o-somebody'
export const SECRET = 'a-secret-of-ours'

/**
 * What asks WeChat, over a real Redis and a stand-in for WeChat; for all tests of a file. After each it is checked that
 * nobody's name, no secret, no token and no query was logged.
 */
export function outgoing() {
  let redis: Awaited<ReturnType<typeof startRedisOnly>>
  const logged: string[] = []
  const write = (details: object, message: string) => logged.push(JSON.stringify({ details, message }))
  const log: Log = { info: write, warn: write, error: write }
  const call = () => createCall({ apiBase: out.fake.url, log, timeoutMs: 300, pauseMs: 400 })
  const app = (appid: string) => ({ call: call(), redis: out.client, appid, secret: SECRET })
  const out = {
    fake: {} as Fake,
    client: {} as RedisClient,
    log,
    logged,
    account: () => createOfficialAccount(app('wx1')),
    miniProgram: () => createMiniProgram(app('wx2')),
    /** Makes WeChat answer a path with some JSON from now on. */
    answer(path: string, json: unknown) {
      out.fake.answers[path] = () => ({ json })
    },
    last: (): Asked => out.fake.asked.at(-1)!,
  }

  beforeAll(async () => {
    redis = await startRedisOnly()
    out.client = connectRedis(redis.url, log)
    await redisReady(out.client, PATIENCE)
    out.fake = await startFake()
  })
  beforeEach(async () => {
    logged.length = 0
    out.fake.reset()
    await out.client.flushall()
  })
  afterEach(() => {
    for (const line of logged)
      expect(line).not.toMatch(/o-somebody|a-secret|token-\d|ticket-\d|\?|access_token=/)
  })
  afterAll(async () => {
    await out.fake.stop()
    out.client.disconnect()
    await redis.stop()
  })
  return out
}
