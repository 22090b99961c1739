import type { Browser, Page } from 'playwright-core'
import { barriersOf } from '../support/axe'
import { openBrowser } from '../support/browser'
import { dialogOf as dialog, openConsole } from '../support/console'
import { cast } from '../support/load'
import { goTo, type Moment, objection, resultEdition } from '../support/result'
import { beginVoting } from '../support/shortlist'
import { startWorld, type World } from '../support/world'

let world: World
let browser: Browser
beforeAll(async () => {
  world = await startWorld({ edition: resultEdition(), perCategory: 5 })
  browser = await openBrowser()
  await beginVoting(world)
  // The second has most votes, the first one less, the others none.
  for (const [nth, id] of ['a02', 'a02', 'a02', 'a01', 'a01'].entries()) {
    await cast(world.url, `netizen-${nth}`, 'unit', [id])
  }
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

const openResult = (path = '/results?category=unit') => openConsole(world, browser, 'publisher', path)
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const leader = (page: Page, number: string) =>
  page.locator('.who').first().filter({ hasText: number }).waitFor()

/** The clock of the award moves on, and the page is looked at anew. */
async function moveTo(page: Page, moment: Moment) {
  await goTo(world, moment)
  await page.reload()
  await page.getByRole('heading', { level: 1 }).waitFor()
}

test('two members of staff bring a list from its numbers through notice, objection and correction to its release', async () => {
  const one = await openResult()
  const { page } = one
  await page.getByText('还没有到拟定的时候').waitFor()
  expect(await button(page, '拟定名单').isDisabled()).toBe(true)

  await moveTo(page, 'proposing')
  await page.getByText(/^还没有拟定/).waitFor()
  await leader(page, 'A02')
  await page.locator('.who').nth(1).click()
  await dialog(page).getByText('网络投票 2 ÷ 3 × 100 = 66.67').waitFor()
  expect(await barriersOf(page)).toEqual([])
  await page.keyboard.press('Escape')
  await dialog(page).waitFor({ state: 'hidden' })

  await page.getByRole('tab', { name: '试算' }).click()
  await page.getByText('权重在投票开始时已经固定').waitFor()
  await page.getByLabel('网络投票的权重', { exact: true }).fill('0')
  await page.getByText('合计 70%，按比例折算').waitFor()
  expect(await barriersOf(page)).toEqual([])

  await button(page, '拟定名单').click()
  await dialog(page).getByLabel('种子', { exact: true }).fill('福彩3D 第2022098期 5 8 2')
  await dialog(page).getByRole('checkbox').check()
  expect(await barriersOf(page)).toEqual([])
  await dialog(page).getByRole('button', { name: '拟定名单' }).click()
  await page.getByText(/拟定，数据和名次已固定/).waitFor()

  await moveTo(page, 'notice')
  const voter = await world.api.as('objector')
  const { body } = await voter.call('POST /api/objections', { body: objection('unit', 'a02') })
  await page.goto(`${world.url}/console/results/objections`)
  await page.locator('.who').filter({ hasText: 'A02' }).click()
  await dialog(page).getByRole('button', { name: '显示完整电话 138****4321' }).click()
  await dialog(page).getByText('13800004321').waitFor()
  await dialog(page).getByRole('button', { name: '由我核查' }).click()
  await dialog(page).getByText(one.name).waitFor()
  expect(await barriersOf(page)).toEqual([])
  await dialog(page).getByRole('button', { name: '答复：成立' }).click()
  await dialog(page).getByLabel('核查情况和答复').fill('经核查，该单位回复件数有误，将取消资格。')
  await dialog(page)
    .getByRole('button', { name: /^答 ?复$/ })
    .click()
  await page.getByText(/答复，已通知本人/).waitFor()

  await page.goto(`${world.url}/console/results?category=unit&part=corrections`)
  await button(page, '提出更正').click()
  await dialog(page).getByRole('combobox', { name: '更正谁的' }).fill('A02')
  await page.keyboard.press('Enter')
  await dialog(page).getByText('取消资格', { exact: true }).click()
  await dialog(page).getByLabel('原因').fill('示例：回复件数造假')
  await dialog(page).getByLabel('依据哪条异议').fill(body.receipt)
  expect(await barriersOf(page)).toEqual([])
  await dialog(page).getByRole('button', { name: '提出更正' }).click()
  await page.getByText('是您提出的，要由另一位同事确认').waitFor()
  expect(await button(page, '确认更正').isDisabled()).toBe(true)

  const two = await openResult('/results?category=unit&part=corrections')
  await button(two.page, '确认更正').click()
  await dialog(two.page).getByRole('button', { name: '确认更正' }).click()
  await two.page.getByText('已生效，已公开').waitFor()
  await dialog(two.page).waitFor({ state: 'hidden' })
  expect(await barriersOf(two.page)).toEqual([])
  await two.page.getByRole('tab', { name: '得分和名次' }).click()
  await leader(two.page, 'A01')
  await two.page
    .getByRole('listitem')
    .filter({ hasText: '取消资格' })
    .getByText('示例：回复件数造假')
    .waitFor()

  await moveTo(two.page, 'heard')
  await button(two.page, '发布结果').click()
  await dialog(two.page).getByText('表彰 3 位').waitFor()
  await dialog(two.page)
    .getByRole('button', { name: /^发 ?布$/ })
    .click()
  await two.page.getByText(new RegExp(`${two.name}于 .+ 发布。`)).waitFor()
  const sheet = two.page.waitForEvent('download')
  await button(two.page, '导出').click()
  await two.page.getByText('Excel：全部数据和得分').click()
  expect((await sheet).suggestedFilename()).toMatch(/\.xlsx$/)

  await button(two.page, '撤回结果').click()
  await dialog(two.page).getByLabel('原因').fill('示例：一处数据有误')
  expect(await barriersOf(two.page)).toEqual([])
  await dialog(two.page).getByRole('button', { name: '撤回结果' }).click()
  await two.page.getByText(/撤回，网站上写明了原因：示例：一处数据有误/).waitFor()
  expect([...one.faults, ...two.faults]).toEqual([])
  await Promise.all([one.context.close(), two.context.close()])
})

test('who may only read is offered nothing that changes a result', async () => {
  await goTo(world, 'proposing')
  const { page, context } = await openConsole(world, browser, 'editor', '/results?category=worker')
  await page.getByText(/^还没有拟定/).waitFor()
  for (const name of ['拟定名单', '发布结果', '提出更正']) {
    expect(await button(page, name).count()).toBe(0)
  }
  expect(await page.getByRole('link', { name: '公示异议' }).count()).toBe(0)
  await context.close()
})
