import { createConnection } from 'mongoose'
import { readEnv } from '../../server/env'
import type { News } from '../../server/features/notification/notification'
import { SANDBOX_TEMPLATES } from '../../server/sandbox/account'
import type { Api } from '../support/api'
import { throughOauth } from '../support/login'
import { eventOf, post } from '../support/wechat'
import { eventually, startWorld, type World } from '../support/world'

let world: World
let worker: ReturnType<World['deps']['startWorker']>
beforeAll(async () => {
  world = await startWorld({ perCategory: 1 })
  worker = world.deps.startWorker()
})
afterAll(async () => {
  await worker?.close()
  await world?.close()
})

const [MP, OA] = [SANDBOX_TEMPLATES.weapp.progress.id, SANDBOX_TEMPLATES.account.progress.id]

const voterOf = ({ token }: Api) => world.deps.identities.voterOf(token!).id

let happened = 0
const news = (more: Partial<News> = {}): News => ({
  ...{ key: `test:${happened++}`, kind: 'nomination.returned', path: '/mine?a=b' },
  ...{
    title: '报名材料请修改',
    text: '“事迹”一栏超过了字数。',
    data: { subject: '某单位（示例）', state: '请修改' },
  },
  ...more,
})

/** Somebody who has come through the mini-program, the account, or both. */
async function somebody(name: string) {
  const weapp = await world.api.as(`m-${name}`, `u-${name}`)
  return { weapp, voter: voterOf(weapp), name }
}

const inbox = (api: Api, query = {}) => api.call('GET /api/notifications', { query }).then(({ body }) => body)
const consent = (api: Api, templateIds: string[] = [MP]) =>
  api.call('POST /api/notifications/consents', { body: { templateIds } })
const left = async (api: Api) => (await api.call('GET /api/notifications/consents', {})).body.items[0]!.left

/** WeChat's side: what a person answers to its question. */
const answer = (openid: string, template: string, act: 'accept' | 'reject' | 'off') =>
  world.api.send('POST', '/sandbox/api/subscriptions', { openid, template, act })

/** Tells somebody, and waits for what becomes of it. */
async function tell(voter: string, more: Partial<News> = {}) {
  const one = news(more)
  await world.deps.notifications.notify([voter], one)
  return fate(voter, one.key)
}

const fate = async (voter: string, key: string) =>
  (await eventually(
    () => world.deps.stores.notification.findByKey(voter, key),
    (found) => !['queued', 'sending'].includes(found!.delivery.status),
  ))!.delivery

type Sent = {
  openid: string
  content: { kind: string; app: string; page: string; fields: { value: string }[] }
}
const outbox = async (openid: string): Promise<Sent[]> =>
  (await world.api.send('GET', '/sandbox/api/outbox')).body.items.filter((one: Sent) => one.openid === openid)

