import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Log } from '../../ports/work'
import { EmbeddedError } from './failure'
import type { HostEnv } from './host.cjs'
import { takeLock } from './lock.cjs'
import { mongoUri, startMongo } from './mongo'
import { redisSocket, startRedis } from './redis'
import { clearSocketFolder, socketFolder } from './sockets'

export { EmbeddedError } from './failure'

export type EmbeddedOptions = {
  /** Folder of all data: `mongo/`, `redis/`, `run/` (sockets) and `lock`. Made if missing. */
  dataDir: string
  /** Which stores to start; the other one is elsewhere. */
  mongo: boolean
  redis: boolean
  log: Log
  /** Variables of the surrounding process. `PATH`, `HOME` and `XDG_CACHE_HOME` are looked at, nothing else is passed on. */
  env: HostEnv
}

/** Running stores. They restart by themselves when they die, at the same addresses. */
export type Embedded = {
  /**
   * For mongoose; absent if MongoDB was not asked for. Carries the write concern that makes an acknowledged write
   * durable here (`w=1&journal=true`): options that ask for `w: 'majority'` must not override it.
   */
  mongoUri?: string
  /** For ioredis: the absolute path of a Unix socket; absent if Redis was not asked for. */
  redisUrl?: string
  /** PIDs of the running store processes; null while one is down. For fault tests. */
  pids(): { mongo: number | null; redis: number | null }
  /** Writes everything down and ends both stores, within about 10 s at most. May be called more than once. */
  stop(): Promise<void>
}

/**
 * Starts the asked-for stores as child processes with their data in `dataDir`, and resolves when they answer. They end
 * when this process does, however it ends. Throws {@link EmbeddedError}; nothing runs then.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { log, env } = options
  const dataDir = path.resolve(options.dataDir)
  const lock = lockFolder(dataDir)
  let sockets: string
  try {
    sockets = socketFolder(dataDir)
  } catch (error) {
    lock.release()
    throw error
  }
  const place = (store: string) => ({
    dataFolder: path.join(dataDir, store),
    socketFolder: sockets,
    pidFile: path.join(dataDir, 'run', `${store}.pid`),
    env,
    log,
  })
  const [mongo, redis] = await Promise.allSettled([
    options.mongo ? startMongo(place('mongo')) : undefined,
    options.redis ? startRedis(place('redis')) : undefined,
  ])
  async function end(): Promise<void> {
    const running = [mongo, redis].map((started) =>
      started.status === 'fulfilled' ? started.value : undefined,
    )
    await Promise.all(running.map((store) => store?.stop()))
    clearSocketFolder(dataDir, sockets)
    lock.release()
  }
  if (mongo.status === 'rejected' || redis.status === 'rejected') {
    await end()
    throw mongo.status === 'rejected' ? mongo.reason : (redis as PromiseRejectedResult).reason
  }
  let ended: Promise<void> | null = null
  return {
    mongoUri: mongo.value?.uri,
    redisUrl: redis.value?.url,
    pids: () => ({ mongo: mongo.value?.pid() ?? null, redis: redis.value?.pid() ?? null }),
    stop: () => {
      ended ??= end()
      return ended
    },
  }
}

/** Addresses of the stores that another process runs in a data folder. */
export function addressesIn(dataDir: string): { mongoUri: string; redisUrl: string } {
  const sockets = socketFolder(path.resolve(dataDir))
  return { mongoUri: mongoUri(sockets), redisUrl: redisSocket(sockets) }
}

function lockFolder(dataDir: string): { release(): void } {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    const lock = takeLock(path.join(dataDir, 'lock'))
    if (!lock.holder) return lock
    throw new EmbeddedError(
      'data_dir_in_use',
      `数据目录 ${dataDir} 正在被另一个进程（PID ${lock.holder.pid}）使用。请先停止它，或用 DATA_DIR 指定另一个目录。`,
    )
  } catch (error) {
    if (error instanceof EmbeddedError) throw error
    throw new EmbeddedError('data_dir_unusable', `数据目录 ${dataDir} 无法使用：${(error as Error).message}`)
  }
}
