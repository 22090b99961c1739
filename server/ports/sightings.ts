import type { CategoryId } from '@shared/edition/contract'
import type { Sighting } from '@shared/risk/rules'

/**
 * Ballots accepted in the last minutes, as all processes hand them over: bounded, and gone by themselves. What is lost here
 * is only not looked at.
 */
export type SightingWindow = {
  add(edition: string, sightings: readonly Sighting[]): Promise<void>
  /** Those of a category that came after a place (null: all that are left), each with its own, in their order. */
  after(
    edition: string,
    category: CategoryId,
    place: string | null,
  ): Promise<{ place: string; sighting: Sighting }[]>
}
