import type { ChildProcess } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../../ports/work'
import { EmbeddedError } from './failure'
import { birthOf, isAlive, readIdentity } from './lock.cjs'

/** One store as a child process. */
export type Store = {
  /** As people call it, for log lines. */
  name: string
  /** Where the child's identity is kept, so that the next start can find one that outlived its parent. */
  pidFile: string
  /** Clears what a killed child left and starts a new one. */
  launch(): ChildProcess
  /** Resolves when the child answers; it may wait without limit, `signal` ends it. */
  ready(child: ChildProcess, signal: AbortSignal): Promise<void>
  /** Asks the child to write everything down and end. */
  quit(child: ChildProcess): void
  /** What someone can do when it will not start; follows the child's last lines. */
  advice: string
}

/** A store that runs until it is stopped. */
export type Kept = {
  /** PID of the running child; null while it is being restarted or after the stop. */
  pid(): number | null
  /** Ends the store cleanly, by force after {@link QUIT_LIMIT_MS}. Later calls share the first one's outcome. */
  stop(): Promise<void>
}

const BACKOFF_MS = { first: 100, most: 2000 }
/** A child that lived this long is healthy: its next restart waits the shortest time again. */
const HEALTHY_MS = 10_000
/** Loading gigabytes takes minutes; beyond this a store hangs. */
const READY_LIMIT_MS = 600_000
const STILL_LOADING_MS = 10_000
const QUIT_LIMIT_MS = 10_000
/** A child left by a killed parent ends by itself; this long it is given to finish writing. */
const REMNANT_LIMIT_MS = 6000
const TAIL_LINES = 15

/**
 * Starts a store and keeps it running: one that dies is started again by itself, at the same address.
 * Throws {@link EmbeddedError} `store_start_failed` if the first start fails.
 */
export async function keep(store: Store, log: Log): Promise<Kept> {
  await outwait(store.pidFile)
  const ending = new AbortController()
  let child: ChildProcess | null = null
  let gone: Promise<string> = Promise.resolve('')
  let delay = BACKOFF_MS.first
  let restart: Promise<void> = Promise.resolve()
  let stopped: Promise<void> | null = null

  async function start(): Promise<void> {
    const startedAt = Date.now()
    const started = store.launch()
    const tail = collectTail(started)
    const exit = exitOf(started)
    child = started
    gone = exit
    if (started.pid)
      writeFileSync(store.pidFile, JSON.stringify({ pid: started.pid, birth: birthOf(started.pid) }))
    const waiting = new AbortController()
    const reminder = setInterval(() => {
      log.info({ store: store.name }, `${store.name} 仍在载入数据，已用 ${seconds(startedAt)} 秒`)
    }, STILL_LOADING_MS)
    try {
      await Promise.race([
        store.ready(started, AbortSignal.any([waiting.signal, ending.signal])),
        exit.then((how) => Promise.reject(new Error(`进程已退出（${how}）`))),
        sleep(READY_LIMIT_MS, undefined, { signal: waiting.signal }).then(() => {
          throw new Error(`${READY_LIMIT_MS / 1000} 秒内没有就绪`)
        }),
      ])
    } catch (error) {
      started.kill('SIGKILL')
      await exit
      child = null
      rmSync(store.pidFile, { force: true })
      throw new EmbeddedError('store_start_failed', explain(store, error, tail))
    } finally {
      clearInterval(reminder)
      waiting.abort()
    }
    void exit.then((how) => {
      if (child === started) child = null
      if (ending.signal.aborted) return
      log.warn({ store: store.name }, `${store.name} 意外退出（${how}），正在自动重新启动`)
      if (Date.now() - startedAt > HEALTHY_MS) delay = BACKOFF_MS.first
      restart = revive()
    })
  }

  async function revive(): Promise<void> {
    const since = Date.now()
    for (let attempt = 1; !ending.signal.aborted; attempt++) {
      try {
        await sleep(delay, undefined, { signal: ending.signal })
        delay = Math.min(delay * 2, BACKOFF_MS.most)
        await start()
        log.info({ store: store.name }, `${store.name} 已恢复，用时 ${Date.now() - since} 毫秒`)
        return
      } catch (error) {
        if (ending.signal.aborted) return
        // A store that stays down would fill the log twice a second.
        if (attempt === 1 || attempt % 10 === 0) {
          log.error({ store: store.name, attempt }, `${(error as Error).message}\n将继续尝试启动。`)
        }
      }
    }
  }

  async function stop(): Promise<void> {
    ending.abort()
    await restart
    if (child) {
      store.quit(child)
      const force = setTimeout(() => {
        log.warn({ store: store.name }, `${store.name} 在 ${QUIT_LIMIT_MS / 1000} 秒内没有停下，已强制结束`)
        child?.kill('SIGKILL')
      }, QUIT_LIMIT_MS)
      await gone
      clearTimeout(force)
    }
    child = null
    rmSync(store.pidFile, { force: true })
  }

  await start()
  return {
    pid: () => child?.pid ?? null,
    stop: () => {
      stopped ??= stop()
      return stopped
    },
  }
}

/** Waits for a child that outlived its parent, then ends it by force: two on the same files would ruin them. */
async function outwait(pidFile: string): Promise<void> {
  const remnant = readIdentity(pidFile)
  if (!remnant) return
  const deadline = Date.now() + REMNANT_LIMIT_MS
  while (isAlive(remnant)) {
    await sleep(20)
    if (Date.now() > deadline && isAlive(remnant)) process.kill(remnant.pid, 'SIGKILL')
  }
}

/** Resolves with how a child ended, in words; also when it could not be started at all. */
function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ? `信号 ${signal}` : `退出码 ${code}`))
    child.once('error', (error) => {
      if (child.pid === undefined) resolve(error.message)
    })
  })
}

function collectTail(child: ChildProcess): string[] {
  const tail: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      tail.push(...text.split('\n').filter((line) => line.trim() !== ''))
      tail.splice(0, tail.length - TAIL_LINES)
    })
  }
  return tail
}

function explain(store: Store, error: unknown, tail: string[]): string {
  const output = tail.length > 0 ? `\n它最后的输出：\n${tail.map((line) => `  ${line}`).join('\n')}` : ''
  return `${store.name} 没有启动成功：${(error as Error).message}${output}\n${store.advice}`
}

function seconds(since: number): number {
  return Math.round((Date.now() - since) / 1000)
}
