import type { Answers } from '@shared/nomination/contract'
import { maskPhone } from '@shared/unit/rules'
import type { NominationRecord } from './model'

type Written = Pick<NominationRecord, 'answers' | 'phoneKeys'>

/** Telephone numbers among the answers, whole, by the key of their field. */
export function phonesIn({ answers, phoneKeys }: Written): Record<string, string> {
  const phones = phoneKeys.map((key) => [key, answers[key]] as const)
  return Object.fromEntries(phones.filter((phone): phone is [string, string] => typeof phone[1] === 'string'))
}

/** Answers as those see them who did not write them: telephone numbers masked. */
export function maskedIn(record: Written): Answers {
  const phones = Object.entries(phonesIn(record)).map(([key, phone]) => [key, maskPhone(phone)])
  return { ...record.answers, ...Object.fromEntries(phones) }
}

/** What was written by somebody who saw numbers masked: one that is its own mask is the number that was there. */
export function unmaskedIn(given: Answers, record: Written): Answers {
  const phones = Object.entries(phonesIn(record)).filter(([key, phone]) => given[key] === maskPhone(phone))
  return { ...given, ...Object.fromEntries(phones) }
}
