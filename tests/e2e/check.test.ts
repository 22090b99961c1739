import type { Browser } from 'playwright-core'
import { barriersOf } from '../support/axe'
import { DESK, openAs, openBrowser, PHONE, sessionOf, shoot } from '../support/browser'
import { announce } from '../support/crowd'
import { votingEdition } from '../support/edition'
import { startWorld, type World } from '../support/world'

let world: World
let browser: Browser
beforeAll(async () => {
  world = await startWorld({ perCategory: 12 })
  const safeguards = { mode: 'on', check: 30, quarantine: 100, refuse: 100 } as const
  await world.deps.editions.save(votingEdition({ safeguards }))
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

/** Has whoever names A05 alone doubted, opens the ballot paper as somebody, and casts that. */
async function castDoubted(openid: string, viewport: typeof PHONE) {
  await announce(world, { candidate: 'a05', traits: { selections: ['a05'] } }, 50)
  const opened = await openAs(browser, await sessionOf(world, openid), viewport)
  const { page } = opened
  await page.goto(`${world.url}/ballot?category=unit`)
  await page.getByRole('checkbox', { name: '候选A05（示例）' }).click()
  await page.getByRole('button', { name: '核对选票' }).click()
  await page.getByRole('button', { name: '投出选票' }).click()
  const dialog = page.getByRole('dialog', { name: '请您本人确认一下' })
  await dialog.waitFor()
  return { ...opened, dialog }
}

describe.each([
  ['on the phone', PHONE],
  ['at a desk', DESK],
] as const)('%s', (_where, viewport) => {
  test('a doubted ballot is cast by the keyboard alone: the dialog asks, the device works, the receipt comes', async () => {
    const { page, faults, context, dialog } = await castDoubted(`person-${viewport.width}`, viewport)
    expect(await barriersOf(page)).toEqual([])
    await shoot(page, `check-${viewport.width}`)
    const yes = dialog.getByRole('button', { name: '是我本人，投出' })
    for (let tabs = 0; tabs < 4 && !(await yes.evaluate((one) => one === document.activeElement)); tabs++) {
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('Enter')
    await page.getByText('投票成功').waitFor()
    await dialog.waitFor({ state: 'detached' })
    // That a check is asked for is an answer of 428, which the browser tells of; these candidates have no pictures.
    expect(faults.filter((fault) => !/ 428 .*\/api\/ballots| 404 .*\/files\//.test(fault))).toEqual([])
    await context.close()
  })

  test('who would rather not keeps the selections, is told that nothing was cast, and may try again', async () => {
    const { page, context, dialog } = await castDoubted(`hesitant-${viewport.width}`, viewport)
    await page.keyboard.press('Escape')
    await page.getByText('选票还没有投出，您的选择都还在').waitFor()
    await page.reload()
    await page.getByRole('button', { name: '投出选票' }).click()
    await dialog.getByRole('button', { name: '先不投' }).click()
    await dialog.waitFor({ state: 'detached' })
    const told = page.getByRole('status').filter({ hasText: '选票还没有投出，您的选择都还在' })
    expect(await told.locator('a[href^="tel:"]').count()).toBe(1)
    expect(await page.getByRole('alert').count()).toBe(0)
    await page.getByText('候选A05（示例）').first().waitFor()
    expect(await barriersOf(page)).toEqual([])
    await shoot(page, `check-declined-${viewport.width}`)
    // Who presses this has said it: they are not asked once more.
    await page.getByRole('button', { name: '确认本人并投出' }).click()
    await page.getByText('投票成功').waitFor()
    await context.close()
  })
})
