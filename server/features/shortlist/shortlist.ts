import { createHash, randomBytes } from 'node:crypto'
import type { Actor } from '@shared/audit/contract'
import type { CategoryId } from '@shared/edition/contract'
import { findCategory } from '@shared/edition/rules'
import { Refusal } from '@shared/kernel/errors'
import type { Conflict, EntryText, Shortlist } from '@shared/shortlist/contract'
import { canMove, countOf, drawNumbers, type Move, nextNumber } from '@shared/shortlist/rules'
import type { Sheets } from '../../ports/sheets'
import type { Clock, Log } from '../../ports/work'
import type { Audit } from '../audit/audit'
import type { Candidates } from '../candidate/candidate'
import type { Editions } from '../edition/edition'
import type { AcceptedNomination, Nominations } from '../nomination/nomination'
import type { Uploads } from '../upload/upload'
import { sheetOf } from './export'
import { createFollowing } from './follow'
import {
  type AnnouncedRecord,
  type EntryRecord,
  idOf,
  type ShortlistRecord,
  type ShortlistStore,
} from './model'
import {
  conflictsOf,
  createPresenter,
  formOf,
  isBegun,
  nominationOf,
  originOf,
  type Place,
  problemsOf,
  surroundingsOf,
  textOf,
} from './present'
import type { Telling } from './tell'

export { createShortlistStore, type ShortlistStore } from './model'
export { createTelling } from './tell'
export type Shortlists = ReturnType<typeof createShortlists>

type Options = {
  store: ShortlistStore
  editions: Pick<Editions, 'current' | 'isSet' | 'areCandidatesPublic'>
  nominations: Pick<Nominations, 'accepted' | 'counts'>
  candidates: Pick<Candidates, 'allOf' | 'follow'>
  files: Pick<Uploads, 'describe' | 'publish' | 'unpublish' | 'ownedBy' | 'take'>
  audit: Audit
  clock: Clock
  sheets: Sheets
  log: Log
  /** Categories of an edition with ballots, which are further down the line of features. */
  votedIn: (edition: string) => Promise<CategoryId[]>
  tell: Telling
  /** Which of these pictures an experience has, which is further down the line of features as well. */
  toldOf: (pictures: string[]) => Promise<string[]>
}

/** A change to one version of a category's list. */
type To = { category: CategoryId; version: number; actor: Actor; reason?: string }
/** What a change sets, and what the audit is told of it. */
type Change = {
  set: Partial<Pick<ShortlistRecord, 'state' | 'picks' | 'draw' | 'entries'>>
  before: unknown
  after: unknown
}

