import type { NonceMemory } from '../../ports/messages'
import type { RedisClient } from './redis'

/** Nonces in Redis, one key each, gone when their timestamp would be refused anyway. */
export function createRedisNonces(redis: RedisClient): NonceMemory {
  return {
    async claim(nonce, message, seconds) {
      const earlier = await redis.set(`nonce:${nonce}`, message, 'EX', seconds, 'NX', 'GET')
      return earlier ?? message
    },
  }
}
