import { join } from 'node:path'
import { bootWeapp, byClass, fire, shows, tap, textOf, type Weapp } from '../support/weapp'
import { eventually, startWorld, type World } from '../support/world'

const DIST = join(__dirname, '../../dist/weapp')

let world: World
let phone: Weapp | null = null

beforeAll(async () => {
  world = await startWorld({ perCategory: 5 })
})
afterEach(() => {
  phone?.close()
  phone = null
})
afterAll(() => world?.close())

/** A phone of its own with the mini-program open at a page. */
function openPhone(
  openid: string,
  url: string,
  more: { storage?: Map<string, unknown>; online?: () => boolean } = {},
) {
  phone = bootWeapp(DIST, { baseUrl: world.url, loginCode: `sandbox:${openid}`, ...more })
  phone.open(url)
  return phone
}

async function chooseTwo(weapp: Weapp) {
  await shows(weapp, '候选A01')
  for (const row of byClass(weapp.top(), 'row-pick').slice(0, 2)) fire(weapp.top(), row)
  await shows(weapp, '已选 2 / ')
  tap(weapp, '核对选票')
  await shows(weapp, '投出后不能修改')
}

test('the front page shows the phase and leads to the ballot paper', async () => {
  const weapp = openPhone('home', 'pages/home/index')
  await shows(weapp, '网络投票进行中')
  tap(weapp, '去投票')
  await shows(weapp, '候选C01')
  expect(weapp.top().route).toBe('pages/ballot/index')
})

test('a ballot is chosen, reviewed and cast, and its receipt can be copied and looked up', async () => {
  const weapp = openPhone('voter', 'pages/ballot/index?category=unit')
  await chooseTwo(weapp)
  tap(weapp, '投出选票')
  await shows(weapp, '投票成功')
  tap(weapp, '复制回执')
  await eventually(
    async () => weapp.wx.storage.get('clipboard'),
    (copied) => typeof copied === 'string',
  )
  const receipt = String(weapp.wx.storage.get('clipboard'))
  expect(receipt).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}$/)
  const voter = await world.api.as('voter')
  const { status, body } = await voter.call('GET /api/receipts/:receipt', { params: { receipt } })
  expect(status).toBe(200)
  expect(body.ballot).toMatchObject({ category: 'unit', status: 'counted' })
  expect(body.ballot!.selections).toHaveLength(2)
})

test('who has voted before sees the first ballot instead of a second one', async () => {
  const voter = await world.api.as('twice')
  await voter.call('POST /api/ballots', { body: { category: 'unit', selections: ['a05'] } })
  const weapp = openPhone('twice', 'pages/ballot/index?category=unit')
  await shows(weapp, '本奖项您已投票')
  tap(weapp, '查看回执')
  await shows(weapp, '所选 1 个')
  await shows(weapp, '候选A05')
})

test('choices survive a cast without network and a restart of the program', async () => {
  const storage = new Map<string, unknown>()
  let online = true
  const weapp = openPhone('offline', 'pages/ballot/index?category=unit', { storage, online: () => online })
  await chooseTwo(weapp)
  online = false
  tap(weapp, '投出选票')
  await shows(weapp, '您的选择都还在，可以放心重试。')
  weapp.close()

  const later = openPhone('offline', 'pages/review/index?category=unit', { storage })
  await shows(later, '您选了 2 个')
  tap(later, '投出选票')
  await shows(later, '投票成功')
})

test('a session the server has forgotten is renewed without a word', async () => {
  const storage = new Map<string, unknown>([
    [
      'pingxuan:session',
      JSON.stringify({ token: 'forgotten', voter: { id: 'v', channel: 'weapp', snapshot: false } }),
    ],
  ])
  const weapp = openPhone('renewed', 'pages/ballot/index?category=unit', { storage })
  await chooseTwo(weapp)
  tap(weapp, '投出选票')
  await shows(weapp, '投票成功')
})

test('a candidate is shared by its own path', async () => {
  const weapp = openPhone('sharer', 'pages/candidate/index?id=a02')
  await shows(weapp, '相关事迹')
  expect(weapp.top().onShareAppMessage?.({})).toMatchObject({
    title: 'A02 候选A02（示例） · 荆楚问政系列评选',
    path: '/pages/candidate/index?id=a02',
  })
  expect(weapp.top().onShareTimeline?.()).toMatchObject({
    title: 'A02 候选A02（示例） · 荆楚问政系列评选',
    query: 'id=a02',
  })
})

test('an open page closes its ballot by itself when voting ends', async () => {
  const edition = world.deps.editions.current()
  const soon = new Date(world.deps.clock.now().getTime() + 6000).toISOString()
  await world.deps.editions.save({
    ...edition,
    phases: edition.phases.map((phase) => {
      if (phase.name === 'voting') return { ...phase, closesAt: soon }
      return phase.name === 'review' ? { ...phase, opensAt: soon } : phase
    }),
  })
  const weapp = openPhone('late', 'pages/ballot/index?category=unit')
  await shows(weapp, '核对选票')
  await shows(weapp, '网络投票已结束')
  // Page and bar are two parts of the screen, and the phone may be told of them one after the other.
  await eventually(
    async () => textOf(weapp.top().data.root),
    (text) => !text.includes('核对选票'),
  )
})
