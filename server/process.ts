import type { Wiring } from './deps'
import { type Env, EnvError } from './env'
import type { Log } from './ports/work'

/** What a process of its own takes from the environment. Throws EnvError where there is no embedded store to fall back on. */
export function wiringOf(env: Env): Omit<Wiring, 'env' | 'log'> {
  const { MONGODB_URI: mongoUri, REDIS_URL: redisUrl, SECRET_KEY: secretKey, VOTER_KEY: voterKey } = env
  if (!mongoUri || !redisUrl || !secretKey || !voterKey) {
    throw new EnvError(
      '请设置 MONGODB_URI、REDIS_URL、SECRET_KEY 和 VOTER_KEY；只想看看效果请用 npm run demo',
    )
  }
  const publicUrl = (env.PUBLIC_URL ?? `http://127.0.0.1:${env.PORT}`).replace(/\/$/, '')
  return { mongoUri, redisUrl, secretKey, voterKey, publicUrl }
}

/** Ends in order at the usual signals. */
export function closeOnSignal(program: { close(): Promise<void> }, log: Log): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      program.close().then(
        () => process.exit(0),
        (error) => {
          log.error({ error: String(error) }, '停止时出错')
          process.exit(1)
        },
      )
    })
  }
}
