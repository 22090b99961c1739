import { CategoryId } from '@shared/edition/contract'
import type { Field } from '@shared/edition/form/contract'
import { findPhase } from '@shared/edition/rules'
import { Refusal } from '@shared/kernel/errors'
import type { Answers, Figure, MoveName, Nomination, Obstacle } from '@shared/nomination/contract'
import { GRACE_MS, windowObstacle } from '@shared/nomination/eligibility'
import { textsIn } from '@shared/nomination/form'
import { publicPartOf } from '@shared/nomination/public'
import { isWritable, MOVES } from '@shared/nomination/rules'
import type { Unit } from '@shared/unit/contract'
import type { Upload } from '@shared/upload/contract'
import type { Papers } from '../../ports/papers'
import type { Suggest } from '../../ports/wechat'
import type { Clock, Log } from '../../ports/work'
import type { Audit } from '../audit/audit'
import type { Editions } from '../edition/edition'
import { idsOf, type SignedIn } from '../identity/identity'
import type { Representatives, Speaker } from '../representative/representative'
import type { Units } from '../unit/unit'
import type { Uploads } from '../upload/upload'
import { createFiling, type Files, notEligible } from './file'
import { createBlanks } from './mail/blanks'
import { createMails } from './mail/mail'
import type { MailStore } from './mail/model'
import type { Change, NominationRecord, NominationStore } from './model'
import { createMoving } from './move'
import { actOf, cardOf, createPresenter } from './present'
import { createScreenings, type ScreeningParts } from './screening'
import type { Telling } from './tell'

export { createMailStore } from './mail/model'
export { createNominationStore, type NominationStore } from './model'
export { createTelling } from './tell'
export type Nominations = ReturnType<typeof createNominations>

export type Options = ScreeningParts & {
  store: NominationStore
  editions: Pick<Editions, 'current'>
  units: Pick<Units, 'findMany' | 'list'>
  representatives: Pick<Representatives, 'speak' | 'unitsOf' | 'of'>
  files: Files & Pick<Uploads, 'describe' | 'read' | 'take'>
  audit: Audit
  clock: Clock
  isListFixed: Parameters<typeof createFiling>[0]['isListFixed']
  /** WeChat's opinion of what a voter wrote; null where WeChat does not know them. May throw. */
  checkText: (voter: string, text: string) => Promise<Suggest | null>
  log: Log
  /** Tells the representatives of a unit what has become of a nomination. */
  tell: Telling
  papers: Papers
  mails: MailStore
}

