import { Refusal } from '@shared/kernel/errors'
import type { Solved } from '@shared/risk/check/contract'
import {
  type Attempt,
  assess,
  type Grade,
  gradeOf,
  type Known,
  type LiveCluster,
  type Reason,
  type Sighting,
} from '@shared/risk/rules'
import type { Vault } from '../../ports/memory'
import type { SightingWindow } from '../../ports/sightings'
import type { Editions } from '../edition/edition'
import { createBoard } from './board'
import { createChecks } from './check'
import { createCollector } from './collector'

export { reasonText } from './reason'
export { createScan } from './scan'
export { type Client, createSignals, type SignalMaker } from './signals'
export type Guard = ReturnType<typeof createGuard>

/** What is to be done about a ballot, and why. */
export type Verdict = { grade: Grade; reasons: Reason[] }

type Options = {
  window: SightingWindow
  vault: Vault
  editions: Editions
  secretKeys: [string, ...string[]]
}

const NOTHING: Verdict = { grade: 'pass', reasons: [] }
const KNOWN_MS = 60_000

/**
 * What guards a vote at the moment it is cast, all of it from memory. It knows what the last scan has found, and hands over
 * what it sees each second. While Redis is away nothing new is found, and voting goes on.
 */
export function createGuard({ window, vault, editions, secretKeys }: Options) {
  const board = createBoard(vault)
  const checks = createChecks({ vault, secretKeys })
  const collector = createCollector()
  const counts = { asked: 0, solved: 0, quarantined: 0, refused: 0 }
  let live: LiveCluster[] = []
  let told: string | null = null
  let known: Known | undefined
  let knownAt = 0
  let ticking = false

  async function tick(): Promise<void> {
    const { id, safeguards } = editions.current()
    const seen = collector.take()
    if (safeguards.mode === 'off') return
    if (seen.length > 0) await window.add(id, seen)
    const text = await board.live(id)
    if (text !== told) {
      live = text === null ? [] : (JSON.parse(text) as LiveCluster[])
      told = text
    }
    if (live.some(({ traits }) => traits.strange) && Date.now() - knownAt > KNOWN_MS) {
      known = (await board.known(id)) ?? undefined
      knownAt = Date.now()
    }
  }

  return {
    /** What is to be done about a ballot that is being cast. */
    weigh(attempt: Attempt): Verdict {
      const { safeguards } = editions.current()
      if (live.length === 0 || safeguards.mode !== 'on') return NOTHING
      const { score, reasons } = assess(attempt, live, attempt.at, known)
      return { grade: gradeOf(score, safeguards), reasons }
    },

    /** A ballot was accepted. */
    saw(sighting: Sighting): void {
      if (editions.current().safeguards.mode !== 'off') collector.add(sighting)
    },

    /**
     * Lets pass who has shown that a person votes. Refusal: `human_check_needed`, whose details are a challenge.
     */
    async expectPerson(who: Parameters<typeof checks.ask>[0], solved: Solved | undefined): Promise<void> {
      if (solved && (await checks.isSolved(solved, who))) {
        counts.solved += 1
        return
      }
      counts.asked += 1
      throw new Refusal('human_check_needed', { challenge: await checks.ask(who) })
    },

    /** The ballot that a check let pass was accepted: it lets pass no other. */
    spend: checks.spend,

    note(what: 'quarantined' | 'refused'): void {
      counts[what] += 1
    },

    /** How many ballots were answered in which way by this process; of checks, how many were asked for and solved. */
    counts: (): Readonly<typeof counts> => counts,

    /** Hands over what was seen and learns what was found; to be called about once a second. Waits for nothing. */
    tick(): void {
      if (ticking) return
      ticking = true
      tick()
        .catch(() => {}) // Redis is away; what was seen meanwhile is not looked at
        .finally(() => {
          ticking = false
        })
    },
  }
}
