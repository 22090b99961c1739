import { Refusal } from '@shared/kernel/errors'
import type { Consent, Notification } from '@shared/notification/contract'
import type { Slot, TemplateName } from '@shared/notification/rules'
import type { Jobs, Log } from '../../ports/work'
import { type Identities, idsOf, type SignedIn } from '../identity/identity'
import { createDelivery, type Ways } from './delivery'
import type { NoticeChannel, NotificationRecord, NotificationStore } from './model'

export type { Templates, Ways } from './delivery'
export { createNotificationStore, type NoticeChannel, type NotificationStore } from './model'
export type Notifications = ReturnType<typeof createNotifications>

/** What people are told of. Texts are plain and name nobody whom the reader should not know of. */
export type News = {
  /** Names what happened, once and for ever: `nomination:<id>:returned:3`. Who has been told of it is not told again. */
  key: string
  /** What it is about, as `nomination.returned`. */
  kind: string
  title: string
  text: string
  /** Page of the site it leads to, as `/nomination?id=…`; null where there is none. */
  path: string | null
  /** Whose consent it takes to be told by WeChat. */
  template?: TemplateName
  /** What WeChat's template says besides title, text and time. */
  data?: Partial<Record<Exclude<Slot, 'title' | 'text' | 'at'>, string>>
}

type Options = {
  store: NotificationStore
  jobs: Jobs
  people: Pick<Identities, 'namesOf' | 'openidsOf'>
  ways: Ways
  log: Log
}

const STEP = 'deliver'
const DUE = 1000

/** Telling people: in the app always, and by whatever WeChat channel they have agreed to. */
export function createNotifications({ store, jobs, people, ways, log }: Options) {
  const delivery = createDelivery({ store, people, ways })

  /** A job for one that waits; without Redis it waits until a worker looks for it. */
  async function hand(id: string): Promise<void> {
    await jobs.add(STEP, id).catch((error) => log.warn({ err: error }, '通知暂时排不上，稍后再发'))
  }

  async function consentsOf(voter: SignedIn): Promise<Consent[]> {
    const templates = Object.entries(ways.weapp.templates) as [TemplateName, { id: string }][]
    return Promise.all(
      templates.map(async ([about, { id: templateId }]) => ({
        ...{ templateId, about },
        left: await store.countLeft(idsOf(voter), 'weapp', templateId),
      })),
    )
  }

  return {
    /** Tells people of something, each once however often it is called; to be called again where it was cut off. */
    async notify(to: string[], { template = 'progress', data = {}, ...news }: News): Promise<void> {
      if (to.length === 0) return
      const waiting = await store.addAll([...new Set(to)], { ...news, template, data, at: new Date() })
      for (const id of waiting) await hand(id)
    },

    /** Puts something among people's messages, each once, without telling them by WeChat. */
    async keep(to: string[], news: Omit<News, 'template' | 'data'>): Promise<void> {
      const fresh = { ...news, template: 'announcement' as const, data: {}, at: new Date() }
      await store.addAll([...new Set(to)], fresh, { isQuiet: true })
    },

    sendNow: delivery.send,

    /** Whether anybody can agree to messages of a template. */
    canSubscribe: (template: TemplateName): boolean =>
      Object.values(ways).some(({ templates }) => templates[template]),

    /** How many of some voters have agreed to a message of a template. */
    async countConsenting(voters: string[], template: TemplateName): Promise<number> {
      const holders = await Promise.all(
        (Object.entries(ways) as [NoticeChannel, Ways[NoticeChannel]][]).map(([channel, { templates }]) => {
          const id = templates[template]?.id
          return id ? store.findHolders(voters, channel, id) : []
        }),
      )
      return new Set(holders.flat()).size
    },

    /** What a person was told, newest first. */
    async list(voter: SignedIn, { page, pageSize }: { page: number; pageSize: number }) {
      const names = idsOf(voter)
      const [records, total, unread] = await Promise.all([
        store.findPage(names, (page - 1) * pageSize, pageSize),
        store.count(names),
        store.countUnread(names),
      ])
      return { items: records.map(present), total, page, pageSize, unread }
    },

    /** Marks some as read, or all; answers how many are left. Refusal: `notification_not_found`, also of somebody else's. */
    async read(voter: SignedIn, ids: string[] | null): Promise<{ unread: number }> {
      const names = idsOf(voter)
      if (ids && (await store.countOwn(names, ids)) < new Set(ids).size) {
        throw new Refusal('notification_not_found')
      }
      await store.markRead(names, ids, new Date())
      return { unread: await store.countUnread(names) }
    },

    /** What a person may agree to in the mini-program. */
    consents: consentsOf,

    /** Counts what a person says to have agreed to in the mini-program. WeChat's own word, when it comes, stands. */
    async consent(voter: SignedIn, templateIds: string[], report: string): Promise<Consent[]> {
      const known = new Set(Object.values(ways.weapp.templates).map(({ id }) => id))
      if (!templateIds.every((id) => known.has(id))) throw new Refusal('template_unknown')
      for (const id of new Set(templateIds)) await store.grant(voter.id, 'weapp', id, report)
      return consentsOf(voter)
    },

    /** Counts what a person has agreed to by WeChat's own word; `heard` is its delivery, which counts once. */
    async noteConsents(
      voter: string,
      channel: NoticeChannel,
      templateIds: string[],
      heard: string,
    ): Promise<void> {
      for (const id of templateIds) await store.grant(voter, channel, id, heard)
    },

    /** A person wants no more of these, by WeChat's own word. */
    async noteRefusals(voter: string, channel: NoticeChannel, templateIds: string[]): Promise<void> {
      const names = await people.namesOf(voter)
      for (const id of templateIds) await store.clear(names, channel, id)
    },

    take: (_step: string, id: string) => delivery.deliver(id),
    giveUp: (_step: string, id: string) => delivery.giveUp(id),

    async resume(): Promise<void> {
      for (const id of await store.findDue(new Date(), DUE)) await jobs.add(STEP, id)
    },
  }
}

function present({ _id: id, kind, title, text, path, at, readAt }: NotificationRecord): Notification {
  return { id, kind, title, text, path, at: at.toISOString(), read: readAt !== null }
}
