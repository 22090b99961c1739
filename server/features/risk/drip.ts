import type { CategoryId, Edition } from '@shared/edition/contract'
import { type Cluster, type Course, emptyCourse, findDrips, follow, type Sighting } from '@shared/risk/rules'
import type { Log } from '../../ports/work'

/** A ballot of the ledger as the slow scan takes it in, with the batch it came in. */
export type Followed = { sighting: Sighting; writer: string; batch: number }

/** A category's ballots that came after some batches (by writer), nearly in the order of time. */
export type FollowLedger = (
  edition: string,
  category: CategoryId,
  after: ReadonlyMap<string, number>,
) => AsyncIterable<Followed>

const EVERY_MS = 10 * 60_000

/** How far a process has followed an edition's ledger. */
type State = { edition: string; course: Course; marks: Map<CategoryId, Map<string, number>> }

/**
 * The slow scan, over all ballots of the edition: what is bought a few each hour shows in no window. It runs beside the quick
 * one and hands it what it finds. A process reads the ledger once and then only what is new; what it remembers is bounded.
 */
export function createDripScan({ follow: ledger, log }: { follow: FollowLedger; log: Log }) {
  let state: State | null = null
  let running = false
  let begunAt = Number.NEGATIVE_INFINITY
  let found: Cluster[] = []

  async function run({ id, categories }: Edition, now: number): Promise<void> {
    if (state?.edition !== id) state = { edition: id, course: emptyCourse(), marks: new Map() }
    for (const { id: category } of categories) {
      const marks = state.marks.get(category) ?? new Map<string, number>()
      state.marks.set(category, marks)
      for await (const { sighting, writer, batch } of ledger(id, category, new Map(marks))) {
        follow(state.course, sighting)
        marks.set(writer, batch)
      }
    }
    found = findDrips(state.course, now)
  }

  return {
    /** What was found since this was last asked; begins to look again when it is time. */
    take(edition: Edition, now: number): Cluster[] {
      const taken = found
      found = []
      if (!running && Math.abs(now - begunAt) >= EVERY_MS) {
        running = true
        begunAt = now
        run(edition, now)
          .catch((error) => {
            state = null
            log.warn({ err: error }, '没有查完全部选票，稍后再查')
          })
          .finally(() => {
            running = false
          })
      }
      return taken
    },
  }
}
