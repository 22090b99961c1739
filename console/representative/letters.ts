import type { RequestOf } from '@shared/api'
import { download } from '../platform/request'

/** Whose letters: one unit's, or those of a level and a city. */
export type Letters = RequestOf<'GET /api/staff/claim-letters'>['query']

/** Prints letters into one PDF, a page for each open code. */
export const printLetters = (query: Letters, name: string) =>
  download('GET /api/staff/claim-letters', { query }, `认领信-${name}.pdf`)
