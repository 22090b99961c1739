import type { RevocationStore } from '../../ports/memory'
import type { RedisClient } from './redis'

const KEY = 'revocations'
/** Clocks of processes differ, and what was added may become readable a little later. */
const OVERLAP_MS = 30_000

/** Revocations in one sorted set by the instant at which they were made. */
export function createRedisRevocations(redis: RedisClient): RevocationStore {
  return {
    async add({ subject, at }, seconds) {
      await redis.zadd(KEY, 'GT', at.getTime(), subject)
      await redis.zremrangebyscore(KEY, '-inf', Date.now() - seconds * 1000)
      await redis.expire(KEY, seconds)
    },
    async since(instant) {
      const from = instant ? instant.getTime() - OVERLAP_MS : '-inf'
      const found = await redis.zrangebyscore(KEY, from, '+inf', 'WITHSCORES')
      return Array.from({ length: found.length / 2 }, (_, i) => ({
        subject: found[2 * i]!,
        at: new Date(Number(found[2 * i + 1])),
      }))
    },
  }
}
