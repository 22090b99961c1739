import type { Matter } from './matter'
import { TRAFFIC } from './traffic'

export type { Matter }

/** Every matter of the text bank. */
export const MATTERS: readonly Matter[] = [...TRAFFIC]
