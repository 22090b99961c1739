import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RedisClient } from './redis'

/**
 * Takes a lock that spares work being done twice, and runs out by itself after `ms`. Answers how to give it back, or
 * null while somebody else has it. What must not be done twice needs more than this.
 */
export type TakeLock = (key: string, ms: number) => Promise<(() => Promise<void>) | null>

export function createRedisLock(redis: RedisClient): TakeLock {
  redis.defineCommand('releaseLock', {
    numberOfKeys: 1,
    lua: readFileSync(join(__dirname, 'lua/releaseLock-1.lua'), 'utf8'),
  })
  const client = redis as RedisClient & { releaseLock(key: string, token: string): Promise<number> }
  return async (key, ms) => {
    const token = randomBytes(12).toString('hex')
    if ((await redis.set(key, token, 'PX', ms, 'NX')) !== 'OK') return null
    return async () => {
      // It runs out anyway.
      await client.releaseLock(key, token).catch(() => 0)
    }
  }
}
