import { SANDBOX_TEMPLATES } from './account'
import type { SandboxStore } from './model'

/** What each field of a template asks for, by WeChat's kinds. */
export type Template = {
  id: string
  app: 'account' | 'weapp'
  title: string
  fields: { name: string; label: string }[]
}

/** The templates the two apps have added from WeChat's library. */
export const TEMPLATES: Template[] = [
  {
    ...{ id: SANDBOX_TEMPLATES.account.progress.id, app: 'account', title: '报名审核进度通知' },
    fields: [
      { name: 'thing1', label: '报名单位' },
      { name: 'phrase2', label: '当前进度' },
      { name: 'time3', label: '更新时间' },
      { name: 'thing4', label: '温馨提示' },
    ],
  },
  {
    ...{ id: SANDBOX_TEMPLATES.account.announcement.id, app: 'account', title: '活动公告通知' },
    fields: [
      { name: 'thing1', label: '公告标题' },
      { name: 'thing2', label: '内容摘要' },
      { name: 'time3', label: '发布时间' },
    ],
  },
  {
    ...{ id: SANDBOX_TEMPLATES.weapp.announcement.id, app: 'weapp', title: '评选公告提醒' },
    fields: [
      { name: 'thing1', label: '标题' },
      { name: 'thing3', label: '内容' },
      { name: 'time2', label: '时间' },
    ],
  },
  {
    ...{ id: SANDBOX_TEMPLATES.weapp.progress.id, app: 'weapp', title: '报名进度提醒' },
    fields: [
      { name: 'thing2', label: '单位名称' },
      { name: 'phrase5', label: '审核状态' },
      { name: 'date3', label: '时间' },
      { name: 'thing7', label: '备注' },
    ],
  },
]

export type Subscriptions = ReturnType<typeof createSubscriptions>

/** Who has agreed to how many messages of which template. One consent is one message; they add up. */
export function createSubscriptions({ store }: { store: SandboxStore }) {
  const idOf = (openid: string, template: string) => `${openid}:${template}`

  return {
    async accept(openid: string, template: string): Promise<void> {
      await store.consents.updateOne({ _id: idOf(openid, template) }, { $inc: { left: 1 } }, { upsert: true })
    },

    /** As who switches a template off in WeChat's own list. */
    async switchOff(openid: string, template: string): Promise<void> {
      await store.consents.deleteOne({ _id: idOf(openid, template) })
    },

    /** Takes one; answers whether there was any. */
    async spend(openid: string, template: string): Promise<boolean> {
      const spent = await store.consents.updateOne(
        { _id: idOf(openid, template), left: { $gt: 0 } },
        { $inc: { left: -1 } },
      )
      return spent.modifiedCount === 1
    },

    /** How many a person has left of each template; `openids` by app. */
    async of(openids: Record<Template['app'], string>) {
      const wanted = TEMPLATES.map((one) => ({ one, _id: idOf(openids[one.app], one.id) }))
      const found = await store.consents.find({ _id: { $in: wanted.map(({ _id }) => _id) } }).toArray()
      const left = new Map(found.map((consent) => [consent._id, consent.left]))
      return wanted.map(({ one: { id, app, title }, _id }) => ({ id, app, title, left: left.get(_id) ?? 0 }))
    },
  }
}
