import { rm } from 'node:fs/promises'
import type { Actor } from '@shared/audit/contract'
import type { CategoryId } from '@shared/edition/contract'
import { findPhase } from '@shared/edition/rules'
import { fullText } from '@shared/kernel/dates'
import { Refusal } from '@shared/kernel/errors'
import type { Answers, MoveName, Obstacle } from '@shared/nomination/contract'
import { windowObstacle } from '@shared/nomination/eligibility'
import { isWritable } from '@shared/nomination/rules'
import type {
  HistoryEntry,
  Phones,
  Screening,
  ScreeningCard,
  ScreeningQuery,
} from '@shared/nomination/screening/contract'
import type { Unit } from '@shared/unit/contract'
import { maskPhone } from '@shared/unit/rules'
import type { Upload } from '@shared/upload/contract'
import type { Pdf } from '../../ports/pdf'
import type { Sheets } from '../../ports/sheets'
import type { Clock } from '../../ports/work'
import type { Audit } from '../audit/audit'
import type { Editions } from '../edition/edition'
import type { Representatives } from '../representative/representative'
import type { Units } from '../unit/unit'
import type { Uploads } from '../upload/upload'
import { createExports } from './export'
import { type Filing, notEligible } from './file'
import type { Change, NominationRecord, NominationStore } from './model'
import type { Moving } from './move'
import { phonesIn, unmaskedIn } from './phones'
import { actOf, cardOf, type Presenter } from './present'
import type { Telling } from './tell'

/** What only staff's side needs. */
export type ScreeningParts = {
  /** Members of staff who may screen. */
  screeners: () => Promise<{ id: string; name: string }[]>
  sheets: Sheets
  pdf: Pdf
}
type Options = ScreeningParts & {
  store: NominationStore
  editions: Pick<Editions, 'current'>
  units: Pick<Units, 'findMany'>
  representatives: Pick<Representatives, 'of'>
  files: Pick<Uploads, 'read' | 'take'>
  filing: Filing
  presenter: Presenter
  go: Moving
  audit: Audit
  clock: Clock
  tell: Telling
}
type Step = { id: string; version: number; actor: Actor }

const WINDOW: Obstacle['reason'][] = ['not_open', 'closed', 'suspended']

