import { connectMongo } from './adapters/mongo'
import { connectRedis, redisReady } from './adapters/redis/redis'
import type { Log } from './ports/work'

type Addresses = { mongoUri: string; redisUrl: string; log: Log }

/** Connects to both stores. MongoDB must answer; Redis may come later. */
export async function openConnections({ mongoUri, redisUrl, log }: Addresses) {
  const mongo = connectMongo(mongoUri)
  let closing = false
  mongo.on('disconnected', () => closing || log.warn({}, 'MongoDB 连接中断，暂停接收选票'))
  mongo.on('reconnected', () => log.info({}, 'MongoDB 已恢复'))
  mongo.on('error', (error) => log.warn({ error: String(error) }, 'MongoDB 连接出错'))
  await mongo.asPromise()
  const redis = connectRedis(redisUrl, log)
  // Counting can wait for Redis; a process that starts without it votes, and counts when it is back.
  await redisReady(redis, 5000).catch((error) =>
    log.warn({ err: error }, 'Redis 没有应答，先开始投票，计票稍后补上'),
  )

  return {
    mongo,
    redis,

    /** Whether both answer. */
    async ready(): Promise<{ mongo: boolean; redis: boolean }> {
      const [mongoAnswer, redisAnswer] = await Promise.allSettled([
        mongo.db!.command({ ping: 1 }),
        redis.ping(),
      ])
      return { mongo: mongoAnswer.status === 'fulfilled', redis: redisAnswer.status === 'fulfilled' }
    },

    async close(): Promise<void> {
      closing = true
      redis.disconnect()
      await mongo.close(true)
    },
  }
}
