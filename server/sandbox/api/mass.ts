import { z } from 'zod'
import { SANDBOX_ACCOUNT, SANDBOX_TEMPLATE_MESSAGES } from '../account'
import type { Chat } from '../chat'
import type { Deliver } from '../delivery/deliver'
import type { SandboxStore } from '../model'
import type { People } from '../people'
import { ApiFailure, DONE } from './errcodes'
import { ORIGINAL_ID } from './settings'
import { isValue, newMessageId } from './subscription'

const Template = z.object({
  ...{ touser: z.string(), template_id: z.string(), url: z.string().optional() },
  client_msg_id: z.string().max(64).optional(),
  data: z.record(z.string(), z.object({ value: z.string() })),
})
const Article = z.object({
  ...{ title: z.string().min(1), digest: z.string(), content: z.string().min(1).max(20_000) },
  ...{ content_source_url: z.string(), thumb_media_id: z.string() },
})
const Draft = z.object({ articles: z.array(Article).min(1).max(8) })
const Mass = z.object({
  filter: z.object({ is_to_all: z.literal(true) }),
  mpnews: z.object({ media_id: z.string() }),
  msgtype: z.literal('mpnews'),
  clientmsgid: z.string().min(1).max(64).optional(),
})
const Robot = z.object({
  msgtype: z.literal('news'),
  news: z.object({
    articles: z
      .array(z.object({ title: z.string().min(1), description: z.string(), url: z.url() }).loose())
      .min(1)
      .max(8),
  }),
})

/** A service account reaches each of its followers so often a month. */
const MASSES_A_MONTH = 4
const ROBOT_A_MINUTE = 20
/** After so long WeChat says what has become of a message. */
const REPORT_MS = 300
const TITLE_CHARACTERS = 32
/** Keys of robots that the sandbox knows begin with it. */
const ROBOTS = 'sandbox'

type Doors = {
  store: SandboxStore
  people: People
  chat: Chat
  site: string
  now: () => Date
  /** Sends an event to the account's server. */
  deliver: Deliver
}

