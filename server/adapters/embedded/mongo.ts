import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Log } from '../../ports/work'
import { EmbeddedError } from './failure'
import {
  DEFAULT_PATH,
  ENGINE_GLIBC,
  engineRoute,
  glibcFolder,
  type HostEnv,
  hostGlibc,
  loaderCommand,
} from './host.cjs'
import { type Kept, keep } from './keeper'

/** Where the embedded MongoDB keeps its data and answers. */
export type MongoPlace = { dataFolder: string; socketFolder: string; pidFile: string; env: HostEnv; log: Log }

/**
 * Write concern under which an acknowledged write outlives `kill -9`. Not `w=majority`, not even with `journal=true`:
 * this engine, a standalone, then starts a journal flush but answers without waiting for it (measured: acknowledged
 * writes missing after one kill in four). With `w=1` and the journal it waits, and nothing was lost.
 */
const DURABLE = 'w=1&journal=true'

/** Starts the engine. Throws {@link EmbeddedError} `engine_unsupported` or `store_start_failed`. */
export async function startMongo(place: MongoPlace): Promise<Kept & { uri: string }> {
  const command = engineCommand(place.env)
  const socket = mongoSocket(place.socketFolder)
  mkdirSync(place.dataFolder, { recursive: true, mode: 0o700 })
  const kept = await keep(
    {
      name: 'MongoDB 引擎',
      pidFile: place.pidFile,
      launch() {
        clearRemains(place.socketFolder)
        const [program, ...args] = [
          ...command,
          path.join(__dirname, 'mongo-child.cjs'),
          place.dataFolder,
          socket,
        ]
        return spawn(program as string, args, {
          // The engine makes its socket in the temporary folder; on the same disk it can be given its lasting name.
          env: { PATH: place.env.PATH ?? DEFAULT_PATH, HOME: place.env.HOME, TMPDIR: place.socketFolder },
          stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
          // Its own process group: Ctrl-C reaches us first, and we stop it when the last request is answered.
          detached: true,
        })
      },
      async ready(child, signal) {
        await once(child, 'message', { signal })
      },
      quit,
      advice: `数据目录：${place.dataFolder}。若磁盘已满请先腾出空间；也可以设置 MONGODB_URI 改用已有的 MongoDB。`,
    },
    place.log,
  )
  return { ...kept, uri: mongoUri(place.socketFolder) }
}

/** Address of the engine whose sockets are in this folder. */
export function mongoUri(socketFolder: string): string {
  return `mongodb://${encodeURIComponent(mongoSocket(socketFolder))}/pingxuan?directConnection=true&${DURABLE}`
}

/** Whether an address is that of an embedded engine. */
export const isEmbedded = (uri: string) =>
  uri.endsWith(`mongo.sock/pingxuan?directConnection=true&${DURABLE}`)

const mongoSocket = (socketFolder: string) => path.join(socketFolder, 'mongo.sock')

/** Node, started through the newer C library where the system's is too old for the engine. */
function engineCommand(env: HostEnv): [string, ...string[]] {
  const glibc = hostGlibc()
  const route = engineRoute({ platform: process.platform, arch: process.arch, glibc })
  if (route === 'plain') return [process.execPath]
  if (route === 'none') {
    throw new EmbeddedError(
      'engine_unsupported',
      `内置的 MongoDB 引擎不支持这台机器（${process.platform} ${process.arch}）。请设置 MONGODB_URI 使用已有的 MongoDB。`,
    )
  }
  const loader = loaderCommand(glibcFolder(env))
  if (loader) return [...loader, process.execPath]
  throw new EmbeddedError(
    'engine_unsupported',
    `内置的 MongoDB 引擎需要 glibc ${ENGINE_GLIBC} 以上，本机是 ${glibc}。` +
      '请先运行 node scripts/setup.mjs demo 准备好，或设置 MONGODB_URI 使用已有的 MongoDB。',
  )
}

/** A killed engine leaves its socket and temporary folders behind. */
function clearRemains(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (name.startsWith('embedded-mongodb-') || name === 'mongo.sock') {
      rmSync(path.join(folder, name), { recursive: true, force: true })
    }
  }
}

function quit(child: ChildProcess): void {
  if (child.connected) child.send('stop', () => {})
  else child.kill('SIGTERM')
}
