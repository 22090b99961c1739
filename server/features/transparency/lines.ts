import { createHmac, hkdfSync } from 'node:crypto'
import { ballotLine, minuteOf, receiptLine, rulingLine } from '@shared/transparency/entry'
import { hashLeaf } from '@shared/transparency/tree'
import type { BallotRecord, RulingRecord } from '../ballot/ballot'
import { sha256 } from './tiles'

export type Lines = ReturnType<typeof createLines>

/** Writes what the store has as the ledger's public lines. */
export function createLines(voterKey: string) {
  const key = Buffer.from(hkdfSync('sha256', voterKey, '', 'pseudonyms of the public ledger', 32))

  /** Good for one category of one edition, and of no use to find out who it is or what else they voted for. */
  function pseudonym({ edition, category, voter }: BallotRecord): string {
    const of = `${edition}\n${category}\n${voter}`
    return createHmac('sha256', key).update(of).digest('base64url').slice(0, 22)
  }

  return {
    ofBallot: (ballot: BallotRecord): string =>
      ballotLine({
        ...{ ballot: ballot.category, voter: pseudonym(ballot), period: ballot.period },
        ...{ at: minuteOf(ballot.castAt), choices: ballot.selections },
      }),
    ofReceipt: (receipt: string): string =>
      receiptLine({ receipt: sha256(Buffer.from(receipt)).toString('hex') }),
    /** `of`: index of the ballot's line. */
    ofRuling: ({ kind, revision, ruledAt, reason }: RulingRecord, of: number): string =>
      rulingLine({ ruling: kind, of, no: revision, at: minuteOf(ruledAt), reason }),
  }
}

export const leafOf = (line: string): Buffer => hashLeaf(sha256, Buffer.from(line)) as Buffer