/** Under which owner staff's pictures for candidates are kept. */
const OWNER = 'shortlist'
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** The shortlists of the current edition: from accepted nominations to candidates. */
export function createShortlists(options: Options) {
  const { store, editions, nominations, candidates, files, audit, clock, sheets, votedIn } = options
  const presenter = createPresenter(options)
  const following = createFollowing(options)

  /** Refusals: `edition_missing`, `not_found`. */
  async function open(id: CategoryId): Promise<Place> {
    const edition = editions.current()
    const category = findCategory(edition, id)
    if (!category) throw new Refusal('not_found')
    const [found, accepted, counts, voted] = await Promise.all([
      store.find(edition.id, id),
      nominations.accepted(edition.id, id),
      nominations.counts(edition.id),
      votedIn(edition.id),
    ])
    const begun = isBegun(edition, clock) || voted.includes(id)
    const known = { edition, category, record: found ?? blank(edition.id, id), accepted, begun }
    const now = { now: clock.now(), counts, candidates: candidates.allOf(id) }
    return { ...known, around: surroundingsOf(known, now) }
  }

  const show = async (category: CategoryId): Promise<Shortlist> => presenter.show(await open(category))

  /** Makes a move, unless somebody has changed the list meanwhile. Refusals: `version_conflict`, `shortlist_state`, `shortlist_fixed`. */
  async function alter(move: Move, to: To, prepare: (place: Place) => Change | Promise<Change>) {
    const { category, version, actor, reason } = to
    const place = await open(category)
    const { record, begun } = place
    if (record.version !== version) throw new Refusal('version_conflict', await presenter.show(place))
    if (!canMove(move, record.state, begun)) {
      throw new Refusal(record.state === 'published' && begun ? 'shortlist_fixed' : 'shortlist_state')
    }
    const { set, before, after } = await prepare(place)
    const touchesCandidates = record.state === 'published' || set.state === 'published'
    const next: ShortlistRecord = {
      ...{ ...record, ...set, version: version + 1, settled: record.settled && !touchesCandidates },
      ...{ changedAt: clock.now(), changedBy: actor.name },
    }
    if (next.state === 'published') next.announced = announcedIn(next)
    const act = { ...entry(move, place), actor, before, after, reason: reason ?? null }
    await audit.act(act, async () => {
      if (!(await store.replace(next))) throw new Refusal('version_conflict', await show(category))
      if (touchesCandidates) await following.followOrTakeBack(next, record)
    })
    return show(category)
  }

  /** Refusal: `pick_not_accepted`. */
  function expectAccepted(id: string, place: Place): AcceptedNomination {
    const nomination = nominationOf(id, place)
    if (!nomination) throw new Refusal('pick_not_accepted')
    return nomination
  }

  /** One on the list, still. Refusal: `entry_not_found`. */
  function expectEntry(id: string, { record }: Place): EntryRecord {
    const found = record.state !== 'drafting' && record.entries.find((one) => one.id === id && !one.dropped)
    if (!found) throw new Refusal('entry_not_found')
    return found
  }

  return {
    show,

    /** Where all categories stand. Refusal: `edition_missing`. */
    async list() {
      const { id, categories } = editions.current()
      const records = new Map((await store.findAll(id)).map((record) => [record.category, record]))
      return categories.map(({ id: category, shortName, seats }) => {
        const { state, picks } = records.get(category) ?? blank(id, category)
        return { category, shortName, seats, state, picked: picks.length }
      })
    },

    /** Keeps who is picked, in which order. Refusals: those of a move, `pick_not_accepted`. */
    pick: (ids: string[], to: To) =>
      alter('pick', to, (place) => {
        const { picks: before } = place.record
        const picks = [...new Set(ids)].map((id) => {
          const kept = before.find((choice) => choice.id === id)
          return kept ?? choiceOf(expectAccepted(id, place))
        })
        return { set: { picks }, before: { 挑选: titlesOf(before) }, after: { 挑选: titlesOf(picks) } }
      }),

    /**
     * Fixes the picks and draws their numbers. Refusals: those of a move; `change_refused` and `change_unconfirmed`, whose
     * details are conflicts.
     */
    freeze: ({ seed: typed, acknowledged, ...to }: To & { seed?: string; acknowledged: string[] }) =>
      alter('freeze', to, (place) => {
        const { record, category } = place
        expectSettled(conflictsOf(place), acknowledged)
        const old = new Map(record.entries.map((one) => [one.id, one]))
        const others = candidates.allOf(category.id).filter(({ id }) => !old.has(id))
        const after = Math.max(0, ...others.map(({ number }) => countOf(category.letter, number)))
        const seed = typed ?? randomBytes(16).toString('hex')
        const ids = record.picks.map(({ id }) => id)
        const drawn = drawNumbers(ids, { seed, letter: category.letter, after, sha256 })
        const entries = drawn.map((lot) => {
          const { text, textVersion, polished } = old.get(lot.id) ?? UNTOUCHED
          const kept = polished ? { text, textVersion, polished } : { ...UNTOUCHED, textVersion }
          return { ...entryOf(expectAccepted(lot.id, place)), ...lot, ...kept }
        })
        const draw = {
          ...{ seed, source: typed ? ('typed' as const) : ('made' as const), after },
          ...{ drawnAt: clock.now().toISOString(), drawnBy: to.actor.name },
        }
        return {
          set: { state: 'frozen', draw, entries },
          before: { 名单: titlesOf(record.picks) },
          after: { 种子: seed, 编号: numbersOf(entries), 已知情: acknowledged },
        }
      }),

    /** Goes back to picking: numbers are void, polished texts stay for those who are picked again. Refusals: those of a move. */
    unfreeze: (to: To) =>
      alter('unfreeze', to, ({ record: { draw, entries } }) => ({
        set: { state: 'drafting', draw: null },
        before: { 种子: draw?.seed, 编号: numbersOf(entries) },
        after: null,
      })),

    /**
     * Makes candidates of all on the list, exactly as their texts are. Refusals: those of a move, `change_refused` with what
     * is still missing, `change_unconfirmed` with conflicts, `unit_missing`, `storage_unavailable`; then the list is as it was.
     */
    publish: ({ acknowledged, ...to }: To & { acknowledged: string[] }) =>
      alter('publish', to, (place) => {
        expectSettled(conflictsOf(place), acknowledged)
        const entries = place.record.entries.map((one) => readied(one, place))
        return {
          set: { state: 'published', entries },
          before: null,
          after: { 候选: numbersOf(entries), ...(acknowledged.length > 0 && { 已知情: acknowledged }) },
        }
      }),

    /** Takes the candidates back before voting; numbers and texts stay. Refusals: those of a move. */
    unpublish: (to: To) =>
      alter('unpublish', to, ({ record: { entries } }) => ({
        set: { state: 'frozen' },
        before: { 候选: numbersOf(entries) },
        after: null,
      })),

    /**
     * Takes one off before voting and puts another on, or none. Refusals: those of a move, `entry_not_found`,
     * `pick_not_accepted`, and those of publishing.
     */
    replace: ({ out, in: newcomer, ...to }: To & { out: string; in: string | null; reason: string }) =>
      alter('replace', to, (place) => {
        const { record, category } = place
        const leaving = expectEntry(out, place)
        const dropped = {
          ...{ at: clock.now().toISOString(), by: to.actor.name, reason: to.reason, replacedBy: newcomer },
        }
        const entries = record.entries.map((one) => (one === leaving ? { ...one, dropped } : one))
        if (newcomer === null) {
          const picks = record.picks.filter(({ id }) => id !== out)
          return { set: { picks, entries }, before: { 候选: numbersOf([leaving]) }, after: null }
        }
        const nomination = expectAccepted(newcomer, place)
        if (entries.some(({ id }) => id === newcomer)) throw new Refusal('pick_not_accepted')
        const used = record.entries.map(({ number }) => number)
        const number = nextNumber(category.letter, used, record.draw?.after ?? 0)
        const added = { ...entryOf(nomination), number, key: null, ...UNTOUCHED }
        const joined = record.state === 'published' ? readied(added, place) : added
        const picks = record.picks.map((choice) => (choice.id === out ? choiceOf(nomination) : choice))
        return {
          set: { picks, entries: [...entries, joined] },
          before: { 候选: numbersOf([leaving]) },
          after: { 候选: numbersOf([joined]) },
        }
      }),

    /** One on the list: its text beside what the nomination says. Refusal: `entry_not_found`. */
    async find(category: CategoryId, id: string) {
      const place = await open(category)
      const found = expectEntry(id, place)
      const nomination = nominationOf(id, place)
      const text = textOf(found, place)
      const own = nomination?.uploads ?? []
      const added = text.picture && !own.some((one) => one.id === text.picture)
      const pictures = own.filter(({ kind }) => kind === 'picture')
      return {
        entry: (await presenter.entries(place, [found]))[0]!,
        text,
        original: formOf(place)
          .filter(({ kind }) => kind !== 'phone' && kind !== 'consent')
          .map((field) => ({ field, answer: nomination?.answers[field.key] ?? null })),
        pictures: added ? [...pictures, ...(await files.describe([text.picture!]))] : pictures,
        documents: own.filter(({ kind }) => kind === 'document'),
        preview: await presenter.preview(found, place),
      }
    },

    /**
     * Writes what the public will read of somebody. Refusals: `entry_not_found`, `shortlist_state`, `version_conflict` with
     * the latest text, `upload_not_found`.
     */
    async polish(
      { category, id, actor }: { category: CategoryId; id: string; actor: Actor },
      { textVersion, text }: { textVersion: number; text: EntryText },
    ) {
      const place = await open(category)
      const found = expectEntry(id, place)
      if (!canMove('polish', place.record.state, place.begun)) throw new Refusal('shortlist_state')
      const { picture } = text
      const isOwn = nominationOf(id, place)?.uploads.some(
        (one) => one.id === picture && one.kind === 'picture',
      )
      if (picture && !isOwn && !(await files.ownedBy([picture], OWNER))) throw new Refusal('upload_not_found')
      const conflict = async (now: Place) => {
        const latest = expectEntry(id, now)
        return new Refusal('version_conflict', { text: textOf(latest, now), ...latest.polished })
      }
      if (found.textVersion !== textVersion) throw await conflict(place)
      const polished = { at: clock.now().toISOString(), by: actor.name }
      const change = { before: textOf(found, place), after: text }
      const subject = { kind: 'candidate', id, name: `${found.number} ${text.name}` }
      await audit.act({ action: 'shortlist.polish', subject, actor, ...change }, async () => {
        if (await store.polish(place.record._id, found, { text, polished })) return
        const now = await open(category)
        throw now.record.state === 'frozen' ? await conflict(now) : new Refusal('shortlist_state')
      })
      const now = await open(category)
      return (await presenter.entries(now, [expectEntry(id, now)]))[0]!
    },

    /** Keeps a picture that staff bring, for anybody on a list. Refusals: those of uploads. */
    addPicture: (file: { path: string; name: string }, category: CategoryId, actor: Actor) => {
      const subject = { kind: 'shortlist', id: idOf(editions.current().id, category), name: '候选图片' }
      return audit.act({ action: 'shortlist.addPicture', subject, actor, after: { 文件: file.name } }, () =>
        files.take(OWNER, file),
      )
    },

    /** An `.xlsx` of all that were accepted, in order, with what became of them. */
    async export(category: CategoryId, actor: Actor) {
      const place = await open(category)
      const act = { ...entry('export', place), actor }
      return audit.act(act, async () => sheets.write(sheetOf(await presenter.show(place))))
    },

    /** How numbers were drawn, for anybody, from when candidates are public. Refusal: `edition_missing`. */
    async draws() {
      const { id, categories } = editions.current()
      if (!editions.areCandidatesPublic()) return []
      return (await store.findAll(id)).flatMap(({ category, state, draw, entries }) => {
        const letter = categories.find((one) => one.id === category)?.letter
        if (state !== 'published' || !draw || !letter) return []
        const { drawnBy, ...shown } = draw
        const drawn = entries.flatMap(({ id, number, key }) => (key ? [{ id, number, key }] : []))
        return [{ ...shown, category, letter, drawn: drawn.sort((a, b) => (a.key < b.key ? -1 : 1)) }]
      })
    },

    /** Goes on with what a process that died has left half done; to be called now and then. */
    async finish(): Promise<void> {
      if (!editions.isSet()) return
      const edition = editions.current()
      await following.finish(edition.id, !isBegun(edition, clock))
    },
  }
}

