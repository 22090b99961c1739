import type { RulingKind } from '../ballot/rules'
import type { CategoryId } from '../edition/contract'

/**
 * What the public ledger is made of: one line of JSON each, exactly these bytes, without the line's end. A line is an entry of the
 * tree, so a file of all lines is the tree.
 */
export type Entry = BallotEntry | ReceiptEntry | RulingEntry

/** A ballot. `voter` is a pseudonym good for this category alone. */
export type BallotEntry = {
  ballot: CategoryId
  voter: string
  /** `once`, or the day in Beijing. */
  period: string
  /** The minute it was cast in, `2022-05-10T01:03Z`. */
  at: string
  choices: string[]
}

/** That a ballot with this receipt is among those above; which one, it does not say. */
export type ReceiptEntry = { receipt: /** SHA-256 of the twelve characters, in hex. */ string }

/** That a ballot was set aside, struck out or counted again. */
export type RulingEntry = {
  ruling: RulingKind
  /** Index of the ballot's entry. */
  of: number
  /** Which word on that ballot it is, from 1: the highest stands. */
  no: number
  at: string
  reason: string
}

export function ballotLine({ ballot, voter, period, at, choices }: BallotEntry): string {
  return JSON.stringify({ ballot, voter, period, at, choices })
}

export function receiptLine({ receipt }: ReceiptEntry): string {
  return JSON.stringify({ receipt })
}

export function rulingLine({ ruling, of, no, at, reason }: RulingEntry): string {
  return JSON.stringify({ ruling, of, no, at, reason })
}

/** The minute of an instant, as entries have it. */
export const minuteOf = (instant: Date): string => `${instant.toISOString().slice(0, 16)}Z`
