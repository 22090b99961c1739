import type { Browser, Page } from 'playwright-core'
import { barriersOf } from '../support/axe'
import { DESK, openAs, openBrowser, openPage, PHONE, sessionOf, shoot } from '../support/browser'
import { bringTo, readResult, resultEdition } from '../support/result'
import { asStaff } from '../support/staff'
import { photo } from '../support/upload'
import { eventually, startWorld, type World } from '../support/world'

let world: World
let browser: Browser
beforeAll(async () => {
  world = await startWorld({ edition: resultEdition(), perCategory: 4 })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

const seen = (page: Page, words: string | RegExp) => page.getByText(words).filter({ visible: true }).first()
const press = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name }).filter({ visible: true }).first().click()
const fill = (page: Page, label: string, text: string) =>
  page.getByLabel(label).filter({ visible: true }).first().fill(text)

/** What everybody is told by now: each process goes on for a second saying what it has said. */
const untilTold = (state: string) =>
  eventually(
    async () => (await world.api.call('GET /api/results', { query: { category: 'unit' } })).body.items[0],
    (item) => item?.state === state,
  )

test('before anything is proposed the page says when the notice begins', async () => {
  const { page, faults, context } = await openPage(browser, DESK)
  await page.goto(`${world.url}/results`)
  await seen(page, /^预计 .+ 起在这里公示/).waitFor()
  await page.goto(`${world.url}/objections`)
  await seen(page, /^公示 .+ 开始，届时可以提出异议$/).waitFor()
  expect(await barriersOf(page)).toEqual([])
  expect(faults).toEqual([])
  await context.close()
})

test('a netizen checks a score on the phone, objects with a picture, loses nothing without a network, and reads the answer', async () => {
  await bringTo(world, 'unit', 'proposed')
  await untilTold('proposed')
  const { page, context } = await openAs(browser, await sessionOf(world, 'objector'))
  await page.goto(`${world.url}/results`)
  await seen(page, '公示中 · 拟表彰 3 个').waitFor()
  const row = page.locator('.standing').first()
  await row.getByRole('button').first().click()
  await row.getByText(/^综合得分 .+ = [\d.]+$/).waitFor()
  expect(await barriersOf(page)).toEqual([])
  await shoot(page, 'results-notice')

  await page.getByRole('link', { name: '对此提出异议' }).click()
  const named = page.locator('.subject-name').filter({ visible: true })
  await named.filter({ hasText: /^A0\d / }).waitFor()
  const subject = await named.textContent()
  await press(page, '提交异议')
  await seen(page, '请填写异议内容').waitFor()
  await fill(page, '异议内容', '公示的回复件数与平台上看到的不一样，请核对。')
  await fill(page, '您的真实姓名', '吴示例')
  await fill(page, '联系电话', '13800004321')
  const chooser = page.waitForEvent('filechooser')
  await press(page, '添加证据图片')
  await (await chooser).setFiles([{ name: '截图.jpg', mimeType: 'image/jpeg', buffer: await photo() }])
  await page.getByRole('button', { name: '第 1 张' }).waitFor()
  expect(await barriersOf(page)).toEqual([])
  await shoot(page, 'objection-form')

  await context.setOffline(true)
  await press(page, '提交异议')
  await seen(page, /内容都在，稍后再点/).waitFor()
  await context.setOffline(false)
  await page.reload()
  await named.filter({ hasText: subject! }).waitFor()
  await page.getByRole('button', { name: '第 1 张' }).waitFor()
  await press(page, '提交异议')
  await seen(page, /^异议已收到，回执 /).waitFor()
  await seen(page, '待答复').waitFor()
  expect(await page.getByLabel('异议内容').count()).toBe(0)
  expect(await barriersOf(page)).toEqual([])
  await shoot(page, 'objection-raised')

  const publisher = await asStaff(world, 'publisher')
  const { items } = (await publisher.call('GET /api/staff/objections', { query: {} })).body
  const [{ receipt, version, evidence, name }] = items as [(typeof items)[number]]
  expect([evidence.map((one) => one.name), name, items.length]).toEqual([['截图.jpg'], '吴示例', 1])
  const body = { version, verdict: 'dismissed' as const, text: '经核查，公示数据与平台一致，感谢监督。' }
  await publisher.call('POST /api/staff/objections/:receipt/answer', { params: { receipt }, body })

  await page.goto(`${world.url}/messages`)
  await page.getByRole('link', { name: /您的异议已答复/ }).click()
  await seen(page, body.text).waitFor()
  await seen(page, '异议不成立').waitFor()
  expect(await barriersOf(page)).toEqual([])
  await shoot(page, 'objection-answered')
  await context.close()
})

test.each([PHONE, DESK])('results are read and checked, and a revoked one says why', async (screen) => {
  await bringTo(world, 'unit', 'released')
  await untilTold('released')
  const { page, faults, context } = await openPage(browser, screen)
  await page.goto(`${world.url}/home`)
  await page.getByRole('link', { name: '看评选结果' }).click()
  await seen(page, '正式发布 · 表彰 3 个').waitFor()
  expect(await page.locator('.podium-step').count()).toBe(3)
  await press(page, '其余 1 位参评者的得分')
  expect(await page.locator('.standing').count()).toBe(4)
  const last = page.locator('.standing').last()
  await last.getByRole('button').click()
  await last.getByText(/^综合得分 .+ = [\d.]+$/).waitFor()
  await seen(page, '数字是入选数').waitFor()
  expect(await page.getByRole('link', { name: '对此提出异议' }).count()).toBe(0)
  expect(await barriersOf(page)).toEqual([])
  await shoot(page, `results-${screen.width}`)

  await page.goto(`${world.url}/objections`)
  await seen(page, /^提出异议的时间已过/).waitFor()

  const publisher = await asStaff(world, 'publisher')
  const { version } = await readResult(publisher, 'unit')
  await publisher.call('DELETE /api/staff/results/:category/release', {
    params: { category: 'unit' },
    body: { version, reason: '数据有误，正在核对' },
  })
  await untilTold('revoked')
  await page.goto(`${world.url}/results`)
  await seen(page, '结果已撤回').waitFor()
  await seen(page, '数据有误，正在核对').waitFor()
  expect(await page.locator('.standing').count()).toBe(0)
  expect(await barriersOf(page)).toEqual([])
  // Candidates made for tests have no pictures.
  expect(faults.filter((fault) => !fault.includes('x-thumb.webp'))).toEqual([])
  await context.close()
})
