import { createServer, type Server } from 'node:http'
import { resolve } from 'node:path'
import pino from 'pino'
import { createApp, foldersOf } from './app'
import { createDeps, type Deps } from './deps'
import { type Env, EnvError, readEnv } from './env'
import { closeOnSignal, wiringOf } from './process'

/** A web process that listens. */
export type Web = { port: number; close(): Promise<void> }

/** Starts listening over what is wired. Throws in words where the port is taken. `root` holds `dist/`. */
export async function startWeb(deps: Deps, root: string): Promise<Web> {
  const { env, log } = deps
  const { app, close } = createApp(deps, foldersOf(root, resolve(env.DATA_DIR)))
  const server = createServer({ keepAliveTimeout: 65_000 }, app.callback())
  await listen(server, env).catch(async (error) => {
    close()
    await deps.close()
    throw error
  })
  const { port } = server.address() as { port: number }
  return {
    port,
    async close() {
      const closed = new Promise((done) => server.close(done))
      close()
      server.closeIdleConnections()
      setTimeout(() => server.closeAllConnections(), 5000).unref()
      await closed
      await deps.close()
      log.info({}, '已停止')
    },
  }
}

/** Listens, or throws in words where the port is taken. */
async function listen(server: Server, { PORT, HOST }: Pick<Env, 'PORT' | 'HOST'>): Promise<void> {
  await new Promise<void>((ready, fail) => {
    server.once('error', fail)
    server.listen(PORT, HOST, ready)
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error
    throw new EnvError(
      `端口 ${PORT} 已被占用。请先关闭占用它的程序，或换一个端口：PORT=${PORT + 1} npm run demo`,
    )
  })
}

/** Throws in words where the port is taken, before long work is done for nothing. */
export async function expectFreePort(env: Pick<Env, 'PORT' | 'HOST'>): Promise<void> {
  const probe = createServer()
  await listen(probe, env)
  await new Promise((closed) => probe.close(closed))
}

async function main(): Promise<void> {
  const env = readEnv()
  const log = pino({ level: env.LOG_LEVEL })
  const deps = await createDeps({ env, log, ...wiringOf(env) })
  const web = await startWeb(deps, process.cwd())
  closeOnSignal(web, log)
  log.info({ port: web.port }, '已启动')
}

if (require.main === module) {
  main().catch((error) => {
    console.error(error instanceof EnvError ? error.message : error)
    process.exit(1)
  })
}
