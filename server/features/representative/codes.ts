import { createHash, randomInt } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { Actor } from '@shared/audit/contract'
import { Refusal } from '@shared/kernel/errors'
import {
  type ClaimCode,
  type ClaimCodeFilter,
  type ClaimCodePreview,
  SkipReason,
} from '@shared/representative/contract'
import { CODE_ALPHABET, CODE_LENGTH, foldCode, printCode, unitCardOf } from '@shared/representative/rules'
import type { Level, Unit } from '@shared/unit/contract'
import type { Audit } from '../audit/audit'
import { searchOf, type Units } from '../unit/unit'
import type { Letters } from './letters'
import { type CodeRecord, newId, type RepresentativeStore } from './model'

type Options = {
  store: RepresentativeStore
  units: Pick<Units, 'findMany' | 'each'>
  audit: Audit
  letters: Letters
}
type Choice = { units?: string[]; level?: Level; region?: string; further: boolean }
/** How many codes whoever issues them has been told of. */
type Bound = { most?: number }
type Paged = ClaimCodeFilter & { page: number; pageSize: number }

/** Codes written together. */
const BATCH = 500
/** Names that a preview tells of those it skips. */
const MOST_NAMES = 100

/** What a code is known by. Its alphabet leaves 59 bits to guess, and guesses are counted. */
export const hashOf = (typed: string): string =>
  createHash('sha256')
    .update(`claim ${foldCode(typed)}`)
    .digest('hex')

/** Claim codes of units: whoever has one speaks for its unit. */
export function createCodes({ store, units, audit, letters }: Options) {
  async function* chosen({ units: ids, level, region }: Choice): AsyncGenerator<Unit> {
    if (!ids) yield* units.each({ level, region })
    else yield* await units.findMany(ids)
  }

  /** Why each of these units gets no code; null for those that get one. */
  async function sort(batch: Unit[], further: boolean): Promise<[Unit, SkipReason | null][]> {
    const have = new Set(further ? [] : await store.withOpenCode(batch.map(({ id }) => id)))
    return batch.map((unit) => [
      unit,
      unit.status !== 'certified' ? 'not_certified' : have.has(unit.id) ? 'has_open' : null,
    ])
  }

  async function preview(choice: Choice): Promise<ClaimCodePreview> {
    const names: Record<SkipReason, string[]> = { has_open: [], not_certified: [], missing: [] }
    const counts: Record<SkipReason, number> = { has_open: 0, not_certified: 0, missing: 0 }
    let [issuable, all] = [0, 0]
    for await (const batch of batchesOf(chosen(choice))) {
      all += batch.length
      for (const [unit, reason] of await sort(batch, choice.further)) {
        if (reason === null) issuable += 1
        else if (++counts[reason] <= MOST_NAMES) names[reason].push(unit.name)
      }
    }
    if (choice.units) counts.missing = new Set(choice.units).size - all
    const skipped = SkipReason.options.map((reason) => ({
      reason,
      count: counts[reason],
      names: names[reason],
    }))
    return { issuable, skipped: skipped.filter(({ count }) => count > 0) }
  }

  async function present(records: CodeRecord[], mayIssue: boolean): Promise<ClaimCode[]> {
    const found = await units.findMany([...new Set(records.map(({ unit }) => unit))])
    const known = new Map(found.map((unit) => [unit.id, unit]))
    return records.flatMap((record) => {
      const unit = known.get(record.unit)
      return unit ? [claimCodeOf(record, unit, mayIssue)] : []
    })
  }

  const doors = {
    /** What {@link issueCodes} would do. */
    previewCodes: preview,

    /**
     * Issues codes to certified units, never more than `most`; those with an open one get none, unless a further one is
     * asked for. Refusal: `change_unconfirmed` where there would be more, with a new preview.
     */
    async issueCodes({ further, most = Number.POSITIVE_INFINITY, ...choice }: Choice & Bound, actor: Actor) {
      if (most < Number.POSITIVE_INFINITY) {
        const now = await preview({ ...choice, further })
        const changed = '符合条件的单位刚刚增加了，请重新核对'
        if (now.issuable > most) throw new Refusal('change_unconfirmed', now, changed)
      }
      const subject = { kind: 'unit', id: 'all', name: '认领码' }
      const act = { actor, action: 'representative.issueCodes', subject, after: { ...choice, further } }
      return audit.act(act, async () => {
        let [issued, certified] = [0, 0]
        for await (const batch of batchesOf(chosen({ ...choice, further }))) {
          const sorted = await sort(batch, further)
          certified += sorted.filter(([, reason]) => reason !== 'not_certified').length
          const codes = sorted.flatMap(([unit, reason]) => (reason ? [] : newCode(unit, further, actor)))
          if (codes.length > 0) issued += await store.addCodes(codes.slice(0, most - issued))
        }
        return { issued, kept: certified - issued }
      })
    },

    async listCodes({ page, pageSize, ...filter }: Paged, mayIssue: boolean) {
      const { records, total } = await store.findCodes(filter, (page - 1) * pageSize, pageSize)
      return { items: await present(records, mayIssue), total, page, pageSize }
    },

    /** A letter for each open code, as a PDF. Refusal: `claim_code_none`. */
    async printLetters(filter: ClaimCodeFilter, actor: Actor): Promise<Readable> {
      const open = { ...filter, status: 'open' as const }
      if (!(await store.hasCodes(open))) throw new Refusal('claim_code_none')
      async function* addressed() {
        for await (const batch of batchesOf(store.streamCodes(open))) {
          for (const { code, unit } of await present(batch, true)) yield { unitName: unit.name, code: code! }
        }
      }
      const subject = { kind: 'unit', id: filter.unit ?? 'all', name: '认领码' }
      return audit.act({ actor, action: 'representative.printLetters', subject, after: filter }, async () =>
        letters(addressed()),
      )
    },

    /** Refusals: `claim_code_not_found`, `claim_code_used`, `claim_code_revoked`. */
    async revokeCode(id: string, reason: string, actor: Actor): Promise<ClaimCode> {
      const code = await store.findCode({ _id: id })
      const [unit] = code ? await units.findMany([code.unit]) : []
      if (!code || !unit) throw new Refusal('claim_code_not_found')
      const subject = { kind: 'unit', id: unit.id, name: unit.name }
      await audit.act({ actor, action: 'representative.revokeCode', subject, reason }, async () => {
        if (await store.revokeCode(id, reason)) return
        const now = await store.findCode({ _id: id })
        throw new Refusal(now?.usedAt ? 'claim_code_used' : 'claim_code_revoked')
      })
      const [shown] = await present([(await store.findCode({ _id: id }))!], true)
      return shown!
    },
  }
  return { doors }
}

