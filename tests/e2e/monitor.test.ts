import { endText } from '@shared/kernel/dates'
import type { Browser, Page } from 'playwright-core'
import { barriersOf } from '../support/axe'
import { DESK, openBrowser, openPage, shoot } from '../support/browser'
import { buildStaff, PASSWORD } from '../support/staff'
import { eventually, startWorld, type World } from '../support/world'

let world: World
let browser: Browser
beforeAll(async () => {
  world = await startWorld()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

/** A page of the console as an administrator. */
async function openAdmin(path: string) {
  const opened = await openPage(browser, DESK)
  const { page } = opened
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto(`${world.url}/console${path}`)
  const { username } = await buildStaff(world, 'admin')
  await page.getByLabel('用户名').fill(username)
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  return opened
}

let voters = 0
async function cast(selections: string[]): Promise<string> {
  const voter = await world.api.as(`monitor-${++voters}`)
  const { body } = await voter.call('POST /api/ballots', { body: { category: 'unit', selections } })
  return body.ballot.receipt
}

/** A number of the dashboard, by its name. */
const numberOf = (page: Page, name: string) =>
  page.locator('.numbers > div', { hasText: name }).locator('b').textContent()

test('who keeps the dashboard open sees ballots come in, in numbers, chart and list', async () => {
  const { page, context, faults } = await openAdmin('/dashboard')
  await page.getByText('还没有选票').first().waitFor()
  // Until a fresh process has looked at the counts there is no number to show.
  await eventually(
    () => numberOf(page, '计入的选票'),
    (shown) => shown === '0',
  )

  await cast(['a01', 'a02'])
  await cast(['a02'])
  await page.getByText(/^高峰在 .*共 2 张$/).waitFor()
  await eventually(
    () => numberOf(page, '计入的选票'),
    (shown) => shown === '2',
  )
  expect(await page.locator('.top li').first().textContent()).toMatch(/A02.*2$/)
  await page.getByText('数据表').first().click()
  await page.getByRole('columnheader', { name: '优秀回复单位' }).waitFor()
  expect(await barriersOf(page)).toEqual([])
  expect(faults.filter((fault) => !fault.includes('401'))).toEqual([])
  await context.close()
})

test('a ballot is found by its receipt and set aside with a reason, the counts before and after in view', async () => {
  const receipt = await cast(['a03'])
  const { page, context, faults } = await openAdmin('/ballots')
  await page.getByLabel('回执', { exact: true }).fill(receipt.toLowerCase())
  await page.getByRole('button', { name: '查找' }).click()
  await page.getByRole('heading', { name: `${receipt} 已计入` }).waitFor()
  await page.getByText('现有 1 票').waitFor()
  expect(await barriersOf(page)).toEqual([])

  await page.getByRole('button', { name: '设为存疑' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('row', { name: 'A03 候选A03（示例） 1 0' }).waitFor()
  await dialog.getByRole('row', { name: '该奖项计入的选票 3 2' }).waitFor()
  await dialog.getByText('结果公示时随整本账公开').waitFor()
  await dialog.getByLabel('原因').fill(`与${receipt}同一网络`)
  await dialog.getByRole('button', { name: '设为存疑' }).click()
  await dialog.getByText('这里写的会公开，请不要写回执').waitFor()
  await shoot(page, 'monitor-reason')
  await dialog.getByLabel('原因').fill('同一网络集中投票，待核实')
  await dialog.getByRole('button', { name: '设为存疑' }).click()
  await page.getByRole('heading', { name: `${receipt} 存疑，暂不计入` }).waitFor()
  await page.getByText('现有 0 票').waitFor()
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 })
    await shoot(page, `monitor-${width}`)
  }
  await page.setViewportSize(DESK)
  await page
    .getByRole('row', { name: new RegExp(`${receipt}.*设为存疑.*同一网络集中投票，待核实`) })
    .waitFor()
  const { body } = await world.api.call('GET /api/receipts/:receipt', { params: { receipt } })
  expect(body.receipt.status).toBe('quarantined')
  expect(faults.filter((fault) => !fault.includes('401'))).toEqual([])
  await context.close()
})

test('an extended vote is marked on the dashboard with the end it was planned to have', async () => {
  const { id, phases } = world.deps.editions.current()
  const { version } = await world.deps.editions.read(id)
  const planned = phases.find(({ name }) => name === 'voting')!.closesAt!
  const closesAt = new Date(Date.parse(planned) + 86_400_000).toISOString()
  const actor = { id: 'program', name: '系统' }
  await world.deps.editions.extend({ id, name: 'voting', version, closesAt, actor, reason: '示例' })
  const { page, context } = await openAdmin('/dashboard')
  await page
    .getByText(`网络投票已延长，原定 ${endText(planned)} 截止，现定 ${endText(closesAt)} 截止`)
    .waitFor()
  await context.close()
})

test('before voting opens the monitor says why there is nothing to compare', async () => {
  await world.api.send('POST', '/sandbox/api/clock', { phase: 'nomination' })
  const { page, context } = await openAdmin('/ballots')
  await page.getByText('投票开始后可以对比候选的得票').waitFor()
  await page.getByRole('heading', { name: '投票还没有开始' }).waitFor()
  expect(await page.getByLabel('对比候选').isDisabled()).toBe(true)
  await context.close()
  await world.api.send('POST', '/sandbox/api/clock', { phase: 'voting' })
})

test('a receipt nobody has is answered in words', async () => {
  const { page, context } = await openAdmin('/ballots?receipt=ABCD-EFGH-JKMN')
  await page.getByText('没有找到这张回执，请核对后再输入').waitFor()
  await context.close()
})
