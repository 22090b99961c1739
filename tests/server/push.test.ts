import type { Audience, Push, PushChannel } from '@shared/announcement/push/contract'
import { createConnection } from 'mongoose'
import { SANDBOX_TEMPLATES } from '../../server/sandbox/account'
import { addPicture, announce, written } from '../support/announcement'
import type { Api } from '../support/api'
import { approve, outbox, propose, readPush, settled, speakers } from '../support/push'
import { download } from '../support/sheets'
import { asStaff } from '../support/staff'
import { eventOf, post, say } from '../support/wechat'
import { eventually, startWorld, type World } from '../support/world'

let world: World
let me: Api
let other: Api
let worker: ReturnType<World['deps']['startWorker']>
beforeAll(async () => {
  world = await startWorld({ perCategory: 2 })
  me = await asStaff(world, 'editor')
  other = await asStaff(world, 'publisher')
  worker = world.deps.startWorker()
})
afterAll(async () => {
  await worker?.close()
  await world?.close()
})

const published = (title: string, more = {}) => announce(me, written(title, more))
const VOTERS: Audience = { kind: 'voters', category: null }

async function send(title: string, channel: PushChannel, audience: Audience = VOTERS): Promise<Push> {
  const { announcement } = await published(title)
  const push = await propose(me, announcement.id, { audience, channel })
  await approve(other, push.id)
  return settled(other, push)
}

test('nobody lets go what they proposed themselves; another does, and only once', async () => {
  await speakers(world, 1)
  const { announcement } = await published('要复核（示例）')
  const push = await propose(other, announcement.id, { audience: VOTERS, channel: 'inApp' })
  expect(push).toMatchObject({ state: 'proposed', own: true })
  const refused = await other.call('POST /api/staff/pushes/:id/approval', { params: { id: push.id } })
  expect(refused.body.error!.code).toBe('second_person_needed')
  const editor = await me.call('POST /api/staff/pushes/:id/approval', { params: { id: push.id } })
  expect(editor.status).toBe(403)
  const third = await asStaff(world, 'admin')
  await approve(third, push.id)
  const again = await third.call('POST /api/staff/pushes/:id/approval', { params: { id: push.id } })
  expect(again.body.error!.code).toBe('push_state')
})

