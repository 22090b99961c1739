import { fullText, momentText } from '@shared/kernel/dates'
import type { Browser, Page } from 'playwright-core'
import { barriersOf } from '../support/axe'
import { DESK, openBrowser, openPage, PHONE } from '../support/browser'
import { buildStaff, PASSWORD } from '../support/staff'
import { eventually, startWorld, type World } from '../support/world'

let world: World
let browser: Browser
beforeAll(async () => {
  world = await startWorld({ perCategory: 3 })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

/** The editor of the 2021 edition, for an administrator of one's own. */
async function openEditor() {
  const { username, name } = await buildStaff(world, 'admin')
  const opened = await openPage(browser, DESK)
  const data = { username, password: PASSWORD }
  await opened.page.request.post(`${world.url}/api/staff/session`, { data })
  await opened.page.goto(`${world.url}/console/editions/2021`)
  await opened.page.getByRole('tab', { name: '基本信息' }).waitFor()
  return { ...opened, name }
}

async function save(page: Page, reason: string): Promise<void> {
  await page.getByRole('button', { name: /^保存/ }).click()
  await page.getByLabel('原因').fill(reason)
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
}

const shown = async () => (await world.api.call('GET /api/edition', {})).body

test('a phase is extended with a reason: it shows what moves, and an open page of the site has the new date', async () => {
  const { page, faults, context } = await openEditor()
  const netizen = await openPage(browser, PHONE)
  await netizen.page.goto(world.url)
  await netizen.page.getByText('网络投票进行中').waitFor()
  const before = (await shown()).phases[2]!.closesAt!
  const later = new Date(Date.parse(before) + 2 * 86_400_000)

  await page.getByRole('tab', { name: '阶段' }).click()
  await page.getByRole('button', { name: '延长网络投票' }).click()
  const beijing = new Date(later.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
  const field = page.getByLabel('新的结束时间（北京时间）')
  await field.fill(beijing)
  await field.press('Enter')
  await page.getByRole('dialog').getByText('专家评选 · 开始').waitFor() // it moves out of the way
  await page.getByLabel('原因').fill('应网友要求延长（示例）')
  await page.getByRole('dialog').getByRole('button', { name: '延长' }).click()
  await page.getByText('已延长，网友几秒内就会看到').waitFor()

  expect(Date.parse((await shown()).phases[2]!.closesAt!)).toBe(later.getTime())
  await page.getByText(`已延长，原定 ${momentText(before)} 截止`).waitFor()
  const [, month, day] = beijing.slice(0, 10).split('-').map(Number)
  await netizen.page.getByText(new RegExp(`${month}月${day}日 18:00 截止（已延长）`)).waitFor() // without a reload
  expect([...faults, ...netizen.faults]).toEqual([])
  await Promise.all([context.close(), netizen.context.close()])
})

test('dates are chosen in Chinese and by Beijing time in any browser, and what is chosen outlives the ticking clock', async () => {
  const { username } = await buildStaff(world, 'admin')
  const context = await browser.newContext({
    viewport: DESK,
    locale: 'en-US',
    timezoneId: 'America/New_York',
  })
  const page = await context.newPage()
  const data = { username, password: PASSWORD }
  await page.request.post(`${world.url}/api/staff/session`, { data })
  await page.goto(`${world.url}/console/editions/2021`)
  await page.getByRole('tab', { name: '阶段' }).click()
  const review = (await shown()).phases[3]!
  const field = page.locator('#phases_3_closesAt')
  expect(await field.inputValue()).toBe(fullText(review.closesAt!))
  await field.click()
  const calendar = page.locator('.ant-picker-dropdown:visible')
  const day = new Date(Date.parse(review.closesAt!) + 8 * 3_600_000 - 86_400_000).toISOString().slice(0, 10)
  await calendar.getByTitle(day).click()
  const second = () => page.getByRole('timer').textContent()
  const chosenAt = await second()
  await eventually(second, (now) => now !== chosenAt)
  await page.getByRole('heading', { level: 1 }).click()
  await page.getByRole('button', { name: '保存 1 处改动' }).waitFor()
  expect(await field.inputValue()).toMatch(new RegExp(`^${fullText(`${day}T00:00:00Z`).split(' ')[0]} `))
  await context.close()
})

test('a phase ahead is taken out and put back, one that has begun offers no such thing', async () => {
  const { page, faults, context } = await openEditor()
  await page.getByRole('tab', { name: '阶段' }).click()
  expect(await page.getByRole('button', { name: '不设' }).count()).toBe(3)
  expect(await page.getByRole('button', { name: '不设网络投票' }).count()).toBe(0)
  await page.getByRole('button', { name: '不设结果公示' }).click()
  await page.getByText('“结果公示”已经公布，删除后日程里不再有它').waitFor()
  await page.getByRole('button', { name: '增设结果公示' }).click()
  await page.getByRole('button', { name: '没有改动' }).waitFor()
  expect(await barriersOf(page)).toEqual([])
  expect(faults).toEqual([])
  await context.close()
})

test('an edition that does not exist leads back to the list', async () => {
  const { page, context } = await openEditor()
  await page.goto(`${world.url}/console/editions/nowhere`)
  await page.getByText('没有找到这一届').waitFor()
  await page.getByRole('link', { name: '回到“届次设置”' }).click()
  await page.getByRole('heading', { level: 1, name: '届次设置' }).waitFor()
  await context.close()
})

test('a suspended vote says so with the reason on the open pages, offers no way to cast, keeps what was chosen, and is resumed', async () => {
  const { page, context } = await openEditor()
  const netizen = await openPage(browser, DESK)
  await netizen.page.goto(`${world.url}/ballot?category=unit`)
  await netizen.page.getByRole('checkbox').first().click()
  await netizen.page.getByRole('link', { name: '事迹' }).first().click()
  const onward = netizen.page.getByRole('link', { name: /核对选票/ })
  await onward.waitFor()

  await page.getByRole('tab', { name: '阶段' }).click()
  await page.getByRole('button', { name: '暂停网络投票' }).click()
  await page.getByLabel('原因').fill('系统维护（示例）')
  await page.getByRole('dialog').getByRole('button', { name: '暂停' }).click()
  await netizen.page.getByRole('status').filter({ hasText: '系统维护（示例）' }).waitFor()
  expect(await onward.count()).toBe(0)
  await netizen.page.goto(`${world.url}/ballot?category=unit`)
  await netizen.page.getByText('您选的 1 个候选都还在，恢复后可以接着投。').waitFor()
  expect(await netizen.page.getByRole('checkbox').count()).toBe(0)

  await page.getByRole('button', { name: '恢复网络投票' }).click()
  await page.getByLabel('原因').fill('维护完成')
  await page.getByRole('dialog').getByRole('button', { name: '恢复' }).click()
  await netizen.page.getByRole('checkbox', { checked: true }).waitFor()
  await Promise.all([context.close(), netizen.context.close()])
})

test('the preview, however late it appears, leaves the cursor with whoever types', async () => {
  const { page, context } = await openEditor()
  let appear = () => {}
  const held = new Promise<void>((resolve) => {
    appear = resolve
  })
  await page.route('**/home', (route) => held.then(() => route.continue()))
  await page.reload({ waitUntil: 'commit' }) // the rest waits for the preview
  await page.getByLabel('系列').click()
  appear()
  await page.frameLocator('iframe[name=preview]').getByText('网络投票进行中').waitFor()
  await page.keyboard.type('示例')
  expect(await page.getByLabel('系列').inputValue()).toContain('示例')
  await context.close()
})

test('what is typed stays where a later look at the edition finds no server', async () => {
  const { page, context } = await openEditor()
  await page.getByLabel('主办').fill('示例主办丙')
  let failed = 0
  await context.route('**/api/staff/editions/**', (route) => {
    failed += 1
    return route.abort()
  })
  // A third try is another look, after the first one and its repetition have failed.
  const comeBack = () => page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')))
  await eventually(
    async () => {
      await comeBack()
      return failed
    },
    (times) => times >= 3,
  )
  await context.unroute('**/api/staff/editions/**')
  await page.getByRole('button', { name: '保存 1 处改动' }).waitFor()
  expect(await page.getByLabel('主办').inputValue()).toBe('示例主办丙')
  await context.close()
})

test('of two editors the second is shown what the first has saved, overwrites nothing and keeps the own text', async () => {
  const first = await openEditor()
  const second = await openEditor()
  await first.page.getByLabel('系列').fill('示例系列甲')
  await second.page.getByLabel('主办').fill('示例主办乙')
  await save(first.page, '先改的人')
  await first.page.getByText('已保存').waitFor()

  await save(second.page, '后改的人')
  await second.page.getByRole('dialog', { name: `${first.name}刚刚改过这一届` }).waitFor()
  expect(await shown()).toMatchObject({ series: '示例系列甲', organiser: '荆楚网（湖北日报网）' })
  await second.page.getByRole('button', { name: '载入最新内容' }).click()
  const kept = second.page.getByRole('alert').filter({ hasText: '您没有保存的改动，可以从这里复制' })
  await kept.getByText('示例主办乙').waitFor()
  expect(await second.page.getByLabel('系列').inputValue()).toBe('示例系列甲')

  await second.page.getByLabel('主办').fill('示例主办乙')
  await save(second.page, '看过最新内容再改')
  await eventually(shown, ({ series, organiser }) => series === '示例系列甲' && organiser === '示例主办乙')
  await Promise.all([first.context.close(), second.context.close()])
})

test('what hurts is said while one edits, must be confirmed before it is saved, and the preview shows the draft', async () => {
  const { page, faults, context } = await openEditor()
  await page.getByRole('tab', { name: '公开与权重' }).click()
  await page.getByRole('radio', { name: /投票截止后公布/ }).click()
  await page.getByText('这些改动会影响网友').waitFor()
  await page.getByRole('tab', { name: '文字' }).click()
  await page.getByLabel('主题语').fill('示例主题语，还没有保存')
  await page.frameLocator('iframe[name=preview]').getByText('示例主题语，还没有保存').waitFor()
  expect((await shown()).texts.slogan).not.toContain('示例')

  await save(page, '还没有确认')
  await page.getByText('请先逐条勾选').waitFor()
  await page.getByRole('dialog').getByRole('checkbox').check()
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
  await eventually(shown, ({ texts, tallyVisible }) => texts.slogan.startsWith('示例') && !tallyVisible)
  expect(faults).toEqual([])
  await context.close()
})

test('no part of the editor and none of its dialogs keeps anybody out', async () => {
  const { page, context } = await openEditor()
  await page.emulateMedia({ reducedMotion: 'reduce' })
  for (const tab of await page.getByRole('tab').all()) {
    await tab.click()
    expect(await barriersOf(page)).toEqual([])
  }
  await page.getByRole('tab', { name: '阶段' }).click()
  await page.getByRole('button', { name: '延长网络投票' }).click()
  await page.getByLabel('原因').waitFor()
  expect(await barriersOf(page)).toEqual([])
  await context.close()
})
