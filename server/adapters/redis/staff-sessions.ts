import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StaffBrowser, StaffSessionStore } from '../../ports/memory'
import type { RedisClient } from './redis'

type Scripted = RedisClient & {
  touchSession(key: string, now: string, seconds: number): Promise<string[]>
}

/** Sessions in Redis: a hash each, and per person their keys by age. */
export function createRedisStaffSessions(
  redis: RedisClient,
  { idleSeconds, seconds }: { idleSeconds: number; seconds: number },
): StaffSessionStore {
  redis.defineCommand('touchSession', {
    numberOfKeys: 1,
    lua: readFileSync(join(__dirname, 'lua/touchSession-1.lua'), 'utf8'),
  })
  const client = redis as Scripted
  return {
    async add(key, { createdAt, lastSeenAt, ...browser }) {
      const fields = {
        ...browser,
        createdAt: createdAt.toISOString(),
        lastSeenAt: lastSeenAt.toISOString(),
      }
      const list = listOf(browser.staff)
      await redis
        .multi()
        .zremrangebyscore(list, '-inf', Date.now() - seconds * 1000)
        .zadd(list, createdAt.getTime(), key)
        .expire(list, seconds)
        .exec()
      await redis.multi().hset(nameOf(key), fields).expire(nameOf(key), idleSeconds).exec()
    },
    async touch(key, now) {
      return parse(pairs(await client.touchSession(nameOf(key), now.toISOString(), idleSeconds)))
    },
    read: async (key) => parse(await redis.hgetall(nameOf(key))),
    async of(staff) {
      const found = []
      for (const key of await redis.zrange(listOf(staff), 0, -1, 'REV')) {
        const browser = await this.read(key)
        if (browser) found.push({ ...browser, key })
      }
      return found
    },
    async remove(staff, key) {
      await redis.del(nameOf(key))
      await redis.zrem(listOf(staff), key)
    },
  }
}

const nameOf = (key: string) => `staff-session:${key}`
const listOf = (staff: string) => `staff-sessions:${staff}`

const pairs = (flat: string[]): Record<string, string> =>
  Object.fromEntries(Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i]!, flat[2 * i + 1]!]))

function parse(fields: Record<string, string>): StaffBrowser | null {
  const { staff, epoch, createdAt, lastSeenAt, agent = '', ip = '' } = fields
  if (!staff || !createdAt || !lastSeenAt) return null
  return {
    ...{ staff, epoch: Number(epoch), agent, ip },
    createdAt: new Date(createdAt),
    lastSeenAt: new Date(lastSeenAt),
  }
}
