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

test.each([
  ['/', DESK],
  ['/', PHONE],
  ['/candidates', PHONE],
  ['/sandbox/', DESK],
  ['/console/', DESK],
])('the page at %s does nothing that its own policy forbids', async (path, viewport) => {
  const { page, faults, context } = await openPage(browser, viewport)
  const answer = await page.goto(`${world.url}${path}`, { waitUntil: 'networkidle' })
  expect(answer!.headers()['content-security-policy']).toBeDefined()
  expect(faults.filter((fault) => fault.includes('Content Security Policy'))).toEqual([])
  await context.close()
})

test('a script written into a page does not run', async () => {
  const { page, faults, context } = await openPage(browser, DESK)
  for (const path of ['/', '/console/']) {
    await page.goto(`${world.url}${path}`)
    await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'window.stolen = true'
      document.body.append(script)
    })
    expect(await page.evaluate(() => 'stolen' in window)).toBe(false)
  }
  expect(faults.join()).toContain('Content Security Policy')
  await context.close()
})
