import { createHash } from 'node:crypto'
import type { Tally } from '@shared/ballot/contract'
import type { Editions } from '../edition/edition'
import type { Ballots } from './ballot'

/** One message of the live stream; `id` names the state after it. */
export type StreamMessage = { event: 'tally' | 'phase'; id: string; data: unknown }

export type TallyStream = ReturnType<typeof createTallyStream>

/**
 * What listeners to live counts are told: a tally whole, whenever it has changed, and the phase whenever it has.
 * The id is a digest of the state, the same in every process, so that a listener who comes back to another process
 * with it is told only what it has not seen.
 */
export function createTallyStream({ ballots, editions }: { ballots: Ballots; editions: Editions }) {
  let told: { phase: string | null; counts: Record<string, string> } = { phase: null, counts: {} }

  function state() {
    const { phase, categories } = editions.show()
    const tallies = categories.flatMap(({ id }) => visible(() => ballots.tally(id)))
    const counts = Object.fromEntries(
      tallies.map(({ category, counts, ballots }) => [category, JSON.stringify([counts, ballots])]),
    )
    const id = createHash('sha1')
      .update(JSON.stringify([phase, counts]))
      .digest('base64url')
      .slice(0, 12)
    return { id, phase, tallies, counts }
  }

  return {
    /** What has changed since the last call. */
    changes(): StreamMessage[] {
      const { id, phase, tallies, counts } = state()
      const messages: StreamMessage[] = tallies
        .filter(({ category }) => told.counts[category] !== counts[category])
        .map((tally) => ({ event: 'tally', id, data: tally }))
      if (told.phase !== phase) messages.push({ event: 'phase', id, data: { phase } })
      told = { phase, counts }
      return messages
    },

    /** Since when the counts stand that are public now, in place of counts that have not changed. */
    pulse() {
      const asOf = Object.fromEntries(state().tallies.map((tally) => [tally.category, tally.asOf]))
      return { event: 'pulse', data: { asOf } }
    },

    /** All of it, for one who joins; nothing for one who has seen this state. */
    snapshot(lastSeen?: string): StreamMessage[] {
      const { id, phase, tallies } = state()
      if (lastSeen === id) return []
      return [
        { event: 'phase', id, data: { phase } },
        ...tallies.map((tally) => ({ event: 'tally' as const, id, data: tally })),
      ]
    },
  }
}

function visible(read: () => Tally): Tally[] {
  try {
    return [read()]
  } catch {
    return [] // hidden or pending: nothing to tell
  }
}
