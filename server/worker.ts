import pino from 'pino'
import { createDeps } from './deps'
import { EnvError, readEnv } from './env'
import { closeOnSignal, wiringOf } from './process'

/** A process that takes jobs and serves nobody. */
async function main(): Promise<void> {
  const env = readEnv()
  const log = pino({ level: env.LOG_LEVEL })
  const deps = await createDeps({ env, log, ...wiringOf(env) })
  const worker = await deps.startWorker()
  async function close(): Promise<void> {
    await worker.close()
    await deps.close()
  }
  closeOnSignal({ close }, log)
  log.info({}, '已开始处理后台任务')
}

main().catch((error) => {
  console.error(error instanceof EnvError ? error.message : error)
  process.exit(1)
})
