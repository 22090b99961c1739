import { join } from 'node:path'
import {
  asRepresentative,
  buildUnit,
  codeOf,
  deeds,
  nominationEdition,
  SOMEBODY,
} from '../support/nomination'
import { photo } from '../support/upload'
import { bootWeapp, byClass, fire, type Node, shows, tap, textOf, type Weapp, walk } from '../support/weapp'
import { eventually, startWorld, type World } from '../support/world'

const DIST = join(__dirname, '../../dist/weapp')

let world: World
let phone: Weapp | null = null
beforeAll(async () => {
  world = await startWorld({ edition: nominationEdition(), perCategory: 0 })
  await world.deps.units.saveAll([buildUnit('claim'), buildUnit('case')])
})
afterEach(() => {
  phone?.close()
  phone = null
})
afterAll(() => world?.close())

const pictures = (count: number) =>
  Promise.all(
    Array.from({ length: count }, async (_, i) => ({
      name: `照片${i}.jpg`,
      content: await photo(80, 60 + i),
    })),
  )

/** The control that answers a question. */
function control(weapp: Weapp, key: string): Node {
  const found = [...walk(weapp.top().data.root)].find((node) =>
    String(node.uid ?? '').endsWith(`answer-${key}`),
  )
  if (!found) throw new Error(`no control for ${key}: ${textOf(weapp.top().data.root).slice(0, 300)}`)
  return found
}

function type(weapp: Weapp, key: string, value: string): void {
  fire(weapp.top(), control(weapp, key), 'input', { value })
  fire(weapp.top(), control(weapp, key), 'blur', { value })
}

test('the letter’s code, scanned, shows the unit at once, and claims it', async () => {
  const q = encodeURIComponent(`${world.url}/claim#${await codeOf(world, 'claim')}`)
  phone = bootWeapp(DIST, { baseUrl: world.url, loginCode: 'sandbox:weapp-claims' })
  phone.open(`pages/claim/index?q=${q}`)
  await shows(phone, '单位claim（示例）')
  for (const [key, value] of Object.entries(SOMEBODY)) type(phone, key, value)
  tap(phone, '认领并代表这个单位')
  await shows(phone, '认领成功')
})

test('a case is written, its pictures sent, the program closed without a connection, opened again, and the case handed in', async () => {
  const me = await asRepresentative(world, 'case', 'weapp-files')
  const storage = new Map<string, unknown>()
  const chosen = await pictures(3)
  let online = true
  const boot = () =>
    bootWeapp(DIST, {
      ...{ baseUrl: world.url, loginCode: 'sandbox:weapp-files', storage },
      ...{ online: () => online, chosen: () => chosen },
    })
  phone = boot()
  phone.open('pages/nominations/index')
  await shows(phone, '符合条件，可以报名')
  tap(phone, '开始填写') // the last: cases
  await shows(phone, '案例标题')
  type(phone, 'contactPhone', '12345')
  await shows(phone, '请填写 11 位手机号')
  const answers = {
    ...{ title: '老小区加装电梯（示例）', summary: '七户人家商量着办', background: deeds(110) },
    ...{ actions: deeds(210), contactName: '李示例', contactPhone: '13800005678' },
  }
  for (const [key, value] of Object.entries(answers)) type(phone, key, value)
  tap(phone, '添加照片')
  await eventually(
    async () => byClass(phone!.top(), 'photo-open').length,
    (count) => count === 3,
  )
  await shows(phone, '已保存')
  online = false
  type(phone, 'result', deeds(110))
  await shows(phone, '网络不通，已存在本机')
  phone.close()

  online = true
  const { items } = (await me.call('GET /api/nominations/mine', {})).body
  const { id } = items[0]!
  phone = boot()
  phone.open(`pages/nomination-form/index?id=${id}`)
  await shows(phone, '可以提交了')
  await shows(phone, '已保存')
  tap(phone, '预览并提交')
  await shows(phone, '下面是入选后网友看到的样子')
  tap(phone, '提交报名')
  await shows(phone, '提交后由荆楚网审核')
  tap(phone, '提交')
  await shows(phone, '报名已提交')
  const filed = (await me.call('GET /api/nominations/:id', { params: { id } })).body
  expect(filed).toMatchObject({ status: 'submitted', answers: { ...answers, result: deeds(110) } })
  expect(filed.uploads).toHaveLength(3)
})
