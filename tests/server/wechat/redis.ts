import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '../../../server/adapters/embedded/embedded'
import { silent } from '../../support/world'

/** A real Redis of the test's own, without the other store. */
export async function startRedisOnly() {
  const dataDir = mkdtempSync(join(tmpdir(), 'pingxuan-redis-'))
  const embedded = await startEmbedded({ dataDir, mongo: false, redis: true, log: silent, env: process.env })
  return {
    url: embedded.redisUrl!,
    pid: () => embedded.pids().redis,
    async stop() {
      await embedded.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
