import type { Browser } from 'playwright-core'
import { DESK, openBrowser, openPage, PHONE } from '../support/browser'
import { startWorld, type World } from '../support/world'

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

test('a page fetched ahead opens without a connection', async () => {
  const { page, context } = await openPage(browser, PHONE)
  await page.goto(`${world.url}/ballot?category=unit`, { waitUntil: 'networkidle' })
  await page.getByRole('checkbox').first().click()
  await context.setOffline(true)
  await page.getByRole('button', { name: '核对选票' }).click()
  await page.getByText('投出后不能修改').waitFor()
  await context.close()
})

test('a page that cannot be fetched is said in words, the address stays, and trying again opens it', async () => {
  const { page, context } = await openPage(browser, DESK)
  const address = `${world.url}/ballot?category=unit`
  await page.addInitScript(() => {
    Object.assign(window, { requestIdleCallback: () => 0 })
  })
  await page.goto(address, { waitUntil: 'networkidle' })
  await page.getByRole('checkbox').first().click()
  await context.setOffline(true)
  await page.getByRole('button', { name: '核对选票' }).click()
  await page.getByRole('dialog', { name: '页面没有打开' }).getByText('没有连上网络').waitFor()
  expect(page.url()).toBe(address)
  await context.setOffline(false)
  await page.getByRole('button', { name: '重试' }).click()
  await page.getByText('投出后不能修改').waitFor()
  expect(new URL(page.url()).pathname).toBe('/review')
  await context.close()
})

test('a tab left open across a deployment loads the new site at the address asked for', async () => {
  const { page, context } = await openPage(browser, DESK)
  await page.addInitScript(() => {
    Object.assign(window, { requestIdleCallback: () => 0 })
  })
  await page.goto(`${world.url}/home`, { waitUntil: 'networkidle' })
  let deployed = true
  await context.route(/\/(js|css)\//, (route) =>
    deployed ? route.fulfill({ status: 404 }) : route.continue(),
  )
  await context.route(`${world.url}/`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<script src="/js/app.00000000.js"></script>' }),
  )
  await context.route(/\/rules$/, (route) => {
    deployed = false
    return route.continue()
  })
  await page.getByRole('link', { name: '评选规则' }).first().click()
  await page.getByRole('heading', { name: '评选规则' }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/rules')
  await context.close()
})

test('a server that is away is not taken for a lost connection', async () => {
  const { page, context } = await openPage(browser, PHONE)
  await context.route(/\/api\/candidates/, (route) => route.abort('connectionrefused'))
  await page.goto(`${world.url}/candidates`)
  await page.getByText('服务器暂时没有回应，请稍后再试').waitFor()
  await context.close()
})

test('counts that have not changed for long are not called out of date', async () => {
  const { page, context } = await openPage(browser, DESK)
  await page.goto(`${world.url}/candidates?category=unit`)
  await page.getByText('已收到 0 张有效选票').waitFor()
  await page.waitForTimeout(16_000)
  expect(await page.getByText('票数截至').count()).toBe(0)
  await context.close()
})
