import type { Actor } from '@shared/audit/contract'
import { Refusal } from '@shared/kernel/errors'
import type { MoveName } from '@shared/nomination/contract'
import { statusAfter } from '@shared/nomination/rules'
import type { HistoryEntry } from '@shared/nomination/screening/contract'
import type { Clock } from '../../ports/work'
import type { Audit } from '../audit/audit'
import type { Filing, Show } from './file'
import type { Change, NominationRecord } from './model'
import { actOf } from './present'
import type { Telling } from './tell'

type Options = { filing: Filing; audit: Audit; clock: Clock; tell: Telling }

/** A way of the table that somebody goes, from the version they have seen. */
type Move = {
  name: MoveName
  version: number
  actor: Actor
  reason?: string | null
  fields?: HistoryEntry['fields']
  /** What else changes by it; refuses where it may not be. */
  prepare: (record: NominationRecord) => Promise<Change['set']>
}

export type Moving = ReturnType<typeof createMoving>

/** How a nomination goes from one status to another, whoever moves it: once, in the audit and the history, and told. */
export function createMoving({ filing, audit, clock, tell }: Options) {
  /** Refusals: `version_conflict` with what `show` makes of the latest, `nomination_settled`, those of `prepare`. */
  return async (record: NominationRecord, move: Move, show: Show): Promise<NominationRecord> => {
    const { name, version, actor, reason = null, fields = [], prepare } = move
    await filing.expectVersion(record, version, show)
    const to = statusAfter(name, record.status)
    if (to === null) throw new Refusal('nomination_settled')
    const set = await prepare(record)
    const at = clock.now()
    const entry = { at: at.toISOString(), by: actor.name, move: name, reason, fields }
    const act = {
      ...{ ...actOf(name, record), actor, reason },
      ...{ before: { status: record.status }, after: { status: to } },
    }
    const change = { at, set: { ...set, status: to, untold: name }, entry }
    const moved = await audit.act(act, () => filing.make(record, change, show))
    await tell(moved, name)
    return moved
  }
}
