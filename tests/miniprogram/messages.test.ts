import { join } from 'node:path'
import { bootWeapp, byClass, byText, fire, shows } from '../support/weapp'
import { eventually, startWorld, type World } from '../support/world'

const DIST = join(__dirname, '../../dist/weapp')

let world: World
let worker: ReturnType<World['deps']['startWorker']>
beforeAll(async () => {
  world = await startWorld({ perCategory: 2 })
  worker = world.deps.startWorker()
})
afterAll(async () => {
  await worker?.close()
  await world?.close()
})

test('who agrees in the mini-program is told there by WeChat once, and finds it among the messages', async () => {
  const { token } = await world.api.as('m-phone')
  const voter = world.deps.identities.voterOf(token!).id
  const storage = new Map<string, unknown>()
  const open = () => bootWeapp(DIST, { baseUrl: world.url, loginCode: 'sandbox:m-phone', storage })
  let phone = open()
  try {
    phone.open('pages/messages/index')
    await shows(phone, '用微信通知我')
    fire(phone.top(), byText(phone.top(), '订阅'))
    await shows(phone, '接下来的 1 条消息会同时发到微信')

    const news = { key: 'phone:1', kind: 'test', title: '报名审核通过', text: '已进入初选。', path: '/rules' }
    await world.deps.notifications.notify([voter], news)
    const { items } = await eventually(
      async () => (await world.api.send('GET', '/sandbox/api/outbox')).body,
      (outbox) => outbox.items.length > 0,
    )
    expect(items[0]).toMatchObject({ openid: 'm-phone', content: { page: 'pages/rules/index' } })

    phone.close()
    phone = open() // as on another day
    phone.open('pages/rules/index')
    await eventually(
      async () => phone.wx.storage.get('tab dot'),
      (dot) => dot === 2,
    )
    phone.open('pages/messages/index')
    await shows(phone, '已进入初选。')
    // What is on the screen has been read, without a tap.
    await eventually(
      () => world.deps.stores.notification.countUnread([voter]),
      (unread) => unread === 0,
    )
    await eventually(
      async () => phone.wx.storage.has('tab dot'),
      (dot) => !dot,
    )
    fire(phone.top(), byClass(phone.top(), 'message')[0])
    expect(phone.top().route).toBe('pages/rules/index')
  } finally {
    phone.close()
  }
})
