import type { Announcement, AnnouncementDraft, AnnouncementText } from '@shared/announcement/contract'
import { announcementPath, textProblems } from '@shared/announcement/rules'
import type { Actor } from '@shared/audit/contract'
import { Refusal } from '@shared/kernel/errors'
import { newCode } from '../../code'
import type { Clock } from '../../ports/work'
import type { Audit } from '../audit/audit'
import type { Uploads } from '../upload/upload'
import { cleanBody, picturesIn, shownBody } from './body'
import type { AnnouncementRecord, AnnouncementStore, Publication } from './model'
import { announcementOf, cardOf, isPublic, staffCard, withdrawnOf } from './present'

export { type BotStore, createBotStore, createGroupBot, type GroupBot } from './bot/bot'
export { type AnnouncementStore, createAnnouncementStore } from './model'
export { announcementPage } from './page'
export { createPushes, createPushStore, type Pushes } from './push/push'
export type Announcements = ReturnType<typeof createAnnouncements>

type Options = {
  store: AnnouncementStore
  files: Pick<Uploads, 'take' | 'describe' | 'ownedBy' | 'publish' | 'unpublish' | 'read'>
  audit: Pick<Audit, 'act'>
  clock: Clock
}

/** A change to one version of an announcement. */
type To = { id: string; version: number; actor: Actor }
type Paged = { page: number; pageSize: number }

/** Under which owner the files of announcements are kept. */
const OWNER = 'announcement'