describe('in the app', () => {
  test('a message is there at once, newest first, unread until it is read', async () => {
    const { weapp, voter } = await somebody('reader')
    await world.deps.notifications.notify([voter], news({ title: '第一条' }))
    await world.deps.notifications.notify([voter], news({ title: '第二条', path: null }))
    const { items, ...rest } = await inbox(weapp)
    expect(rest).toEqual({ total: 2, page: 1, pageSize: 20, unread: 2 })
    expect(items.map(({ title, read, path }) => [title, read, path])).toEqual([
      ['第二条', false, null],
      ['第一条', false, '/mine?a=b'],
    ])
    expect((await inbox(weapp, { page: 2, pageSize: 1 })).items[0]).toMatchObject({ title: '第一条' })

    const ids = [items[1]!.id]
    expect((await weapp.call('POST /api/notifications/read', { body: { ids } })).body).toEqual({ unread: 1 })
    expect((await inbox(weapp)).items.map(({ read }) => read)).toEqual([false, true])
    expect((await weapp.call('POST /api/notifications/read', { body: {} })).body).toEqual({ unread: 0 })
  })

  test('what happened once is told once, however often, from wherever at once, and to each', async () => {
    const [one, other] = [await somebody('once-a'), await somebody('once-b')]
    const what = news()
    const tellBoth = () => world.deps.notifications.notify([one.voter, other.voter, one.voter], what)
    await Promise.all(Array.from({ length: 8 }, tellBoth))
    await tellBoth()
    expect((await inbox(one.weapp)).total).toBe(1)
    expect((await inbox(other.weapp)).total).toBe(1)
  })

  test('nobody reads or marks another one’s', async () => {
    const [one, other] = [await somebody('mine'), await somebody('yours')]
    await world.deps.notifications.notify([one.voter], news())
    const { items } = await inbox(one.weapp)
    expect((await inbox(other.weapp)).items).toEqual([])
    const marked = await other.weapp.call('POST /api/notifications/read', { body: { ids: [items[0]!.id] } })
    expect([marked.status, marked.body.error?.code]).toEqual([404, 'notification_not_found'])
    expect((await inbox(one.weapp)).unread).toBe(1)
    for (const [method, path] of [
      ['GET', '/api/notifications'],
      ['POST', '/api/notifications/read'],
      ['GET', '/api/notifications/consents'],
      ['POST', '/api/notifications/consents'],
    ] as const) {
      const { status } = await world.api.send(method, path, method === 'POST' ? {} : undefined)
      expect([path, status]).toEqual([path, 401])
    }
  })

  test('who is found to be one person finds what all their names were told', async () => {
    const before = await world.api.as('m-two')
    await world.deps.notifications.notify([voterOf(before)], news({ title: '小程序里的' }))
    const account = await throughOauth(world.api, { openid: 'o-two', unionid: 'u-two' })
    await world.deps.notifications.notify([voterOf(account)], news({ title: '公众号里的' }))
    const after = await world.api.as('m-two', 'u-two')
    expect((await inbox(after)).items.map(({ title }) => title)).toEqual(['公众号里的', '小程序里的'])
  })
})

test('templates are entered as JSON, and what WeChat would not take is refused at the start', () => {
  const read = (value: string) => readEnv({ WECHAT_MP_TEMPLATES: value }).WECHAT_MP_TEMPLATES
  const progress = { id: 'T', fields: { thing1: 'subject', phrase2: 'state', time3: 'at' } }
  expect(read(JSON.stringify({ progress }))).toEqual({ progress })
  expect(readEnv({}).WECHAT_OA_TEMPLATES).toEqual({})
  for (const wrong of [
    '{not json',
    '[]',
    JSON.stringify({ poems: progress }),
    JSON.stringify({ progress: { ...progress, fields: { amount1: 'at' } } }),
    JSON.stringify({ progress: { ...progress, fields: { thing1: 'weather' } } }),
  ]) {
    expect(() => read(wrong)).toThrow('WECHAT_MP_TEMPLATES')
  }
})

