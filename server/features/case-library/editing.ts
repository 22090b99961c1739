import type { Actor } from '@shared/audit/contract'
import type {
  ExperienceDraft,
  ExperienceState,
  ExperienceText,
  QueuedExperience,
  Topic,
} from '@shared/case-library/contract'
import { hasConsent, isTold, picturesIn, proposeText, textProblems } from '@shared/case-library/rules'
import { EMPTY } from '@shared/case-library/search'
import type { CategoryId, Edition } from '@shared/edition/contract'
import { Refusal } from '@shared/kernel/errors'
import { foldText } from '@shared/kernel/text'
import type { Audit } from '../audit/audit'
import type { Candidates } from '../candidate/candidate'
import type { Editions } from '../edition/edition'
import type { AcceptedNomination, Nominations } from '../nomination/nomination'
import type { Uploads } from '../upload/upload'
import type { Catalogue } from './catalogue'
import type { ExperienceRecord, ExperienceStore, KeptPicture } from './model'
import { inOrder, queued } from './present'
import { termsOfPublication } from './words'

export type EditingOptions = {
  store: ExperienceStore
  editions: Pick<Editions, 'current' | 'isSet' | 'read'>
  nominations: Pick<Nominations, 'accepted'>
  candidates: Pick<Candidates, 'allOf'>
  files: Pick<Uploads, 'publish' | 'unpublish'>
  audit: Pick<Audit, 'act'>
}

/** A change to one version of an experience. */
type To = { id: string; version: number; actor: Actor }

type Wish = {
  state?: ExperienceState
  category?: CategoryId
  q?: string
  page: number
  pageSize: number
}

/** An experience with where it comes from; `record` as it would be first, where nobody has saved it (version 0). */
type Place = { record: ExperienceRecord; edition: Edition; nomination: AcceptedNomination | null }