test('two who approve at once let it go once', async () => {
  await speakers(world, 2, { follows: true })
  const { announcement } = await published('两人同时复核（示例）')
  const push = await propose(me, announcement.id, { audience: VOTERS, channel: 'template' })
  const [second, third] = [await asStaff(world, 'publisher'), await asStaff(world, 'admin')]
  const answers = await Promise.all(
    [second, second, third].map((one) =>
      one.call('POST /api/staff/pushes/:id/approval', { params: { id: push.id } }),
    ),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
  const { counts } = await settled(other, push)
  const told = (await outbox(world)).filter(({ content }) => JSON.stringify(content).includes('两人同时复核'))
  expect(told).toHaveLength(counts.sent + counts.delivered)
  expect(new Set(told.map(({ openid }) => openid)).size).toBe(told.length)
})

test('what is not public cannot be sent; nor by a channel that does not reach them', async () => {
  const { announcement } = await published('试渠道（示例）')
  const body = { audience: { kind: 'experts' } as const, channel: 'mass' as const, at: null }
  const wrong = await me.call('POST /api/staff/announcements/:id/pushes', {
    ...{ params: { id: announcement.id }, body },
  })
  expect(wrong.body.error).toMatchObject({ code: 'push_impossible', message: '公众号群发不能发给评审专家' })
  const uncovered = await me.call('POST /api/staff/push-estimates', {
    body: { announcement: announcement.id, audience: { kind: 'followers' }, channel: 'mass' },
  })
  expect(uncovered.body.obstacle).toContain('封面')
  const { version } = announcement
  await me.call('DELETE /api/staff/announcements/:id/publication', {
    ...{ params: { id: announcement.id }, body: { version, reason: '撤下示例' } },
  })
  const late = await me.call('POST /api/staff/announcements/:id/pushes', {
    ...{ params: { id: announcement.id }, body: { ...body, audience: VOTERS, channel: 'inApp' as const } },
  })
  expect(late.body.error!.code).toBe('announcement_state')
})

test('in the app everybody of an audience finds it once, whoever sends it twice', async () => {
  const people = await speakers(world, 3)
  const { announcement } = await published('站内（示例）')
  for (const _ of [1, 2]) {
    const push = await propose(me, announcement.id, { audience: VOTERS, channel: 'inApp' })
    await approve(other, push.id)
    expect((await settled(other, push)).state).toBe('done')
  }
  const path = `/announcement?id=${announcement.id}`
  for (const { api } of people) {
    const { items } = (await api.call('GET /api/notifications', { query: {} })).body
    expect(items.filter((one) => one.path === path)).toHaveLength(1)
  }
})

test('a customer-service message goes to who wrote lately and still follows; the others are told apart', async () => {
  const [near, gone] = (await speakers(world, 3, { follows: true })) as [Speaker, Speaker]
  await say(world.url, near.openid, '你好')
  await say(world.url, gone.openid, '你好')
  await post(world.url, eventOf(gone.openid, 'unsubscribe'))
  await eventually(
    () => world.deps.stores.push.spokeSince([near.voter, gone.voter], new Date(0)),
    (found) => found.length === 1 && found[0] === near.voter,
  )
  await world.deps.sandbox!.people.open(near.openid, 'byMessage')
  const push = await send('客服（示例）', 'service')
  expect(push.counts).toMatchObject({ sent: 1, queued: 0 })
  expect(push.counts.skipped).toBeGreaterThanOrEqual(2)
  const told = (await outbox(world)).filter(({ content }) => JSON.stringify(content).includes('客服（示例）'))
  expect(told.map(({ openid }) => openid)).toEqual([near.openid])
})

type Speaker = Awaited<ReturnType<typeof speakers>>[number]

test('a notice is sent to who agreed, spends one consent, and is delivered by WeChat’s own word', async () => {
  const [agreed] = (await speakers(world, 1)) as [Speaker]
  const template = SANDBOX_TEMPLATES.account.announcement.id
  await agreed.api.send('POST', '/sandbox/api/subscriptions', {
    ...{ openid: agreed.openid, template, act: 'accept' },
  })
  const store = world.deps.stores.notification
  await eventually(
    () => store.countLeft([agreed.voter], 'account', template),
    (left) => left === 1,
  )
  const push = await send('订阅（示例）', 'subscription')
  expect(push.counts.sent + push.counts.delivered).toBe(1)
  await eventually(
    () => readPush(other, push),
    ({ counts }) => counts.delivered === 1,
  )
  expect(await store.countLeft([agreed.voter], 'account', template)).toBe(0)
  const again = await send('再来一次（示例）', 'subscription')
  expect(again.counts).toMatchObject({ sent: 0, delivered: 0 })
})

test('a template message reaches who follows, and is delivered by WeChat’s own word', async () => {
  const [one, two] = (await speakers(world, 2, { follows: true })) as [Speaker, Speaker]
  await world.deps.sandbox!.people.follow(two.openid, false)
  const push = await send('模板（示例）', 'template')
  const done = await eventually(
    () => readPush(other, push),
    ({ counts }) => counts.delivered > 0 && counts.sent === 0,
  )
  expect(done.counts.failed).toBeGreaterThanOrEqual(1)
  const told = (await outbox(world)).filter(({ content }) => JSON.stringify(content).includes('模板（示例）'))
  expect(told.map(({ openid }) => openid)).toContain(one.openid)
  expect(told.map(({ openid }) => openid)).not.toContain(two.openid)
})

test('who was told by one push is not told the same by another', async () => {
  await speakers(world, 2, { follows: true })
  const { announcement } = await published('不重复（示例）')
  const [first, second] = [
    await propose(me, announcement.id, { audience: VOTERS, channel: 'template' }),
    await propose(me, announcement.id, { audience: VOTERS, channel: 'template' }),
  ]
  for (const push of [first, second]) {
    await approve(other, push.id)
    await settled(other, push)
  }
  const [a, b] = await Promise.all([readPush(other, first), readPush(other, second)])
  expect(a.counts.sent + a.counts.delivered).toBeGreaterThanOrEqual(2)
  expect(b.counts.sent + b.counts.delivered).toBe(0)
})

test('a mass message reaches all followers once, with the article, however often its job is done', async () => {
  await speakers(world, 2, { follows: true })
  const cover = await addPicture(me)
  const picture = await addPicture(me, { width: 300, height: 200 })
  const body = `<p>群发正文</p><img data-upload="${picture}" alt="图">`
  const { announcement } = await published('群发（示例）', { cover, body })
  const push = await propose(me, announcement.id, { audience: { kind: 'followers' }, channel: 'mass' })
  await approve(other, push.id)
  const done = await eventually(
    () => readPush(other, push),
    ({ reached, state }) => reached !== null && state === 'done',
  )
  const followers = (await world.deps.sandbox!.people.list()).filter(({ follows }) => follows)
  expect(done).toMatchObject({ state: 'done', reached: { sent: followers.length, failed: 0 } })
  const told = (await outbox(world)).filter(({ content }) => JSON.stringify(content).includes('群发（示例）'))
  expect(told.map(({ openid }) => openid).sort()).toEqual(followers.map(({ _id }) => _id).sort())
  // As after a process that died before it could write down what WeChat said.
  const mongo = await createConnection(world.stores.mongoUri!).asPromise()
  await mongo.collection('pushes').updateOne({ _id: push.id as never }, { $set: { state: 'running' } })
  await mongo.collection('pushDeliveries').updateOne({ push: push.id }, { $set: { status: 'queued' } })
  await mongo.close()
  await world.deps.pushes.resume()
  expect((await settled(other, push)).counts.sent).toBe(1)
  const after = (await outbox(world)).filter(({ content }) =>
    JSON.stringify(content).includes('群发（示例）'),
  )
  expect(after).toHaveLength(told.length)
})

test('WeChat’s quota pauses a push with its words; resumed, it goes on where it was', async () => {
  await speakers(world, 2, { follows: true })
  await world.api.send('POST', '/sandbox/api/trouble', {
    ...{ what: 'quota', path: '/cgi-bin/message/template/send' },
  })
  const push = await send('配额（示例）', 'template')
  expect(push).toMatchObject({ state: 'paused', counts: { sent: 0, failed: 0, unknown: 0 } })
  expect(push.reason).toContain('45009')
  expect(push.counts.queued).toBeGreaterThanOrEqual(2)
  const mongo = await createConnection(world.stores.mongoUri!).asPromise()
  await mongo.collection('sandboxCounts').deleteMany({ _id: /template\/send/ as never })
  await mongo.close()
  await steer(push, 'resume')
  const done = await settled(other, push)
  expect(done).toMatchObject({ state: 'done', counts: { queued: 0 } })
  expect(done.counts.sent + done.counts.delivered).toBeGreaterThanOrEqual(2)
})

const steer = (push: Push, act: 'pause' | 'resume' | 'cancel') =>
  other.call('POST /api/staff/pushes/:id/course', { params: { id: push.id }, body: { act } })

test('one that was cancelled before its time is never sent', async () => {
  await speakers(world, 1, { follows: true })
  const { announcement } = await published('取消（示例）')
  const at = new Date(world.deps.clock.now().getTime() + 60_000).toISOString()
  const push = await propose(me, announcement.id, { audience: VOTERS, channel: 'template', at })
  expect((await approve(other, push.id)).state).toBe('approved')
  expect((await steer(push, 'cancel')).body.state).toBe('cancelled')
  await world.deps.pushes.resume()
  expect(await readPush(other, push)).toMatchObject({ state: 'cancelled', total: 0 })
  expect((await steer(push, 'resume')).body.error!.code).toBe('push_state')
})

test('one that is set for later begins by itself', async () => {
  await speakers(world, 1, { follows: true })
  const { announcement } = await published('定时推送（示例）')
  const at = new Date(world.deps.clock.now().getTime() + 5000).toISOString()
  const push = await propose(me, announcement.id, { audience: VOTERS, channel: 'template', at })
  await approve(other, push.id)
  await world.deps.pushes.resume()
  expect((await readPush(other, push)).state).toBe('approved')
  await new Promise((resolve) => setTimeout(resolve, 5100))
  await world.deps.pushes.resume()
  expect((await settled(other, push)).state).toBe('done')
})

test('an announcement that is withdrawn is not sent on', async () => {
  await speakers(world, 1, { follows: true })
  const { announcement } = await published('撤下了（示例）')
  const at = new Date(world.deps.clock.now().getTime() + 5000).toISOString()
  const push = await propose(me, announcement.id, { audience: VOTERS, channel: 'template', at })
  await approve(other, push.id)
  await me.call('DELETE /api/staff/announcements/:id/publication', {
    ...{ params: { id: announcement.id }, body: { version: announcement.version, reason: '写错了' } },
  })
  await new Promise((resolve) => setTimeout(resolve, 5100))
  await world.deps.pushes.resume()
  expect(await settled(other, push)).toMatchObject({ state: 'cancelled', reason: '公告已撤下', total: 0 })
})

test('a group of staff gets it from its robot; one whose robot is gone keeps no other from it', async () => {
  const add = (name: string, key: string) =>
    other.call('POST /api/staff/push-groups', {
      body: { name, webhook: `https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=${key}` },
    })
  await add('评选工作群（示例）', 'sandbox-group-0001')
  const { items } = (await add('旧工作群（示例）', 'gone-robot-0002')).body
  expect((await add('又一次（示例）', 'sandbox-group-0001')).body.error!.code).toBe('group_exists')
  expect(JSON.stringify(items)).not.toContain('sandbox-group-0001')
  const push = await send('给工作群（示例）', 'wecom', { kind: 'groups', ids: items.map(({ id }) => id) })
  expect(push.counts).toMatchObject({ sent: 1, failed: 1 })
  expect((await outbox(world)).some(({ openid }) => openid === 'group:sandbox-group-0001')).toBe(true)
  const path = `/api/staff/pushes/${push.id}/failures`
  const [, ...rows] = await download(me, path)
  expect(rows).toEqual([
    ['旧工作群（示例）', '没有送到', expect.stringContaining('93000'), expect.any(String)],
  ])
  for (const { id } of items) await other.call('DELETE /api/staff/push-groups/:id', { params: { id } })
})

test('who scans the code of a draft gets it in their own chat; a code that is over says so', async () => {
  const { announcement } = await published('发给自己（示例）')
  const { body } = await me.call('POST /api/staff/announcements/:id/trial', {
    ...{ params: { id: announcement.id } },
  })
  const scene = (await world.deps.sandbox!.qrs.read(body.url))!.scene
  const { reply } = await post(world.url, eventOf('o-trial', 'SCAN', { EventKey: scene }))
  expect(reply).toMatchObject({ MsgType: 'news', ArticleCount: '1' })
  expect(JSON.stringify(reply)).toContain('发给自己（示例）')
  const over = await post(world.url, eventOf('o-trial', 'SCAN', { EventKey: 'trial_ABCDEFGHJKMN' }))
  expect(over.reply!.Content).toContain('已经失效')
})

test('what is estimated is what is sent', async () => {
  const [one] = (await speakers(world, 1)) as [Speaker]
  await say(world.url, one.openid, '在吗')
  const { announcement } = await published('估计（示例）')
  const ask = (channel: PushChannel) =>
    me
      .call('POST /api/staff/push-estimates', {
        body: { announcement: announcement.id, audience: VOTERS, channel },
      })
      .then(({ body }) => body)
  const inApp = await ask('inApp')
  expect(inApp.people).toBe(inApp.reachable)
  const service = await eventually(
    () => ask('service'),
    ({ reachable }) => reachable > 0,
  )
  expect(service.people).toBe(inApp.people)
  expect(service.reachable).toBeLessThan(service.people)
})

test('the chat names what was announced', async () => {
  const { announcement } = await published('公告在聊天里（示例）')
  expect(await say(world.url, 'o-reader', '公告')).toContain(`/announcement?id=${announcement.id}`)
})
