import pino from 'pino'
import { createDeps } from '../../server/deps'
import { readEnv } from '../../server/env'
import { answer, settings } from './answer'
import type { ServerSettings } from './server'

export type WorkerSettings = ServerSettings & {
  dataDir: string
  /** How often checkpoints of the public ledger are signed; as in production where it is not given. */
  checkpointSeconds?: number
  /** Where WeChat is played; by default nobody outside is asked anything. */
  apiBase?: string
}

/** The real worker, as production runs it. */
async function main(): Promise<void> {
  const { dataDir, apiBase, checkpointSeconds, ...wiring } = settings<WorkerSettings>()
  const env = readEnv({
    ...{ LOG_LEVEL: 'error', DATA_DIR: dataDir, WECHAT_API_BASE: apiBase },
    ...(checkpointSeconds && { CHECKPOINT_SECONDS: String(checkpointSeconds) }),
  })
  const log = pino({ level: env.LOG_LEVEL })
  const deps = await createDeps({ env, log, publicUrl: 'http://127.0.0.1', ...wiring })
  const worker = await deps.startWorker()
  answer<'sign'>(
    '',
    async (question) => (question === 'sign' ? deps.transparency.advance() : null),
    async () => {
      await worker.close()
      await deps.close()
    },
  )
}

void main()
