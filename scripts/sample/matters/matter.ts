import type { UnitKind } from '../departments'
import type { SceneId } from '../picture/scene'

/**
 * One thing of daily life that citizens write about, and the handwritten pieces a story about it is built from.
 * Any `asked` goes with any `did` and any `changed` of the same matter. Slots: see `story.ts`.
 */
export type Matter = {
  id: string
  /** Kinds of unit in whose hands it lies. */
  kinds: readonly UnitKind[]
  /** True where a department of the province may answer for it as well. */
  provincial?: boolean
  scene: SceneId
  /** What citizens wrote. */
  asked: readonly string[]
  /** What the unit did. */
  did: readonly string[]
  /** What is different now. */
  changed: readonly string[]
  /** What a worker answering for it does day to day. */
  daily: readonly string[]
  /** What was achieved, as a predicate of at most 24 characters with every slot filled. */
  acts: readonly string[]
  /** Titles of a case. */
  titles: readonly string[]
}
