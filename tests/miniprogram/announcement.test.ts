import { join } from 'node:path'
import { announce, written } from '../support/announcement'
import { asStaff } from '../support/staff'
import { bootWeapp, byClass, fire, shows } from '../support/weapp'
import { eventually, startWorld, type World } from '../support/world'

const DIST = join(__dirname, '../../dist/weapp')

let world: World
beforeAll(async () => {
  world = await startWorld({ perCategory: 1 })
})
afterAll(() => world?.close())

test('an announcement is found, read in its subpackage, passed on, and unread no more', async () => {
  const me = await asStaff(world, 'editor')
  const body = '<h2>一、时间</h2><p>五月底前。</p>'
  const { announcement } = await announce(me, written('请看公告（示例）', { body }))
  const storage = new Map<string, unknown>()
  const phone = bootWeapp(DIST, { baseUrl: world.url, loginCode: 'sandbox:m-reader', storage })
  try {
    phone.open('pages/announcements/index')
    await shows(phone, '请看公告（示例）')
    await shows(phone, '未读')
    fire(phone.top(), byClass(phone.top(), 'bulletin')[0])
    await eventually(
      async () => phone.top().route,
      (route) => route === 'pages/announcement/index',
    )
    await shows(phone, '请看公告（示例）的摘要')
    const shared = phone.top().onShareAppMessage!({})
    expect(shared).toMatchObject({
      title: '请看公告（示例）',
      path: `/pages/announcement/index?id=${announcement.id}`,
    })
    expect([...storage.values()].join()).toContain(announcement.id)
  } finally {
    phone.close()
  }
})
