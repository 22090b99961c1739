import type { CategoryId } from '@shared/edition/contract'
import type { Nomination } from '@shared/nomination/contract'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { PROGRAM } from '../../server/features/audit/audit'
import type { Api } from '../support/api'
import { barriersOf } from '../support/axe'
import { DESK, keepSession, openAs, openBrowser, openPage, PHONE, sessionOf } from '../support/browser'
import {
  asRepresentative,
  buildUnit,
  codeOf,
  deeds,
  nominationEdition,
  SOMEBODY,
  submitted,
} from '../support/nomination'
import { asStaff } from '../support/staff'
import { eventually, startWorld, type World } from '../support/world'

const UNITS = [
  'claim',
  'unit',
  'worker',
  'case',
  'desk',
  'both',
  'back',
  'mend',
  'late',
  'ask',
  'phone',
  'mailed',
]

let world: World
let browser: Browser
beforeAll(async () => {
  world = await startWorld({ edition: nominationEdition(), perCategory: 0 })
  await world.deps.units.saveAll([
    ...UNITS.map((id) => buildUnit(id)),
    buildUnit('silent', { replyRecords: [] }),
  ])
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

const sessions = new Map<Api, unknown>()

/** Somebody who speaks for a unit. */
async function representative(unit: string, openid: string): Promise<Api> {
  const me = await asRepresentative(world, unit, openid)
  sessions.set(me, await sessionOf(world, openid))
  return me
}

const seen = (page: Page, words: string | RegExp) => page.getByText(words).filter({ visible: true }).first()
const press = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name }).filter({ visible: true }).first().click()
const fill = (page: Page, label: string, text: string) =>
  page.getByLabel(label).filter({ visible: true }).first().fill(text)
/** Waits until a field says something. */
const says = (page: Page, label: string, value: string) =>
  eventually(
    () => page.getByLabel(label).filter({ visible: true }).first().inputValue(),
    (said) => said === value,
  )
const saved = (page: Page) => seen(page, /^已保存 \d\d:\d\d$/).waitFor()

/** Opens the empty form of the n-th category of one's unit. */
async function start(page: Page, place: number): Promise<void> {
  await page.goto(`${world.url}/nominations`)
  await seen(page, '符合条件').waitFor()
  await page.getByRole('button', { name: '开始填写' }).nth(place).click()
  await seen(page, /^已填/).waitFor()
}

async function addPhotos(page: Page, count: number): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await press(page, '添加照片')
  const files = await Promise.all(
    Array.from({ length: count }, async (_, i) => ({
      name: `照片${i}.jpg`,
      mimeType: 'image/jpeg',
      buffer: await sharp({ create: { width: 80, height: 60 + i, channels: 3, background: '#8c1a15' } })
        .jpeg()
        .toBuffer(),
    })),
  )
  await (await chooser).setFiles(files)
  await page.getByRole('button', { name: `第 ${count} 张` }).waitFor()
}

async function mine(me: Api, category: CategoryId): Promise<Nomination> {
  const { items } = (await me.call('GET /api/nominations/mine', {})).body
  const { id } = items.find((card) => card.category === category)!
  return (await me.call('GET /api/nominations/:id', { params: { id } })).body
}

async function submit(page: Page): Promise<void> {
  await press(page, '预览并提交')
  await seen(page, '下面是入选后').waitFor()
  await press(page, '提交报名')
  await page.getByRole('dialog').getByRole('button', { name: '提交' }).click()
  await seen(page, '报名已提交').waitFor()
}

test('a clerk opens the letter’s address, recognises the unit, says who they are, and may file for it', async () => {
  const { page, faults, context } = await openAs(browser, await sessionOf(world, 'clerk'))
  await page.goto(`${world.url}/claim#${(await codeOf(world, 'claim')).toLowerCase()}`)
  await seen(page, '单位claim（示例）').waitFor()
  await press(page, '认领并代表这个单位')
  await seen(page, '请填写您的姓名').waitFor()
  await fill(page, '您的姓名', SOMEBODY.name)
  await fill(page, '您的职务', SOMEBODY.position)
  await fill(page, '联系电话', '138 0000 5678')
  await page.getByLabel('您的姓名').focus()
  await says(page, '联系电话', '138 **** 5678')
  expect(await barriersOf(page)).toEqual([])
  await press(page, '认领并代表这个单位')
  await seen(page, '认领成功').waitFor()
  await seen(page, '符合条件').waitFor()
  expect(await barriersOf(page)).toEqual([])
  expect(faults).toEqual([])
  await context.close()
})

