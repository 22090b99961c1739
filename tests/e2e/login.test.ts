import type { Session } from '@shared/identity/contract'
import type { Browser, Page } from 'playwright-core'
import { Api } from '../support/api'
import { DESK, openBrowser, openPage, PHONE } from '../support/browser'
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

const dialog = (page: Page) => page.getByRole('dialog', { name: '微信扫码登录' })
const code = (page: Page) => page.getByAltText(/登录二维码/)
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent)
const sandbox = (path: string, body: object) => world.api.send('POST', `/sandbox/api${path}`, body)

/** A person of the sandbox who is new to the account. */
async function invent(name: string): Promise<string> {
  const { body } = await sandbox('/persons', { name })
  return body.openid
}

/** Points a person's phone at the code that a page shows; follows the account where WeChat asks for it. */
async function scanFrom(page: Page, openid: string): Promise<void> {
  const text = await code(page).getAttribute('src')
  const { body } = await sandbox(`/phones/${openid}/scan`, { text })
  if (body.kind === 'follow') await sandbox(`/phones/${openid}/follow`, { qr: body.qr })
}

/** Goes to the review step with as many candidates as told. */
async function choose(page: Page, category: string, count: number): Promise<void> {
  await page.goto(`${world.url}/ballot?category=${category}`)
  for (let i = 0; i < count; i++) await page.getByRole('checkbox').nth(i).click()
  await page.getByRole('button', { name: '核对选票' }).click()
  await page.getByText('投出后不能修改').waitFor()
}

async function logInByScan(page: Page, openid: string): Promise<void> {
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await code(page).waitFor()
  await scanFrom(page, openid)
  await page.getByRole('link', { name: '已登录' }).waitFor()
  await dialog(page).waitFor({ state: 'detached' })
}

const sessionOf = (page: Page): Promise<Session> =>
  page.evaluate(() => JSON.parse(JSON.parse(localStorage.getItem('pingxuan:session')!).data))

test('a phone scans the code of a PC page, which goes on where it was and votes', async () => {
  const { page, context } = await openPage(browser, DESK)
  const openid = await invent('扫码的人')
  await choose(page, 'unit', 3)
  await page.evaluate(() => Object.assign(window, { same: true }))
  await page.getByRole('button', { name: '微信登录后投票' }).click()
  await code(page).waitFor()
  await dialog(page).getByText('关注“荆楚网”公众号后即登录').waitFor()
  await scanFrom(page, openid)
  await dialog(page).getByText('登录成功').waitFor()
  await dialog(page).waitFor({ state: 'detached' })

  await page.getByText(/您选了\s*3\s*个/).waitFor()
  expect(await focused(page)).toBe('投出选票')
  expect(await page.evaluate(() => 'same' in window)).toBe(true) // without reloading
  await page.getByRole('button', { name: '投出选票' }).click()
  await page.getByText('投票成功').waitFor()
  expect((await sessionOf(page)).voter.channel).toBe('pc')
  await context.close()
})

test('the keyboard stays in the dialog until Escape, and comes back to where it was', async () => {
  const { page, context } = await openPage(browser, DESK)
  await choose(page, 'worker', 2)
  const login = page.getByRole('button', { name: '微信登录后投票' })
  await login.focus()
  await page.keyboard.press('Enter')
  await code(page).waitFor()
  expect(await dialog(page).getAttribute('aria-modal')).toBe('true')
  for (const key of ['Tab', 'Tab', 'Tab', 'Tab', 'Shift+Tab', 'Shift+Tab', 'Shift+Tab']) {
    await page.keyboard.press(key)
    expect(await dialog(page).evaluate((box) => box.contains(document.activeElement))).toBe(true)
  }
  await page.keyboard.press('Escape')
  await dialog(page).waitFor({ state: 'detached' })
  expect(await focused(page)).toBe('微信登录后投票')

  await login.click()
  await dialog(page).getByRole('button', { name: '关闭' }).click()
  await dialog(page).waitFor({ state: 'detached' })
  await login.click()
  await page.mouse.click(20, 500)
  await dialog(page).waitFor({ state: 'detached' })
  await page.getByText(/您选了\s*2\s*名/).waitFor()
  await login.click()
  await code(page).waitFor()
  await page.goBack()
  await page.getByRole('heading', { name: '我的选票' }).waitFor()
  expect(await dialog(page).count()).toBe(0)
  await context.close()
})

