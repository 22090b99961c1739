import { randomBytes } from 'node:crypto'
import type { Audience, Push, PushChannel } from '@shared/announcement/push/contract'
import type { api } from '@shared/api'
import { announce, written } from './announcement'
import type { Api } from './api'
import { throughOauth } from './login'
import { asStaff } from './staff'
import { eventually, type World } from './world'

export async function propose(
  me: Api,
  id: string,
  { at = null, ...wanted }: { audience: Audience; channel: PushChannel; at?: string | null },
): Promise<Push> {
  const { status, body } = await me.call('POST /api/staff/announcements/:id/pushes', {
    ...{ params: { id }, body: { ...wanted, at } },
  })
  if (status !== 201) throw new Error(JSON.stringify(body))
  return body
}

export async function approve(me: Api, id: string): Promise<Push> {
  const { status, body } = await me.call('POST /api/staff/pushes/:id/approval', { params: { id } })
  if (status !== 200) throw new Error(JSON.stringify(body))
  return body
}

export const readPush = async (me: Api, { announcement, id }: Push): Promise<Push> =>
  (
    await me.call('GET /api/staff/announcements/:id/pushes', { params: { id: announcement } })
  ).body.items.find((one) => one.id === id)!

/** A push once it no longer moves by itself. */
export const settled = (me: Api, push: Push): Promise<Push> =>
  eventually(
    () => readPush(me, push),
    ({ state }) => state !== 'running' && state !== 'approved',
  )

type Sent = { openid: string; content: object }

/** What the sandbox's WeChat was asked to send. */
export const outbox = async (world: World): Promise<Sent[]> =>
  (await world.api.send('GET', '/sandbox/api/outbox')).body.items

/** People of the sandbox who have voted through H5; with their OpenID in the official account. */
export async function speakers(world: World, count: number, { follows = false } = {}) {
  const { people } = world.deps.sandbox!
  const made = []
  for (let i = 0; i < count; i++) {
    const person = await people.add(`示例${randomBytes(2).toString('hex')}`)
    if (follows) await people.follow(person._id, true)
    const api = await throughOauth(world.api, { openid: person._id })
    const voter = world.deps.identities.voterOf(api.token!).id
    if (follows) await world.deps.stores.push.heard(voter, { follows: true })
    const [candidate] = world.deps.candidates.list({ category: 'unit', page: 1, pageSize: 1 } as never).items
    const body = { category: 'unit' as const, selections: [candidate!.id] }
    const { status, body: answer } = await api.call('POST /api/ballots', { body })
    if (status !== 201) throw new Error(JSON.stringify(answer))
    made.push({ api, voter, openid: person._id })
  }
  return made
}

let groups = 0
const group = () => ({
  name: '工作群（示例）',
  webhook: `https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=sandbox-robot-${++groups}`,
})

/** How each act of staff upon a push comes about. */
export function pushDeeds(
  world: () => World,
): Partial<Record<keyof typeof api, (me: Api) => Promise<() => Promise<{ status: number; body: unknown }>>>> {
  const wanted = { audience: { kind: 'voters', category: null }, channel: 'inApp', at: null } as const
  async function proposed(): Promise<{ id: string }> {
    const editor = await asStaff(world(), 'editor')
    const { announcement } = await announce(editor, written('推送（示例）'))
    return { id: (await propose(editor, announcement.id, wanted)).id }
  }
  return {
    async proposePush(me) {
      const { announcement } = await announce(me, written('要推送的（示例）'))
      const params = { id: announcement.id }
      return () => me.call('POST /api/staff/announcements/:id/pushes', { params, body: wanted })
    },
    async approvePush(me) {
      const params = await proposed()
      return () => me.call('POST /api/staff/pushes/:id/approval', { params })
    },
    async steerPush(me) {
      const params = await proposed()
      return () => me.call('POST /api/staff/pushes/:id/course', { params, body: { act: 'cancel' } })
    },
    async exportPush(me) {
      const params = await proposed()
      return () => me.call('GET /api/staff/pushes/:id/failures', { params })
    },
    steerBot: async (me) => () => me.call('POST /api/staff/wechat-bot', { body: { act: 'stop' } }),
    setAnswering: async (me) => () =>
      me.call('PUT /api/staff/wechat-bot/answering', { body: { names: ['评选工作群（示例）'] } }),
    addGroup: async (me) => () => me.call('POST /api/staff/push-groups', { body: group() }),
    async removeGroup(me) {
      const { body } = await me.call('POST /api/staff/push-groups', { body: group() })
      const params = { id: body.items.at(-1)!.id }
      return () => me.call('DELETE /api/staff/push-groups/:id', { params })
    },
  }
}
