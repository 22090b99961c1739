/** What a picture of a matter shows. */
export const SCENES = [
  'crossing',
  'lamps',
  'parking',
  'countryRoad',
  'busStop',
  'riverside',
  'tap',
  'elevator',
  'rain',
  'hall',
  'school',
  'village',
  'phone',
  'clinic',
  'market',
  'park',
  'site',
  'canteen',
  'field',
  'power',
] as const
export type SceneId = (typeof SCENES)[number]