test('a code that is over is renewed by a click, and the new one logs in', async () => {
  const { page, context } = await openPage(browser, DESK)
  const openid = await invent('晚来的人')
  // The page asks for a ticket that the server has never heard of, as it would after the code's time.
  await page.route('**/api/session/qr/*', (route) =>
    route.continue({ url: `${world.url}/api/session/qr/long-ago` }),
  )
  await page.goto(world.url)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  const renew = page.getByRole('button', { name: '二维码已过期，点击刷新' })
  await renew.waitFor()
  const old = await code(page).getAttribute('src')
  await page.unroute('**/api/session/qr/*')
  await renew.click()
  await renew.waitFor({ state: 'detached' })
  await code(page).waitFor()
  expect(await code(page).getAttribute('src')).not.toBe(old)
  await scanFrom(page, openid)
  await page.getByRole('link', { name: '已登录' }).waitFor()
  await context.close()
})

test('trouble on the net is told in words, and is over by itself or by a click', async () => {
  const { page, context } = await openPage(browser, DESK)
  const openid = await invent('网络不好的人')
  await page.goto(world.url)
  const login = page.getByRole('button', { name: '登录', exact: true })
  await login.waitFor()
  await context.setOffline(true)
  await login.click()
  await dialog(page).getByText('没有连上网络，请检查后重试').waitFor()
  await context.setOffline(false)
  await dialog(page).getByRole('button', { name: '重试' }).click()
  await code(page).waitFor()
  await context.setOffline(true)
  await dialog(page)
    .getByText(/网络不太稳定/)
    .waitFor()
  await scanFrom(page, openid)
  await context.setOffline(false)
  await page.getByRole('link', { name: '已登录' }).waitFor()
  await context.close()
})

test('a session that is over is asked for anew, and the ballot chosen before goes out', async () => {
  const { page, context } = await openPage(browser, DESK)
  const openid = await invent('久坐的人')
  await page.goto(world.url)
  await logInByScan(page, openid)
  await choose(page, 'caseStudy', 4)
  const { token } = await sessionOf(page)
  await new Api(world.url, token).call('POST /api/session/logout', {})

  await page.getByRole('button', { name: '投出选票' }).click()
  await dialog(page)
    .getByText(/登录已过期/)
    .waitFor()
  await code(page).waitFor()
  await scanFrom(page, openid)
  await page.getByText('投票成功').waitFor()
  const receipt = new URL(page.url()).searchParams.get('no')!
  const renewed = new Api(world.url, (await sessionOf(page)).token)
  const found = await renewed.call('GET /api/receipts/:receipt', { params: { receipt } })
  expect(found.body.ballot!.selections).toHaveLength(4)
  await context.close()
})

test('who logs out is gone from the page and from the server', async () => {
  const { page, context } = await openPage(browser, DESK)
  await page.goto(`${world.url}/mine`)
  await logInByScan(page, await invent('公用电脑上的人'))
  const state = page.getByLabel('登录状态')
  await state.getByText('微信扫码登录').waitFor()
  const { token } = await sessionOf(page)
  await state.getByRole('button', { name: '退出登录' }).click()
  await page.getByRole('button', { name: '微信登录' }).waitFor()
  expect(await page.evaluate(() => localStorage.getItem('pingxuan:session'))).toBeNull()
  const { status } = await new Api(world.url, token).call('GET /api/ballots/mine', {})
  expect(status).toBe(401)
  await context.close()
})

test('inside WeChat nobody is asked to scan', async () => {
  const { page, context } = await openPage(browser, PHONE)
  await page.goto(`${world.url}/mine`)
  await page.getByRole('button', { name: '微信登录' }).click()
  await page.waitForURL(/\/sandbox\/authorize/)
  await context.close()
})

test('who goes back from WeChat without logging in can begin again', async () => {
  const { page, context } = await openPage(browser, PHONE)
  let left = 0
  // An answer without content leaves the page as it is, as the browser shows it on going back.
  await page.route('**/api/session/oauth?**', (route) => {
    left++
    return route.fulfill({ status: 204 })
  })
  await page.goto(`${world.url}/mine`)
  const login = page.getByRole('button', { name: '微信登录' })
  await login.click()
  await eventually(
    async () => left,
    (times) => times === 1,
  )
  await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })))
  await login.click()
  await eventually(
    async () => left,
    (times) => times === 2,
  )
  await context.close()
})
