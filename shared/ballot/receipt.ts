import { foldText } from '../kernel/text'

/** Digits and capitals without 0 O 1 I L U, so that a receipt survives being read out and typed. */
export const RECEIPT_ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
export const RECEIPT_LENGTH = 12

/** A receipt from random bytes; null when too many of them had to be passed over (24 bytes suffice but once in 10⁸). */
export function receiptFrom(bytes: Uint8Array): string | null {
  let receipt = ''
  for (const byte of bytes) {
    if (byte >= 240) continue // 240 = 8 × 30: keeps every character equally likely
    receipt += RECEIPT_ALPHABET[byte % 30]
    if (receipt.length === RECEIPT_LENGTH) return receipt
  }
  return null
}

/** What a person typed, as a receipt: any grouping, case or width; null when it cannot be one. */
export function parseReceipt(typed: string): string | null {
  const receipt = foldText(typed)
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
  return receipt.length === RECEIPT_LENGTH && [...receipt].every((c) => RECEIPT_ALPHABET.includes(c))
    ? receipt
    : null
}

/** What people set between the groups. */
const BETWEEN = '[-\\s.,:_/·•‐‑‒–—―、。]{0,2}'
const GROUP = `[${RECEIPT_ALPHABET}]{4}`
const WRITTEN_RECEIPT = new RegExp(`\\b${GROUP}${BETWEEN}${GROUP}${BETWEEN}${GROUP}\\b`)

/** Whether words have a receipt in them, in any case or width: what is published ties nothing to one. */
export const namesReceipt = (words: string): boolean =>
  WRITTEN_RECEIPT.test(words.normalize('NFKC').toUpperCase())

export const RECEIPT_NAMED = '这里写的会公开，请不要写回执'

/** `ABCD-EFGH-JKMN`. */
export function formatReceipt(receipt: string): string {
  return receipt.replace(/(.{4})(?=.)/g, '$1-')
}
