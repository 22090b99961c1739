import type { CategoryId } from '@shared/edition/contract'
import type { Sighting } from '@shared/risk/rules'

/** Ballots of a category that a process hands over in one go, which is about a second's; of more they are a fair sample. */
const MOST = 300

/** Keeps the ballots a process has accepted until they are handed over. Its memory and what it sends are bounded. */
export function createCollector() {
  let kept = new Map<CategoryId, { seen: number; sample: Sighting[] }>()

  return {
    add(sighting: Sighting): void {
      const those = kept.get(sighting.category) ?? { seen: 0, sample: [] }
      kept.set(sighting.category, those)
      those.seen += 1
      if (those.sample.length < MOST) those.sample.push(sighting)
      else {
        // Each ballot of the second has the same chance of being in the sample.
        const place = Math.floor(Math.random() * those.seen)
        if (place < MOST) those.sample[place] = sighting
      }
    },

    take(): Sighting[] {
      const taken = [...kept.values()].flatMap(({ sample }) => sample)
      kept = new Map()
      return taken
    },
  }
}
