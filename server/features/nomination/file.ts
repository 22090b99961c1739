import { randomBytes } from 'node:crypto'
import type { CategoryId, Edition } from '@shared/edition/contract'
import type { Form } from '@shared/edition/form/contract'
import { findPhase } from '@shared/edition/rules'
import { Refusal } from '@shared/kernel/errors'
import type { Answers, Obstacle } from '@shared/nomination/contract'
import { type Arriving, findObstacles, isOnePerUnit, windowObstacle } from '@shared/nomination/eligibility'
import { findProblems, fitting, titleOf, uploadsIn } from '@shared/nomination/form'
import { isSameAnswer } from '@shared/nomination/merge'
import type { Unit } from '@shared/unit/contract'
import type { Clock } from '../../ports/work'
import type { Editions } from '../edition/edition'
import { searchOf, type Units } from '../unit/unit'
import type { Change, NominationRecord, NominationStore } from './model'

/** Files that answers name. */
export type Files = { ownedBy(ids: string[], ...owners: string[]): Promise<boolean> }

type Options = {
  store: NominationStore
  editions: Pick<Editions, 'current'>
  units: Pick<Units, 'findMany'>
  files: Files
  clock: Clock
  /** Whether it is settled who of a category's nominations become candidates. */
  isListFixed: (category: CategoryId) => Promise<boolean>
}
/** Who writes: by name, and under which names their uploads are theirs. */
export type Writer = { name: string; owners: string[] }
/** Makes of a nomination what the one who was too late is shown. */
export type Show = (latest: NominationRecord) => Promise<unknown>

/** What holds for all who write nominations, representatives and staff alike. */
export function createFiling({ store, editions, units, files, clock, isListFixed }: Options) {
  /** The form of a category; null where it takes no nominations. */
  const formOf = (category: CategoryId): Form | null =>
    editions.current().nomination.forms[category]?.form ?? null

  async function unitOf(id: string): Promise<Unit> {
    const [unit] = await units.findMany([id])
    if (!unit) throw new Refusal('unit_not_found')
    return unit
  }

  /** Answers a category's form asks for. Refusal: `upload_not_found`, for files that are not the writer's. */
  async function accepted(given: Answers, form: Form, before: Answers, { owners }: Writer): Promise<Answers> {
    const answers = fitting(form, given)
    const known = uploadsIn(form, before)
    const added = uploadsIn(form, answers).filter((id) => !known.includes(id))
    if (!(await files.ownedBy(added, ...owners))) throw new Refusal('upload_not_found')
    return answers
  }

  /** What the window keeps out. A mail from before its end is let in after it, until the category's list is fixed. */
  async function windowFor(
    category: CategoryId,
    form: Arriving,
    mailedAt: Date | null,
  ): Promise<Obstacle | null> {
    const phase = findPhase(editions.current(), 'nomination')
    const window = windowObstacle(phase, clock.now(), form)
    const isLate = window?.reason === 'closed'
    if (!isLate || !mailedAt || windowObstacle(phase, mailedAt)?.reason === 'closed') return window
    return (await isListFixed(category)) ? { ...window, message: '初选名单已经确定，不能再补交报名' } : null
  }

  return {
    formOf,
    unitOf,

    /**
     * All that keeps a unit from entering a category with this nomination, or with a new one. `mailedAt`: when the mail it
     * came by was sent, where that is to count.
     */
    async obstacles(
      category: CategoryId,
      unit: Unit,
      record?: NominationRecord,
      mailedAt: Date | null = null,
    ): Promise<Obstacle[]> {
      const edition = editions.current()
      if (!formOf(category)) return [{ reason: 'no_form', message: '这个奖项不接受自行报名' }]
      if (record && record.edition !== edition.id) {
        return [{ reason: 'closed', message: '这份报名属于往届，不能再提交' }]
      }
      const form = { arrivedAt: record?.savedAt, dueAt: record?.returned?.dueAt }
      const window = await windowFor(category, form, mailedAt)
      const slot = slotOf(edition.id, category, unit.id)
      const holder = slot && (await store.findInSlot(slot, record?._id ?? ''))
      const { year, nomination } = edition
      const taken = holder ? holder.title : null
      return findObstacles({
        ...{ category, window, year, unit, taken },
        minAnswered: nomination.minAnswered,
      })
    },

    /** A new draft. Refusals: `not_eligible` where the category takes none, `upload_not_found`. */
    async draft({
      origin,
      category,
      unit,
      answers: given,
      writer,
      unread = [],
      comments = [],
      mailedAt = null,
    }: Draft): Promise<NominationRecord> {
      const form = formOf(category)
      if (!form) throw notEligible([{ reason: 'no_form', message: '这个奖项不接受自行报名' }])
      const answers = await accepted(given, form, {}, writer)
      const now = clock.now()
      const record: NominationRecord = {
        ...{ _id: newId(), origin, edition: editions.current().id, category, unit: unit.id, answers, unread },
        ...{ phoneKeys: phonesOf(form), untold: null, answerUntold: false },
        ...faceOf(category, unit, form, answers),
        ...{ status: 'draft', version: 1, slot: null, createdAt: now, updatedAt: now },
        ...{ savedAt: now, savedBy: writer.name, submittedAt: null, decidedAt: null, returned: null },
        ...{ rejectedReason: null, objection: null, flagged: false, screener: null, score: null },
        ...{ mailedAt, checked: [], comments, history: [] },
      }
      return store.add(record)
    },

    /** What saving answers changes. Refusals: `upload_not_found`, `not_eligible`. */
    async saving(record: NominationRecord, given: Answers, writer: Writer) {
      const form = formOf(record.category)
      if (!form) throw notEligible([{ reason: 'no_form', message: '这个奖项不接受自行报名' }])
      const [answers, unit] = [await accepted(given, form, record.answers, writer), await unitOf(record.unit)]
      const face = faceOf(record.category, unit, form, answers)
      const at = clock.now()
      const set = { ...face, answers, phoneKeys: phonesOf(form), savedAt: at, savedBy: writer.name }
      const returned = record.returned && { ...record.returned, mended: mendedBy(answers, record) }
      return { at, set: { ...set, returned } }
    },

    /** Refusals: `nomination_incomplete` with the problems by field, `not_eligible` with the obstacles. */
    async expectReady(record: NominationRecord, mailedAt: Date | null = null): Promise<void> {
      const unit = await unitOf(record.unit)
      const obstacles = await this.obstacles(record.category, unit, record, mailedAt)
      if (obstacles.length > 0) throw notEligible(obstacles)
      const problems = findProblems(formOf(record.category)!, record.answers)
      if (problems.length > 0) {
        throw new Refusal(
          'nomination_incomplete',
          problems.map(({ key, message }) => ({ path: `answers.${key}`, message })),
        )
      }
    },

    /** Refusal: `version_conflict` with what `show` makes of it. */
    async expectVersion(record: NominationRecord, version: number, show: Show): Promise<void> {
      if (record.version !== version) throw new Refusal('version_conflict', await show(record))
    },

    /** Makes a change, or says why it could not be: somebody was faster, or another nomination has the unit's place. */
    async make(record: NominationRecord, change: Change, show: Show): Promise<NominationRecord> {
      const done = await store.change(record, change)
      if (done === 'taken') {
        const { category, unit, mailedAt } = record
        throw notEligible(await this.obstacles(category, await unitOf(unit), record, mailedAt))
      }
      const latest = (await store.find(record._id))!
      if (done === 'stale') throw new Refusal('version_conflict', await show(latest))
      return latest
    },

    slotOf: ({ edition, category, unit }: NominationRecord): string | null => slotOf(edition, category, unit),
  }
}