/** What the organiser tells everybody. */
export function createAnnouncements({ store, files, audit, clock }: Options) {
  async function expect(id: string): Promise<AnnouncementRecord> {
    const record = await store.find(id)
    if (!record) throw new Refusal('announcement_not_found')
    return record
  }

  async function present(record: AnnouncementRecord): Promise<AnnouncementDraft> {
    const { _id, text, withdrawn, key } = record
    return {
      announcement: staffCard(record, clock.now()),
      text,
      withdrawn: withdrawn && { ...withdrawn, at: withdrawn.at.toISOString() },
      problems: textProblems(text),
      uploads: await files.describe(uploadsIn(text)),
      previewPath: announcementPath(_id, key),
    }
  }

  /** Refusal: `version_conflict` with the latest. */
  async function expectVersion(id: string, version: number): Promise<AnnouncementRecord> {
    const record = await expect(id)
    if (record.version !== version) throw new Refusal('version_conflict', await present(record))
    return record
  }

  async function change(
    { _id, version }: AnnouncementRecord,
    set: Parameters<AnnouncementStore['change']>[2],
    actor: Actor,
  ): Promise<void> {
    const by = { changedAt: clock.now(), changedBy: actor.name }
    if (!(await store.change(_id, version, { ...set, ...by }))) {
      throw new Refusal('version_conflict', await present(await expect(_id)))
    }
  }

  /** A text with a clean body. Refusal: `upload_not_found`. */
  async function checked(text: AnnouncementText): Promise<AnnouncementText> {
    const clean = { ...text, body: cleanBody(text.body) }
    if (!(await files.ownedBy(uploadsIn(clean), OWNER))) throw new Refusal('upload_not_found')
    return clean
  }

  /** A text as everybody will see it; its pictures are at `urlOf`. */
  async function made(
    text: AnnouncementText,
    { version, at }: { version: number; at: Date },
    urlOf: (upload: string) => string | null,
  ): Promise<Publication> {
    const attachments = await files.describe(text.attachments)
    return {
      ...{ title: text.title, summary: text.summary, link: text.link, version, at },
      cover: text.cover && urlOf(text.cover),
      body: shownBody(text.body, urlOf),
      attachments: attachments.map(({ id, name, bytes, type }) => ({ id, name, bytes, type })),
    }
  }

  /** What was last saved, as it would be published. */
  async function previewed(record: AnnouncementRecord): Promise<Announcement> {
    const { text, version } = record
    const uploads = await files.describe(uploadsIn(text))
    const urls = new Map(uploads.map(({ id, url }) => [id, url]))
    const at = record.published?.at ?? clock.now()
    const published = await made(text, { version, at }, (id) => urls.get(id) ?? null)
    return announcementOf({ ...record, published })
  }

  async function read(id: string, key?: string): Promise<Announcement> {
    const record = await expect(id)
    const { published, withdrawn } = record
    if (key && key === record.key) return previewed(record)
    if (published && withdrawn) return withdrawnOf({ ...record, published })
    if (!published || !isPublic(record, clock.now())) throw new Refusal('announcement_not_found')
    return announcementOf({ ...record, published })
  }

  const list = async ({ page, pageSize }: Paged) => {
    const now = clock.now()
    const [records, total] = await Promise.all([
      store.findPublic(now, (page - 1) * pageSize, pageSize),
      store.countPublic(now),
    ])
    const items = records.map((record) => cardOf({ ...record, published: record.published! }))
    return { items, total, page, pageSize }
  }

  return {
    /** What is public, newest first. */
    list,

    /** One to be read. With the key of a draft, what was last saved of it. Refusal: `announcement_not_found`. */
    read,

    /** A file of one. Refusals: `announcement_not_found`, `upload_not_found`, `storage_unavailable`. */
    async readAttachment(id: string, file: string, key?: string) {
      const { attachments } = await read(id, key)
      if (!attachments.some((one) => one.id === file)) throw new Refusal('upload_not_found')
      return files.read(file)
    },

    async listAll({ q = '', page, pageSize }: Paged & { q?: string }) {
      const { records, total } = await store.findPage(q, (page - 1) * pageSize, pageSize)
      const now = clock.now()
      return { items: records.map((record) => staffCard(record, now)), total, page, pageSize }
    },

    show: async (id: string) => present(await expect(id)),

    /** Refusal: `upload_not_found`. */
    async create(given: AnnouncementText, actor: Actor, { sample = false } = {}) {
      const text = await checked(given)
      const record: AnnouncementRecord = {
        ...{ _id: newCode(), key: newCode(), sample, text, uploads: uploadsIn(text), version: 1 },
        ...{ changedAt: clock.now(), changedBy: actor.name, published: null, withdrawn: null },
      }
      await audit.act({ ...entry('create', record), actor, after: told(text) }, () => store.add(record))
      return present(record)
    },

    /** Keeps what is written; the public goes on reading what was published. Refusals: `announcement_not_found`, `version_conflict`, `upload_not_found`. */
    async save(given: AnnouncementText, { id, version, actor }: To) {
      const before = await expectVersion(id, version)
      const text = await checked(given)
      const uploads = [...new Set([...uploadsIn(text), ...before.uploads])]
      const act = { ...entry('save', { _id: id, text }), actor, before: told(before.text), after: told(text) }
      await audit.act(act, () => change(before, { text, uploads }, actor))
      return this.show(id)
    },

    /**
     * Makes this version what the public reads, now or from an instant on. One that is public already stays where it was in
     * the list. Refusals: `announcement_not_found`, `version_conflict`, `announcement_incomplete` and those of uploads.
     */
    async publish({ id, version, actor, at }: To & { at: string | null }) {
      const record = await expectVersion(id, version)
      const { text, published: before, withdrawn } = record
      const problems = textProblems(text)
      if (problems.length > 0) throw new Refusal('announcement_incomplete', problems)
      const now = clock.now()
      const wasPublic = before && !withdrawn && before.at <= now
      const from = wasPublic ? before.at : at && new Date(at) > now ? new Date(at) : now
      const after = { 标题: text.title, 发布时间: from.toISOString() }
      await audit.act({ ...entry('publish', record), actor, after }, async () => {
        const urls = new Map<string, string>()
        for (const picture of shownIn(text)) urls.set(picture, (await files.publish(picture)).url)
        // As it will be after this change: nothing is rewritten since.
        const about = { version: version + 1, at: from }
        const published = await made(text, about, (upload) => urls.get(upload) ?? null)
        await change(record, { published, withdrawn: null, uploads: uploadsIn(text) }, actor)
        const gone = record.uploads.filter((upload) => !uploadsIn(text).includes(upload))
        for (const upload of gone) await files.unpublish(upload)
      })
      return this.show(id)
    },

    /** Refusals: `announcement_not_found`, `version_conflict`, `announcement_state`. */
    async withdraw({ id, version, actor, reason }: To & { reason: string }) {
      const record = await expectVersion(id, version)
      if (!record.published || record.withdrawn) throw new Refusal('announcement_state')
      await audit.act({ ...entry('withdraw', record), actor, reason }, async () => {
        await change(record, { withdrawn: { at: clock.now(), by: actor.name, reason } }, actor)
        for (const picture of record.uploads) await files.unpublish(picture)
      })
      return this.show(id)
    },

    /** Removes a draft. Refusals: `announcement_not_found`, `version_conflict`, `announcement_state` where it was ever public. */
    async remove({ id, version, actor }: To): Promise<void> {
      const record = await expectVersion(id, version)
      if (record.published) throw new Refusal('announcement_state')
      await audit.act({ ...entry('remove', record), actor, before: told(record.text) }, async () => {
        if (!(await store.remove(id, version))) throw new Refusal('announcement_state')
      })
    },

    /** Keeps a file that staff bring. Refusals: those of uploads. */
    addFile: (file: { path: string; name: string }, actor: Actor) => {
      const subject = { kind: 'announcement', id: 'files', name: '公告的文件' }
      return audit.act({ action: 'announcement.addFile', subject, actor, after: { 文件: file.name } }, () =>
        files.take(OWNER, file),
      )
    },
  }
}

const shownIn = ({ cover, body }: AnnouncementText): string[] => [
  ...new Set([...(cover ? [cover] : []), ...picturesIn(body)]),
]

const uploadsIn = (text: AnnouncementText): string[] => [...new Set([...shownIn(text), ...text.attachments])]

const entry = (what: string, { _id, text }: Pick<AnnouncementRecord, '_id' | 'text'>) => ({
  action: `announcement.${what}`,
  subject: { kind: 'announcement', id: _id, name: text.title || '没有标题' },
})

/** A text as the audit tells it. */
const told = ({ title, summary, body, link, attachments }: AnnouncementText) => ({
  ...{ 标题: title, 摘要: summary, 正文: body, 链接: link?.url ?? '', 附件数: attachments.length },
})
