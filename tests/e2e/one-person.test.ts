import type { Browser, Page } from 'playwright-core'
import { DESK, openBrowser, openPage, PHONE } from '../support/browser'
import { startWorld, type World } from '../support/world'

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

/** Chooses the given number of units and goes on to the review step. */
async function choose(page: Page, count: number): Promise<void> {
  await page.goto(`${world.url}/ballot?category=unit`)
  for (let i = 0; i < count; i++) await page.getByRole('checkbox').nth(i).click()
  await page.getByRole('button', { name: '核对选票' }).click()
  await page.getByText('投出后不能修改').waitFor()
}

test('who scanned and voted on the PC has voted in the chat and in WeChat too, with the same receipt', async () => {
  const { page, context } = await openPage(browser, DESK)
  await choose(page, 2)
  await page.getByRole('button', { name: '微信登录后投票' }).click()
  const [desk] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('link', { name: '演示环境：在微信沙箱里扫这个码' }).click(),
  ])
  await desk.getByText('有一个码等着扫').waitFor()
  await desk.getByRole('button', { name: /周大姐/ }).click()
  const phone = desk.getByLabel(/周大姐.*的手机/)
  const follow = phone.getByRole('button', { name: '关注', exact: true })
  const field = phone.getByLabel(/写给荆楚网/)
  await follow.or(field).filter({ visible: true }).first().waitFor()
  if (await follow.isVisible()) await follow.click()

  await page.bringToFront()
  await page.getByRole('button', { name: '投出选票' }).click()
  await page.getByText('投票成功').waitFor()
  const receipt = new URL(page.url()).searchParams.get('no')!

  await desk.bringToFront()
  await field.fill('投 A01')
  await phone.getByRole('button', { name: '发送' }).click()
  const answer = phone.getByLabel('聊天记录').getByRole('listitem').filter({ hasText: '您已投过票' })
  await answer.waitFor()
  expect(await answer.textContent()).toContain(receipt)

  const inside = await openPage(browser, PHONE)
  await choose(inside.page, 1)
  await inside.page.getByRole('button', { name: '微信登录后投票' }).click()
  await inside.page.getByRole('button', { name: /周大姐/ }).click()
  await inside.page.getByText('本奖项您已投票').first().waitFor()
  await inside.page.goto(`${world.url}/mine`)
  await inside.page.getByLabel(`回执 ${receipt}`).waitFor()
  expect((await world.api.call('GET /api/tallies', { query: { category: 'unit' } })).body.ballots).toBe(1)
  await Promise.all([context.close(), inside.context.close()])
})

test("on a sandbox phone one logs in as the phone's holder, without a code", async () => {
  const { page, context } = await openPage(browser, DESK)
  await page.goto(`${world.url}/healthz`)
  await page.evaluate(() => {
    const frame = document.createElement('iframe')
    frame.name = 'phone:o-demo-li'
    frame.src = '/mine'
    document.body.append(frame)
  })
  const inner = page.frameLocator('iframe')
  await inner.getByRole('button', { name: '微信登录' }).click()
  await inner.getByLabel('登录状态').getByText('微信登录').waitFor()
  expect(await inner.getByRole('dialog').count()).toBe(0)
  // Another phone of the same browser is somebody else's.
  await page.goto(`${world.url}/mine`)
  await page.getByRole('button', { name: '微信登录' }).waitFor()
  await context.close()
})
