import type { Browser } from 'playwright-core'
import { DESK, openBrowser, openPage, PHONE } from '../support/browser'
import { startWorld, type World } from '../support/world'

let world: World
let browser: Browser
beforeAll(async () => {
  world = await startWorld({ perCategory: 5 })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

test('what narrows and orders the list is in the address and survives a reload', async () => {
  const { page, context } = await openPage(browser, DESK)
  await page.goto(`${world.url}/candidates`)
  await page
    .getByRole('button', { name: /群众工作者|工作者/ })
    .first()
    .click()
  await page.getByRole('button', { name: '编号' }).click()
  await page.getByLabel('搜索候选').fill('B03')
  await page.getByText('共 1 名候选').waitFor()
  const { pathname, search } = new URL(page.url())
  expect(pathname).toBe('/candidates')
  expect(Object.fromEntries(new URLSearchParams(search))).toEqual({
    category: 'worker',
    q: 'B03',
    sort: 'number',
  })
  await page.reload()
  await page.getByText('共 1 名候选').waitFor()
  expect(await page.getByLabel('搜索候选').inputValue()).toBe('B03')
  expect(await page.getByRole('button', { name: '编号' }).getAttribute('aria-pressed')).toBe('true')
  await context.close()
})

test('the ballot paper is shared with its category', async () => {
  const { page, context } = await openPage(browser, PHONE)
  await page.goto(`${world.url}/ballot`)
  await page
    .getByRole('button', { name: /工作者/ })
    .first()
    .click()
  await page.reload()
  await page.getByText('可选 1 至 30 名').first().waitFor()
  await context.close()
})

describe('a receipt', () => {
  const wrong = '回执是 12 位字母和数字'
  let receipt: string
  beforeAll(async () => {
    const voter = await world.api.as('address')
    const cast = { body: { category: 'unit' as const, selections: ['a01'] } }
    receipt = (await voter.call('POST /api/ballots', cast)).body.ballot.receipt
  })

  test('that cannot be one is said at once', async () => {
    const { page, context } = await openPage(browser, PHONE)
    await page.goto(`${world.url}/receipt?no=ABCD`)
    await page.getByText(wrong).waitFor()
    await context.close()
  })

  test('a new look-up takes the former answer away, and one thing is said at a time', async () => {
    const { page, context } = await openPage(browser, PHONE)
    await page.goto(`${world.url}/receipt?no=${receipt}`)
    const card = page.getByLabel(`回执 ${receipt}`)
    const none = page.getByText('没有找到这张回执')
    await card.waitFor()
    const ask = async (text: string) => {
      await page.getByLabel('输入 12 位回执').fill(text)
      await page.getByRole('button', { name: '查询' }).click()
    }
    await ask('ABCD')
    await page.getByText(wrong).waitFor()
    expect(await card.count()).toBe(0)
    await ask('2222-2222-2222')
    await none.waitFor()
    expect(await page.getByText(wrong).count()).toBe(0)
    await ask('ABCD')
    await page.getByText(wrong).waitFor()
    expect(await none.count()).toBe(0)
    await context.close()
  })

  test('was just cast once: not after a reload', async () => {
    const { page, context } = await openPage(browser, PHONE)
    await page.goto(`${world.url}/receipt?no=${receipt}&from=cast`)
    await page.getByText('投票成功').waitFor()
    await page.reload()
    await page.getByLabel(`回执 ${receipt}`).waitFor()
    expect(await page.getByText('投票成功').count()).toBe(0)
    await context.close()
  })
})

test('the keyboard skips the list to the ballot beside it', async () => {
  const { page, context } = await openPage(browser, DESK)
  for (const path of ['candidates', 'ballot']) {
    await page.goto(`${world.url}/${path}`)
    await page.getByText('我的选票').last().waitFor()
    const top = () =>
      page
        .locator('h1')
        .last()
        .evaluate((heading) => heading.getBoundingClientRect().top)
    const before = await top()
    await page.locator('main').focus()
    await page.keyboard.press('Tab')
    const skip = page.getByRole('button', { name: '跳到我的选票' })
    expect(await skip.evaluate((button) => button === document.activeElement)).toBe(true)
    expect(await top()).toBe(before) // it lies above the page instead of moving it
    await page.keyboard.press('Enter')
    expect(await skip.evaluate((button) => getComputedStyle(button).clipPath)).toBe('inset(50%)')
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('panel')
  }
  await context.close()
})

test('before the vote each page says when the list comes out and what one can do now', async () => {
  await world.api.send('POST', '/sandbox/api/clock', { phase: 'nomination' })
  const { page, context } = await openPage(browser, DESK)
  for (const path of ['home', 'ballot', 'mine', 'review']) {
    await page.goto(`${world.url}/${path}`)
    await page
      .getByText(/候选名单将于 .+ 公布/)
      .first()
      .waitFor()
    if (path !== 'home') await page.getByRole('button', { name: '看评选规则' }).waitFor()
  }
  await world.api.send('POST', '/sandbox/api/clock', { phase: 'review' })
  await page.goto(`${world.url}/review`)
  await page.getByRole('button', { name: '看候选名单' }).waitFor()
  await world.api.send('POST', '/sandbox/api/clock', { phase: 'voting' })
  await context.close()
})
