import { Edition } from '@shared/edition/contract'
import edition2021 from '../../config/editions/2021.json'
import { shiftEdition } from '../../scripts/sample/load'

/** The 2021 edition, moved so that voting is open now. */
export function votingEdition(changes: Partial<Edition> = {}): Edition {
  return { ...shiftEdition(Edition.parse(edition2021), 'voting', new Date()), ...changes }
}
