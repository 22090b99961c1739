import { createHash } from 'node:crypto'
import type { Tally } from '@shared/ballot/contract'
import type { Editions } from '../edition/edition'
import type { Ballots } from './ballot'

/** Messages that together lead to the state named by `id`. */
export type StreamChange = { id: string; messages: { event: 'tally' | 'phase'; data: unknown }[] }

export type TallyStream = ReturnType<typeof createTallyStream>

/**
 * What listeners to live counts are told: a tally whole, whenever it has changed, and the phase whenever it, its window
 * or its suspension has.
 * The id is a digest of the state, the same in every process, so that a listener who comes back to another process
 * with it is told only what it has not seen.
 */
export function createTallyStream({ ballots, editions }: { ballots: Ballots; editions: Editions }) {
  let told: { schedule: string; counts: Record<string, string> } = { schedule: '', counts: {} }

  function state() {
    const { phase, phases, categories } = editions.show()
    const schedule = JSON.stringify([phase, phases])
    const tallies = categories.flatMap(({ id }) => visible(() => ballots.tally(id)))
    const counts = Object.fromEntries(
      tallies.map(({ category, counts, ballots }) => [category, JSON.stringify([counts, ballots])]),
    )
    const id = createHash('sha1')
      .update(JSON.stringify([schedule, counts]))
      .digest('base64url')
      .slice(0, 12)
    return { id, phase, schedule, tallies, counts }
  }

  return {
    /** What has changed since the last call. */
    changes(): StreamChange {
      const { id, phase, schedule, tallies, counts } = state()
      const changed = tallies.filter(({ category }) => told.counts[category] !== counts[category])
      const moved = told.schedule !== schedule
      told = { schedule, counts }
      return { id, messages: messagesOf(moved ? { phase } : null, changed) }
    },

    /** Since when the counts stand that are public now, in place of counts that have not changed. */
    pulse() {
      const asOf = Object.fromEntries(state().tallies.map((tally) => [tally.category, tally.asOf]))
      return { event: 'pulse', data: { asOf } }
    },

    /** All of it, for one who joins; nothing for one who has seen this state. */
    snapshot(lastSeen?: string): StreamChange {
      const { id, phase, tallies } = state()
      return { id, messages: lastSeen === id ? [] : messagesOf({ phase }, tallies) }
    },
  }
}

function messagesOf(phase: { phase: string | null } | null, tallies: Tally[]): StreamChange['messages'] {
  const messages = tallies.map((tally) => ({ event: 'tally' as const, data: tally as unknown }))
  return phase ? [{ event: 'phase', data: phase }, ...messages] : messages
}

function visible(read: () => Tally): Tally[] {
  try {
    return [read()]
  } catch {
    return [] // hidden or pending: nothing to tell
  }
}
