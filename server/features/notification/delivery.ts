import { randomUUID } from 'node:crypto'
import { fieldText, fieldTime, type Slot, type TemplateName } from '@shared/notification/rules'
import { type Notice, WeChatError, type WeChatTrouble } from '../../ports/wechat'
import type { Identities } from '../identity/identity'
import type { DeliveryRecord, NoticeChannel, NotificationRecord, NotificationStore } from './model'

/** An app's templates: WeChat's id, and what each of its fields says. */
export type Templates = Partial<Record<TemplateName, { id: string; fields: Record<string, Slot> }>>

/** How somebody is reached outside the site, the better way first. Another one is another entry. */
export type Ways = Record<
  NoticeChannel,
  {
    appid: string
    templates: Templates
    /** Answers WeChat's id of the message, where it tells one. Throws WeChatError. */
    send: (openid: string, notice: Notice) => Promise<string | null>
    /** The page a tap leads to, from a path of the site. */
    pageOf: (path: string) => string
  }
>

type Options = {
  store: NotificationStore
  people: Pick<Identities, 'namesOf' | 'openidsOf'>
  ways: Ways
}

/** What somebody is told. */
export type Told = Pick<NotificationRecord, 'to' | 'template' | 'title' | 'text' | 'path' | 'at' | 'data'>

/** What has become of it. `queued`: nothing was sent, and the consent is there still. */
export type Outcome = Pick<DeliveryRecord, 'status' | 'channel' | 'reason'> & {
  /** Why WeChat refused. */
  trouble?: WeChatTrouble
  /** WeChat's id of the message. */
  msgId?: string | null
}

/** After so long without a word somebody should look whether who sends it is still alive. */
const LEASE_MS = 60_000

/** The page of who is told something without one. */
const MESSAGES = '/messages'

/** Sends by WeChat what people were told, by the first way they have agreed to: at most once, whoever dies when. */
export function createDelivery({ store, people, ways }: Options) {
  async function send(record: Told): Promise<Outcome> {
    const names = await people.namesOf(record.to)
    let last: Outcome = { status: 'skipped', channel: null, reason: '没有订阅微信通知' }
    for (const [channel, way] of Object.entries(ways) as [NoticeChannel, Ways[NoticeChannel]][]) {
      const template = way.templates[record.template]
      const [openid] = template ? await people.openidsOf(record.to, way.appid) : []
      if (!template || !openid) continue
      const consent = await store.spend(names, channel, template.id)
      if (!consent) continue
      const page = way.pageOf(record.path ?? MESSAGES)
      try {
        const fields = fieldsOf(record, template.fields)
        const msgId = await way.send(openid, { templateId: template.id, fields, page })
        return { status: 'sent', channel, reason: null, msgId }
      } catch (error) {
        if (!(error instanceof WeChatError)) throw error
        const reason = error.message
        const { kind: trouble } = error
        if (!error.undone) return { status: 'unknown', channel, reason, trouble }
        if (error.kind === 'refused') await store.clear(names, channel, template.id)
        else await store.giveBack(consent)
        last = { status: isPassing(error) ? 'queued' : 'failed', channel, reason, trouble }
        if (last.status === 'queued') return last
      }
    }
    return last
  }

  return {
    /** Sends something at once, by the first way the person has agreed to, and spends the consent. */
    send,

    /** Delivers one that is queued. Throws where it should be tried again. */
    async deliver(id: string): Promise<void> {
      const claim = randomUUID()
      const now = new Date()
      const record = await store.claim(id, claim, now, new Date(now.getTime() + LEASE_MS))
      // Whoever was sending it has died, or will say better.
      if (!record) return store.end(id, 'sending', 'unknown', '发送时中断，不知道是否送达', now)
      const settle = ({ status, channel, reason }: Outcome) =>
        store.settle(id, claim, { status, channel, reason, at: new Date() })
      const outcome = await send(record).catch(async (error) => {
        // What is no word of WeChat's came before WeChat was asked.
        await settle({ status: 'queued', channel: null, reason: '系统暂时不可用' })
        throw error
      })
      await settle(outcome)
      if (outcome.status === 'queued') throw new Error(outcome.reason ?? '暂时发不出去')
    },

    /** Ends one that has failed again and again. */
    giveUp: (id: string) => store.end(id, 'queued', 'failed', null, new Date()),
  }
}

/** Whether the same will do later: WeChat or Redis is away, or a token is being changed. */
const isPassing = ({ kind }: WeChatError) => kind === 'unreachable' || kind === 'store' || kind === 'token'

function fieldsOf({ title, text, at, data }: Told, fields: Record<string, Slot>) {
  const said: Record<Slot, string> = { subject: title, state: '', ...data, title, text, at: fieldTime(at) }
  return Object.fromEntries(
    Object.entries(fields).map(([field, slot]) => [field, fieldText(field, said[slot])]),
  )
}
