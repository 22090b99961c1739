import { CARE } from './care'
import { COUNTRYSIDE } from './countryside'
import { HOMES } from './homes'
import { LIVELIHOOD } from './livelihood'
import type { Matter } from './matter'
import { OUTDOORS } from './outdoors'
import { STREETS } from './streets'
import { TRAFFIC } from './traffic'

export type { Matter, Thread } from './matter'

/** Every matter of the text bank. */
export const MATTERS: readonly Matter[] = [
  ...TRAFFIC,
  ...STREETS,
  ...OUTDOORS,
  ...HOMES,
  ...COUNTRYSIDE,
  ...LIVELIHOOD,
  ...CARE,
]
