import type { Vault } from '../../ports/memory'
import type { RedisClient } from './redis'

/** Expiring single-use values in Redis. */
export function createRedisVault(redis: RedisClient): Vault {
  return {
    async put(key, value, seconds) {
      await redis.set(`vault:${key}`, value, 'EX', seconds)
    },
    take: (key) => redis.getdel(`vault:${key}`),
    peek: (key) => redis.get(`vault:${key}`),
  }
}
