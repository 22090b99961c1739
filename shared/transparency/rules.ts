import type { Edition } from '../edition/contract'
import { findPhase } from '../edition/rules'

/** Ballots cast in the last moment are written within so long. */
const LATE_MS = 60_000

/** Whether no ballot comes any more, unless voting is extended after all. */
export function isVotingOver(edition: Pick<Edition, 'phases'>, now: Date): boolean {
  const closesAt = findPhase(edition, 'voting')?.closesAt
  return Boolean(closesAt) && now.getTime() >= Date.parse(closesAt!) + LATE_MS
}

/** Whether checkpoints are signed although nothing has changed: while people vote, so that silence tells something is wrong. */
export function isLedgerTicking(edition: Pick<Edition, 'phases'>, now: Date): boolean {
  const voting = findPhase(edition, 'voting')
  return Boolean(voting) && now.getTime() >= Date.parse(voting!.opensAt) && !isVotingOver(edition, now)
}

/** Whether anybody may have the ledger's lines: with the result, from the notice on. Before that they would tell the counts. */
export function isLedgerPublic(edition: Pick<Edition, 'phases'>, now: Date): boolean {
  const opening = findPhase(edition, 'notice') ?? findPhase(edition, 'published')
  return Boolean(opening) && now.getTime() >= Date.parse(opening!.opensAt)
}
