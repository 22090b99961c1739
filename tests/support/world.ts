import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Edition } from '@shared/edition/contract'
import { type Embedded, startEmbedded } from '../../server/adapters/embedded/embedded'
import { createDeps, type Deps } from '../../server/deps'
import { type Env, readEnv } from '../../server/env'
import { startWeb, type Web } from '../../server/main'
import type { Log } from '../../server/ports/work'
import { Api } from './api'
import { buildCandidates } from './candidates'
import { votingEdition } from './edition'

export const silent: Log = { info() {}, warn() {}, error() {} }

export const KEYS = { secretKey: 's'.repeat(32), voterKey: 'v'.repeat(32) }

/** Real embedded stores in a folder of their own. */
export async function startStores(): Promise<Embedded & { dataDir: string }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pingxuan-'))
  const embedded = await startEmbedded({ dataDir, mongo: true, redis: true, log: silent, env: process.env })
  return {
    ...embedded,
    dataDir,
    async stop() {
      await embedded.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((ready) => server.once('listening', ready))
  const { port } = server.address() as { port: number }
  await new Promise((closed) => server.close(closed))
  return port
}

/** Settings of a test's process: sandbox, quiet, loopback. */
export function testEnv(port: number, dataDir: string, more: Record<string, string> = {}): Env {
  return readEnv({
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    PORT: String(port),
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
    RATE_LIMIT: 'off',
    WECHAT_API_BASE: `http://127.0.0.1:${port}/sandbox/wechat`,
    ...more,
  })
}

export type World = {
  url: string
  api: Api
  deps: Deps
  stores: Awaited<ReturnType<typeof startStores>>
  close(): Promise<void>
}

/** A web process in this one, over stores of its own, with an edition in its voting phase and plain candidates. */
export async function startWorld(
  options: { edition?: Edition; perCategory?: number; env?: Record<string, string> } = {},
): Promise<World> {
  const stores = await startStores()
  const port = await freePort()
  const env = testEnv(port, stores.dataDir, options.env)
  const url = `http://127.0.0.1:${port}`
  const deps = await createDeps({
    env,
    log: silent,
    mongoUri: stores.mongoUri!,
    redisUrl: stores.redisUrl!,
    publicUrl: url,
    ...KEYS,
  })
  await deps.editions.save(options.edition ?? votingEdition())
  await deps.candidates.saveAll(buildCandidates(options.perCategory))
  await deps.candidates.refresh()
  const web: Web = await startWeb(deps, process.cwd())
  return {
    url,
    api: new Api(url),
    deps,
    stores,
    async close() {
      await web.close()
      await stores.stop()
    },
  }
}

/** ms waited for what should come true: on a slow machine too, only what never comes is a failure. */
export const PATIENCE = 240_000

/** Waits until a check holds, or fails with its last answer. */
export async function eventually<T>(read: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  const deadline = Date.now() + PATIENCE
  let last: unknown
  while (Date.now() < deadline) {
    try {
      const value = await read()
      if (holds(value)) return value
      last = value
    } catch (error) {
      last = error
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(
    `did not come true within ${PATIENCE} ms; last: ${last instanceof Error ? last.stack : JSON.stringify(last)}`,
  )
}