/** What editors do with the library. */
export function createEditing(options: EditingOptions & { catalogue: Catalogue }) {
  const { store, editions, nominations, candidates, files, audit, catalogue } = options

  /** What was accepted in an edition and may be told. */
  async function offered(edition: Edition) {
    const lists = await Promise.all(
      edition.categories.map(async ({ id: category }) => {
        const those = await nominations.accepted(edition.id, category)
        return those.map((nomination) => ({ nomination, category }))
      }),
    )
    const all = lists.flat()
    const agreed = all.filter(({ nomination, category }) =>
      hasConsent(edition.nomination.forms[category]?.form ?? [], nomination.answers),
    )
    return { agreed, withoutConsent: all.length - agreed.length }
  }

  /** Refusals: `experience_not_found`, `consent_missing` where the nomination no longer may be told. */
  async function open(id: string, { needsConsent = true } = {}): Promise<Place> {
    const record = await store.find(id)
    if (!record && !editions.isSet()) throw new Refusal('experience_not_found')
    const edition = record ? (await editions.read(record.edition)).edition : editions.current()
    if (record && !record.nominated) return { record, edition, nomination: null }
    const { agreed } = await offered(edition)
    const found = agreed.find(({ nomination }) => nomination.id === id)
    if (!found && (!record || needsConsent)) {
      throw new Refusal(record ? 'consent_missing' : 'experience_not_found')
    }
    if (!found) return { record: record!, edition, nomination: null }
    const { nomination, category } = found
    return { record: record ?? firstOf(nomination, category, edition), edition, nomination }
  }

  function present({ record, edition, nomination }: Place): ExperienceDraft {
    const { text, unpublished, pictures } = record
    const form = edition.nomination.forms[record.category]?.form ?? []
    const uploads = (nomination?.uploads ?? []).flatMap(({ id, name, kind, url, thumbUrl }) =>
      kind === 'picture' ? [{ id, name, url, thumbUrl: thumbUrl ?? url }] : [],
    )
    const gone = record.nominated && !nomination
    return {
      experience: {
        ...queued(record, nomination?.acceptedAt ?? null),
        ...(record.version === 0 && { state: 'waiting', changedAt: null, changedBy: null }),
      },
      text,
      unpublished: unpublished && { ...unpublished, at: unpublished.at.toISOString() },
      problems: [...(gone ? ['报名已不同意收入案例库，或已不是“通过”状态'] : []), ...textProblems(text)],
      original: nomination
        ? form.filter(isTold).map((field) => ({ field, answer: nomination.answers[field.key] ?? null }))
        : [],
      pictures: [...uploads, ...pictures.map((one) => ({ ...one, name: '' }))],
    }
  }

  const show = async (id: string) => present(await open(id, { needsConsent: false }))

  /** Refusal: `upload_not_found`. */
  function expectPictures(text: ExperienceText, { nomination, record }: Place): void {
    const own = [
      ...(nomination?.uploads ?? []).flatMap(({ id, kind }) => (kind === 'picture' ? [id] : [])),
      ...record.pictures.map(({ id }) => id),
    ]
    if (picturesIn(text).some((id) => !own.includes(id))) throw new Refusal('upload_not_found')
  }

  /** Refusal: `version_conflict` with the latest. */
  async function expectVersion({ record }: Place, version: number): Promise<void> {
    if (record.version !== version) throw new Refusal('version_conflict', await show(record._id))
  }

  /** Stores the next version and has it found. Refusal: `version_conflict`. */
  async function write({ record }: Place, set: Partial<ExperienceRecord>): Promise<void> {
    const { _id, version } = record
    const done =
      version === 0
        ? await store.add({ ...record, ...set, version: 1 })
        : await store.change(_id, version, set)
    if (!done) throw new Refusal('version_conflict', await show(_id))
    await catalogue.refresh()
  }

  const by = (actor: Actor) => ({ changedAt: new Date(), changedBy: actor.name })

  /** Takes pictures back that nobody else shows. */
  async function hide(pictures: readonly KeptPicture[], { edition, record }: Place): Promise<void> {
    const shown = edition.categories
      .flatMap(({ id }) => candidates.allOf(id))
      .map(({ picture }) => picture.url)
    const own = record.pictures.map(({ id }) => id)
    for (const { id, url } of pictures) {
      if (!shown.includes(url) && !own.includes(id)) await files.unpublish(id)
    }
  }

  return {
    show: async (id: string) => present(await open(id)),

    /** The editors' queue: what waits first, then what was changed last. */
    async list({ state, category, q = '', page, pageSize }: Wish) {
      const records = await store.findAll()
      const known = new Set(records.map(({ _id }) => _id))
      const edition = editions.isSet() ? editions.current() : null
      const { agreed, withoutConsent } = edition ? await offered(edition) : { agreed: [], withoutConsent: 0 }
      const accepted = new Map(agreed.map(({ nomination }) => [nomination.id, nomination.acceptedAt]))
      const waiting = agreed
        .filter(({ nomination }) => !known.has(nomination.id))
        .map(
          ({ nomination, category }): QueuedExperience => ({
            ...queued(firstOf(nomination, category, edition!), nomination.acceptedAt),
            ...{ state: 'waiting', changedAt: null, changedBy: null },
          }),
        )
      const all = [...waiting, ...records.map((record) => queued(record, accepted.get(record._id) ?? null))]
      const counts = { waiting: 0, draft: 0, published: 0, revised: 0, unpublished: 0 }
      for (const one of all) counts[one.state] += 1
      const part = foldText(q)
      const those = all
        .filter((one) => (!state || one.state === state) && (!category || one.category === category))
        .filter(({ title, unitName }) => foldText(`${title} ${unitName}`).includes(part))
        .sort(inOrder)
      const items = those.slice((page - 1) * pageSize, page * pageSize)
      return { items, total: those.length, page, pageSize, counts, withoutConsent }
    },

    /** Keeps a draft; the public goes on reading what was published. Refusals: `experience_not_found`, `consent_missing`, `version_conflict`, `upload_not_found`. */
    async save(text: ExperienceText, { id, version, actor }: To) {
      const place = await open(id)
      await expectVersion(place, version)
      expectPictures(text, place)
      const known = catalogue.topics().items.map(({ id }) => id)
      const kept = { ...text, topics: text.topics.filter((topic) => known.includes(topic)) }
      const change = { before: version > 0 ? told(place.record.text) : null, after: told(kept) }
      await audit.act({ ...entry('save', id, kept.title), actor, ...change }, () =>
        write(place, { text: kept, ...by(actor) }),
      )
      return show(id)
    },

    /** Has the public read a version. Refusals: those of saving, `experience_incomplete`, `storage_unavailable`. */
    async publish({ id, version, actor }: To) {
      const place = await open(id)
      await expectVersion(place, version)
      const { record, nomination } = place
      const { text } = record
      const problems = textProblems(text)
      if (problems.length > 0) {
        throw new Refusal('experience_incomplete', problems, `还不能发布：${problems.join('，')}`)
      }
      expectPictures(text, place)
      const wanted = picturesIn(text)
      const kept = record.pictures.filter(({ id }) => wanted.includes(id))
      const uploads = wanted.filter((id) => !kept.some((one) => one.id === id))
      const act = { ...entry('publish', id, text.title), actor, before: null, after: { 标题: text.title } }
      await audit.act(act, async () => {
        const shown: KeptPicture[] = []
        for (const upload of uploads) shown.push({ id: upload, ...(await files.publish(upload)) })
        const now = new Date()
        const before = record.published
        const published = {
          ...{ text, pictures: [...kept, ...shown], version: record.version + 1 },
          ...{ at: before?.at ?? now, changedAt: now },
        }
        const origin = nomination ? originOf(nomination) : {}
        const names = catalogue.namesOf(text.topics).map(({ name }) => name)
        const found = termsOfPublication(published, { ...record, ...origin }, names)
        try {
          await write(place, { ...origin, published, found, unpublished: null, ...by(actor) })
        } catch (error) {
          await hide(
            shown.filter((one) => !before?.pictures.some(({ id }) => id === one.id)),
            place,
          )
          throw error
        }
        const left = before?.pictures.filter((one) => !wanted.includes(one.id)) ?? []
        await hide(left, place)
      })
      return show(id)
    },

    /** Takes one out of the library, with its pictures. Refusals: `experience_not_found`, `version_conflict`, `experience_state`. */
    async unpublish({ id, version, actor, reason }: To & { reason: string }) {
      const place = await open(id, { needsConsent: false })
      await expectVersion(place, version)
      const { published } = place.record
      if (!published) throw new Refusal('experience_state')
      const { title } = published.text
      const act = { ...entry('unpublish', id, title), actor, reason, before: { 标题: title }, after: null }
      await audit.act(act, async () => {
        const unpublished = { at: new Date(), by: actor.name, reason }
        await write(place, { published: null, found: EMPTY, unpublished, ...by(actor) })
        await hide(published.pictures, place)
      })
      return show(id)
    },

    async topics() {
      await catalogue.refresh()
      return catalogue.topics()
    },

    /** Puts a vocabulary in place of the one that was seen. Refusal: `version_conflict` with the latest. */
    async saveTopics(items: Topic[], { version, actor }: { version: number; actor: Actor }) {
      const before = await this.topics()
      const conflict = async () => new Refusal('version_conflict', await this.topics())
      if (before.version !== version) throw await conflict()
      const subject = { kind: 'library', id: 'topics', name: '案例库主题' }
      const change = { before: { 主题: namesIn(before.items) }, after: { 主题: namesIn(items) } }
      await audit.act({ action: 'library.saveTopics', subject, actor, ...change }, async () => {
        if (!(await store.saveTopics(version, items))) throw await conflict()
      })
      return this.topics()
    },
  }
}

