import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AttemptStore } from '../../ports/memory'
import type { RedisClient } from './redis'

type Scripted = RedisClient & {
  claimAttempt(attempts: string, lock: string, seconds: number): Promise<number>
}

const REMEMBERED_SECONDS = 24 * 3600

/** Attempts in Redis: a count and a lock per subject, in one slot. */
export function createRedisAttempts(redis: RedisClient): AttemptStore {
  redis.defineCommand('claimAttempt', {
    numberOfKeys: 2,
    lua: readFileSync(join(__dirname, 'lua/claimAttempt-2.lua'), 'utf8'),
  })
  const client = redis as Scripted
  const keys = (subject: string) => [`attempts:{${subject}}`, `attempts:{${subject}}:lock`] as const
  return {
    claim: (subject) => client.claimAttempt(...keys(subject), REMEMBERED_SECONDS),
    async giveBack(subject) {
      const [attempts, lock] = keys(subject)
      await redis.multi().decr(attempts).del(lock).exec()
    },
    async forget(subject) {
      await redis.del(...keys(subject))
    },
  }
}
