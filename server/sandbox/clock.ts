import type { Edition, PhaseName } from '@shared/edition/contract'
import { findPhase, isRunning } from '@shared/edition/rules'
import type { Clock } from '../ports/work'
import type { ClockStore } from './model'

const DAY = 86_400_000

export type MovableClock = Clock & {
  moveTo(edition: Edition, phase: PhaseName): Promise<void>
  refresh(): Promise<void>
}

/** The demo's clock: the machine's plus an offset that is kept in the store, so that all processes agree on it. */
export function createMovableClock(store: ClockStore): MovableClock {
  let offset = 0
  return {
    now: () => new Date(Date.now() + offset),

    /** Moves to a moment in which the phase is open; stays where it is if it is open already. */
    async moveTo(edition, name) {
      const phase = findPhase(edition, name)
      if (!phase || isRunning(phase, this.now())) return
      const opensAt = Date.parse(phase.opensAt)
      const length = phase.closesAt ? Date.parse(phase.closesAt) - opensAt : DAY
      const moved = opensAt + Math.round(length * 0.4) - Date.now()
      await store.save(moved)
      offset = moved
    },

    async refresh() {
      const before = offset
      const found = await store.find()
      // Who has moved it meanwhile knows better.
      if (offset === before) offset = found
    },
  }
}
