import { mkdirSync, rmSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../../ports/work'
import { EmbeddedError } from './failure'
import { spawnBound } from './guard'
import { findRedis, type HostEnv } from './host.cjs'
import { type Kept, keep } from './keeper'

/** Where the private Redis keeps its data and answers. */
export type RedisPlace = { dataFolder: string; socketFolder: string; pidFile: string; env: HostEnv; log: Log }

/** Starts redis-server or valkey-server. Throws {@link EmbeddedError} `redis_missing` or `store_start_failed`. */
export async function startRedis(place: RedisPlace): Promise<Kept & { url: string }> {
  const server = findRedis(place.env)
  if (!server) {
    throw new EmbeddedError(
      'redis_missing',
      '没有找到 redis-server（7 以上）或 valkey-server。请安装其中之一（Debian/Ubuntu：apt-get install redis-server），' +
        '或设置 REDIS_URL 使用已有的 Redis。',
    )
  }
  const socket = redisSocket(place.socketFolder)
  mkdirSync(place.dataFolder, { recursive: true, mode: 0o700 })
  const kept = await keep(
    {
      name: 'Redis',
      pidFile: place.pidFile,
      launch() {
        rmSync(socket, { force: true })
        return spawnBound(server, serverOptions(place.dataFolder, socket), place.env)
      },
      ready: (_child, signal) => answers(socket, signal),
      // At SIGTERM Redis flushes its append-only file to the disk and ends.
      quit: (child) => void child.kill('SIGTERM'),
      advice: `数据目录：${place.dataFolder}。若磁盘已满请先腾出空间；也可以设置 REDIS_URL 改用已有的 Redis。`,
    },
    place.log,
  )
  return { ...kept, url: socket }
}

/** Address of the Redis whose sockets are in this folder. */
export const redisSocket = (socketFolder: string) => path.join(socketFolder, 'redis.sock')

function serverOptions(folder: string, socket: string): string[] {
  const options = {
    port: '0',
    unixsocket: socket,
    unixsocketperm: '700',
    dir: folder,
    appendonly: 'yes',
    appendfsync: 'everysec',
    save: '',
    daemonize: 'no',
    // Losing counts silently under memory pressure would be worse than an error.
    'maxmemory-policy': 'noeviction',
  }
  return Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])
}

/** Resolves when the server answers PING; while it loads its file it answers with an error. */
async function answers(socket: string, signal: AbortSignal): Promise<void> {
  while (!(await ping(socket))) await sleep(10, undefined, { signal })
}

function ping(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = net.connect(socket, () => connection.write('PING\r\n'))
    const settle = (pong: boolean) => {
      connection.destroy()
      resolve(pong)
    }
    connection.once('data', (reply) => settle(reply.toString().startsWith('+PONG')))
    connection.once('error', () => settle(false))
    connection.once('close', () => resolve(false))
  })
}