function newCode(unit: Unit, further: boolean, actor: Actor): CodeRecord {
  const code = Array.from({ length: CODE_LENGTH }, () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)]).join(
    '',
  )
  return {
    ...{ _id: newId('c'), unit: unit.id, hash: hashOf(code), code },
    ...{ issuedAt: new Date(), issuedBy: actor.name },
    ...{ usedAt: null, usedBy: null, userName: null, revokedReason: null },
    openFor: further ? null : unit.id,
    ...{ level: unit.level, cityCode: unit.region.cityCode, search: searchOf(unit.name) },
  }
}

function claimCodeOf(record: CodeRecord, unit: Unit, mayIssue: boolean): ClaimCode {
  const { _id: id, usedAt, revokedReason, issuedBy } = record
  const status = usedAt ? 'used' : revokedReason === null ? 'open' : 'revoked'
  return {
    ...{ id, unit: unitCardOf(unit), status, issuedBy, revokedReason },
    code: mayIssue && status === 'open' ? printCode(record.code) : null,
    issuedAt: record.issuedAt.toISOString(),
    usedAt: usedAt?.toISOString() ?? null,
    usedBy: record.userName,
  }
}

async function* batchesOf<T>(items: AsyncIterable<T>): AsyncGenerator<T[]> {
  let batch: T[] = []
  for await (const item of items) {
    batch.push(item)
    if (batch.length === BATCH) {
      yield batch
      batch = []
    }
  }
  if (batch.length > 0) yield batch
}
