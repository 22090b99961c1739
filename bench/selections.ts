import type { CategoryId, Edition } from '@shared/edition/contract'

/** A vote without its voter. */
export type Choice = { category: CategoryId; selections: string[] }

/** Choices as voters make them: each category in turn, any number that its rule allows, anybody. The same at each call. */
export function* choices(edition: Edition, candidates: Record<string, string[]>): Generator<Choice, never> {
  const random = sequence(20_210_901)
  for (;;) {
    for (const { id, ballotRule } of edition.categories) {
      const { min, max } = ballotRule
      const wanted = min + Math.floor(random() * (max - min + 1))
      yield { category: id, selections: pick(candidates[id]!, wanted, random) }
    }
  }
}

function pick(ids: string[], wanted: number, random: () => number): string[] {
  const chosen = new Set<string>()
  while (chosen.size < Math.min(wanted, ids.length)) chosen.add(ids[Math.floor(random() * ids.length)]!)
  return [...chosen]
}

/** Mulberry32: numbers in [0, 1). */
export function sequence(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** The first `count` choices as request bodies. */
export function bodiesOf(edition: Edition, candidates: Record<string, string[]>, count = 3000): string[] {
  const all = choices(edition, candidates)
  return Array.from({ length: count }, () => JSON.stringify(all.next().value))
}
