import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from '@shared/kernel/errors'
import { LRUCache } from 'lru-cache'
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import type { RateLimiter } from '../../ports/memory'
import type { RedisClient } from './redis'

/** How long a request may wait to be counted, and how long the others do not try after one did in vain. */
const PATIENCE_MS = 200
const REST_MS = 1000
/** So much of a limit each process gives without asking: an ordinary visitor costs Redis nothing. */
const UNASKED = 0.2

/** Rate limits in Redis, shared by all processes. While Redis is away nothing is limited. */
export function createRedisRateLimiter(redis: RedisClient): RateLimiter {
  const counters = new Map<string, { shared: RateLimiterRedis; own: LRUCache<string, number> }>()
  let restUntil = 0

  function countersOf(name: string, times: number, seconds: number) {
    const known = counters.get(name)
    if (known) return known
    const made = {
      shared: new RateLimiterRedis({
        ...{ storeClient: redis, keyPrefix: `rate:${name}`, points: times, duration: seconds },
        rejectIfRedisNotReady: true,
      }),
      own: new LRUCache<string, number>({ max: 20_000, ttl: seconds * 1000, noUpdateTTL: true }),
    }
    counters.set(name, made)
    return made
  }

  return {
    async spend({ name, times, seconds }, subject) {
      const { shared, own } = countersOf(name, times, seconds)
      const asked = (own.get(subject) ?? 0) + 1
      own.set(subject, asked)
      if (asked <= times * UNASKED || Date.now() < restUntil) return
      try {
        const patience = new AbortController()
        const answer = shared.consume(createHash('sha256').update(subject).digest('base64url'))
        answer.catch(() => {}) // also when it comes too late
        await Promise.race([answer, tooLate(patience.signal)]).finally(() => patience.abort())
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) restUntil = Date.now() + REST_MS
        else throw new Refusal('too_many_requests', { retryAfter: Math.ceil(error.msBeforeNext / 1000) })
      }
    },
  }
}

async function tooLate(signal: AbortSignal): Promise<never> {
  await sleep(PATIENCE_MS, undefined, { signal })
  throw new Error('Redis does not answer')
}
