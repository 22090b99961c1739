import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Edition } from '@shared/edition/contract'
import edition2021 from '../config/editions/2021.json'
import { shiftEdition } from '../scripts/sample/load'
import { startEmbedded } from '../server/adapters/embedded/embedded'
import { createDeps } from '../server/deps'
import { readEnv } from '../server/env'
import type { Log } from '../server/ports/work'
import { benchCandidates } from './candidates'
import type { ServerSettings } from './programs/server'

const quiet: Log = { info() {}, warn() {}, error: (details, message) => console.error(message, details) }

export const KEYS = { secretKey: 's'.repeat(32), voterKey: 'v'.repeat(32) }

/** Stores of a bench with voting open, the ids to vote for, and what a server needs to find them. */
export type Stores = {
  settings: ServerSettings
  edition: Edition
  /** Ids of candidates by category. */
  candidates: Record<string, string[]>
  pids(): { mongo: number | null; redis: number | null }
  stop(): Promise<void>
}

/** Embedded stores on the project's disk (a temporary folder may be in memory, where a flush costs nothing). */
export async function startStores(): Promise<Stores> {
  mkdirSync('.data', { recursive: true })
  const dataDir = mkdtempSync(join('.data', 'bench-'))
  const embedded = await startEmbedded({ dataDir, mongo: true, redis: true, log: quiet, env: process.env })
  const settings = { mongoUri: embedded.mongoUri!, redisUrl: embedded.redisUrl!, ...KEYS }
  return {
    settings,
    ...(await fill(settings)),
    pids: embedded.pids,
    async stop() {
      await embedded.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function fill(settings: ServerSettings): Promise<Pick<Stores, 'edition' | 'candidates'>> {
  const deps = await createDeps({ env: readEnv({}), log: quiet, publicUrl: 'http://127.0.0.1', ...settings })
  const edition = shiftEdition(Edition.parse(edition2021), 'voting', new Date())
  await deps.candidates.saveAll(benchCandidates(edition))
  await deps.editions.save(edition)
  await deps.candidates.refresh()
  const candidates = Object.fromEntries(
    edition.categories.map(({ id }) => [id, [...deps.candidates.idsOf(id)]]),
  )
  await deps.close()
  return { edition, candidates }
}
