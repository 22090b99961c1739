import type { MoveName, Nomination, NominationCard } from '@shared/nomination/contract'
import { uploadsIn } from '@shared/nomination/form'
import { movesFrom } from '@shared/nomination/rules'
import { unitCardOf } from '@shared/representative/rules'
import type { Unit } from '@shared/unit/contract'
import { recordOf } from '@shared/unit/rules'
import type { Upload } from '@shared/upload/contract'
import type { Editions } from '../edition/edition'
import type { Filing } from './file'
import type { NominationRecord } from './model'
import { maskedIn } from './phones'

type Options = {
  filing: Filing
  files: { describe(ids: string[]): Promise<Upload[]> }
  editions: Pick<Editions, 'current'>
}
export type Presenter = ReturnType<typeof createPresenter>

/** Steps that whoever files sees again: what screeners decided and took back is theirs. */
const WAY: MoveName[] = ['submit', 'file', 'return']

/** Shows nominations with what the registry and the uploads know of them. */
export function createPresenter({ filing, files, editions }: Options) {
  /** The uploads that each of some nominations names. */
  async function uploadsOf(...records: NominationRecord[]): Promise<Upload[][]> {
    const named = records.map(({ category, answers }) => uploadsIn(filing.formOf(category) ?? [], answers))
    const known = new Map((await files.describe(named.flat())).map((upload) => [upload.id, upload]))
    return named.map((ids) => ids.flatMap((id) => known.get(id) ?? []))
  }

  return {
    uploadsOf,

    /** Staff see telephone numbers masked; representatives their own whole, to go on with them. */
    async present(record: NominationRecord, side: 'representative' | 'staff'): Promise<Nomination> {
      const { objection, rejectedReason, returned, unread, savedBy, status } = record
      const answers = side === 'staff' ? maskedIn(record) : record.answers
      const [unit, [uploads]] = await Promise.all([filing.unitOf(record.unit), uploadsOf(record)])
      return {
        ...cardOf(record, unit),
        ...{ answers, uploads: uploads!, objection, unread, savedBy },
        savedAt: record.savedAt.toISOString(),
        mailedAt: record.mailedAt?.toISOString() ?? null,
        replyRecord: recordOf(unit.replyRecords, editions.current().year),
        returned: returned && status === 'returned' ? { mended: [], ...returned } : null,
        past: record.history.filter(({ move }) => WAY.includes(move)).map(({ by: _, ...step }) => step),
        rejectedReason: status === 'rejected' ? rejectedReason : null,
        moves: movesFrom(status, side),
      }
    },
  }
}

export function cardOf(record: NominationRecord, unit: Unit): NominationCard {
  const { _id: id, category, title, status, version, createdAt, updatedAt, submittedAt } = record
  return {
    ...{ id, category, title, status, version, unit: unitCardOf(unit) },
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    submittedAt: submittedAt?.toISOString() ?? null,
  }
}

/** What an audit entry calls it. */
export function actOf(what: string, { _id: id, title }: NominationRecord) {
  return {
    action: `nomination.${what}`,
    subject: { kind: 'nomination', id, name: title || '未写标题的报名' },
  }
}
