import type { CategoryId } from '@shared/edition/contract'
import type { Sighting } from '@shared/risk/rules'

/** Ballots of a category that a process hands over in one go, which is about a second's; of more they are a fair sample. */
const MOST = 300
/** Those left out that are remembered in case something is found that they are like. */
const MOST_LEFT = 20_000

/** Keeps the ballots a process has accepted until they are handed over. Its memory and what it sends are bounded. */
export function createCollector() {
  let kept = new Map<CategoryId, { seen: number; sample: Sighting[] }>()
  let left: Sighting[] = []

  return {
    add(sighting: Sighting): void {
      const those = kept.get(sighting.category) ?? { seen: 0, sample: [] }
      kept.set(sighting.category, those)
      those.seen += 1
      if (those.sample.length < MOST) {
        those.sample.push(sighting)
        return
      }
      // Each ballot of the second has the same chance of being in the sample.
      const place = Math.floor(Math.random() * those.seen)
      left.push(place < MOST ? those.sample[place]! : sighting)
      if (place < MOST) those.sample[place] = sighting
    },

    take(): Sighting[] {
      const taken = [...kept.values()].flatMap(({ sample }) => sample)
      kept = new Map()
      left = left.slice(-MOST_LEFT)
      return taken
    },

    /** Of those left out the ones that are like what was found; they are remembered no longer. */
    takeLeft(isLike: (sighting: Sighting) => boolean): Sighting[] {
      const [like, other]: [Sighting[], Sighting[]] = [[], []]
      for (const sighting of left) (isLike(sighting) ? like : other).push(sighting)
      left = other
      return like
    },
  }
}