/** Staff's side of nominations: the queue, reading, and deciding. */
export function createScreenings(options: Options) {
  const { store, editions, units, representatives, files, filing, presenter, go, audit, clock, tell } =
    options

  async function expect(id: string): Promise<NominationRecord> {
    const record = await store.find(id)
    if (!record) throw new Refusal('nomination_not_found')
    return record
  }

  async function show(record: NominationRecord): Promise<Screening> {
    const [shown, speakers] = await Promise.all([
      presenter.present(record, 'staff'),
      representatives.of(record.unit),
    ])
    const { screener, score, checked, comments, history, edition } = record
    return {
      ...shown,
      ...{ screener, score, checked, comments, history, edition, flags: flagsOf(record) },
      representatives: speakers.map(({ _id: id, name, position, phone }) => ({
        ...{ id, name, position, phone: maskPhone(phone) },
      })),
    }
  }

  async function expectVersion({ id, version }: Step): Promise<NominationRecord> {
    const record = await expect(id)
    await filing.expectVersion(record, version, show)
    return record
  }

  /** Goes one way of the table for staff. */
  const move = async (
    name: MoveName,
    { id, ...step }: Step & { reason: string | null; fields?: HistoryEntry['fields'] },
    prepare: (record: NominationRecord) => Promise<Change['set']>,
  ): Promise<Screening> => show(await go(await expect(id), { ...step, name, prepare }, show))

  /** A change that is no move. */
  async function alter(what: string, step: Step, before: object, set: Change['set']): Promise<Screening> {
    const record = await expectVersion(step)
    const act = { ...actOf(what, record), actor: step.actor, before, after: set }
    return show(await audit.act(act, () => filing.make(record, { at: clock.now(), set }, show)))
  }

  const DECISIONS: {
    [M in Verdict['move']]: (record: NominationRecord, verdict: Verdict) => Promise<Change['set']>
  } = {
    async accept(record, { flagged = false }) {
      if (record.flagged && !flagged) throw new Refusal('version_conflict', await show(record))
      const asked = editions.current().nomination.forms[record.category]?.checklist ?? []
      if (!asked.every((one) => record.checked.includes(one))) throw new Refusal('checklist_open')
      const obstacles = await filing.obstacles(record.category, await filing.unitOf(record.unit), record)
      const standing = obstacles.filter(({ reason }) => !WINDOW.includes(reason))
      if (standing.length > 0) throw notEligible(standing)
      // Who accepts has looked at what WeChat wanted somebody to look at.
      return { decidedAt: clock.now(), slot: filing.slotOf(record), ...(flagged && { flagged: false }) }
    },
    async reject(_record, { reason = null }) {
      return { decidedAt: clock.now(), slot: null, rejectedReason: reason }
    },
    async reconsider(record) {
      return { decidedAt: null, slot: filing.slotOf(record), rejectedReason: null }
    },
    async return(_record, { reason = '', fields = [], dueAt = null }) {
      const now = clock.now()
      if (dueAt !== null && Date.parse(dueAt) <= now.getTime()) {
        throw new Refusal(
          'invalid_request',
          [{ path: 'dueAt', message: '要晚于现在' }],
          '再次提交的期限要晚于现在',
        )
      }
      const window = windowObstacle(findPhase(editions.current(), 'nomination'), now, { dueAt })
      if (window?.reason === 'closed') throw new Refusal('due_date_needed')
      return { returned: { at: now.toISOString(), reason, fields, dueAt } }
    },
  }

  return {
    ...createExports({ ...options, show }),

    async list(query: ScreeningQuery) {
      const { records, total } = await store.findPage(editions.current().id, query)
      const found = await units.findMany([...new Set(records.map(({ unit }) => unit))])
      const known = new Map(found.map((unit) => [unit.id, unit]))
      const items = records.flatMap((record) => {
        const unit = known.get(record.unit)
        return unit ? [screeningCardOf(record, unit)] : []
      })
      return { items, total, page: query.page, pageSize: query.pageSize }
    },

    async facets() {
      const counted = await store.count(editions.current().id)
      const regions = new Map<string, { value: string; name: string; count: number }>()
      const counts = new Map<string, Pick<(typeof counted)[number], 'category' | 'status' | 'count'>>()
      for (const { category, status, cityCode, city, count } of counted) {
        const region = regions.get(cityCode) ?? { value: cityCode, name: city, count: 0 }
        regions.set(cityCode, { ...region, count: region.count + count })
        const key = `${category} ${status}`
        counts.set(key, { category, status, count: (counts.get(key)?.count ?? 0) + count })
      }
      return {
        counts: [...counts.values()],
        regions: [...regions.values()],
        screeners: await options.screeners(),
      }
    },

    /** Refusal: `nomination_not_found`. */
    find: async (id: string): Promise<Screening> => show(await expect(id)),

    /** The numbers to call, whole; who looked is in the audit, the numbers are not. Refusal: `nomination_not_found`. */
    async lookAtPhones(id: string, actor: Actor): Promise<Phones> {
      const record = await expect(id)
      return audit.act({ ...actOf('lookAtPhones', record), actor }, async () => {
        const speakers = await representatives.of(record.unit)
        const phones = speakers.map(({ _id, phone }) => [_id, phone])
        return { answers: phonesIn(record), representatives: Object.fromEntries(phones) }
      })
    },

    /**
     * Decides, in place of the version that was read. Refusals: `nomination_not_found`, `version_conflict` with the latest,
     * `nomination_settled`, `not_eligible`, `due_date_needed`, `checklist_open`.
     */
    decide: (id: string, verdict: Verdict, actor: Actor): Promise<Screening> =>
      move(
        verdict.move,
        { id, version: verdict.version, actor, reason: verdict.reason ?? null, fields: verdict.fields },
        (record) => DECISIONS[verdict.move](record, verdict),
      ),

    /** Keeps what a screener has looked at, and what the deeds are worth. Refusals: `version_conflict`, `nomination_settled`. */
    async assess(step: Step, assessment: Pick<NominationRecord, 'checked' | 'score'>): Promise<Screening> {
      const { status, checked, score } = await expect(step.id)
      if (status !== 'submitted' && status !== 'accepted') throw new Refusal('nomination_settled')
      return alter('assess', step, { checked, score }, assessment)
    },

    /** Hands it to a colleague. Refusals: `version_conflict`, `staff_not_found`. */
    async assign(step: Step, screener: string | null): Promise<Screening> {
      const record = await expect(step.id)
      const colleague = (await options.screeners()).find(({ id }) => id === screener) ?? null
      if (screener !== null && !colleague) throw new Refusal('staff_not_found')
      return alter('assign', step, { screener: record.screener }, { screener: colleague })
    },

    /** Adds to what colleagues say among themselves. */
    async comment(id: string, text: string, { id: by, name }: Actor): Promise<Screening> {
      const record = await expect(id)
      const comment = { at: new Date().toISOString(), by: { id: by, name }, text }
      const act = { ...actOf('comment', record), actor: { id: by, name }, after: { text } }
      await audit.act(act, () => store.comment(id, comment))
      return show(await expect(id))
    },

    /** Refusals: `nomination_not_found`, `objection_missing`. */
    async answerObjection(id: string, answer: string, actor: Actor): Promise<Screening> {
      const record = await expect(id)
      const { objection } = record
      if (!objection || objection.answer !== null) throw new Refusal('objection_missing')
      const answered = { ...objection, answer, answeredAt: clock.now().toISOString() }
      const act = {
        ...actOf('answerObjection', record),
        actor,
        before: { objection: objection.text },
        after: { answer },
      }
      await audit.act(act, async () => {
        const open = { 'objection.answer': null, 'objection.at': objection.at }
        if (!(await store.object(id, open, answered))) throw new Refusal('objection_missing')
      })
      const latest = await expect(id)
      await tell(latest, 'answer')
      return show(latest)
    },

    /** Begins a draft for a unit that did not write in the app. `origin` tells one from the other. */
    async file({ unit: id, origin, source, ...filed }: Filed, actor: Actor): Promise<Screening> {
      const unit = await filing.unitOf(id)
      const writer = writerOf(actor)
      const subject = { kind: 'unit', id: unit.id, name: unit.name }
      const by = { id: actor.id, name: actor.name }
      const comments = source ? [{ at: clock.now().toISOString(), by, text: source }] : []
      const draft = { ...filed, origin: `staff ${origin}`, unit, writer, comments }
      const after = { category: filed.category }
      const act = { actor, action: 'nomination.begin', subject, after }
      return show(await audit.act(act, () => filing.draft(draft)))
    },

    /** Takes a file in that is to be part of a draft. */
    async takeFile({ path, name }: { path: string; name: string }, actor: Actor): Promise<Upload> {
      const subject = { kind: 'nomination', id: 'all', name }
      try {
        return await audit.act({ actor, action: 'nomination.upload', subject }, () =>
          files.take(ownerOf(actor), { path, name }),
        )
      } finally {
        await rm(path, { force: true })
      }
    },

    /** Writes in a draft for its unit; a number left masked stays. Refusals: `version_conflict`, `nomination_settled`, `upload_not_found`. */
    async edit(step: Step, answers: Answers): Promise<Screening> {
      const record = await expectVersion(step)
      if (!isWritable(record.status)) throw new Refusal('nomination_settled')
      const change = await filing.saving(record, unmaskedIn(answers, record), writerOf(step.actor))
      const isChanged = (key: string) =>
        JSON.stringify(record.answers[key]) !== JSON.stringify(change.set.answers[key])
      const changed = (filing.formOf(record.category) ?? []).filter(({ key }) => isChanged(key))
      const act = {
        ...actOf('edit', record),
        actor: step.actor,
        after: { 改动的项: changed.map(({ label }) => label) },
      }
      return show(await audit.act(act, () => filing.make(record, change, show)))
    },

    /**
     * Hands a draft in for its unit; after the end too where it came by mail and staff vouch that the mail was `inTime`.
     * Refusals: those of handing in.
     */
    async submit({ reason: ground, inTime, ...step }: Step & { reason: string; inTime: boolean }) {
      const { mailedAt, status } = await expect(step.id)
      const vouched = inTime && status === 'draft' ? mailedAt : null
      const reason = vouched ? `邮件在截止前收到（${fullText(vouched)}发出）。${ground}` : ground
      return move('file', { ...step, reason }, async (record) => {
        await filing.expectReady(record, vouched)
        return { slot: filing.slotOf(record), submittedAt: clock.now() }
      })
    },
  }
}

export type Screenings = ReturnType<typeof createScreenings>

type Verdict = {
  move: 'accept' | 'reject' | 'reconsider' | 'return'
  version: number
  flagged?: boolean
  reason?: string
  fields?: HistoryEntry['fields']
  dueAt?: string | null
}
type Filed = {
  category: CategoryId
  unit: string
  answers: Answers
  origin: string
  /** What could not be read of a form on paper, and where it came from, for colleagues. */
  unread?: string[]
  source?: string
  mailedAt?: Date | null
}

/** Under which name the uploads of a member of staff are theirs. */
const ownerOf = ({ id }: Actor) => `staff:${id}`
const writerOf = (actor: Actor) => ({ name: actor.name, owners: [ownerOf(actor)] })

function flagsOf({ objection, flagged, unread }: NominationRecord): ScreeningCard['flags'] {
  return [
    ...(objection && objection.answer === null ? ['objection' as const] : []),
    ...(flagged ? ['content' as const] : []),
    ...(unread.length > 0 ? ['unread' as const] : []),
  ]
}

function screeningCardOf(record: NominationRecord, unit: Unit): ScreeningCard {
  const { screener, score } = record
  return { ...cardOf(record, unit), screener, score, flags: flagsOf(record) }
}