export type Filing = ReturnType<typeof createFiling>

type Draft = {
  origin: string
  category: CategoryId
  unit: Unit
  answers: Answers
  writer: Writer
  unread?: string[]
  comments?: NominationRecord['comments']
  mailedAt?: Date | null
}

/** A refusal that tells all that stands in the way. */
export const notEligible = (obstacles: Obstacle[]): Refusal =>
  new Refusal('not_eligible', obstacles, obstacles.map(({ message }) => message).join('；'))

const newId = () => `n${randomBytes(8).toString('hex')}`

const phonesOf = (form: Form) => form.filter(({ kind }) => kind === 'phone').map(({ key }) => key)

const slotOf = (edition: Edition['id'], category: CategoryId, unit: string) =>
  isOnePerUnit(category) ? `${edition} ${category} ${unit}` : null

/** Keys of the remarks that have been dealt with once a returned one has these answers. */
function mendedBy(answers: Answers, { answers: before, returned }: NominationRecord): string[] {
  const { fields = [], mended = [] } = returned ?? {}
  const changed = fields.filter(({ key }) => !isSameAnswer(before[key], answers[key]))
  return [...new Set([...mended, ...changed.map(({ key }) => key)])]
}

/** What the queue shows of it and finds it by. */
function faceOf(category: CategoryId, { name, level, region }: Unit, form: Form, answers: Answers) {
  const title = category === 'unit' ? name : titleOf(form, answers)
  return {
    ...{ title, level, cityCode: region.cityCode, city: region.city },
    search: searchOf(title, name, `${region.city}${region.county ?? ''}`),
  }
}
