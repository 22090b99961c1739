import { Queue, Worker } from 'bullmq'
import type { Jobs, JobWork, Log } from '../../ports/work'
import { connectBlocking, type RedisClient } from './redis'

/** All keys of the queues in one slot. */
const PREFIX = '{jobs}'
/** A job whose worker has shown no sign of life for so long is another's to go on with. */
const LOCK_MS = 10_000
const ATTEMPTS = 6

/** A queue of jobs in BullMQ. Adding fails at once while Redis is away, as all commands of this client do. */
export function createRedisJobs(redis: RedisClient, name: string): Jobs & { close(): Promise<void> } {
  /** Made when it is needed: an open queue keeps a process from ending. */
  let queue: Queue | null = null
  function open(): Queue {
    const opened = new Queue(name, { connection: redis as never, prefix: PREFIX })
    return opened.on('error', () => {}) // the client says itself what is wrong
  }
  return {
    async add(step, id) {
      const data = { id }
      queue ??= open()
      await queue.add(step, data, {
        jobId: `${step}-${id}`,
        attempts: ATTEMPTS,
        backoff: { type: 'exponential', delay: 1000 },
        removeOnComplete: true,
        removeOnFail: true,
      })
    },
    close: async () => queue?.close(),
  }
}

/**
 * Takes a queue's jobs one after the other until it is closed; what is then under way is finished first. With a pace, all
 * workers together begin no more than one job in so many ms.
 */
export function startRedisWorker(
  url: string,
  name: string,
  work: JobWork,
  log: Log,
  pace?: { every: number },
): { close(): Promise<void> } {
  const connection = connectBlocking(url)
  const worker = new Worker<{ id: string }>(name, (job) => work.take(job.name, job.data.id), {
    connection: connection as never,
    prefix: PREFIX,
    lockDuration: LOCK_MS,
    stalledInterval: LOCK_MS / 2,
    maxStalledCount: ATTEMPTS,
    ...(pace && { limiter: { max: 1, duration: pace.every } }),
  })
  worker.on('failed', (job, error) => {
    log.warn({ err: error, step: job?.name, id: job?.data.id }, '后台任务这一次没有做完')
    if (job && job.attemptsMade >= ATTEMPTS) work.giveUp(job.name, job.data.id).catch(() => {})
  })
  worker.on('error', () => {}) // Redis is away; the worker waits for it
  return {
    async close() {
      await worker.close()
      connection.disconnect()
    },
  }
}
