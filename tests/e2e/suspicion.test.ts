import type { Browser, Page } from 'playwright-core'
import { barriersOf } from '../support/axe'
import { DESK, openBrowser, openPage, PHONE, shoot } from '../support/browser'
import { burst, cluster } from '../support/cluster'
import { dialogOf, openConsole } from '../support/console'
import { votingEdition } from '../support/edition'
import { startWorld, type World } from '../support/world'

let world: World
let browser: Browser
let worker: ReturnType<World['deps']['startWorker']>
beforeAll(async () => {
  world = await startWorld({
    edition: votingEdition({ tallyVisibility: { mode: 'live' } }),
    perCategory: 5,
  })
  worker = world.deps.startWorker()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await worker?.close()
  await world?.close()
})

/** At a desk and on a phone, as it was before. */
async function shootBoth(page: Page, name: string): Promise<void> {
  if (!process.env.SHOTS) return
  for (const size of [PHONE, DESK]) {
    await page.setViewportSize(size)
    await page.waitForTimeout(800)
    await shoot(page, `${name}-${size.width}`)
  }
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const overflowOf = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

test('where nothing is suspicious the page says so, and in which way the program guards', async () => {
  const edition = world.deps.editions.current()
  await world.deps.editions.save({ ...edition, safeguards: { ...edition.safeguards, mode: 'report' } })
  const { page, faults, context } = await openConsole(world, browser, 'auditor', '/suspicion')
  await page.getByText(/现在是“只报告”/).waitFor()
  await page.getByText('改为“检查并处理”后，40 分起', { exact: false }).waitFor()
  await page.getByText('还没有发现异常选票').waitFor()
  await page.getByText('没有待处理的异常选票组').waitFor()
  expect(await barriersOf(page)).toEqual([])
  expect(faults).toEqual([])
  await shootBoth(page, 'nothing')
  await context.close()
  await world.deps.editions.save(edition)
})

test('one person proposes to strike out a cluster, another confirms it, and everybody reads what was done', async () => {
  await burst(world, 4, ['a01', 'a02'])
  await cluster(world, 12, ['a01', 'a03'])

  const one = await openConsole(world, browser, 'publisher', '/suspicion')
  await one.page.getByText('A01 候选A01（示例）：异常时段有 12 张选票在异常选票组里').waitFor()
  expect(await barriersOf(one.page)).toEqual([])
  await button(one.page, 'A01 候选A01（示例）').first().click()
  await dialogOf(one.page).getByText('30 张选票的选择完全一样').waitFor()
  await dialogOf(one.page).getByRole('link').first().waitFor()
  expect(await barriersOf(one.page)).toEqual([])

  await button(one.page, '提出处理').click()
  const proposal = dialogOf(one.page)
  await proposal.getByLabel('作废').check()
  await proposal.getByText(/作废不能撤销/).waitFor()
  await proposal.getByLabel('计入的和已存疑的都处理，已作废的不动').waitFor()
  await proposal.getByRole('row', { name: 'A01 候选A01（示例） 16 4' }).waitFor()
  await proposal.getByRole('row', { name: 'A03 候选A03（示例） 12 0' }).waitFor()
  await proposal.getByRole('combobox', { name: '理由' }).click()
  await one.page.getByTitle('投票的间隔和选项像由程序投出').click()
  await proposal.getByLabel('补充说明（可以不填）').fill('间隔都是 3 秒')
  await proposal.getByText('投票的间隔和选项像由程序投出：间隔都是 3 秒').waitFor()
  expect(await barriersOf(one.page)).toEqual([])
  await shootBoth(one.page, 'propose')
  await button(one.page, '提出，请同事确认').click()
  await one.page.getByText('是您提出的，要由另一位同事确认').first().waitFor()
  expect(await button(one.page, '核对并确认').count()).toBe(0)
  expect(await dialogOf(one.page).getByRole('button', { name: '提出处理' }).isDisabled()).toBe(true)

  const two = await openConsole(world, browser, 'admin', '/suspicion')
  await two.page.getByRole('heading', { name: '等第二个人确认（1）' }).waitFor()
  const waiting = two.page.locator('.waiting-decisions')
  await waiting.getByText('82 分').waitFor()
  await waiting.getByText('涉及 12 张选票').waitFor()
  await waiting.getByRole('row', { name: 'A01 候选A01（示例） 16 4' }).waitFor()
  await waiting.getByText(/作废不能撤销/).waitFor()
  expect(await barriersOf(two.page)).toEqual([])
  await shootBoth(two.page, 'waiting')
  await button(two.page, '核对并确认').click()
  const answer = dialogOf(two.page)
  await answer.getByRole('row', { name: '该奖项计入的选票 16 4' }).waitFor()
  await answer.getByLabel('核查意见').fill('抽查 20 张，情况属实')
  expect(await answer.getByRole('button', { name: '确认作废' }).isDisabled()).toBe(true)
  await answer.getByLabel('我知道作废以后不能恢复').check()
  expect(await barriersOf(two.page)).toEqual([])
  await shootBoth(two.page, 'answer')
  await answer.getByRole('button', { name: '确认作废' }).click()
  await two.page.getByText('已执行，已公开').waitFor()
  await two.page.getByText('没有待处理的异常选票组').waitFor()
  await one.page.getByText('处理了 12 张选票').waitFor()
  expect([...one.faults, ...two.faults]).toEqual([])
  await Promise.all([one.context.close(), two.context.close()])

  for (const size of [PHONE, DESK]) {
    const { page, faults, context } = await openPage(browser, size)
    await page.goto(`${world.url}/rules`)
    await page.locator('main').getByRole('link', { name: '选票处理公示' }).click()
    await page.getByRole('heading', { name: '作废 12 张' }).waitFor()
    await page.getByText('由两位工作人员确认').waitFor()
    await page.getByText('16 → 4').first().waitFor()
    expect(await barriersOf(page)).toEqual([])
    expect(await overflowOf(page)).toBe(0)
    expect(await page.getByRole('contentinfo').getByRole('link', { name: '选票处理公示' }).count()).toBe(1)
    await page.reload()
    await page.getByRole('heading', { name: '作废 12 张' }).waitFor()
    expect(faults).toEqual([])
    await context.close()
  }
})

test('what the second person rejects is not done; who may only read is offered nothing', async () => {
  await cluster(world, 3, ['a04'])
  const one = await openConsole(world, browser, 'publisher', '/suspicion')
  await button(one.page, 'A04 候选A04（示例）').first().click()
  await button(one.page, '提出处理').click()
  await dialogOf(one.page).getByLabel('设为存疑').check()
  await dialogOf(one.page).getByRole('combobox', { name: '理由' }).click()
  await one.page.getByTitle('需要进一步核实').click()
  await button(one.page, '提出，请同事确认').click()
  await one.page.getByText('待另一位同事确认').first().waitFor()

  const reader = await openConsole(world, browser, 'auditor', '/suspicion')
  await reader.page.getByRole('heading', { name: '等第二个人确认（1）' }).waitFor()
  for (const name of ['核对并确认', '否决', '收回']) expect(await button(reader.page, name).count()).toBe(0)

  const two = await openConsole(world, browser, 'admin', '/suspicion')
  await button(two.page, /^否 ?决$/).click()
  await dialogOf(two.page).getByLabel('为什么').fill('证据不够')
  await dialogOf(two.page)
    .getByRole('button', { name: /^否 ?决$/ })
    .click()
  await two.page.getByText('未执行').waitFor()
  await Promise.all([one, two, reader].map(({ context }) => context.close()))
})

test('clusters stand in a list, the worst first, with what their scores mean; on a phone they are cards', async () => {
  for (const [candidate, score] of [
    ['a04', 45],
    ['a05', 97],
    ['a02', 70],
  ] as const) {
    await cluster(world, 3, [candidate], { score })
  }
  const { page, faults, context } = await openConsole(world, browser, 'publisher', '/suspicion')
  await page.getByText('40 分起，同样特征的选票要先做人机验证；60 分起先存疑，不计入；95 分起不收').waitFor()
  await button(page, '查看并处理').first().waitFor()
  expect(await page.getByRole('cell', { name: / 分$/ }).allTextContents()).toEqual([
    '97 分',
    '82 分',
    '70 分',
    '45 分',
  ])
  await shootBoth(page, 'list')
  await page.setViewportSize(PHONE)
  await page.getByRole('definition').filter({ hasText: '97 分' }).waitFor()
  expect(await overflowOf(page)).toBe(0)
  expect(await barriersOf(page)).toEqual([])
  await button(page, '查看并处理').first().click()
  await dialogOf(page)
    .getByText(/A05 候选A05/)
    .waitFor()
  await shootBoth(page, 'drawer')
  expect(faults).toEqual([])
  await context.close()
})

test('the edition says when its scores do nothing, and what they would have made of the last day', async () => {
  const { page, faults, context } = await openConsole(
    ...([world, browser, 'admin', `/editions/${world.deps.editions.current().id}`] as const),
  )
  await page.getByRole('tab', { name: '防刷票' }).click()
  const said = page.getByRole('status').filter({ hasText: '最近 24 小时' })
  await said
    .getByText('发现 5 组异常选票，按上面的分数：人机验证 1 组，存疑 3 组，拒收 1 组，不处理 0 组')
    .waitFor()
  const least = page.getByLabel('多少分起存疑')
  expect(await least.isDisabled()).toBe(false)
  await least.fill('90')
  await said.getByText('人机验证 4 组，存疑 0 组，拒收 1 组').waitFor()
  await page.getByRole('radio', { name: /只报告/ }).check()
  await page.getByText('“只报告”时下面的分数不生效；改为“检查并处理”后按这些分数处理。').waitFor()
  expect(await least.isDisabled()).toBe(true)
  expect(await barriersOf(page)).toEqual([])
  await shootBoth(page, 'safeguards')
  expect(faults).toEqual([])
  await context.close()
})
