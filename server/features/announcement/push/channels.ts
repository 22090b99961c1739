import { buffer } from 'node:stream/consumers'
import type { PushChannel, PushStatus } from '@shared/announcement/push/contract'
import { jpegOf } from '@shared/candidate/rules'
import { fieldText, fieldTime, type Slot } from '@shared/notification/rules'
import type { GroupRobot, MassAccount } from '../../../ports/outside'
import { type OfficialAccount, WeChatError, type WeChatTrouble } from '../../../ports/wechat'
import type { Notifications, Templates } from '../../notification/notification'
import type { Uploads } from '../../upload/upload'
import type { GroupBot } from '../bot/bot'
import type { AnnouncementRecord, Publication } from '../model'
import type { PushStore } from './model'

export type Outcome = { status: PushStatus; reason: string | null; msgId?: string | null }

/** What is sent: a published announcement. `key` is the push's and the recipient's, the same however often it is tried. */
export type Message = {
  announcement: Pick<AnnouncementRecord, '_id'> & { published: Publication }
  key: string
}

/** Nothing more can be sent for now, to anybody. */
export class Halt extends Error {}

export type Channel = {
  /** How many are sent at once, and how many ms one such batch must take at least. */
  batch: number
  every: number
  /** For so many ms whoever is asked sees to it that asking twice with one key sends once; 0 where nobody does. */
  again: number
  /** Why it cannot be used at all; null where it can. */
  obstacle(announcement: AnnouncementRecord): string | null
  /** How many of some recipients it would reach. */
  reach(recipients: string[]): Promise<number>
  /** Throws {@link Halt}, and WeChatError where it should be tried again. */
  send(to: string, message: Message): Promise<Outcome>
}

type Options = {
  store: PushStore
  notifications: Pick<Notifications, 'sendNow' | 'countConsenting' | 'canSubscribe'>
  account: Pick<OfficialAccount, 'sendMessage'> & MassAccount
  robot: GroupRobot
  bot: Pick<GroupBot, 'obstacle' | 'send'>
  openidOf: (voter: string) => Promise<string | null>
  files: Pick<Uploads, 'read'>
  templates: Templates
  hasAccount: boolean
  publicUrl: string
  pathOf: (id: string) => string
}

const MINUTE_MS = 60_000
const NO_ACCOUNT = '还没有接入公众号'
const HOUR_MS = 3_600_000
/** A little less than WeChat's 48 hours. */
const WINDOW_MS = 47.5 * HOUR_MS
/** Whom the message does not reach, whatever becomes of the others. */
const PERSONAL: WeChatTrouble[] = ['openid', 'not_a_follower', 'refused', 'window_closed', 'too_many']
/** What the whole of a push fails by. */
const HALTING: WeChatTrouble[] = ['quota', 'template', 'data', 'unauthorised', 'banned', 'settings']

