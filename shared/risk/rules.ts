import type { Safeguards } from '../edition/safeguards/contract'
import type { Known } from './background'
import type { Cluster } from './cluster'
import type { Reason } from './evidence'
import { type Attempt, matches } from './traits'

export { type Background, emptyBackground, type Known, learn } from './background'
export { type Cluster, findClusters } from './cluster'
export { type Course, emptyCourse, findDrips, follow, RIPE } from './drip'
export type { Reason, ReasonCode } from './evidence'
export { type Attempt, matches, type Sighting, TRAITS, type Trait, type Traits } from './traits'

/** What is kept of a cluster to know its next ballots by. */
export type LiveCluster = Omit<Cluster, 'receipts'>

/** What is done about a ballot: nothing, a human check, set aside for staff, not taken. */
export type Grade = 'pass' | 'check' | 'quarantine' | 'refuse'

const SHORTEST = 5 * 60_000
const LONGEST = 6 * 3_600_000

/**
 * Until when a cluster's next ballots are known by it: as long again as it took, but five minutes at least. Checked and
 * refused ballots leave no sighting, so a cluster must outlive its last one.
 */
export const aliveUntil = ({ from, to }: Pick<Cluster, 'from' | 'to'>) =>
  to + Math.min(Math.max(to - from, SHORTEST), LONGEST)

/** A wave is over once nobody of it has come for so long. */
const QUIET = 60_000
/**
 * What a ballot can have after that for traits that honest people have too: enough to ask, by the usual thresholds, not to set
 * aside. In the thick of a wave nearly all who have them are part of it.
 */
const GUESS = 55

/**
 * 0 to 100 of one ballot, and why: the worst of the clusters it is like. A ballot that is like none has 0, whatever its own
 * signals: what one ballot shows, many honest people's do.
 */
export function assess(
  attempt: Attempt,
  clusters: readonly LiveCluster[],
  now: number,
  known?: Known,
): { score: number; reasons: Reason[] } {
  let [score, reasons]: [number, Reason[]] = [0, []]
  for (const cluster of clusters) {
    const its = cluster.guess && now > cluster.to + QUIET ? Math.min(cluster.score, GUESS) : cluster.score
    if (its <= score || now > aliveUntil(cluster) || !matches(cluster, attempt, known)) continue
    ;[score, reasons] = [its, cluster.reasons]
  }
  return { score, reasons }
}

/** What is done at a score: in the mode `on` really, in `report` it is what would be. */
export function gradeOf(score: number, { mode, check, quarantine, refuse }: Safeguards): Grade {
  if (mode === 'off' || score < check) return 'pass'
  if (score < quarantine) return 'check'
  return score < refuse ? 'quarantine' : 'refuse'
}
