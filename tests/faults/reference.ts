import type { Delta, Mark, TallyStore } from '../../server/ports/tally'

type Held = Delta & { whole: boolean; marks: Record<string, Mark> }

/** Live counts in memory: what a counting store must do, in the fewest words. The real ones are held against it. */
export function createReferenceTally() {
  let tallies = new Map<string, Held>()
  const of = (tally: string): Held => {
    const held = tallies.get(tally) ?? { counts: {}, ballots: 0, series: {}, whole: false, marks: {} }
    tallies.set(tally, held)
    return held
  }
  const store: TallyStore = {
    async apply(tally, writer, from, to, { counts, ballots, series }) {
      const held = of(tally)
      const mark = held.marks[writer] ?? null
      if (same(mark, to)) return 'repeated'
      if (!same(mark, from)) return 'gap'
      for (const [id, n] of Object.entries(counts)) held.counts[id] = (held.counts[id] ?? 0) + n
      for (const [point, n] of Object.entries(series)) held.series[point] = (held.series[point] ?? 0) + n
      held.ballots += ballots
      held.marks[writer] = to
      return 'applied'
    },
    read: async (tally) => structuredClone(of(tally)),
    readAll: async (tally) => structuredClone(of(tally)),
    readPoints: async (tally, points) => {
      const { whole, series } = of(tally)
      return whole ? points.map((point) => series[point] ?? 0) : null
    },
    async markWhole(tally, writers) {
      const held = of(tally)
      const complete = writers.every((writer) => writer in held.marks)
      held.whole ||= complete
      return complete
    },
    async reset(tally) {
      tallies.delete(tally)
    },
  }
  return {
    store,
    flush: async () => tallies.clear(),
    save: async (_tally: string) => {
      const saved = structuredClone(tallies)
      return async () => {
        tallies = structuredClone(saved)
      }
    },
  }
}

const same = (a: Mark | null, b: Mark | null) => a?.batch === b?.batch && a?.entries === b?.entries
