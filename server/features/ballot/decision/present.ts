import type { Actor } from '@shared/audit/contract'
import type { Decision } from '@shared/ballot/decision/contract'
import type { DecisionRecord, DecisionStore } from './model'

/** Decisions as staff see them. */
export async function presentAll(
  records: DecisionRecord[],
  store: Pick<DecisionStore, 'countParts'>,
  reader: Actor,
): Promise<Decision[]> {
  const parts = await store.countParts(records.map(({ _id }) => _id))
  return records.map((record) => {
    const { _id: id, cluster, category, candidate, kind, scope, reason, state } = record
    const { proposedBy, answeredBy, words, before, after } = record
    return {
      ...{ id, cluster, category, candidate, kind, scope, reason, state },
      ...{ proposedAt: record.proposedAt.toISOString(), proposedBy: proposedBy.name },
      ...{ own: proposedBy.id === reader.id, answeredBy, words, before, after },
      answeredAt: record.answeredAt?.toISOString() ?? null,
      doneAt: record.doneAt?.toISOString() ?? null,
      ballots: parts.get(id)!,
    }
  })
}
