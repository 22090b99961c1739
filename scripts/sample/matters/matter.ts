import type { UnitKind } from '../departments'
import type { SceneId } from '../picture/scene'

/** One story of a matter, told in handwritten pieces. Slots: see `story.ts`; they keep their word through the story. */
export type Thread = {
  /** Title of a case. */
  title: string
  /** Kinds of unit that can tell it, where not all those of the matter can. */
  kinds?: readonly UnitKind[]
  /** What was achieved, as a predicate of at most 24 characters with every slot filled. */
  act: string
  /** What citizens wrote. */
  asked: string
  /** What the unit did. */
  did: string
  /** What is different now. */
  changed: string
}

/** One thing of daily life that citizens write about. */
export type Matter = {
  id: string
  /** Kinds of unit in whose hands it lies. */
  kinds: readonly UnitKind[]
  /** True where a department of the province may answer for it as well. */
  provincial?: boolean
  scene: SceneId
  threads: readonly Thread[]
  /** What a worker answering for it does day to day. */
  daily: readonly string[]
}
