import type { LedgerWitness } from '../../ports/witness'
import type { RedisClient } from './redis'

const keyOf = (edition: string) => `ledger-signed:${edition}`

export function createRedisLedgerWitness(redis: RedisClient): LedgerWitness {
  return {
    async note(edition, { size, root }) {
      await redis.set(keyOf(edition), JSON.stringify({ size, root }))
    },
    async last(edition) {
      const kept = await redis.get(keyOf(edition))
      return kept ? JSON.parse(kept) : null
    },
  }
}
