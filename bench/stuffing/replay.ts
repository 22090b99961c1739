import { USUAL_SAFEGUARDS } from '@shared/edition/safeguards/contract'
import {
  aliveUntil,
  assess,
  emptyBackground,
  emptyCourse,
  findClusters,
  findDrips,
  follow,
  gradeOf,
  type LiveCluster,
  learn,
  RIPE,
} from '@shared/risk/rules'
import type { Cast } from './people'

/** What became of a crowd's ballots. */
export type Fate = {
  by: string
  honest: boolean
  ballots: number
  /** Asked to show that a person votes, and could not. */
  stopped: number
  /** Asked, and could. */
  bothered: number
  quarantined: number
  refused: number
}

export type Outcome = {
  fates: Fate[]
  scans: { count: number; slowestMs: number; biggest: number; totalMs: number }
}

const MINUTE = 60_000
const WINDOW = 10 * MINUTE
/** The server's pace too, but here only when enough is new, and the rest more rarely than there: else a run takes an hour. */
const BETWEEN_SCANS = 5_000
const BETWEEN_LESSONS = 15 * MINUTE
const BETWEEN_SLOW_SCANS = 60 * MINUTE

/**
 * Casts the ballots in the order of time through the loop the server has: each is assessed against the clusters alive, every
 * few seconds clusters are looked for among the last minutes' ballots, now and then among all, and what has left the window
 * is learnt unless it was set aside.
 */
export function replay(casts: readonly Cast[]): Outcome {
  const ordered = [...casts].sort((a, b) => a.at - b.at)
  const fates = new Map<string, Fate>()
  const byReceipt = new Map<string, Cast>()
  const aside = new Set<string>()
  const live = new Map<string, LiveCluster>()
  const scans = { count: 0, slowestMs: 0, biggest: 0, totalMs: 0 }
  const course = emptyCourse()
  let background = emptyBackground()
  let window: Cast[] = []
  let fresh = 0
  let [scannedAt, learntAt, slowAt] = [0, 0, 0]

  const fateOf = ({ by, honest }: Cast) => {
    let fate = fates.get(by)
    if (!fate) {
      fate = { by, honest, ballots: 0, stopped: 0, bothered: 0, quarantined: 0, refused: 0 }
      fates.set(by, fate)
    }
    return fate
  }
  const setAside = (receipt: string) => {
    if (aside.has(receipt)) return
    aside.add(receipt)
    fateOf(byReceipt.get(receipt)!).quarantined += 1
  }
  const keep = (found: ReturnType<typeof findClusters>) => {
    for (const { receipts, ...cluster } of found) {
      const before = live.get(cluster.key)
      live.set(cluster.key, before && before.score > cluster.score ? { ...before, to: cluster.to } : cluster)
      if (cluster.score >= USUAL_SAFEGUARDS.quarantine) for (const receipt of receipts) setAside(receipt)
    }
  }
  const scan = (now: number) => {
    const recent = dropUntil(window, now - WINDOW)
    const started = performance.now()
    const found = findClusters(recent, background, now)
    const took = performance.now() - started
    scans.count += 1
    scans.totalMs += took
    scans.slowestMs = Math.max(scans.slowestMs, took)
    scans.biggest = Math.max(scans.biggest, recent.length)
    keep(found)
    for (const [key, cluster] of live) if (aliveUntil(cluster) < now) live.delete(key)
  }

  for (const cast of ordered) {
    const now = cast.at
    if (now - learntAt >= BETWEEN_LESSONS) {
      const [past, rest] = split(window, now - WINDOW)
      background = learn(
        background,
        past.filter(({ receipt }) => !aside.has(receipt)),
        now,
      )
      window = rest
      learntAt = now
    }
    if (
      now - scannedAt >= BETWEEN_SCANS &&
      (fresh >= Math.max(5, window.length / 25) || now - scannedAt >= MINUTE)
    ) {
      scan(now)
      scannedAt = now
      fresh = 0
    }
    if (now - slowAt >= BETWEEN_SLOW_SCANS) {
      keep(findDrips(course, now))
      slowAt = now
    }
    const fate = fateOf(cast)
    fate.ballots += 1
    const grade = gradeOf(assess(cast, [...live.values()], now, background).score, USUAL_SAFEGUARDS)
    if (grade === 'refuse') {
      fate.refused += 1
      continue
    }
    if (grade === 'check') {
      if (!cast.person) {
        fate.stopped += 1
        continue
      }
      fate.bothered += 1
    }
    byReceipt.set(cast.receipt, cast)
    if (grade === 'quarantine') setAside(cast.receipt)
    window.push(cast)
    follow(course, cast)
    fresh += 1
  }
  const end = ordered.at(-1)!.at
  scan(end)
  keep(findDrips(course, end + RIPE))
  return { fates: [...fates.values()], scans }
}

/** What is left once all until an instant have gone. */
const dropUntil = (sorted: Cast[], until: number) => split(sorted, until)[1]

function split(sorted: Cast[], until: number): [Cast[], Cast[]] {
  const first = sorted.findIndex(({ at }) => at > until)
  return first < 0 ? [sorted, []] : [sorted.slice(0, first), sorted.slice(first)]
}
