import type { LogEntry } from '@shared/ballot/decision/contract'
import { areCountsPublic, PROGRAM_REASONS, SINGLE_REASON } from '@shared/ballot/decision/rules'
import { tallyVisibleUntil } from '@shared/edition/rules'
import type { Clock } from '../../../ports/work'
import type { Candidates } from '../../candidate/candidate'
import type { Editions } from '../../edition/edition'
import type { DaySum, DecisionRecord, DecisionStore } from './model'

type Options = {
  store: Pick<DecisionStore, 'findDone' | 'daySums'>
  candidates: Pick<Candidates, 'allOf'>
  editions: Pick<Editions, 'current'>
  clock: Clock
}

/** How long it is kept as it was put together: it is the same for everybody, and anybody may ask. */
const KEPT_MS = 5000

/** What became of ballots in the current edition, for everybody, newest first: no names, no pseudonyms, no receipts. */
export function createLog({ store, candidates, editions, clock }: Options) {
  let kept: { edition: string; until: number; entries: Promise<LogEntry[]> } | null = null

  async function gather(): Promise<LogEntry[]> {
    const edition = editions.current()
    const visibleUntil = tallyVisibleUntil(edition, clock.now())
    const [done, sums] = await Promise.all([store.findDone(edition.id), store.daySums(edition.id)])
    return [...done.map((record) => decided(record, visibleUntil)), ...sums.map(summed)].sort((a, b) =>
      a.at < b.at ? 1 : -1,
    )
  }

  function decided(record: DecisionRecord, visibleUntil: Date | null): LogEntry {
    const { category, kind, reason, ruled, before, after } = record
    const doneAt = record.doneAt!
    const known = new Map(candidates.allOf(category).map((one) => [one.id, one]))
    const isShown = before && after && areCountsPublic(doneAt, visibleUntil)
    return {
      ...{ at: doneAt.toISOString(), by: 'two', category, kind, reason, ballots: ruled },
      counts: isShown
        ? {
            ballots: { before: before.ballots, after: after.ballots },
            candidates: Object.keys(before.counts).map((id) => ({
              ...{ id, number: known.get(id)?.number ?? '', name: known.get(id)?.name ?? id },
              ...{ before: before.counts[id]!, after: after.counts[id]! },
            })),
          }
        : null,
    }
  }

  return (): Promise<LogEntry[]> => {
    const { id: edition } = editions.current()
    if (kept?.edition !== edition || kept.until < Date.now()) {
      const entries = gather()
      entries.catch(() => {
        kept = null
      })
      kept = { edition, until: Date.now() + KEPT_MS, entries }
    }
    return kept.entries
  }
}

function summed({ day, category, kind, program, onePerson, ballots }: DaySum): LogEntry {
  const programs = onePerson ? PROGRAM_REASONS.onePerson : PROGRAM_REASONS.suspected
  return {
    at: new Date(`${day}T00:00:00+08:00`).toISOString(),
    ...{ by: program ? 'program' : 'one', category, kind, ballots, counts: null },
    reason: program ? programs : SINGLE_REASON,
  }
}
