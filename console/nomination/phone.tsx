import type { ResponseOf } from '@shared/api'
import type { Field } from '@shared/edition/form/contract'
import type { Answer } from '@shared/nomination/contract'
import { problemOf } from '@shared/nomination/form'
import { Phone, useLook } from '../components/look'
import { request } from '../platform/request'
import { useMay } from '../session'

type Phones = ResponseOf<'POST /api/staff/nominations/:id/phones'>
type Props = {
  /** Id of the nomination. */
  of: string
  phone: string
  /** Which of its numbers it is. */
  pick: (phones: Phones) => string | undefined
}

/** A telephone number of a nomination; one look shows all that it has. */
export function NominationPhone({ of, phone, pick }: Props) {
  const mayScreen = useMay()('nomination.screen')
  const { seen, busy, look } = useLook(['nomination', of], () =>
    request('POST /api/staff/nominations/:id/phones', { params: { id: of } }),
  )
  return <Phone phone={phone} whole={seen && pick(seen)} busy={busy} look={mayScreen ? look : undefined} />
}

/** What is wrong with an answer as it is shown here: a star of a masked number stands for a digit. */
export const shownProblemOf = (field: Field, answer: Answer | undefined): string | null =>
  problemOf(
    field,
    field.kind === 'phone' && typeof answer === 'string' ? answer.replaceAll('*', '0') : answer,
  )
