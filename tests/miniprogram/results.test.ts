import { join } from 'node:path'
import type { PublicResult } from '@shared/result/contract'
import { standWords } from '@/result/words'
import { bringTo, resultEdition } from '../support/result'
import { bootWeapp, byClass, fire, shows, tap, type Weapp, walk } from '../support/weapp'
import { eventually, startWorld, type World } from '../support/world'

const DIST = join(__dirname, '../../dist/weapp')

let world: World
let phone: Weapp | null = null
beforeAll(async () => {
  world = await startWorld({ edition: resultEdition(), perCategory: 4 })
  await bringTo(world, 'unit', 'proposed')
})
afterEach(() => {
  phone?.close()
  phone = null
})
afterAll(() => world?.close())

type More = { storage?: Map<string, unknown>; online?: () => boolean }
function openPhone(openid: string, url: string, more: More = {}): Weapp {
  phone = bootWeapp(DIST, { baseUrl: world.url, loginCode: `sandbox:${openid}`, ...more })
  phone.open(url)
  return phone
}

const write = (weapp: Weapp, id: string, value: string) =>
  fire(
    weapp.top(),
    [...walk(weapp.top().data.root)].find((node) => node.uid === id),
    'input',
    { value },
  )

test('the list opens a score’s sums, and its paper is opened as what it is', async () => {
  const storage = new Map<string, unknown>()
  const weapp = openPhone('reader', 'pages/results/index?category=unit', { storage })
  await shows(weapp, '公示中 · 拟表彰 3 个')
  fire(weapp.top(), byClass(weapp.top(), 'standing-head')[0])
  await shows(weapp, /综合得分 .+ = [\d.]+/)
  tap(weapp, '名单（PDF）')
  await eventually(
    async () => storage.get('opened'),
    (opened) => opened === 'wxfile://tmp/api/results/unit/export pdf',
  )
  expect(weapp.top().onShareAppMessage!({}).path).toBe('/pages/results/index')
})

test('an objection written without a network outlives the program, and arrives once', async () => {
  const storage = new Map<string, unknown>()
  let online = true
  const weapp = openPhone('objector', 'pages/objections/index?category=unit&id=a02', {
    ...{ storage, online: () => online },
  })
  await shows(weapp, 'A02 ')
  write(weapp, 'objection-answer-text', '公示的回复件数与平台上看到的不一样，请核对。')
  write(weapp, 'objection-answer-name', '吴示例')
  write(weapp, 'objection-answer-phone', '13800004321')
  await shows(weapp, '22 / 2000')
  online = false
  tap(weapp, '提交异议')
  await shows(weapp, '内容都在，稍后再点')
  weapp.close()

  const later = openPhone('objector', 'pages/objections/index', { storage })
  await shows(later, '22 / 2000')
  tap(later, '提交异议')
  await shows(later, '异议已收到，回执 ')
  await shows(later, '待答复')
  const { body } = await (await world.api.as('objector')).call('GET /api/objections/mine', {})
  expect(body.items.map(({ subject }) => subject.candidate?.id)).toEqual(['a02'])
})

test('a notice that is suspended is not said to be over', () => {
  const result = { state: 'proposed', category: 'unit', list: { standings: [] } } as unknown as PublicResult
  const notice = { opensAt: '2022-07-01T00:00:00.000Z', closesAt: '2022-07-08T00:00:00.000Z' }
  const stateAt = (now: string, objectionsOpen = false) =>
    standWords(result, { notice, objectionsOpen, objectionDays: 5, items: [] }, new Date(now)).state
  expect(stateAt('2022-07-03T00:00:00Z', true)).toBe('公示中 · 拟表彰 0 个')
  expect(stateAt('2022-07-03T00:00:00Z')).toBe('公示暂停 · 拟表彰 0 个')
  expect(stateAt('2022-07-08T00:00:00Z')).toBe('公示期满 · 拟表彰 0 个')
})
