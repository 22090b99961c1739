import { randomInt } from 'node:crypto'
import { z } from 'zod'
import type { Chat } from '../chat'
import type { Deliver } from '../delivery/deliver'
import type { People } from '../people'
import { type Subscriptions, TEMPLATES, type Template } from '../subscription'
import { ApiFailure, DONE } from './errcodes'
import type { Login } from './login'

const Message = z.object({
  touser: z.string().default(''),
  template_id: z.string().default(''),
  page: z.string().optional(),
  data: z.record(z.string(), z.object({ value: z.union([z.string(), z.number()]).optional() })),
  miniprogram_state: z.enum(['developer', 'trial', 'formal']).optional(),
  lang: z.enum(['zh_CN', 'en_US', 'zh_HK', 'zh_TW']).optional(),
})

/** What the kinds of fields take. Source: developers.weixin.qq.com, 订阅消息参数值内容限制说明. */
const KINDS: Record<string, RegExp> = {
  thing: /^[^\p{Cc}]{1,20}$/u,
  phrase: /^\p{Script=Han}{1,5}$/u,
  time: /^(\d{4}年\d{1,2}月\d{1,2}日 )?\d{1,2}:\d{2}(:\d{2})?$/,
  date: /^\d{4}([年./-])\d{1,2}([月./-])\d{1,2}日?( \d{1,2}:\d{2})?$/,
}

/** As long as WeChat's own: longer than a number of JavaScript holds. */
export const newMessageId = () => `16${randomInt(10 ** 8, 10 ** 9)}${randomInt(10 ** 7, 10 ** 8)}`

/** Whether a field of a template takes a value, by the kind that its name begins with. */
export const isValue = (field: string, value: string): boolean =>
  KINDS[field.replace(/\d+$/, '')]?.test(value) ?? false

/** After so long WeChat says what has become of a message. */
const REPORT_MS = 300

type Doors = {
  people: People
  chat: Chat
  login: Login
  subscriptions: Subscriptions
  site: string
  /** Sends an event to an app's server. */
  deliver: Record<Template['app'], Deliver>
}

/** `POST /cgi-bin/message/subscribe/send` of the mini-program, and `…/bizsend` of the official account. */
export function createSubscriptionMessages({ people, chat, login, subscriptions, site, deliver }: Doors) {
  const isKnown = async (app: Template['app'], openid: string) =>
    app === 'account'
      ? Boolean(await people.find(openid))
      : Boolean(await people.findInWeapp(openid)) || login.visited(openid)

  /** The mini-program opens pages of its own, the account's notice one of the site. */
  const isPage = (app: Template['app'], page: string) =>
    app === 'weapp' ? /^pages\/[\w-]+\/index(\?\S+)?$/.test(page) : page.startsWith(`${site}/`)

  return {
    async send(app: Template['app'], body: unknown) {
      const parsed = Message.safeParse(body)
      if (!parsed.success) throw new ApiFailure(47001)
      const { touser, template_id, page, data } = parsed.data
      if (!(await isKnown(app, touser))) throw new ApiFailure(40003)
      const template = TEMPLATES.find((one) => one.id === template_id && one.app === app)
      if (!template) throw new ApiFailure(40037)
      if (page !== undefined && !isPage(app, page)) throw new ApiFailure(41030)
      const fields = read(template, data)
      if (!(await subscriptions.spend(touser, template_id))) throw new ApiFailure(43101)
      const content = { kind: 'notice', app, title: template.title, fields, page: page ?? null }
      await chat.append({ openid: touser, from: 'account', via: 'notice', content })
      const msgid = newMessageId()
      const List = { TemplateId: template_id, MsgID: msgid, ErrorCode: 0, ErrorStatus: 'success' }
      const event = { Event: 'subscribe_msg_sent_event', SubscribeMsgSentEvent: { List } }
      const send = () => deliver[app]('订阅消息送达', touser, { MsgType: 'event', ...event })
      setTimeout(() => send().catch(() => null), REPORT_MS).unref()
      return { ...DONE, msgid }
    },
  }
}

/** Each field of the template, filled as its kind asks, and no other. */
function read({ fields }: Template, data: z.output<typeof Message>['data']) {
  if (Object.keys(data).some((name) => !fields.some((field) => field.name === name)))
    throw new ApiFailure(47003)
  return fields.map(({ name, label }) => {
    const value = String(data[name]?.value ?? '')
    if (!isValue(name, value)) throw new ApiFailure(47003)
    return { label, value }
  })
}
