import { setTimeout as sleep } from 'node:timers/promises'
import { WeChatError } from '../../ports/wechat'
import { createRedisLock } from '../redis/lock'
import type { RedisClient } from '../redis/redis'
import { storeAway, troubleOf, unreachable } from './errcodes'

/** A value of WeChat's that all processes share and that runs out: an access token, a ticket. */
export type Credential = {
  get(): Promise<string>
  /** Another one than `stale`, which WeChat has just refused. */
  replace(stale: string): Promise<string>
}

type Options = {
  redis: RedisClient
  /** Of what, and whose: part of the key. */
  name: string
  /** Gets one from WeChat. `stale` is the one that was refused, if any. */
  fetch(stale: string | null): Promise<{ value: string; seconds: number }>
}

/** Longer than a fetch with its retries can take. */
const LOCK_MS = 20_000
const WAIT_MS = 10_000
/** After a failure nobody asks again for so long: as many as wait would follow one another to the same end. */
const FAILURE_MS = 3000
/**
 * Given up so long before it runs out. WeChat hands out a new token only in the last five minutes of the old one, so
 * this must be less.
 */
const MARGIN_SECONDS = 200

/**
 * Keeps a credential in Redis. However many ask at once in however many processes, one fetches and the others wait for
 * it. Throws {@link WeChatError}: `store` where Redis is away and this process holds none itself; it does not go to WeChat
 * then, for every process would.
 */
export function createCredential({ redis, name, fetch }: Options): Credential {
  const takeLock = createRedisLock(redis)
  const [valueKey, lockKey, failureKey] = ['value', 'lock', 'failure'].map(
    (part) => `wechat:{${name}}:${part}`,
  ) as [string, string, string]
  let held: { value: string; until: number } | null = null
  const asking = new Map<string | null, Promise<string>>()

  /** The stored one, if it is another than `stale`; throws the failure others have just had. */
  async function look(stale: string | null): Promise<string | null> {
    const replies = await redis
      .multi()
      .get(valueKey)
      .pttl(valueKey)
      .get(failureKey)
      .exec()
      .catch(() => null)
    if (!replies || replies.some(([error]) => error)) throw storeAway()
    const [value, ms, failure] = replies.map(([, reply]) => reply) as [string | null, number, string | null]
    if (value !== null && value !== stale && ms > 0) {
      held = { value, until: Date.now() + ms }
      return value
    }
    if (failure !== null) throw failure === '' ? unreachable() : troubleOf(Number(failure))
    return null
  }

  async function obtain(stale: string | null): Promise<string> {
    const deadline = Date.now() + WAIT_MS
    for (;;) {
      const found = await look(stale)
      if (found !== null) return found
      const release = await takeLock(lockKey, LOCK_MS).catch(() => {
        throw storeAway()
      })
      if (release) {
        try {
          // Somebody may have been quicker, or have failed, between our look and the lock.
          return (await look(stale)) ?? (await fetchAndStore(stale))
        } finally {
          await release()
        }
      }
      if (Date.now() > deadline) throw unreachable()
      await sleep(20 + Math.random() * 60)
    }
  }

  async function fetchAndStore(stale: string | null): Promise<string> {
    try {
      const { value, seconds } = await fetch(stale)
      const ms = Math.ceil(Math.max(seconds - MARGIN_SECONDS, seconds / 2) * 1000)
      // Where Redis has just gone, at least this process has one.
      await redis.set(valueKey, value, 'PX', ms).catch(() => null)
      held = { value, until: Date.now() + ms }
      return value
    } catch (error) {
      if (!(error instanceof WeChatError)) throw error
      await redis
        .set(failureKey, error.errcode === null ? '' : error.errcode, 'PX', FAILURE_MS)
        .catch(() => null)
      throw error
    }
  }

  /** Those who ask in this process ask together. */
  function obtainOnce(stale: string | null): Promise<string> {
    let answer = asking.get(stale)
    if (!answer) {
      answer = obtain(stale).finally(() => asking.delete(stale))
      asking.set(stale, answer)
    }
    return answer
  }

  return {
    async get() {
      return held && held.until > Date.now() ? held.value : obtainOnce(null)
    },
    async replace(stale) {
      if (held && held.value !== stale && held.until > Date.now()) return held.value
      held = null
      return obtainOnce(stale)
    },
  }
}
