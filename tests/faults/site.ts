import { Redis } from 'ioredis'
import type { Connection } from 'mongoose'
import { connectMongo } from '../../server/adapters/mongo'
import { createCandidateStore } from '../../server/features/candidate/model'
import { createEditionStore } from '../../server/features/edition/model'
import { buildCandidates } from '../support/candidates'
import { votingEdition } from '../support/edition'
import { type Load, startLoad } from '../support/load'
import { type Processes, startProcesses, type WebProcess } from '../support/processes'
import { startStores } from '../support/world'

export type Site = Awaited<ReturnType<typeof startSite>>

/** Web processes over real stores, with an edition in its voting phase, and a view of the ledger past all of our code. */
export async function startSite(count: number, env: Record<string, string> = {}) {
  const stores = await startStores()
  const mongo = connectMongo(stores.mongoUri!)
  const processes = await prepare(mongo)
    .then(() => startProcesses(count, stores, env))
    .catch(async (error) => {
      await mongo.close()
      await stores.stop()
      throw error
    })
  const redis = new Redis(stores.redisUrl!, { retryStrategy: () => 100, maxRetriesPerRequest: 20 })
  redis.on('error', () => {})
  const loads: Load[] = []
  return {
    stores,
    mongo,
    redis,
    processes,
    /** Voters at all processes that can be reached; they stop with the site at the latest. */
    load(options: { voters?: number } = {}): Load {
      const load = startLoad({ urls: () => reachable(processes).map(({ url }) => url), ...options })
      loads.push(load)
      return load
    },
    async close() {
      await Promise.all(loads.map((load) => load.stop()))
      redis.disconnect()
      await processes.stop()
      await mongo.close()
      await stores.stop()
    },
  }
}

async function prepare(mongo: Connection): Promise<void> {
  await mongo.asPromise()
  const edition = createEditionStore(mongo)
  const candidates = createCandidateStore(mongo)
  await edition.prepare()
  await candidates.prepare()
  await edition.save(votingEdition())
  await candidates.saveAll(buildCandidates())
}

/** Where a load balancer would send people. */
export const reachable = (processes: Processes): WebProcess[] =>
  processes.live().filter((web) => !web.frozen())

/** Keeps a store dead, however often it is started again, until the returned function is called. */
export function keepDown(stores: Site['stores'], store: 'mongo' | 'redis'): () => void {
  const kill = () => {
    const pid = stores.pids()[store]
    try {
      if (pid) process.kill(pid, 'SIGKILL')
    } catch {
      // It is gone already.
    }
  }
  kill()
  const timer = setInterval(kill, 20)
  return () => clearInterval(timer)
}