const originOf = ({ unit: { name, level, region, sample } }: AcceptedNomination) => ({
  ...{ unitName: name, level, region, sample },
})

/** An experience that nobody has written on yet. */
function firstOf(nomination: AcceptedNomination, category: CategoryId, edition: Edition): ExperienceRecord {
  const { id, answers, unit, uploads } = nomination
  const pictures = uploads.flatMap((one) => (one.kind === 'picture' ? [one.id] : []))
  const form = edition.nomination.forms[category]?.form ?? []
  return {
    ...{ _id: id, nominated: true, edition: edition.id, year: edition.year, category },
    ...originOf(nomination),
    text: proposeText(form, { answers, unitName: unit.name, pictures }),
    ...{ pictures: [], version: 0, changedAt: new Date(0), changedBy: '' },
    ...{ published: null, unpublished: null, found: EMPTY },
  }
}

const namesIn = (items: readonly Topic[]) => items.map(({ name }) => name)

/** A text as the audit tells it. */
const told = ({ title, summary, blocks, topics }: ExperienceText) => ({
  ...{ 标题: title, 摘要: summary, 主题: topics },
  正文: blocks.map((block) => (block.kind === 'picture' ? `[图] ${block.caption}` : block.text)),
})

const entry = (what: string, id: string, title: string) => ({
  action: `library.${what}`,
  subject: { kind: 'experience', id, name: title },
})
