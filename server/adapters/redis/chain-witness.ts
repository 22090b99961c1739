import type { ChainWitness } from '../../ports/memory'
import type { RedisClient } from './redis'

const KEY = 'audit-chain'
const KEPT = 100

/** The last entries' hashes in a sorted set by number: processes may note theirs in any order. */
export function createRedisChainWitness(redis: RedisClient): ChainWitness {
  return {
    async note(seq, hash) {
      await redis.zadd(KEY, seq, hash)
      await redis.zremrangebyrank(KEY, 0, -KEPT - 1)
    },
    async last() {
      const [hash, seq] = await redis.zrange(KEY, -1, -1, 'WITHSCORES')
      return hash && seq ? { seq: Number(seq), hash } : null
    },
  }
}
