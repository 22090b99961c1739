import { Edition } from '@shared/edition/contract'
import type { Browser, Page } from 'playwright-core'
import edition2021 from '../../config/editions/2021.json'
import { drawPictures, loadSample, shiftEdition } from '../../scripts/sample/load'
import { barriersOf } from '../support/axe'
import { DESK, openBrowser, openPage, PHONE } from '../support/browser'
import { startWorld, type World } from '../support/world'

let world: World
let browser: Browser
beforeAll(async () => {
  const edition = Edition.parse(edition2021)
  world = await startWorld({ perCategory: 0 })
  await loadSample(world.deps, shiftEdition(edition, 'voting', new Date()))
  await world.deps.candidates.refresh()
  await drawPictures(edition, `${world.stores.dataDir}/files`, () => {})
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

/** Ticks the given number of candidates on the ballot paper and goes on to the review step. */
async function choose(page: Page, category: string, count: number): Promise<void> {
  await page.goto(`${world.url}/ballot?category=${category}`)
  for (let i = 0; i < count; i++) await page.getByRole('checkbox').nth(i).click()
  await page.getByRole('button', { name: '核对选票' }).click()
  await page.getByRole('heading', { name: '核对选票' }).or(page.getByText('投出后不能修改')).first().waitFor()
}

async function logInAs(page: Page, person: string): Promise<void> {
  await page.getByRole('button', { name: '微信登录后投票' }).click()
  await page.getByRole('button', { name: new RegExp(person) }).click()
}

// Both in WeChat's own browser; how one logs in elsewhere is in login.test.ts.
describe.each([
  ['on a phone', PHONE, '周大姐', 'unit', 3, '荆楚问政优秀回复单位'],
  ['at a desk', DESK, '小李', 'worker', 2, '荆楚问政优秀网上群众工作者'],
] as const)('a netizen %s', (_where, viewport, person, category, count, title) => {
  test('chooses, reviews, logs in, casts, keeps a receipt, and others see the count move', async () => {
    const { page, faults, context } = await openPage(browser, viewport, true)
    const watcher = await openPage(browser, viewport)
    await watcher.page.goto(`${world.url}/candidates?category=${category}`)
    await watcher.page.getByText('已收到 0 张有效选票').waitFor()

    await choose(page, category, count)
    await logInAs(page, person)
    await page.getByRole('button', { name: '投出选票' }).click()
    await page.getByText('投票成功').waitFor()
    const receipt = new URL(page.url()).searchParams.get('no')!
    expect(receipt).toMatch(/^(\w{4}-){2}\w{4}$/)
    await page.getByLabel(`回执 ${receipt}`).waitFor()
    expect(await page.getByLabel(`回执 ${receipt}`).textContent()).toContain(title)

    await watcher.page.getByText('已收到 1 张有效选票').waitFor() // without reloading

    const found = await world.api.call('GET /api/receipts/:receipt', { params: { receipt } })
    expect(found.body).toMatchObject({ receipt: { category, status: 'counted' }, ballot: null })
    expect([...faults, ...watcher.faults]).toEqual([])
    await Promise.all([context.close(), watcher.context.close()])
  })

  test('who has voted is shown the first ballot instead of voting again', async () => {
    const { page, context } = await openPage(browser, viewport, true)
    await choose(page, category, 1)
    await logInAs(page, person)
    await page.getByText(/已投/).first().waitFor()
    expect(await page.getByRole('button', { name: '投出选票' }).count()).toBe(0)
    await context.close()
  })
})

test('selections survive a reload, and a cast that fails keeps them and can be tried again', async () => {
  const { page, context } = await openPage(browser, PHONE)
  await choose(page, 'caseStudy', 4)
  await logInAs(page, '王大爷')
  // He does not follow the account, so WeChat has to be asked for his UnionID, and he for his consent.
  await page.getByRole('button', { name: '允许' }).click()
  await page.getByRole('button', { name: '投出选票' }).waitFor()
  await page.reload()
  await page.getByText(/您选了\s*4\s*个/).waitFor()

  await context.setOffline(true)
  await page.getByRole('button', { name: '投出选票' }).click()
  const retry = page.getByRole('button', { name: /重试|再试/ })
  await retry.first().waitFor()
  await context.setOffline(false)
  await retry.first().click()
  await page.getByText('投票成功').waitFor()
  await context.close()
})

test('a snapshot user is told how to vote for real', async () => {
  const { page, context } = await openPage(browser, PHONE)
  await choose(page, 'unit', 1)
  await logInAs(page, '路过的网友')
  await page
    .getByText(/使用完整服务/)
    .first()
    .waitFor()
  expect(await page.getByRole('button', { name: '投出选票' }).count()).toBe(0)
  await context.close()
})

test.each([
  ['nomination', '报名征集中'],
  ['review', '网络投票已结束'],
] as const)('when the clock moves to %s the open page says so without a reload', async (phase, name) => {
  const { page, context } = await openPage(browser, DESK)
  await page.goto(world.url)
  await page.getByText('网络投票进行中').waitFor()
  await world.api.send('POST', '/sandbox/api/clock', { phase })
  await page.getByText(name).waitFor()
  await page.getByRole('link', { name: '去投票' }).first().waitFor({ state: 'detached' })
  await world.api.send('POST', '/sandbox/api/clock', { phase: 'voting' })
  await context.close()
})

test('a link to a candidate, opened before the list is published, says when it comes; after the vote, the paper that it is over', async () => {
  const { page, context } = await openPage(browser, PHONE)
  const [candidate] = world.deps.candidates.list({ sort: 'number', seed: 0, page: 1, pageSize: 1 }).items
  await world.api.send('POST', '/sandbox/api/clock', { phase: 'nomination' })
  await page.goto(`${world.url}/candidate?id=${candidate!.id}`)
  await page.getByRole('heading', { name: /^候选名单将于 .+ 公布$/ }).waitFor()
  await page.goto(`${world.url}/ballot?category=unit`)
  await page.getByRole('heading', { name: '投票还没有开始' }).waitFor()
  await world.api.send('POST', '/sandbox/api/clock', { phase: 'notice' })
  await page.goto(`${world.url}/ballot?category=unit`)
  await page.getByRole('heading', { name: '网络投票已结束' }).waitFor()
  await world.api.send('POST', '/sandbox/api/clock', { phase: 'voting' })
  await context.close()
})

test.each([
  ['a phone', PHONE],
  ['the PC', DESK],
] as const)('no page keeps anybody out on %s', async (_where, viewport) => {
  const { page, context } = await openPage(browser, viewport)
  const [candidate] = world.deps.candidates.list({ sort: 'number', seed: 0, page: 1, pageSize: 1 }).items
  const paths = ['home', 'candidates', `candidate?id=${candidate!.id}`, 'mine', 'receipt?no=xyz', 'rules']
  for (const path of paths) {
    await page.goto(`${world.url}/${path}`)
    await page.getByText('主办单位').waitFor()
    expect(await barriersOf(page)).toEqual([])
  }
  await choose(page, 'unit', 2)
  expect(await barriersOf(page)).toEqual([])
  await context.close()
})

test('an address that leads nowhere says so and leads home', async () => {
  const { page, context } = await openPage(browser, PHONE)
  await page.goto(`${world.url}/nothing-here`)
  await page.getByRole('heading', { name: '没有这个页面' }).waitFor()
  await page.getByRole('button', { name: '回首页' }).click()
  await page.getByText('网络投票进行中').waitFor()
  await context.close()
})
