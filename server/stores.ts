import { addressesIn, EmbeddedError, startEmbedded } from './adapters/embedded/embedded'
import type { Env } from './env'
import type { Log } from './ports/work'

export { EmbeddedError } from './adapters/embedded/embedded'

/** Where the stores are, and how to let go of those that were started for us. */
export type Stores = { mongoUri: string; redisUrl: string; stop(): Promise<void> }

type Options = {
  /** Whether to use the stores of a process that already runs over the same folder, instead of refusing. */
  join?: boolean
  /** The surrounding process's variables, for the child processes. */
  host: Record<string, string | undefined>
}

/**
 * The stores that the environment names; those it does not name run embedded, with their data in `DATA_DIR`.
 * Throws EmbeddedError in words.
 */
export async function openStores(env: Env, log: Log, { join = false, host }: Options): Promise<Stores> {
  const { MONGODB_URI, REDIS_URL, DATA_DIR: dataDir } = env
  if (MONGODB_URI && REDIS_URL) return { mongoUri: MONGODB_URI, redisUrl: REDIS_URL, async stop() {} }
  try {
    const embedded = await startEmbedded({ dataDir, mongo: !MONGODB_URI, redis: !REDIS_URL, log, env: host })
    return {
      mongoUri: MONGODB_URI ?? embedded.mongoUri!,
      redisUrl: REDIS_URL ?? embedded.redisUrl!,
      stop: embedded.stop,
    }
  } catch (error) {
    if (!join || !(error instanceof EmbeddedError) || error.code !== 'data_dir_in_use') throw error
    const { mongoUri, redisUrl } = addressesIn(dataDir)
    return { mongoUri: MONGODB_URI ?? mongoUri, redisUrl: REDIS_URL ?? redisUrl, async stop() {} }
  }
}
