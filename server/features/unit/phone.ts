import type { Unit } from '@shared/unit/contract'
import type { SecretBox } from '../../ports/secrets'

/** What a telephone number is sealed as. */
export const PHONE = 'unit.phone'

type HasContact = Pick<Unit, 'contact'>

/** A unit, or a state of one, with its telephone number sealed, as it is stored. */
export const withSealedPhone = <T extends HasContact>(box: SecretBox, unit: T): T =>
  withPhone(unit, (phone) => box.seal(phone, PHONE))

/** The same as it is worked with. */
export const withOpenPhone = <T extends HasContact>(box: SecretBox, unit: T): T =>
  withPhone(unit, (phone) => box.open(phone, PHONE))

function withPhone<T extends HasContact>(unit: T, change: (phone: string) => string | null): T {
  const { name, phone } = unit.contact
  return phone === null ? unit : { ...unit, contact: { name, phone: change(phone) } }
}
