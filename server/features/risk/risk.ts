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
import { createBoard, strangeOf } from './board'
import { createChecks } from './check'
import { createCollector } from './collector'
import { reasonText } from './reason'

export type { Followed } from './drip'
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
  /** Sets those of the ballots aside on which nothing has been ruled yet. */
  setAside: (receipts: string[], reason: string) => Promise<void>
}

const NOTHING: Verdict = { grade: 'pass', reasons: [] }
const KNOWN_MS = 60_000

/**
 * What guards a vote at the moment it is cast, all of it from memory. It knows what the last scan has found, and hands over
 * what it sees each second. While Redis is away nothing new is found, and voting goes on.
 */
export function createGuard({ window, vault, editions, secretKeys, setAside }: Options) {
  const board = createBoard(vault)
  const checks = createChecks({ vault, secretKeys })
  const collector = createCollector()
  const counts = { asked: 0, solved: 0, quarantined: 0, refused: 0 }
  let live: LiveCluster[] = []
  let told: string | null = null
  let known: Known | undefined
  let knownAt = 0
  let ticking = false

  function weigh(attempt: Attempt): Verdict {
    const { safeguards } = editions.current()
    if (live.length === 0 || safeguards.mode !== 'on') return NOTHING
    const { score, reasons } = assess(attempt, live, attempt.at, known)
    return { grade: gradeOf(score, safeguards), reasons }
  }

  /** What was accepted before anybody knew, and was in no sample that a scan has seen. */
  async function weighLeft(): Promise<void> {
    const isSuspicious = (sighting: Sighting) => ['quarantine', 'refuse'].includes(weigh(sighting).grade)
    const byReason = new Map<string, string[]>()
    for (const sighting of collector.takeLeft(isSuspicious)) {
      const reason = reasonText(weigh(sighting).reasons)
      byReason.set(reason, [...(byReason.get(reason) ?? []), sighting.receipt])
    }
    for (const [reason, receipts] of byReason) await setAside(receipts, reason)
  }

  async function tick(): Promise<void> {
    const { id, safeguards } = editions.current()
    const seen = collector.take()
    if (safeguards.mode === 'off') return
    if (seen.length > 0) await window.add(id, seen)
    const text = await board.live(id)
    const isNews = text !== told
    if (isNews) {
      live = text === null ? [] : (JSON.parse(text) as LiveCluster[])
      told = text
    }
    const strange = strangeOf(live)
    const isKnown = () => strange.every((category) => known?.fields[category])
    if (strange.length > 0 && (!isKnown() || Date.now() - knownAt > KNOWN_MS)) {
      known = (await board.known(id)) ?? undefined
      knownAt = Date.now()
      // Of a category of which nothing was told every network would be strange.
      if (!isKnown()) known = undefined
    }
    if (isNews) await weighLeft()
  }

  return {
    /** What is to be done about a ballot that is being cast. */
    weigh,

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
