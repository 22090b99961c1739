import type { Log } from './ports/work'

const TICK_MS = 1000
const RESUME_MS = 60_000
const SCAN_MS = 5000
const DAY_MS = 86_400_000

type Work = () => Promise<void>
type Ticking = { refresh: Work; isSet: () => boolean; works: Work[]; log: Log }
type Working = {
  /** What goes on with what was cut off. */
  resumes: Work[]
  /** What is cleared away once a day. */
  sweeps: Work[]
  /** Enters ballots into the public ledger and signs where it stands. */
  checkpoint: { seconds: number; sign: Work }
  /** Looks for ballots that look bought. */
  scan: Work
  /** Takes the jobs of the queues. */
  workers: () => { close(): Promise<void> }[]
  log: Log
}

/** Brings memory up to date each second, and then, once there is an edition, does what is due. */
export const startTicker = ({ refresh, isSet, works, log }: Ticking) =>
  every(TICK_MS, async () => {
    await refresh().catch(() => {}) // a store is away: memory stays as it was
    if (!isSet()) return
    // Each by itself: what fails in one must not keep the others from their turn.
    for (const work of works) {
      await work().catch((error) => log.warn({ err: error }, '这一秒的例行工作没有做完，下一秒再做'))
    }
  })

/** Takes jobs until it is closed; now and then it looks for what was cut off, and daily it sweeps. */
export function startWorker({ resumes, sweeps, checkpoint, scan, workers, log }: Working) {
  const resuming = every(RESUME_MS, async () => {
    for (const resume of resumes) {
      await resume().catch((error) => log.warn({ err: error }, '没有接上中断的任务，稍后再试'))
    }
  })
  const signing = every(checkpoint.seconds * 1000, () =>
    checkpoint
      .sign()
      .catch((error) => log.warn({ err: error }, '这一次没有签发公开账本的检查点，下一次再签')),
  )
  const sweeping = every(DAY_MS, async () => {
    for (const sweep of sweeps) {
      await sweep().catch((error) => log.warn({ err: error }, '没有清理完过期的内容，明天再做'))
    }
  })
  const scanning = every(SCAN_MS, scan)
  const taking = workers()
  return {
    async close(): Promise<void> {
      await Promise.all([
        resuming.stop(),
        sweeping.stop(),
        signing.stop(),
        scanning.stop(),
        ...taking.map((worker) => worker.close()),
      ])
    },
  }
}

/** Runs a task, then again `ms` after it has ended. */
function every(ms: number, task: Work) {
  let stopped = false
  let timer: NodeJS.Timeout
  let running: Promise<void> = Promise.resolve()
  const run = () => {
    running = task().finally(() => {
      if (!stopped) timer = setTimeout(run, ms)
    })
  }
  timer = setTimeout(run, 0)
  return {
    async stop(): Promise<void> {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
