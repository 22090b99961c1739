import pino from 'pino'
import { createDeps, type Deps } from './deps'
import { EnvError, readEnv } from './env'
import { closeOnSignal, wiringOf } from './process'

/** Takes jobs, those first that Redis may have lost. */
export async function startWorker({
  imports,
  log,
  startWorker: start,
}: Deps): Promise<{ close(): Promise<void> }> {
  await imports.resume().catch((error) => log.warn({ err: error }, '没有接上中断的任务，稍后重启再试'))
  return start()
}

async function main(): Promise<void> {
  const env = readEnv()
  const log = pino({ level: env.LOG_LEVEL })
  const deps = await createDeps({ env, log, ...wiringOf(env) })
  const worker = await startWorker(deps)
  async function close(): Promise<void> {
    await worker.close()
    await deps.close()
  }
  closeOnSignal({ close }, log)
  log.info({}, '后台任务进程已启动')
}

if (require.main === module) {
  main().catch((error) => {
    console.error(error instanceof EnvError ? error.message : error)
    process.exit(1)
  })
}
