import { Unit } from '@shared/unit/contract'
import { z } from 'zod'
import type { UnitStore } from './model'

export type Units = ReturnType<typeof createUnits>

/** The registry of certified units. */
export function createUnits({ store }: { store: UnitStore }) {
  return {
    /** Checks units and stores them, replacing those of the same id. Throws ZodError on bad data, storing none. */
    async saveAll(units: unknown): Promise<void> {
      await store.saveAll(z.array(Unit).parse(units))
    },
    findMany: store.findMany,
  }
}
