import type { Browser, Page } from 'playwright-core'
import { DESK, openBrowser, openPage, PHONE, shoot } from '../support/browser'
import { throughOauth } from '../support/login'
import { eventually, startWorld, type World } from '../support/world'

let world: World
let browser: Browser
let worker: ReturnType<World['deps']['startWorker']>
beforeAll(async () => {
  world = await startWorld({ perCategory: 2 })
  worker = world.deps.startWorker()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await worker?.close()
  await world?.close()
})

const ZHOU = { openid: 'o-demo-zhou', unionid: 'u-demo-zhou' }
/** The voter that a person of the sandbox is. */
async function voterOf(person: typeof ZHOU): Promise<string> {
  return world.deps.identities.voterOf((await throughOauth(world.api, person)).token!).id
}

const tell = (voter: string, key: string, title: string, path: string | null, text = '') =>
  world.deps.notifications.notify([voter], { key, kind: 'test', title, text, path })

async function logIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: '微信登录' }).click()
  await page.getByRole('button', { name: /周大姐/ }).click()
}

test('who is told something sees a mark, reads it, and comes to what it is about', async () => {
  const voter = await voterOf(ZHOU)
  const { page, context, faults } = await openPage(browser, PHONE)
  await page.goto(`${world.url}/messages`)
  await page.getByText('登录后查看消息').waitFor()
  await logIn(page)
  await page.getByText('还没有消息').waitFor()
  await shoot(page, 'messages-empty-phone')

  await tell(
    voter,
    'e2e:1',
    '报名已提交',
    null,
    '“为民办实事（示例）”已收到，我们会尽快审核，结果在这里告诉您。',
  )
  await tell(
    voter,
    'e2e:2',
    '请修改后再提交',
    '/rules?from=message',
    '“为民办实事（示例）”需要修改：事迹一栏超过了字数，请删减到一千字以内，并补充两张照片。',
  )
  await page.goto(`${world.url}/mine`)
  await page.getByRole('navigation').getByLabel('2 条未读消息').waitFor()
  await shoot(page, 'mine-phone')
  await page.getByRole('link', { name: /^消息/ }).click()
  await page.getByText('请修改后再提交').waitFor()
  await shoot(page, 'messages-phone')
  expect(await page.getByText('未读', { exact: true }).count()).toBe(2)
  // Seen on the screen is read.
  await eventually(
    async () => await world.deps.stores.notification.countUnread([voter]),
    (unread) => unread === 0,
  )
  await page.getByRole('link', { name: /请修改后再提交/ }).click()
  await page.getByRole('heading', { name: '评选规则', level: 1 }).waitFor()
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/rules?from=message')
  await page.goBack()
  await page.getByText('未读', { exact: true }).first().waitFor({ state: 'detached' })
  expect(faults).toEqual([])
  await context.close()
})

test('what is below the screen stays unread until one has scrolled there, or says that all is read', async () => {
  const voter = await voterOf(ZHOU)
  for (let i = 0; i < 12; i++)
    await tell(voter, `e2e:long:${i}`, `第 ${i} 条消息`, null, '一段说明。'.repeat(12))
  const me = await throughOauth(world.api, ZHOU)
  const unread = () => world.deps.stores.notification.countUnread([voter])
  const { page, context } = await openPage(browser, PHONE)
  await page.goto(`${world.url}/messages`)
  await logIn(page)
  await eventually(unread, (count) => count < 12)
  expect(await unread()).toBeGreaterThan(0)
  await page.getByText('第 0 条消息').scrollIntoViewIfNeeded()
  await eventually(
    async () => (await me.call('GET /api/notifications', { query: { page: 1, pageSize: 50 } })).body.items,
    (items) => items.find(({ title }) => title === '第 0 条消息')!.read,
  )
  await page.getByRole('button', { name: '全部标为已读' }).click()
  await eventually(unread, (count) => count === 0)
  await context.close()
})

test('on a PC the mark is in the header; without a connection what was there stays', async () => {
  const voter = await voterOf(ZHOU)
  const { page, context } = await openPage(browser, DESK, true)
  await tell(voter, 'e2e:3', '报名审核通过', '/mine', '“为民办实事（示例）”已通过审核，进入初选。')
  await page.goto(`${world.url}/messages`)
  await logIn(page)
  await page.getByText('报名审核通过').waitFor()
  await eventually(
    () => world.deps.stores.notification.countUnread([voter]),
    (unread) => unread === 0,
  )
  await tell(voter, 'e2e:3b', '您的异议有了答复', '/mine')
  await page.goto(`${world.url}/rules`)
  await page.getByRole('banner').getByLabel('1 条未读消息').waitFor()
  await page.goto(`${world.url}/messages`)
  await page.getByText('您的异议有了答复').waitFor()
  await shoot(page, 'messages-desk')
  await context.setOffline(true)
  await page.getByText('当前没有网络').waitFor()
  await page.getByRole('link', { name: /报名审核通过/ }).waitFor()
  await shoot(page, 'messages-offline-desk')
  await context.setOffline(false)
  await page.route('**/api/notifications?**', (route) =>
    route.fulfill({ status: 503, json: { error: { code: 'busy', message: '服务暂时不可用' } } }),
  )
  await page.reload()
  await page.getByText('没有加载出来').waitFor()
  await page.unroute('**/api/notifications?**')
  await page.getByRole('button', { name: '重试' }).click()
  await page.getByText('报名审核通过').waitFor()
  await context.close()
})

test('what was agreed to on the sandbox’s phone arrives there as 服务通知, and leads to its page', async () => {
  const voter = await voterOf(ZHOU)
  const { page, context, faults } = await openPage(browser, DESK, false)
  await page.goto(`${world.url}/sandbox/`)
  await page.getByRole('button', { name: /周大姐/ }).click()
  const phone = page.getByLabel(/周大姐.*的手机/)
  await phone.getByRole('button', { name: /服务通知/ }).click()
  const template = phone.locator('.template').filter({ hasText: '报名审核进度通知' })
  await template.getByRole('button', { name: '允许' }).click()
  await template.getByText('还可收 1 条').waitFor()
  const templateId = await template.getAttribute('data-template')
  await eventually(
    () => world.deps.stores.notification.countLeft([voter], 'account', templateId!),
    (left) => left === 1,
  )
  await tell(voter, 'e2e:4', '报名审核通过', '/mine')
  const notice = phone.locator('.notice').filter({ hasText: '报名审核通过' })
  await notice.waitFor()
  await template.getByText('还可收 0 条').waitFor()
  await shoot(page, 'sandbox-notices')
  await notice.getByRole('button').click()
  await phone.frameLocator('iframe').getByText('凭回执查询选票').waitFor()
  expect(faults).toEqual([])
  await context.close()
})