const UNTOUCHED = { text: null, textVersion: 0, polished: null }

const blank = (edition: string, category: CategoryId): ShortlistRecord => ({
  ...{ _id: idOf(edition, category), edition, category, state: 'drafting', version: 0 },
  ...{
    picks: [],
    draw: null,
    entries: [],
    announced: [],
    settled: true,
    changedAt: new Date(0),
    changedBy: '',
  },
})

const choiceOf = ({ id, acceptedAt, title, unit }: AcceptedNomination) => ({
  ...{ id, acceptedAt, title: title || unit.name },
})

const entryOf = ({ id, title, unit, acceptedAt }: AcceptedNomination) => ({
  ...{ id, title, acceptedAt, unit: originOf(unit), sample: unit.sample, dropped: null },
})

/** Somebody with the text and unit they are published with. Refusal: `change_refused` with what is missing. */
function readied(one: EntryRecord, place: Place): EntryRecord {
  if (one.dropped) return one
  const problems = problemsOf(one, place)
  if (problems.length > 0) {
    const details = [{ nominations: [one.id], text: `${one.number} ${problems.join('，')}`, blocks: true }]
    throw new Refusal('change_refused', details, `${one.number} 还不能发布：${problems.join('，')}`)
  }
  return { ...one, text: textOf(one, place), unit: originOf(nominationOf(one.id, place)!.unit) }
}

