import { Cluster, Redis } from 'ioredis'
import type { Log } from '../../ports/work'

export type RedisClient = Redis | Cluster

/**
 * Opens Redis: one URL (or socket path), or several separated by commas for a cluster. Commands fail at once while
 * it is away; the client reconnects by itself.
 */
export function connectRedis(url: string, log: Log): RedisClient {
  const options = {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: 3000,
    connectTimeout: 3000,
  }
  const retryStrategy = (attempt: number) => Math.min(50 * attempt, 1000)
  const urls = url.split(',')
  const client =
    urls.length > 1
      ? new Cluster(urls, {
          redisOptions: options,
          enableOfflineQueue: false,
          clusterRetryStrategy: retryStrategy,
        })
      : new Redis(url, { ...options, retryStrategy })
  let away = false
  client.on('error', (error) => {
    if (!away) log.warn({ error: String(error) }, 'Redis 连接中断，计票将延后')
    away = true
  })
  client.on('ready', () => {
    if (away) log.info({}, 'Redis 已恢复')
    away = false
  })
  return client
}

/** Resolves once commands are accepted; rejects after `ms`. */
export async function redisReady(client: RedisClient, ms: number): Promise<void> {
  const deadline = Date.now() + ms
  for (;;) {
    try {
      await client.ping()
      return
    } catch (error) {
      if (Date.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

/** A connection for commands that wait in Redis, as a worker's do; it outlasts an absence of Redis. */
export function connectBlocking(url: string): RedisClient {
  const urls = url.split(',')
  const options = { maxRetriesPerRequest: null }
  const client = urls.length > 1 ? new Cluster(urls, { redisOptions: options }) : new Redis(url, options)
  return client.on('error', () => {}) // the other connections say so
}