test('the letter’s code outlives a log-in that leaves the page, and is told to no server on the way', async () => {
  const code = await codeOf(world, 'claim')
  const { page, context } = await openPage(browser, PHONE)
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(`${world.url}/claim#${code}`)
  await says(page, '输入信上的认领码', code)
  await press(page, '微信登录后继续')
  await page.getByRole('button', { name: /周大姐/ }).click()
  await seen(page, '单位claim（示例）').waitFor()
  expect(asked.length).toBeGreaterThan(0)
  expect(asked.filter((url) => new URL(url).href.replace(/#.*$/, '').includes(code))).toEqual([])
  await context.close()
})

test('blank forms for those who prefer paper are a quiet link away', async () => {
  const { page, context } = await openPage(browser, PHONE)
  await page.goto(`${world.url}/nominations`)
  await press(page, '更习惯用纸质表？')
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Word 表' }).first().click()
  expect((await download).suggestedFilename()).toMatch(/^报名表-.+\.docx$/)
  expect(await barriersOf(page)).toEqual([])
  await context.close()
})

test('who has no code finds the unit, hands a proof in, and is told what became of it', async () => {
  const { page, context } = await openAs(browser, await sessionOf(world, 'asker'))
  await page.goto(`${world.url}/nominations`)
  await press(page, '没有认领码')
  await fill(page, '您代表哪个单位', '单位ask')
  await press(page, /单位ask/)
  await press(page, '提交申请')
  await seen(page, '请上传单位介绍信或工作证').waitFor()
  await fill(page, '您的姓名', '赵示例')
  await fill(page, '您的职务', '科员（示例）')
  await fill(page, '联系电话', '027-88567717')
  const chooser = page.waitForEvent('filechooser')
  await press(page, '添加证明')
  const buffer = await sharp({ create: { width: 90, height: 60, channels: 3, background: '#fff' } })
    .jpeg()
    .toBuffer()
  await (await chooser).setFiles([{ name: '介绍信.jpg', mimeType: 'image/jpeg', buffer }])
  await page.getByRole('button', { name: '第 1 张' }).waitFor()
  await press(page, '提交申请')
  await seen(page, '等待审核').waitFor()

  const editor = await asStaff(world, 'editor')
  const { items } = (await editor.call('GET /api/staff/representatives', { query: { q: '赵示例' } })).body
  const body = { decision: 'refuse' as const, reason: '介绍信没有盖章（示例）' }
  await editor.call('PUT /api/staff/representatives/:id/decision', { params: { id: items[0]!.id }, body })
  await page.reload()
  await seen(page, '介绍信没有盖章（示例）').waitFor()
  await context.close()
})

test('what keeps a unit out is said before anything is written', async () => {
  const me = await representative('silent', 'silent-one')
  const { page, context } = await openAs(browser, sessions.get(me))
  await page.goto(`${world.url}/nominations`)
  await seen(page, '2021 年回复网友留言 0 件，参评要求至少 1 件').waitFor()
  expect(await page.getByRole('button', { name: '开始填写' }).count()).toBe(1) // a case may come from any unit
  await context.close()
})

describe.each<[CategoryId, number, Record<string, string>, number, string[]]>([
  [
    'unit',
    0,
    { 一句话介绍: '三天内补上斑马线', 事迹摘要: deeds(310), 联系人: '李示例', 联系电话: '138 0000 5678' },
    1,
    [],
  ],
  [
    'worker',
    1,
    {
      姓名: '王示例',
      职务: '网络问政专员',
      一句话介绍: '把留言当家事办',
      事迹材料: deeds(310),
      联系人: '李示例',
      联系电话: '027-88567717',
    },
    1,
    ['被推荐人本人知道并同意参评'],
  ],
  [
    'caseStudy',
    2,
    {
      ...{ 案例标题: '老小区加装电梯', 一句话介绍: '七户人家商量着办', 背景: deeds(110), 做法: deeds(210) },
      ...{ 成效: deeds(110), '第 1 行指标': '受益群众', '第 1 行数字': '3200', '第 1 行单位': '人' },
      ...{ 联系人: '李示例', 联系电话: '13800005678' },
    },
    3,
    [],
  ],
])('the form of a %s', (category, place, good, photos, consents) => {
  const unit = { unit: 'unit', worker: 'worker', caseStudy: 'case' }[category]

  test('filled in badly says at each field what is wrong, leads to the first, and filled in well is handed in', async () => {
    const me = await representative(unit, `files-${category}`)
    const { page, faults, context } = await openAs(browser, sessions.get(me))
    await start(page, place)
    await fill(page, '联系电话', '12345')
    await page.getByLabel('联系人').click()
    await seen(page, '请填写 11 位手机号').waitFor() // on leaving it, and nothing else is complained about yet
    expect(await page.getByText('请上传照片').count()).toBe(0)
    await press(page, '预览并提交')
    await seen(page, '请上传照片').waitFor()
    await seen(page, /处要补充/).waitFor()
    const first = Object.keys(good)[0]!
    await eventually(
      () => page.getByLabel(first).evaluate((field) => field === document.activeElement),
      (focused) => focused,
    )
    expect(await barriersOf(page)).toEqual([])

    for (const [label, text] of Object.entries(good)) await fill(page, label, text)
    for (const words of consents) await page.getByRole('checkbox').filter({ hasText: words }).click()
    await addPhotos(page, photos)
    await saved(page)
    expect(await page.getByText(/处要补充/).count()).toBe(0)
    await submit(page)
    expect(await barriersOf(page)).toEqual([])
    const filed = await mine(me, category)
    expect(filed.status).toBe('submitted')
    expect(filed.answers.photos).toHaveLength(photos)
    expect(faults).toEqual([])
    await context.close()
  })
})

test('what is written without a connection outlives the closed page, and goes out when there is one again', async () => {
  const me = await representative('back', 'comes-back')
  const { page, context } = await openAs(browser, sessions.get(me))
  await start(page, 2)
  await fill(page, '案例标题', '断网前写的')
  await saved(page)
  await context.setOffline(true)
  await fill(page, '案例标题', '断网时写的')
  await seen(page, /网络不通，已存在本机/).waitFor()
  const address = page.url()
  await page.close()

  const again = await context.newPage()
  await context.setOffline(false)
  await keepSession(again, sessions.get(me))
  await again.goto(address)
  await saved(again)
  expect(await again.getByLabel('案例标题').inputValue()).toBe('断网时写的')
  expect((await mine(me, 'caseStudy')).answers.title).toBe('断网时写的')
  await context.close()
})

/** Has every page of the site fetched, as it does by itself when there is time. */
const fetchPages = (page: Page) =>
  page.evaluate(async () => {
    const { routes } = (window as unknown as { __taroAppConfig: { routes: { load(): unknown[] }[] } })
      .__taroAppConfig
    for (const { load } of routes) await Promise.all(load())
  })

test('a form begun without a connection is begun once, when there is one', async () => {
  const me = await representative('both', 'begins-offline')
  const { page, context } = await openAs(browser, sessions.get(me))
  await page.goto(`${world.url}/nominations`)
  await seen(page, '符合条件').waitFor()
  await fetchPages(page)
  await context.setOffline(true)
  await page.getByRole('button', { name: '开始填写' }).nth(2).click()
  await fill(page, '案例标题', '在山里写的')
  await seen(page, /网络不通，已存在本机/).waitFor()
  await context.setOffline(false)
  await saved(page)
  await page.waitForURL(/id=/)
  const { items } = (await me.call('GET /api/nominations/mine', {})).body
  expect(items.map(({ title }) => title)).toEqual(['在山里写的'])
  await context.close()
})

test('of two who write at once each keeps their words: apart they are merged, in one field one of them chooses', async () => {
  const [me, colleague] = [await representative('desk', 'on-phone'), await representative('desk', 'at-desk')]
  const phone = await openAs(browser, sessions.get(me))
  await start(phone.page, 2)
  await fill(phone.page, '案例标题', '第一稿')
  await saved(phone.page)
  const address = phone.page.url()

  const desk = await openAs(browser, sessions.get(colleague), DESK)
  await desk.page.goto(address)
  await saved(desk.page)
  await phone.context.setOffline(true)
  await fill(desk.page, '案例标题', '电脑上改的标题')
  await fill(desk.page, '背景', '电脑上写的背景')
  await saved(desk.page)
  await eventually(
    () => mine(me, 'caseStudy'),
    ({ answers }) => answers.background === '电脑上写的背景',
  )
  await fill(phone.page, '案例标题', '手机上改的标题')
  await fill(phone.page, '成效', '手机上写的成效')
  await seen(phone.page, /网络不通/).waitFor()
  await phone.context.setOffline(false)

  await seen(phone.page, '有 1 项内容，别人也改过').waitFor()
  expect(await barriersOf(phone.page)).toEqual([])
  expect((await mine(me, 'caseStudy')).answers.title).toBe('电脑上改的标题') // nothing is overwritten unseen
  await phone.page.reload()
  await seen(phone.page, '有 1 项内容，别人也改过').waitFor()
  await phone.page.getByRole('radio', { name: /手机上改的标题/ }).click()
  await press(phone.page, '就用选定的内容')
  await saved(phone.page)
  expect((await mine(me, 'caseStudy')).answers).toMatchObject({
    title: '手机上改的标题',
    background: '电脑上写的背景',
    result: '手机上写的成效',
  })
  await Promise.all([phone.context.close(), desk.context.close()])
})

test('what is handed in can be taken back to be mended, withdrawn, and resumed', async () => {
  const me = await representative('mend', 'mends')
  await submitted(me, 'mend', 'unit')
  const { id } = await mine(me, 'unit')
  const { page, faults, context } = await openAs(browser, sessions.get(me))
  await page.goto(`${world.url}/nomination?id=${id}`)
  await press(page, '收回修改')
  await page.getByRole('dialog').getByRole('button', { name: '收回修改' }).click()
  await fill(page, '一句话介绍', '改过的一句话')
  await saved(page)
  await submit(page)
  expect(await mine(me, 'unit')).toMatchObject({
    status: 'submitted',
    answers: { summary: '改过的一句话' },
  })
  await press(page, '撤回报名')
  await page.getByRole('dialog').getByRole('button', { name: '撤回报名' }).click()
  await seen(page, '恢复报名').waitFor()
  expect((await mine(me, 'unit')).status).toBe('withdrawn')
  await press(page, '恢复报名')
  await seen(page, /^已填/).waitFor()
  expect((await mine(me, 'unit')).status).toBe('draft')
  expect(faults).toEqual([])
  await context.close()
})

/** Gives a nomination back with remarks at fields. */
async function giveBack(
  { id, version }: Pick<Nomination, 'id' | 'version'>,
  remarks: Record<string, string>,
) {
  const screener = await asStaff(world, 'editor')
  const { status } = await screener.call('PUT /api/staff/nominations/:id/decision', {
    params: { id },
    body: {
      ...{ move: 'return', version, reason: '请补充几处（示例）' },
      fields: Object.entries(remarks).map(([key, message]) => ({ key, message })),
    },
  })
  expect(status).toBe(200)
}

test('a nomination given back shows itself on the open page, leads from each remark to its field, and remembers it', async () => {
  const me = await representative('late', 'is-told')
  const { body } = await submitted(me, 'late', 'unit')
  const { page, faults, context } = await openAs(browser, sessions.get(me))
  await page.clock.install()
  await page.goto(`${world.url}/nomination?id=${body.id}`)
  await seen(page, '正在等待审核').waitFor()
  await giveBack(body, { deeds: '请写明办结时间（示例）', contactPhone: '打不通，请换一个（示例）' })
  await page.clock.fastForward(30_000) // nobody touches the page
  await seen(page, '请写明办结时间（示例）').waitFor()
  expect(await barriersOf(page)).toEqual([])

  await press(page, '去修改')
  await seen(page, '2 处审核意见没有改').waitFor()
  expect(await page.getByText('可以提交了').count()).toBe(0)
  await press(page, /事迹摘要.*请写明办结时间/)
  await eventually(
    () => page.getByLabel('事迹摘要').evaluate((field) => field === document.activeElement),
    (focused) => focused,
  )
  expect(await barriersOf(page)).toEqual([])
  await fill(page, '事迹摘要', `${deeds(320)}三天办结。`)
  await seen(page, '1 处审核意见没有改').waitFor()
  await saved(page)
  await page.reload() // the server knows what was dealt with
  await seen(page, '1 处审核意见没有改').waitFor()

  await press(page, '预览并提交')
  await seen(page, '还有 1 处审核意见没有改：联系电话').waitFor()
  await press(page, '提交报名')
  await page.getByRole('dialog', { name: '还有 1 处意见没有改，仍要提交？' }).waitFor()
  await page.getByRole('dialog').getByRole('button', { name: '提交' }).click()
  await seen(page, '报名已提交').waitFor()
  const track = page.getByRole('list', { name: '报名进展' }).filter({ visible: true })
  await track.getByText('退回修改').waitFor()
  await track.getByText('事迹摘要：请写明办结时间（示例）').waitFor()
  await track.getByText('重新提交').waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('a telephone number is whole only while it is written, and is kept and sent as written', async () => {
  const me = await representative('phone', 'has-a-phone')
  const { page, context } = await openAs(browser, sessions.get(me))
  await start(page, 2)
  await seen(page, /^已填 0\/8$/).waitFor()
  await fill(page, '联系电话', '13800005678')
  await page.getByLabel('联系人').focus()
  await says(page, '联系电话', '138****5678')
  await seen(page, /^已填 1\/8$/).waitFor()
  await fill(page, '视频网址', 'https://example.com/v')
  await seen(page, /^已填 1\/8$/).waitFor() // what need not be answered does not move the goal
  await saved(page)
  expect((await mine(me, 'caseStudy')).answers.contactPhone).toBe('13800005678')
  await page.getByLabel('联系电话').focus()
  await says(page, '联系电话', '13800005678')
  await fill(page, '联系电话', '13900001234')
  await page.getByLabel('联系人').focus()
  await says(page, '联系电话', '139****1234')
  await saved(page)
  const { id, answers } = await mine(me, 'caseStudy')
  expect(answers.contactPhone).toBe('13900001234')
  await page.goto(`${world.url}/nomination-preview?id=${id}`)
  await seen(page, '139****1234').waitFor()
  expect(await page.getByText('13900001234').count()).toBe(0)
  await context.close()
})

/** Sets the end of nominations to so many milliseconds from now. */
async function endIn(ms: number): Promise<void> {
  const edition = world.deps.editions.current()
  const closesAt = new Date(Date.now() + ms).toISOString()
  const phases = edition.phases.map((phase) => (phase.name === 'nomination' ? { ...phase, closesAt } : phase))
  await world.deps.editions.save({ ...edition, phases })
}

test('what came by mail is said to stay as it was mailed after the end, and what was written since is kept, and sent once it can be', async () => {
  const me = await representative('mailed', 'has-mailed')
  const { id } = await world.deps.nominations.screenings.file(
    {
      ...{ origin: 'mail', unit: 'mailed', category: 'caseStudy', mailedAt: new Date() },
      answers: { title: '来信里的标题' },
    },
    PROGRAM,
  )
  const { page, context } = await openAs(browser, sessions.get(me))
  await page.goto(`${world.url}/nomination-form?id=${id}`)
  await saved(page)
  await context.setOffline(true)
  await fill(page, '案例标题', '路上改的标题')
  await seen(page, /网络不通，已存在本机/).waitFor()
  await endIn(-3_600_000)
  await context.setOffline(false)
  await page.goto(`${world.url}/nomination?id=${id}`)
  await seen(page, /截止前寄出的由荆楚网核对后按来信代为提交/).waitFor()
  await seen(page, '这台设备上有截止后写的修改，没有计入，内容都保留着。').waitFor()
  expect(await barriersOf(page)).toEqual([])
  await page.goto(`${world.url}/nomination-form?id=${id}`)
  await seen(page, '报名已经截止').waitFor()
  await press(page, '查看写好的内容')
  await seen(page, '已过截止时间，最后的修改已存在本机，没有计入').waitFor()
  expect((await mine(me, 'caseStudy')).answers.title).toBe('来信里的标题')

  await endIn(3_600_000)
  await page.goto(`${world.url}/nomination-form?id=${id}`)
  await saved(page)
  expect((await mine(me, 'caseStudy')).answers.title).toBe('路上改的标题')
  await context.close()
})