/** Refusals: `change_refused` with what blocks, `change_unconfirmed` with what nobody has said to have seen. */
function expectSettled(conflicts: Conflict[], acknowledged: string[]): void {
  const blocking = conflicts.filter(({ blocks }) => blocks)
  if (blocking.length > 0) throw new Refusal('change_refused', blocking, wordsOf(blocking))
  const open = conflicts.filter(({ text }) => !acknowledged.includes(text))
  if (open.length > 0)
    throw new Refusal('change_unconfirmed', open, `情况有变，请重新打开再确认：${wordsOf(open)}`)
}

/** What all are to know of a list once it is published. */
function announcedIn({ announced: before = [], entries, version }: ShortlistRecord): AnnouncedRecord[] {
  const on = entries.filter(({ dropped }) => !dropped)
  const off = before.filter(({ id }) => !on.some((one) => one.id === id))
  const reasonOf = (id: string) => entries.find((one) => one.id === id)?.dropped?.reason ?? null
  const news = [
    ...on.map(({ id, number, title, unit }) => ({
      id,
      number,
      title,
      unit,
      news: 'listed' as const,
      reason: null,
    })),
    ...off.map((one) => ({ ...one, news: 'dropped' as const, reason: reasonOf(one.id) })),
  ]
  return news.map((one) => {
    const same = before.find((old) => old.id === one.id && old.number === one.number && old.news === one.news)
    return { ...one, since: same?.since ?? version }
  })
}

const titlesOf = (picks: { title: string }[]) => picks.map(({ title }) => title)
const wordsOf = (conflicts: { text: string }[]) => conflicts.map(({ text }) => text).join('；')
/** `A01 某单位`, without those taken off. */
const numbersOf = (entries: EntryRecord[]) =>
  entries
    .filter(({ dropped }) => !dropped)
    .map(({ number, title, unit }) => `${number} ${title || unit.name}`)

function entry(what: string, { record, category }: Place) {
  const subject = { kind: 'shortlist', id: record._id, name: `${category.name}初选名单` }
  return { action: `shortlist.${what}`, subject }
}