/** The ways out, each with its own limits. In-app messages are not sent: they are there. */
export function createChannels(options: Options): Record<Exclude<PushChannel, 'inApp'>, Channel> {
  const { store, notifications, account, robot, bot, openidOf, files, templates, hasAccount } = options
  const { publicUrl, pathOf } = options
  const urlOf = (id: string) => publicUrl + pathOf(id)
  const pictureOf = (cover: string | null) => (cover ? publicUrl + jpegOf(cover) : null)
  const template = templates.announcement

  /** What WeChat's refusal means for one recipient; throws where it means more than that. */
  function judged(error: unknown, repeatable: boolean): Outcome {
    if (!(error instanceof WeChatError)) throw error
    if (PERSONAL.includes(error.kind)) return { status: 'failed', reason: error.message }
    if (HALTING.includes(error.kind)) throw new Halt(error.message)
    if (error.undone || repeatable) throw error
    return { status: 'unknown', reason: error.message }
  }

  const toFollower = async (to: string, send: (openid: string) => Promise<Outcome>): Promise<Outcome> => {
    const openid = await openidOf(to)
    return openid ? send(openid) : { status: 'skipped', reason: '没有关注公众号' }
  }

  return {
    subscription: {
      ...{ batch: 50, every: 500, again: 0 },
      obstacle: () => (notifications.canSubscribe('announcement') ? null : '还没有设置公告的订阅通知模板'),
      reach: (voters) => notifications.countConsenting(voters, 'announcement'),
      async send(to, { announcement: { _id, published } }) {
        const { title, summary: text, at } = published
        const told = { to, template: 'announcement' as const, title, text, path: pathOf(_id), at, data: {} }
        const { status, reason, trouble, msgId } = await notifications.sendNow(told)
        if (trouble && HALTING.includes(trouble)) throw new Halt(reason ?? '')
        // Nothing was sent, and the consent was given back.
        if (status === 'queued') throw new WeChatError(trouble ?? 'unreachable', null, reason ?? '', true)
        return { status, reason, msgId }
      },
    },

    service: {
      ...{ batch: 50, every: 500, again: 0 },
      obstacle: () => (hasAccount ? null : NO_ACCOUNT),
      reach: async (voters) => (await store.spokeSince(voters, new Date(Date.now() - WINDOW_MS))).length,
      async send(to, { announcement: { _id, published } }) {
        const open = await store.spokeSince([to], new Date(Date.now() - WINDOW_MS))
        if (open.length === 0) return { status: 'skipped', reason: '48 小时内没有给公众号发过消息' }
        const { title, summary: description, cover } = published
        const picUrl = pictureOf(cover) ?? `${publicUrl}/share.png`
        return toFollower(to, (openid) =>
          account
            .sendMessage(openid, { kind: 'news', title, description, picUrl, url: urlOf(_id) })
            .then((): Outcome => ({ status: 'sent', reason: null }))
            .catch((error) => judged(error, false)),
        )
      },
    },

    template: {
      ...{ batch: 50, every: 500, again: 8 * MINUTE_MS },
      obstacle: () => (hasAccount ? (template ? null : '还没有设置公告的模板消息') : NO_ACCOUNT),
      reach: (voters) => store.countFollowing(voters),
      async send(to, { announcement: { _id, published }, key }) {
        const { title, summary, at } = published
        const said: Record<Slot, string> = {
          ...{ subject: title, state: '', title, text: summary, at: fieldTime(at) },
        }
        const fields = Object.fromEntries(
          Object.entries(template!.fields).map(([field, slot]) => [field, fieldText(field, said[slot])]),
        )
        return toFollower(to, (openid) =>
          account
            .sendTemplate(openid, { templateId: template!.id, fields, page: urlOf(_id) }, key)
            .then((msgId): Outcome => ({ status: 'sent', reason: null, msgId }))
            .catch((error) => judged(error, true)),
        )
      },
    },

    mass: {
      ...{ batch: 1, every: 1000, again: 23 * HOUR_MS },
      obstacle: ({ text }) =>
        hasAccount ? (text.cover ? null : '公众号群发的文章要有封面，请先给公告加上封面') : NO_ACCOUNT,
      reach: () => account.countFollowers(),
      async send(_to, { announcement: { _id, published }, key }) {
        const jpeg = async (path: string) => {
          return buffer((await files.read(uploadOf(path), { size: 'jpeg' })).content)
        }
        try {
          let { body } = published
          for (const [, path] of published.body.matchAll(/ src="(\/files\/[^"]+)"/g)) {
            body = body.replaceAll(path!, await account.keepPicture(await jpeg(path!)))
          }
          const { title, summary: digest, cover } = published
          const draft = await account.draft({
            ...{ title, digest, body, sourceUrl: urlOf(_id), cover: await jpeg(cover!) },
          })
          return { status: 'sent', reason: null, msgId: await account.sendToAll(draft, key) }
        } catch (error) {
          return judged(error, true)
        }
      },
    },

    wecom: {
      ...{ batch: 1, every: 3000, again: 0 },
      obstacle: () => null,
      reach: async (ids) => {
        const known = new Set((await store.findGroups()).map(({ _id }) => _id))
        return ids.filter((id) => known.has(id)).length
      },
      async send(to, { announcement: { _id, published } }) {
        const group = (await store.findGroups()).find((one) => one._id === to)
        if (!group) return { status: 'skipped', reason: '群已从名单里去掉' }
        const { title, summary: description, cover } = published
        const message = { title, description, url: urlOf(_id), pictureUrl: pictureOf(cover) }
        try {
          await robot.send(group.key, message)
          return { status: 'sent', reason: null }
        } catch (error) {
          // A robot's own trouble is no other's.
          if (error instanceof WeChatError && error.kind === 'settings') {
            return { status: 'failed', reason: error.message }
          }
          return judged(error, false)
        }
      },
    },

    wechat: {
      ...{ batch: 1, every: 1000, again: 365 * 24 * HOUR_MS },
      obstacle: () => null,
      reach: async (names) => ((await bot.obstacle()) ? 0 : names.length),
      async send(group, { announcement: { _id, published }, key }) {
        const obstacle = await bot.obstacle()
        if (obstacle) throw new Halt(obstacle)
        const { title, summary, cover } = published
        const picture = cover && uploadOf(cover)
        const sent = await bot.send(key, { group, text: `${title}\n${summary}\n${urlOf(_id)}`, picture })
        // It was logged out, or has sent enough for today, before this one's turn came; its turn is kept.
        if (sent.status === 'queued') throw new Halt((await bot.obstacle()) ?? '微信群机器人一直没有响应')
        return { status: sent.status, reason: sent.reason }
      },
    },
  }
}

/** The upload behind the address of a public picture. */
const uploadOf = (path: string): string => /\/(\w+)\.webp$/.exec(path)![1]!
