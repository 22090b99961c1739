import type { Browser, Page } from 'playwright-core'
import { barriersOf } from '../support/axe'
import { DESK, openBrowser, openPage, PHONE } from '../support/browser'
import { answer, burst, carriedOut, cluster, propose } from '../support/cluster'
import { dialogOf, openConsole } from '../support/console'
import { votingEdition } from '../support/edition'
import { asStaff } from '../support/staff'
import { startWorld, type World } from '../support/world'

let world: World
let browser: Browser
let worker: ReturnType<World['deps']['startWorker']>
beforeAll(async () => {
  world = await startWorld({ edition: votingEdition({ tallyVisibility: { mode: 'live' } }), perCategory: 8 })
  worker = world.deps.startWorker()
  browser = await openBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await worker?.close()
  await world?.close()
})
const shot = (page: Page, name: string, fullPage = true) =>
  page.screenshot({ path: `/tmp/shots/${name}.png`, fullPage })

test('look', async () => {
  const clock = world.deps.sandbox!.clock as never as { moveBy?: unknown }
  void clock
  await burst(world, 20, ['a01', 'a02'])
  const reasons = [
    { code: 'burst' as const, points: 20, text: '8 分钟内 134 票，平时 8 分钟 0.4 票' },
    { code: 'few_devices' as const, points: 30, text: '92% 来自同一种设备，平时约 6%' },
    { code: 'fresh' as const, points: 20, text: '88% 关注公众号只有几分钟，平时约 3%' },
    { code: 'even_spacing' as const, points: 25, text: '相邻两票的间隔几乎一样，都在 3.0 秒上下' },
  ]
  const one = await cluster(world, 40, ['a01', 'a03'], { reasons, score: 92 })
  const two = await cluster(world, 25, ['a01', 'a04'], { score: 66, key: 'x' })
  const three = await cluster(world, 15, ['a05'], { score: 41, key: 'y' })
  await cluster(world, 6, ['a06'], { score: 30, key: 'z' })
  const me = await asStaff(world, 'publisher')
  const other = await asStaff(world, 'admin')
  const q = (await propose(me, two.id, { kind: 'quarantined' })).body
  await answer(other, q.id, 'confirm')
  await carriedOut(me, q.id)
  const r = (await propose(me, three.id, { kind: 'invalidated', words: '间隔都是 3 秒' })).body
  await world.deps.ballots.rule({
    receipt: three.receipts[0]!,
    kind: 'quarantined',
    reason: 'x',
    author: 'system',
  })
  await answer(other, r.id, 'confirm')
  await carriedOut(me, r.id)
  await propose(me, one.id, { kind: 'invalidated', words: '选项完全一样，间隔都是 3 秒' })
  const edition = world.deps.editions.current()
  await world.deps.editions.save({ ...edition, safeguards: { ...edition.safeguards, mode: 'report' } })

  for (const [size, name] of [
    [DESK, 'desk'],
    [PHONE, 'phone'],
  ] as const) {
    const { page, context } = await openConsole(world, browser, 'admin', '/suspicion?handled=all')
    await page.setViewportSize(size)
    await page.getByText('A01').first().waitFor()
    await page.waitForTimeout(2500)
    await shot(page, `suspicion-${name}`)
    console.log(
      name,
      await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      await barriersOf(page),
    )
    await page.goto(`${world.url}/console/suspicion?handled=all&cluster=${two.id}`)
    await dialogOf(page).getByRole('link').first().waitFor()
    await page.waitForTimeout(1500)
    await shot(page, `cluster-${name}`, false)
    await dialogOf(page).getByRole('link').first().scrollIntoViewIfNeeded()
    await page.waitForTimeout(500)
    await shot(page, `cluster2-${name}`, false)
    await page.getByRole('button', { name: '提出处理' }).click()
    await dialogOf(page).getByLabel('作废').check()
    await dialogOf(page).getByText(/涉及/).waitFor()
    await page.waitForTimeout(500)
    await shot(page, `propose-${name}`, false)
    console.log(name, await barriersOf(page))
    await page.goto(`${world.url}/console/suspicion`)
    await page.getByRole('button', { name: '核对并确认' }).click()
    await dialogOf(page).getByText(/涉及/).waitFor()
    await page.waitForTimeout(500)
    await shot(page, `answer-${name}`, false)
    await context.close()
    const site = await openPage(browser, size)
    await site.page.goto(`${world.url}/decisions`)
    await site.page.waitForTimeout(6000)
    await shot(site.page, `pre-${name}`)
    console.log(site.faults)
    await shot(site.page, `site-${name}`)
    await site.page.goto(`${world.url}/rules`)
    await site.page.getByText('候选编号是怎么抽的').first().waitFor()
    await shot(site.page, `rules-${name}`)
    await site.context.close()
  }
}, 300_000)
