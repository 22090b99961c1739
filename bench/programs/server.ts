import pino from 'pino'
import { createDeps } from '../../server/deps'
import { readEnv } from '../../server/env'
import { startWeb } from '../../server/main'
import { answer, settings } from './answer'
import type { Account } from './deliveries'

/** Where the server under test finds its stores and keys. */
export type ServerSettings = {
  mongoUri: string
  redisUrl: string
  secretKey: string
  voterKey: string
  /** Ballots inserted and flushed together at most; as in production where it is not given. */
  batchLimit?: number
  /** The official account whose messages it takes. */
  account?: Account
}

/** The real server as production runs it, except that no rate limit hinders a load from one address. */
async function main(): Promise<void> {
  const { batchLimit, account, ...wiring } = settings<ServerSettings>()
  const env = readEnv({
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
    RATE_LIMIT: 'off',
    DATA_DIR: '.data/bench',
    // Nobody outside is asked anything.
    WECHAT_API_BASE: 'http://127.0.0.1:9',
    ...(account && {
      WECHAT_OA_APPID: account.appid,
      WECHAT_OA_TOKEN: account.token,
      WECHAT_OA_AES_KEY: account.aesKey,
    }),
    ...(batchLimit && { BALLOT_BATCH_LIMIT: String(batchLimit) }),
  })
  const log = pino({ level: env.LOG_LEVEL })
  const deps = await createDeps({ env, log, publicUrl: 'http://127.0.0.1', ...wiring })
  const web = await startWeb(deps, process.cwd())
  answer(`http://127.0.0.1:${web.port}`, () => null, web.close)
}

void main()
