import { sequence } from '../selections'

/** Draws from a seed: the same seed gives the same crowd. */
export type Lots = ReturnType<typeof lotsOf>

export function lotsOf(seed: number) {
  const random = sequence(seed)
  const whole = (least: number, most: number) => least + Math.floor(random() * (most - least + 1))
  return {
    /** In [0, 1). */
    random,
    whole,
    between: (least: number, most: number) => least + random() * (most - least),
    chance: (share: number) => random() < share,
    pick: <T>(those: readonly T[]): T => those[Math.floor(random() * those.length)]!,
    /** Mean 1: the gaps between people who know nothing of each other. */
    gap: () => -Math.log(1 - random()),
    /** Standard normal, by Box and Muller. */
    normal: () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
    /** One of the keys, by its weight. */
    weighed: <K extends string>(weights: Record<K, number>): K => {
      let left = random() * Object.values<number>(weights).reduce((sum, weight) => sum + weight, 0)
      for (const [key, weight] of Object.entries(weights) as [K, number][]) {
        left -= weight
        if (left < 0) return key
      }
      return Object.keys(weights)[0] as K
    },
    shuffled: <T>(those: readonly T[]): T[] => {
      const all = [...those]
      for (let i = all.length - 1; i > 0; i--) {
        const j = whole(0, i)
        ;[all[i], all[j]] = [all[j]!, all[i]!]
      }
      return all
    },
  }
}

/** Draws ranks 0…size-1 by Zipf's law: the one of rank r with weight 1 / (r + 1)^steepness. */
export function zipf(size: number, steepness: number): (lots: Lots) => number {
  const sums = new Float64Array(size)
  let sum = 0
  for (let rank = 0; rank < size; rank++) sums[rank] = sum += 1 / (rank + 1) ** steepness
  return ({ random }) => {
    const wanted = random() * sum
    let [low, high] = [0, size - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (sums[middle]! <= wanted) low = middle + 1
      else high = middle
    }
    return low
  }
}
