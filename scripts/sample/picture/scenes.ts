import type { Chance } from '../chance'
import type { SceneId } from './scene'
import { FIELDS } from './scenes-fields'
import { GATHERINGS } from './scenes-gatherings'
import { INDOORS } from './scenes-indoors'
import { LAND } from './scenes-land'
import { SQUARES } from './scenes-squares'
import { STREET } from './scenes-street'

const SCENES: Record<SceneId, (chance: Chance) => string> = {
  ...STREET,
  ...SQUARES,
  ...LAND,
  ...FIELDS,
  ...INDOORS,
  ...GATHERINGS,
}

/** Draws a matter's scene; light, colours, people and details differ by chance. */
export function drawScene(scene: SceneId, chance: Chance): string {
  return SCENES[scene](chance)
}