/** What the account tells many, and the robots of WeCom's groups. Source: developers.weixin.qq.com, 模板消息, 草稿箱, 群发. */
export function createMass({ store, people, chat, site, now, deliver }: Doors) {
  const keep = (_id: string, value: unknown) =>
    store.notes.updateOne({ _id }, { $set: { value, expireAt: null } }, { upsert: true })
  const find = async (_id: string): Promise<unknown> => (await store.notes.findOne({ _id }))?.value ?? null

  async function count(_id: string, ms: number): Promise<number> {
    const expireAt = new Date(now().getTime() + ms)
    const change = { $inc: { calls: 1 }, $set: { expireAt } }
    const counted = await store.counts.findOneAndUpdate({ _id }, change, {
      ...{ upsert: true, returnDocument: 'after' as const },
    })
    return counted!.calls
  }

  const report = (title: string, openid: string, fields: Record<string, string | number>) =>
    setTimeout(
      () => deliver(title, openid, { MsgType: 'event', ...fields }).catch(() => null),
      REPORT_MS,
    ).unref()

  /** The picture in a form. */
  function pictureIn(form: Buffer): Buffer {
    const start = form.indexOf(Buffer.from([0xff, 0xd8, 0xff]))
    if (start < 0) throw new ApiFailure(form.length === 0 ? 41005 : 40005)
    return form.subarray(start)
  }

  return {
    /** `GET /cgi-bin/user/get`. */
    async followers() {
      const total = await store.persons.countDocuments({ follows: true })
      return { total, count: 0, data: { openid: [] }, next_openid: '' }
    },

    /** `POST /cgi-bin/message/template/send`. The same `client_msg_id` is sent once. */
    async sendTemplate(body: unknown) {
      const parsed = Template.safeParse(body)
      if (!parsed.success) throw new ApiFailure(47001)
      const { touser, template_id, url, data, client_msg_id } = parsed.data
      const person = await people.find(touser)
      if (!person) throw new ApiFailure(40003)
      const { id, fields } = SANDBOX_TEMPLATE_MESSAGES.announcement
      if (template_id !== id) throw new ApiFailure(40037)
      for (const field of Object.keys(fields)) {
        if (!isValue(field, data[field]?.value ?? '')) throw new ApiFailure(47003)
      }
      if (!person.follows) throw new ApiFailure(43004)
      const before = client_msg_id && (await find(`template:${touser}:${client_msg_id}`))
      if (before) return { ...DONE, msgid: before }
      const msgid = newMessageId()
      if (client_msg_id) await keep(`template:${touser}:${client_msg_id}`, msgid)
      const shown = Object.values(data).map(({ value }) => ({ label: '', value }))
      const content = { kind: 'notice', app: 'account', title: '公告通知', fields: shown, page: url ?? null }
      await chat.append({ openid: touser, from: 'account', via: 'notice', content })
      const event = { Event: 'TEMPLATESENDJOBFINISH', MsgID: msgid, Status: 'success' }
      report('模板消息送达', touser, event)
      return { ...DONE, msgid }
    },

    /** `POST /cgi-bin/media/uploadimg`. */
    async keepPicture(form: Buffer) {
      const picture = pictureIn(form)
      if (picture.length > 1024 * 1024) throw new ApiFailure(40006)
      return { url: `${site}/sandbox/media/${newMessageId()}` }
    },

    /** `POST /cgi-bin/material/add_material`. */
    async addMaterial(form: Buffer) {
      pictureIn(form)
      const media_id = `material${newMessageId()}`
      await keep(media_id, true)
      return { media_id, url: `${site}/sandbox/media/${media_id}` }
    },

    /** `POST /cgi-bin/draft/add`. */
    async addDraft(body: unknown) {
      const parsed = Draft.safeParse(body)
      if (!parsed.success) throw new ApiFailure(47001)
      for (const { title, thumb_media_id } of parsed.data.articles) {
        if ([...title].length > TITLE_CHARACTERS) throw new ApiFailure(45003)
        if (!(await find(thumb_media_id))) throw new ApiFailure(40007)
      }
      const media_id = `draft${newMessageId()}`
      await keep(media_id, parsed.data.articles)
      return { media_id }
    },

    /** `POST /cgi-bin/message/mass/sendall`. */
    async sendToAll(body: unknown) {
      const parsed = Mass.safeParse(body)
      if (!parsed.success) throw new ApiFailure(47001)
      const { mpnews, clientmsgid } = parsed.data
      const articles = (await find(mpnews.media_id)) as z.output<typeof Article>[] | null
      if (!articles) throw new ApiFailure(40007)
      if (clientmsgid && (await find(`mass:${clientmsgid}`))) throw new ApiFailure(45065)
      const month = `${SANDBOX_ACCOUNT.appid}:mass:${now().toISOString().slice(0, 7)}`
      if ((await count(month, 32 * 86_400_000)) > MASSES_A_MONTH) throw new ApiFailure(45028)
      const msg_id = newMessageId()
      if (clientmsgid) await keep(`mass:${clientmsgid}`, msg_id)
      const [{ title, digest, content_source_url: url }] = articles as [z.output<typeof Article>]
      const content = {
        kind: 'news',
        articles: [{ title, description: digest, url, picurl: `${site}/share.png` }],
      }
      const all = (await people.list()).filter(({ follows }) => follows)
      for (const { _id } of all) await chat.append({ openid: _id, from: 'account', via: 'push', content })
      report('群发完成', ORIGINAL_ID, {
        ...{ Event: 'MASSSENDJOBFINISH', MsgID: msg_id, Status: 'send success', TotalCount: all.length },
        ...{ FilterCount: all.length, SentCount: all.length, ErrorCount: 0 },
      })
      return { errcode: 0, errmsg: 'send job submission success', msg_id, msg_data_id: newMessageId() }
    },

    /** `POST /cgi-bin/webhook/send` of WeCom. */
    async sendToGroup(key: unknown, body: unknown) {
      if (typeof key !== 'string' || !key.startsWith(ROBOTS)) throw new ApiFailure(93000)
      const parsed = Robot.safeParse(body)
      if (!parsed.success) throw new ApiFailure(47001)
      const minute = `robot:${key}:${now().toISOString().slice(0, 16)}`
      if ((await count(minute, 120_000)) > ROBOT_A_MINUTE) throw new ApiFailure(45009)
      const content = { kind: 'news', articles: parsed.data.news.articles }
      await chat.append({ openid: `group:${key}`, from: 'account', via: 'push', content })
      return DONE
    },
  }
}