/** Nominations: units write and hand them in, staff screen them; what is accepted may become a candidate. */
export function createNominations(options: Options) {
  const { store, editions, units, representatives, files, audit, clock, tell } = options
  const filing = createFiling(options)
  const presenter = createPresenter({ filing, files, editions })
  const go = createMoving({ ...options, filing })
  const present = (record: NominationRecord) => presenter.present(record, 'representative')

  /** A nomination that somebody may see, and as whom. Refusal: `nomination_not_found`, also of other units'. */
  async function expect(
    id: string,
    voter: SignedIn,
  ): Promise<{ record: NominationRecord; speaker: Speaker }> {
    const record = await store.find(id)
    if (!record) throw new Refusal('nomination_not_found')
    const speaker = await representatives.speak(voter, record.unit).catch((error) => {
      // A store that is away says nothing of whose it is: devices would give up on what they have written.
      throw error instanceof Refusal ? new Refusal('nomination_not_found') : error
    })
    return { record, speaker }
  }

  /** Goes one way of the table for a representative. Whoever sends it again, because the answer was lost, gets the same answer. */
  async function move(
    { name, id, version }: { name: MoveName; id: string; version: number },
    voter: SignedIn,
    prepare: (record: NominationRecord) => Promise<Change['set']>,
  ): Promise<Nomination> {
    const { record, speaker } = await expect(id, voter)
    const isSame = record.history.at(-1)?.move === name && record.version === version + 1
    if (isSame && record.status === MOVES[name].to) return present(record)
    return present(await go(record, { name, version, actor: speaker.actor, prepare }, present))
  }

  /** Refusal: `not_eligible` where nothing can be handed in any more. */
  async function expectOpen({ returned }: NominationRecord): Promise<void> {
    const phase = findPhase(editions.current(), 'nomination')
    const obstacle = windowObstacle(phase, clock.now(), { dueAt: returned?.dueAt ?? null })
    if (obstacle) throw notEligible([obstacle])
  }

  /** Has WeChat look at what was written, which nobody waits for; where it cannot, screeners look all the same. */
  async function checkTexts(id: string, voter: SignedIn): Promise<void> {
    try {
      const record = (await store.find(id))!
      for (const part of partsOf(textsIn(filing.formOf(record.category) ?? [], record.answers))) {
        const suggest = await options.checkText(voter.id, part)
        if (suggest === null) return
        if (suggest !== 'pass') return await store.flag({ _id: record._id })
      }
    } catch (error) {
      options.log.warn({ cause: String(error) }, '没能请微信检查报名文字，留给工作人员查看')
    }
  }

  const screenings = createScreenings({ ...options, filing, presenter, go })

  return {
    screenings,
    mails: createMails({ ...options, filing, screenings }),
    blanks: createBlanks(options),

    /** What one should know before one begins. Refusal: `edition_missing`. */
    guide() {
      const { id, year, nomination } = editions.current()
      const phase = findPhase(editions.current(), 'nomination')
      const open = windowObstacle(phase, clock.now()) === null
      return {
        ...{ edition: id, year, minAnswered: nomination.minAnswered, graceSeconds: GRACE_MS / 1000 },
        window: phase ? { opensAt: phase.opensAt, closesAt: phase.closesAt, open } : null,
        forms: CategoryId.options.flatMap((category) => {
          const form = filing.formOf(category)
          return form ? [{ category, form }] : []
        }),
      }
    },

    /** What keeps one's unit from entering, by category. Refusal: `representative_not_found`. */
    async eligibility(unitId: string, voter: SignedIn) {
      await representatives.speak(voter, unitId)
      const unit = await filing.unitOf(unitId)
      const items: { category: CategoryId; obstacles: Obstacle[] }[] = []
      for (const { id } of editions.current().categories) {
        if (filing.formOf(id)) items.push({ category: id, obstacles: await filing.obstacles(id, unit) })
      }
      return { items }
    },

    /**
     * Begins a draft; with the same key again it is the same draft. Refusals: `representative_not_found`, `not_eligible`,
     * `upload_not_found`.
     */
    async create({ key, category, unit: id, answers }: Beginning, voter: SignedIn): Promise<Nomination> {
      const speaker = await representatives.speak(voter, id)
      const unit = await filing.unitOf(id)
      const obstacles = await filing.obstacles(category, unit)
      if (obstacles.length > 0) throw notEligible(obstacles)
      const writer = { name: speaker.actor.name, owners: idsOf(voter) }
      const record = await filing.draft({
        origin: `${voter.id} ${id} ${category} ${key}`,
        category,
        unit,
        answers,
        writer,
      })
      return present(record)
    },

    async mine(voter: SignedIn) {
      const [edition, ids] = [editions.current().id, await representatives.unitsOf(voter)]
      const [records, known] = await Promise.all([store.findOfUnits(edition, ids), units.findMany(ids)])
      const items = records.flatMap((record) => {
        const unit = known.find(({ id }) => id === record.unit)
        return unit ? [cardOf(record, unit)] : []
      })
      return { items, total: items.length, page: 1, pageSize: Math.max(items.length, 1) }
    },

    /** Refusal: `nomination_not_found`. */
    find: async (id: string, voter: SignedIn): Promise<Nomination> =>
      present((await expect(id, voter)).record),

    /**
     * Keeps what was written, also after the end, so that nothing is lost; but what came by mail stays as it was mailed
     * then, since its date is to count for it. Refusals: `nomination_not_found`, `version_conflict` with the latest
     * nomination, `nomination_settled`, `not_eligible`, `upload_not_found`.
     */
    async save(id: string, { version, answers }: { version: number; answers: Answers }, voter: SignedIn) {
      const { record, speaker } = await expect(id, voter)
      await filing.expectVersion(record, version, present)
      if (!isWritable(record.status)) throw new Refusal('nomination_settled')
      if (record.mailedAt && record.status === 'draft') await expectOpen(record)
      const writer = { name: speaker.actor.name, owners: idsOf(voter) }
      return present(await filing.make(record, await filing.saving(record, answers, writer), present))
    },

    /**
     * Hands a nomination in: by the server's clock, with some grace for what had arrived before the end. Refusals:
     * `nomination_not_found`, `version_conflict`, `nomination_settled`, `nomination_incomplete`, `not_eligible`.
     */
    async submit(id: string, version: number, voter: SignedIn): Promise<Nomination> {
      const sent = await move({ name: 'submit', id, version }, voter, async (record) => {
        await filing.expectReady(record)
        const [uploads] = await presenter.uploadsOf(record)
        const isFlagged = uploads!.some(({ check }) => check === 'flagged')
        // Never unset: WeChat may say so this very moment, and it stands until somebody accepts.
        return { slot: filing.slotOf(record), submittedAt: clock.now(), ...(isFlagged && { flagged: true }) }
      })
      void checkTexts(id, voter)
      return sent
    },

    /** Takes it back to work on it, while it can be handed in again. Refusals: as {@link submit}. */
    amend: (id: string, version: number, voter: SignedIn) =>
      move({ name: 'amend', id, version }, voter, async (record) => {
        await expectOpen(record)
        return {}
      }),

    withdraw: (id: string, version: number, voter: SignedIn) =>
      move({ name: 'withdraw', id, version }, voter, async () => ({ slot: null })),

    resume: (id: string, version: number, voter: SignedIn) =>
      move({ name: 'resume', id, version }, voter, async (record) => {
        await expectOpen(record)
        return {}
      }),

    /** Objects to the registry's figures. Refusals: `nomination_not_found`, `objection_open`. */
    async object(id: string, text: string, voter: SignedIn): Promise<Nomination> {
      const { record, speaker } = await expect(id, voter)
      const objection = { text, at: clock.now().toISOString(), answer: null, answeredAt: null }
      const act = { ...actOf('object', record), actor: speaker.actor, after: { objection: text } }
      await audit.act(act, async () => {
        const free = { $or: [{ objection: null }, { 'objection.answer': { $ne: null } }] }
        if (!(await store.object(id, free, objection))) throw new Refusal('objection_open')
      })
      return present((await store.find(id))!)
    },

    /** WeChat wants a human to look at an upload, and so at all that name it. */
    flagFile: (upload: string): Promise<void> => store.flag({ upload }),

    /** Tells representatives what they should have been told when somebody died, or a store was away. */
    async tellAll(): Promise<void> {
      for (const record of await store.findUntold(200)) {
        if (record.untold) await tell(record, record.untold)
        if (record.answerUntold) await tell(record, 'answer')
      }
    },

    /** How many there are in an edition, by category, status and city. */
    counts: store.count,

    /** Those that may become candidates. */
    async accepted(edition: string, category: CategoryId) {
      const records: NominationRecord[] = []
      for await (const record of store.stream(edition, { category, status: 'accepted' })) records.push(record)
      const found = await units.findMany([...new Set(records.map(({ unit }) => unit))])
      const known = new Map(found.map((unit) => [unit.id, unit]))
      const uploads = await presenter.uploadsOf(...records)
      return records.flatMap((record, i): AcceptedNomination[] => {
        const unit = known.get(record.unit)
        if (!unit) return []
        const { _id: id, version, title, answers, score, decidedAt, flagged, objection } = record
        return [
          {
            ...{ id, version, unit, title, answers, score, flagged, uploads: uploads[i]! },
            acceptedAt: decidedAt!.toISOString(),
            hasOpenObjection: objection !== null && objection.answer === null,
          },
        ]
      })
    },

    /** What came with a nomination besides its text, of what netizens or reviewers may see; null where there is none. */
    async handedIn(id: string): Promise<Handed | null> {
      const record = await store.find(id)
      if (!record) return null
      const form = filing.formOf(record.category) ?? []
      const answersOf = (kind: Field['kind']) =>
        form
          .filter((field) => field.kind === kind)
          .flatMap(({ key }) => [record.answers[key] ?? []].flat() as unknown[])
      const pictures = await files.describe(publicPartOf(form, record.answers).pictures)
      return {
        ...{ figures: answersOf('figures') as Figure[], links: answersOf('link') as string[] },
        pictures,
      }
    },

    /** Units behind some nominations, to tell their representatives. */
    async unitsOf(ids: string[]): Promise<string[]> {
      return [...new Set((await store.findMany(ids)).map(({ unit }) => unit))]
    },
  }
}

/** Numbers, addresses (of videos) and pictures that came with a nomination. */
export type Handed = { figures: Figure[]; links: string[]; pictures: Upload[] }

/** A nomination that screeners have accepted, as the shortlist needs it. */
export type AcceptedNomination = {
  id: string
  version: number
  unit: Unit
  title: string
  answers: Answers
  /** 0…100; null where nobody has said. */
  score: number | null
  acceptedAt: string
  /** WeChat's check wants a human to look. */
  flagged: boolean
  hasOpenObjection: boolean
  uploads: Upload[]
}

/** What WeChat looks at, at once. */
const MOST_CHARACTERS = 2500

/** A text in parts that WeChat takes. */
const partsOf = (text: string): string[] => text.match(new RegExp(`[^]{1,${MOST_CHARACTERS}}`, 'g')) ?? []

type Beginning = { key: string; category: CategoryId; unit: string; answers: Answers }
