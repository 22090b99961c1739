import { randomBytes } from 'node:crypto'
import { receiptFrom } from '@shared/ballot/receipt'

/** A code of 12 characters, made as receipts of ballots are: nobody guesses one. */
export function newCode(): string {
  for (;;) {
    const code = receiptFrom(randomBytes(24))
    if (code) return code
  }
}
