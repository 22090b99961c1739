import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Embedded } from '../../server/adapters/embedded/embedded'
import { findSetpriv } from '../../server/adapters/embedded/host.cjs'
import { Api } from './api'
import { eventually, freePort, KEYS } from './world'

const ROOT = join(__dirname, '../..')

/** A web process as production runs it: a program of its own, killed without a word when a test says so. */
export type WebProcess = {
  url: string
  api: Api
  alive(): boolean
  /** `kill -9`; resolves when it is gone. */
  kill(): Promise<void>
  /** Ends it in order, as a deployment does; resolves with its exit code. */
  end(): Promise<number | null>
  /** SIGSTOP and SIGCONT. */
  freeze(): void
  thaw(): void
  frozen(): boolean
  /** What it logged: warnings and worse, or all of it where it was started so. */
  log(): string[]
}

export type Processes = {
  /** In order of starting, the dead included. */
  all: WebProcess[]
  live(): WebProcess[]
  start(): Promise<WebProcess>
  /** Kills them all. */
  stop(): Promise<void>
}

/**
 * Starts `count` web processes over the same stores, each on a port of its own with a sandbox of its own. They are built
 * once, so that a start takes as long as in production, and end when this process does, however it ends.
 */
export async function startProcesses(
  count: number,
  stores: Embedded & { dataDir: string },
  more: Record<string, string> = {},
): Promise<Processes> {
  const folder = mkdtempSync(join(tmpdir(), 'pingxuan-web-'))
  const program = build(folder)
  const all: WebProcess[] = []

  async function start(): Promise<WebProcess> {
    for (let attempt = 1; ; attempt++) {
      const port = await freePort()
      const web = launch(program, port, {
        ...{ NODE_ENV: 'test', HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'warn', RATE_LIMIT: 'off' },
        WECHAT_API_BASE: `http://127.0.0.1:${port}/sandbox/wechat`,
        MONGODB_URI: stores.mongoUri!,
        REDIS_URL: stores.redisUrl!,
        DATA_DIR: stores.dataDir,
        SECRET_KEY: KEYS.secretKey,
        VOTER_KEY: KEYS.voterKey,
        ...more,
      })
      try {
        await eventually(
          () => (web.alive() ? web.api.send('GET', '/healthz') : Promise.resolve({ status: 0 })),
          ({ status }) => status === 200 || status === 0,
        )
        if (!web.alive()) throw new Error(`a web process did not start:\n${web.log().join('\n')}`)
        all.push(web)
        return web
      } catch (error) {
        await web.kill()
        // Somebody else may have taken the port since we found it free.
        if (attempt === 3) throw error
      }
    }
  }

  const processes: Processes = {
    all,
    live: () => all.filter((web) => web.alive()),
    start,
    async stop() {
      await Promise.all(all.map((web) => web.kill()))
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await Promise.all(Array.from({ length: count }, start)).catch(async (error) => {
    await processes.stop()
    throw error
  })
  return processes
}

/** One file of all the server's code, with what it reads from beside itself. */
function build(folder: string): string {
  const program = join(folder, 'main.js')
  const options = {
    entryPoints: [join(ROOT, 'server/main.ts')],
    outfile: program,
    ...{
      bundle: true,
      platform: 'node',
      target: 'node20',
      external: ['sharp', '@node-rs/argon2', '@node-rs/jieba', 'pdfkit', 'wechat4u/package.json'],
      logLevel: 'error',
    },
    // Ends with its parent even where the system has no means to see to that.
    banner: { js: "process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));" },
  }
  // In a process of its own: jest's globals are not quite node's.
  const script = `require('esbuild').buildSync(${JSON.stringify(options)})`
  execFileSync(process.execPath, ['-e', script], { cwd: ROOT })
  cpSync(join(ROOT, 'server/adapters/redis/lua'), join(folder, 'lua'), { recursive: true })
  cpSync(join(ROOT, 'server/sandbox/page'), join(folder, 'page'), { recursive: true })
  return program
}

function launch(program: string, port: number, env: Record<string, string>): WebProcess {
  const setpriv = findSetpriv(process.env)
  // SIGKILL reaches a frozen process too.
  const [command, ...args] = setpriv
    ? [setpriv, '--pdeathsig', 'KILL', process.execPath, program]
    : [process.execPath, program]
  const child = spawn(command as string, args, {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_PATH: join(ROOT, 'node_modules'), ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const lines = collectLines(child)
  const gone = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  const url = `http://127.0.0.1:${port}`
  let frozen = false
  const alive = () => child.exitCode === null && child.signalCode === null
  return {
    url,
    api: new Api(url),
    alive,
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
    async end() {
      child.kill('SIGTERM')
      return gone
    },
    freeze() {
      frozen = child.kill('SIGSTOP')
    },
    thaw() {
      child.kill('SIGCONT')
      frozen = false
    },
    frozen: () => frozen,
    log: () => lines,
  }
}

function collectLines(child: ChildProcess): string[] {
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      lines.push(...text.split('\n').filter((line) => line !== ''))
      lines.splice(0, lines.length - 200)
    })
  }
  return lines
}
