import { randomInt } from 'node:crypto'
import type { Button, Menus } from './api/menu'
import type { Qrs } from './api/qr'
import type { Chat } from './chat'
import type { Deliver, Outcome, Prank } from './delivery/deliver'
import type { Fields } from './delivery/xml'
import type { Person, Qr } from './model'
import type { People } from './people'
import { type Subscriptions, TEMPLATES } from './subscription'

const OUT_OF_ORDER = '该公众号提供的服务出现故障，请稍后再试'

/** What a scan leads to. */
export type Scan =
  | { kind: 'none' }
  | { kind: 'over' }
  /** Somebody who does not follow yet is asked to. */
  | { kind: 'follow'; qr: string }
  | { kind: 'scanned'; outcome: Outcome }

type Doors = {
  people: People
  chat: Chat
  qrs: Qrs
  menus: Menus
  subscriptions: Subscriptions
  deliver: Deliver
  deliverToWeapp: Deliver
}

/** What somebody does about a template's messages: agrees to one, refuses one, or wants none any more. */
export type SubscriptionAct = 'accept' | 'reject' | 'off'

export type Phones = ReturnType<typeof createPhones>

/** What one can do with a phone: each becomes a message or an event for the account's server. */
export function createPhones({ people, chat, qrs, menus, subscriptions, deliver, deliverToWeapp }: Doors) {
  /** Delivers, and shows what comes back. */
  async function send(person: Person, title: string, fields: Fields, prank?: Prank): Promise<Outcome> {
    const openid = person._id
    const outcome = await deliver(`${person.name}：${title}`, openid, fields, prank)
    if (!outcome.ok) {
      await chat.append({
        openid,
        from: 'system',
        via: 'reply',
        content: { kind: 'note', text: OUT_OF_ORDER },
      })
    } else if (outcome.content?.kind === 'transfer') {
      const text = '已转接人工客服（沙箱里没有坐席，不会有人应答）'
      await chat.append({ openid, from: 'system', via: 'reply', content: { kind: 'note', text } })
    } else if (outcome.content) {
      await chat.append({ openid, from: 'account', via: 'reply', content: outcome.content })
    }
    return outcome
  }

  async function note(openid: string, text: string): Promise<void> {
    await chat.append({ openid, from: 'system', via: 'action', content: { kind: 'note', text } })
  }

  const event = (name: string, more: Fields = {}): Fields => ({ MsgType: 'event', Event: name, ...more })

  return {
    /** A text message, typed or chosen from a message's own menu. */
    async say(person: Person, content: string, prank?: Prank): Promise<Outcome> {
      await chat.append({
        openid: person._id,
        from: 'person',
        via: 'action',
        content: { kind: 'text', content },
      })
      await people.open(person._id, 'byMessage')
      const MsgId = `2${Date.now()}${randomInt(1000, 10_000)}`
      return send(
        person,
        `发送文字「${brief(content)}」`,
        { MsgType: 'text', Content: content, MsgId },
        prank,
      )
    },

    /** Follows, with the QR that led there. Following again does nothing. */
    async follow(person: Person, qr: Qr | null): Promise<Outcome> {
      if (!(await people.follow(person._id, true, qr?.scene))) return { ok: true, content: null }
      await note(person._id, '您已关注该公众号')
      await people.open(person._id, 'byEvent')
      const key: Fields = qr ? { EventKey: `qrscene_${qr.scene}`, Ticket: qr.ticket } : { EventKey: '' }
      return send(person, qr ? '扫码并关注' : '关注', event('subscribe', key))
    },

    async unfollow(person: Person): Promise<void> {
      if (!(await people.follow(person._id, false))) return
      await note(person._id, '您已取消关注')
      // Nobody would see a reply.
      await deliver(`${person.name}：取消关注`, person._id, event('unsubscribe', { EventKey: '' }))
    },

    async scan(person: Person, text: string): Promise<Scan> {
      const qr = await qrs.read(text)
      if (!qr) return { kind: 'none' }
      if (qrs.isOver(qr)) return { kind: 'over' }
      if (!person.follows) return { kind: 'follow', qr: qr._id }
      await note(person._id, '您扫描了带参数的二维码')
      await people.open(person._id, 'byEvent')
      const fields = event('SCAN', { EventKey: qr.scene, Ticket: qr.ticket })
      return { kind: 'scanned', outcome: await send(person, '扫描二维码', fields) }
    },

    /**
     * Answers WeChat's question about a template, or switches it off in WeChat's own list; the app's server is told. The
     * OpenID is that of the template's app. False where there is no such template.
     */
    async subscribe(openid: string, templateId: string, act: SubscriptionAct): Promise<boolean> {
      const template = TEMPLATES.find(({ id }) => id === templateId)
      if (!template) return false
      if (act === 'accept') await subscriptions.accept(openid, templateId)
      if (act === 'off') await subscriptions.switchOff(openid, templateId)
      const status = act === 'accept' ? 'accept' : 'reject'
      const answer = { TemplateId: templateId, SubscribeStatusString: status }
      const fields =
        act === 'off'
          ? event('subscribe_msg_change_event', { SubscribeMsgChangeEvent: { List: answer } })
          : event('subscribe_msg_popup_event', {
              SubscribeMsgPopupEvent: { List: { ...answer, PopupScene: template.app === 'weapp' ? 0 : 2 } },
            })
      const send = template.app === 'weapp' ? deliverToWeapp : deliver
      await send(`订阅「${template.title}」：${ACTS[act]}`, openid, fields)
      return true
    },

    /** A tap on the menu; only keys of the pushed menu can be tapped. False where there is no such button. */
    async tap(person: Person, type: 'click' | 'view', key: string): Promise<boolean> {
      const buttons = (await menus.find())?.button.flatMap((one) => [one, ...belowOf(one)]) ?? []
      const button = buttons.find((one) => one.type === type && (one.key ?? one.url) === key)
      if (!button) return false
      await people.open(person._id, 'byEvent')
      const fields = event(type === 'click' ? 'CLICK' : 'VIEW', { EventKey: key })
      await send(person, `点菜单「${button.name}」`, fields)
      return true
    },
  }
}

const ACTS: Record<SubscriptionAct, string> = { accept: '允许', reject: '取消', off: '关闭' }

function belowOf({ sub_button: below }: Button): Button[] {
  return Array.isArray(below) ? below : []
}

const brief = (text: string) => (text.length > 20 ? `${text.slice(0, 20)}…` : text)