describe('by WeChat', () => {
  test('who has agreed to nothing is told in the app only', async () => {
    const { voter } = await somebody('silent')
    expect(await tell(voter)).toMatchObject({ status: 'skipped', channel: null, reason: '没有订阅微信通知' })
    expect(await outbox('m-silent')).toEqual([])
  })

  test('one consent in the mini-program is one message there, with what the template asks for', async () => {
    const { weapp, voter } = await somebody('agrees')
    await answer('m-agrees', MP, 'accept')
    expect((await consent(weapp)).body.items).toContainEqual({ templateId: MP, about: 'progress', left: 1 })
    expect(await tell(voter)).toMatchObject({ status: 'sent', channel: 'weapp', reason: null })
    const [sent] = await outbox('m-agrees')
    expect(sent!.content).toMatchObject({ app: 'weapp', page: 'pages/mine/index?a=b' })
    expect(sent!.content.fields.map(({ value }) => value)).toEqual([
      ...[
        '某单位（示例）',
        '请修改',
        expect.stringMatching(/^\d{4}年\d+月\d+日 \d\d:\d\d$/),
        '报名材料请修改',
      ],
    ])
    expect(await left(weapp)).toBe(0)
    expect(await tell(voter)).toMatchObject({ status: 'skipped' })
  })

  test('else by 订阅通知, which WeChat itself has counted, once per delivery', async () => {
    const { weapp, voter } = await somebody('follower')
    await throughOauth(world.api, { openid: 'o-follower', unionid: 'u-follower' })
    const event = eventOf('o-follower', 'subscribe_msg_popup_event', {
      SubscribeMsgPopupEvent: {
        List: { TemplateId: OA, SubscribeStatusString: 'accept', PopupScene: '2' },
      },
    })
    for (let i = 0; i < 3; i++) expect((await post(world.url, event)).text).toBe('success')
    const store = world.deps.stores.notification
    expect(await store.countLeft([voter], 'account', OA)).toBe(1)
    // The sandbox has nobody of this OpenID: WeChat refuses, certainly, and the consent is given back.
    expect(await tell(voter)).toMatchObject({
      status: 'failed',
      channel: 'account',
      reason: expect.stringContaining('40003'),
    })
    expect(await store.countLeft([voter], 'account', OA)).toBe(1)
    expect(await left(weapp)).toBe(0)
  })

  test('a consent of somebody known leads to a page of the site; refusing all ends it', async () => {
    const [li, count] = ['o-demo-li', () => world.deps.stores.notification.countLeft([voter], 'account', OA)]
    const voter = voterOf(await throughOauth(world.api, { openid: li, unionid: 'u-demo-li' }))
    await answer(li, OA, 'accept')
    await answer(li, OA, 'reject')
    expect(await count()).toBe(1)
    expect(await tell(voter, { path: null })).toMatchObject({ status: 'sent', channel: 'account' })
    expect((await outbox(li))[0]!.content).toMatchObject({ app: 'account', page: `${world.url}/messages` })
    expect(await tell(voter)).toMatchObject({ status: 'skipped' })
    await answer(li, OA, 'off')
    expect(await count()).toBe(0)
  })

  test('where WeChat refuses in the mini-program, the account is tried, and our count is put right', async () => {
    const zhou = 'u-demo-zhou'
    const weapp = await world.api.as('m-demo-zhou', zhou)
    await throughOauth(world.api, { openid: 'o-demo-zhou', unionid: zhou })
    await consent(weapp) // says so, but WeChat knows nothing of it: 43101
    await consent(weapp)
    await answer('o-demo-zhou', OA, 'accept')
    expect(await left(weapp)).toBe(2)
    expect(await tell(voterOf(weapp))).toMatchObject({ status: 'sent', channel: 'account' })
    expect(await left(weapp)).toBe(0)
  })

  test('an unknown template cannot be agreed to', async () => {
    const { weapp } = await somebody('inventive')
    const { status, body } = await consent(weapp, ['no-such-template'])
    expect([status, body.error?.code]).toEqual([422, 'template_unknown'])
  })

  test('the mini-program’s own events are heard: switched off is none left, and its consents count by report only', async () => {
    const { weapp } = await somebody('chooser')
    await answer('m-chooser', MP, 'accept')
    expect(await left(weapp)).toBe(0)
    await consent(weapp)
    expect(await left(weapp)).toBe(1)
    await answer('m-chooser', MP, 'off')
    expect(await left(weapp)).toBe(0)
  })

  test('a delivery to the mini-program must be signed by its own key', async () => {
    const event = eventOf('m-forger', 'subscribe_msg_change_event', {})
    const { status } = await post(world.url, { ...event, path: event.path.replace('/message', '/weapp') })
    expect(status).toBe(401)
    expect((await post(world.url, { path: '/wechat/weapp', body: event.body })).status).toBe(401)
  })

  test('no OpenID is in what people are told, nor in what is kept of it', async () => {
    const mongo = await createConnection(world.stores.mongoUri!).asPromise()
    for (const name of ['notifications', 'consents']) {
      const kept = JSON.stringify(await mongo.db!.collection(name).find({}).toArray())
      expect(kept).not.toMatch(/[mo]-(demo|agrees|follower|chooser)/)
    }
    await mongo.close()
  })
})
