import type { Actor } from '@shared/audit/contract'
import { formatReceipt } from '@shared/ballot/receipt'
import type { Candidate } from '@shared/candidate/contract'
import type { Category, Edition } from '@shared/edition/contract'
import type {
  Correction,
  Gone,
  PublicList,
  PublicResult,
  ResultEntrant,
  StaffResult,
} from '@shared/result/contract'
import { correct, valueNow } from '@shared/result/correction'
import { noticeAt } from '@shared/result/course'
import { rankEntrants } from '@shared/result/rules'
import { proposalWarnings, releaseWarnings } from '@shared/result/warnings'
import type { CorrectionRecord, ProposalRecord, ResultRecord } from './model'

/** What is known of a category's candidates now, before it is frozen. */
export type Gathered = {
  entrants: ResultEntrant[]
  withdrawn: Gone[]
  quarantined: number
  /** What is still to become of ballots: decisions that are not over. */
  decisions: number
}

/** A result with all that it is about. `gathered` while nothing is frozen. */
export type Place = {
  edition: Edition
  category: Category
  record: ResultRecord
  now: Date
  gathered: Gathered | null
  /** Who has left the race by now. */
  left: ReadonlySet<string>
  objections: { open: number; total: number }
}

export const identityOf = (candidate: Candidate) => {
  const { id, number, name, unitName, position, level, region, sample } = candidate
  return { id, number, name, unitName, position, level, region, sample }
}

/** Who is not ranked: who had left before, and who was excluded since. */
export const goneOf = ({ withdrawn, entrants }: Pick<ProposalRecord, 'withdrawn' | 'entrants'>): Gone[] => [
  ...withdrawn,
  ...entrants.flatMap(({ excluded, ...one }) =>
    excluded ? [{ ...one, ...excluded, why: 'excluded' as const }] : [],
  ),
]

export const isPending = ({ state }: CorrectionRecord) => state === 'pending'

/** What one should know before the next step of a result. */
export function warningsOf({ edition, category, record, now, gathered, left, objections }: Place) {
  if (gathered) {
    const { weights } = category
    const { entrants, quarantined, decisions } = gathered
    return proposalWarnings(entrants, edition, { weights, now, quarantined, decisions })
  }
  if (record.state === 'released') return []
  const ranked = record.proposal!.entrants.filter(({ excluded }) => !excluded)
  return releaseWarnings(edition, {
    ...{ now, left: ranked.filter(({ id }) => left.has(id)) },
    corrections: record.corrections.filter(isPending).length,
    objections: objections.open,
  })
}

/** As staff see it; `reader` is who asks. */
export function present(place: Place, reader: Actor): StaffResult {
  const { edition, category, record, now, gathered, objections } = place
  const { state, version, proposal, releasedAt, releasedBy, revoked, changedAt, changedBy } = record
  const { weights, scoring } = proposal ?? { weights: category.weights, scoring: edition.scoring }
  const entrants = proposal ? proposal.entrants.filter(({ excluded }) => !excluded) : gathered!.entrants
  return {
    ...{ edition: edition.id, category: category.id, categoryName: category.name, state, version },
    changedAt: version > 0 ? changedAt.toISOString() : null,
    changedBy: version > 0 ? changedBy : null,
    ...{ seats: proposal?.seats ?? category.seats, weights, scoring, proposal, entrants },
    standings: proposal?.standings ?? rankEntrants(entrants, { weights, scoring }),
    gone: proposal ? goneOf(proposal) : gathered!.withdrawn,
    warnings: warningsOf(place),
    notice: noticeAt(edition, now),
    corrections: record.corrections.map((one) => correctionOf(one, proposal!, reader)),
    ...{ objections, releasedAt, releasedBy, revoked },
  }
}

/** A pending correction is shown as it would turn out now. */
function correctionOf(record: CorrectionRecord, proposal: ProposalRecord, reader: Actor): Correction {
  const { id, change, reason, state, objection, proposedAt, proposedBy, decidedAt, decidedBy } = record
  const entrant = proposal.entrants.find((one) => one.id === record.candidate)!
  const { number, name } = entrant
  const isOpen = isPending(record)
  return {
    ...{ id, change, reason, state, proposedAt, decidedAt, decidedBy },
    objection: objection && formatReceipt(objection),
    candidate: { id: entrant.id, number, name },
    before: record.before ?? valueNow(entrant, change.part),
    moves: isOpen ? correct(proposal, { ...record, at: proposedAt }).moves : record.moves,
    ...{ proposedBy: proposedBy.name, own: proposedBy.id === reader.id },
  }
}

/** Whether anybody may see the list now. */
export function isPublic({ state }: ResultRecord, edition: Edition, now: Date): boolean {
  return state === 'released' || (state === 'proposed' && noticeAt(edition, now)?.begun === true)
}

/** As everybody sees it. */
export function presentPublicly(
  { id, name }: Category,
  record: ResultRecord | undefined,
  { edition, now }: { edition: Edition; now: Date },
): PublicResult {
  const shown = record && isPublic(record, edition, now) ? record : null
  const revoked = record?.state === 'revoked' ? record.revoked : null
  return {
    ...{ category: id, name },
    state: shown ? (shown.state as 'proposed' | 'released') : revoked ? 'revoked' : 'pending',
    releasedAt: shown?.releasedAt ?? null,
    revoked: revoked && { at: revoked.at, reason: revoked.reason },
    list: shown && listOf(shown),
  }
}

/** A frozen list with all one needs to compute it again. */
export function listOf({ proposal, corrections }: ResultRecord): PublicList {
  const { seats, weights, scoring, seed, source, proposedAt, entrants, standings } = proposal!
  const byId = new Map(entrants.map(({ excluded, experts, ...one }) => [one.id, one]))
  return {
    ...{ seats, weights, scoring, seed, source, proposedAt, gone: goneOf(proposal!) },
    standings: standings.map((one) => ({ ...byId.get(one.id)!, ...one, winner: one.rank <= seats })),
    corrections: corrections
      .filter(({ state }) => state === 'made')
      .sort((a, b) => (a.decidedAt! < b.decidedAt! ? -1 : 1))
      .map(({ id, candidate, change, reason, before, moves, decidedAt, objection }) => {
        const { number, name } = byId.get(candidate)!
        return {
          ...{ id, change, reason, moves, before: before!, madeAt: decidedAt!, objected: objection !== null },
          candidate: { id: candidate, number, name },
        }
      }),
  }
}
