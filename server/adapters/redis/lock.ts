import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TakeLock } from '../../ports/work'
import type { RedisClient } from './redis'

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
