import type { CategoryId } from '@shared/edition/contract'
import { Refusal } from '@shared/kernel/errors'
import type { ResultEntrant, ResultWarning } from '@shared/result/contract'
import { idOf, type ProposalRecord, type ResultRecord } from './model'

/** A result of which nothing is fixed yet. */
export const blank = (edition: string, category: CategoryId): ResultRecord => ({
  ...{ _id: idOf(edition, category), edition, category, state: 'open', version: 0, proposal: null },
  ...{ corrections: [], releasedAt: null, releasedBy: null, revoked: null, told: null },
  ...{ changedAt: new Date(0), changedBy: '' },
})

/** Refusals: `change_refused` with what blocks, `change_unconfirmed` with what nobody has said to have seen. */
export function expectSettled(warnings: ResultWarning[], acknowledged: string[]): void {
  const wordsOf = (those: ResultWarning[]) => those.map(({ text }) => text).join('；')
  const blocking = warnings.filter(({ blocks }) => blocks)
  if (blocking.length > 0) throw new Refusal('change_refused', blocking, wordsOf(blocking))
  const unseen = warnings.filter(({ text }) => !acknowledged.includes(text))
  if (unseen.length > 0) {
    throw new Refusal('change_unconfirmed', unseen, `情况有变，请重新打开再确认：${wordsOf(unseen)}`)
  }
}

/** `A01 某单位`. */
export const nameOf = ({ number, name }: Pick<ResultEntrant, 'number' | 'name'>) => `${number} ${name}`

/** Those within the seats, the best first. */
export function winnersOf({ entrants, standings, seats }: ProposalRecord) {
  const byId = new Map(entrants.map((one) => [one.id, one]))
  return standings.filter(({ rank }) => rank <= seats).map(({ id }) => byId.get(id)!)
}

/** `A01 某单位`, the best first. */
export const namesOf = (proposal: ProposalRecord) => winnersOf(proposal).map(nameOf)
