import { PROGRAM_REASONS } from '@shared/ballot/decision/rules'
import type { TallyVisibility } from '@shared/edition/contract'
import type { Browser, Page } from 'playwright-core'
import { barriersOf } from '../support/axe'
import { DESK, openAs, openBrowser, openPage, PHONE, sessionOf, shoot } from '../support/browser'
import { asStaff } from '../support/staff'
import { eventually, startWorld, type World } from '../support/world'

let world: World
let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

const moveTo = (phase: string) => world.api.send('POST', '/sandbox/api/clock', { phase })

async function cast(openid: string, selections: string[]): Promise<string> {
  const voter = await world.api.as(openid)
  const { body } = await voter.call('POST /api/ballots', { body: { category: 'unit', selections } })
  return body.ballot.receipt
}

/** Does what the worker does each minute, until the receipt has what is asked for. */
async function enter(openid: string, receipt: string, what: 'ballot' | 'receipt'): Promise<void> {
  const voter = await world.api.as(openid)
  await eventually(
    async () => {
      await world.deps.transparency.advance()
      return voter.call('GET /api/ledger/receipts/:receipt', { params: { receipt } })
    },
    ({ body }) => body[what] !== null,
  )
}

const result = (page: Page) => page.getByLabel('核对结果')
const says = (page: Page, words: string | RegExp) => result(page).getByText(words).first().waitFor()

describe.each([
  ['on the phone', PHONE],
  ['at a desk', DESK],
] as const)('%s', (_where, viewport) => {
  const me = `ledger-${viewport.width}`
  let receipt: string
  beforeAll(async () => {
    world = await startWorld({ perCategory: 12 })
    await world.deps.transparency.advance()
    receipt = await cast(me, ['a01', 'a03'])
    for (let n = 0; n < 6; n++) await cast(`${me}-${n}`, [`a0${n + 1}`])
  })
  afterAll(() => world?.close())

  test.each<[TallyVisibility, string | null]>([
    [{ mode: 'daily', at: '18:00' }, '票数每天 18:00 公布一次'],
    [{ mode: 'afterClose' }, '票数在投票截止'],
    [{ mode: 'live' }, null],
  ])(
    'the pages on the ledger and on what became of ballots agree on counts: %j',
    async (tallyVisibility, held) => {
      await world.deps.editions.save({ ...world.deps.editions.current(), tallyVisibility })
      const { page, context } = await openPage(browser, viewport, false)
      await page.goto(`${world.url}/ledger`)
      await page.getByText(held ? `此前只公布签名，以免提前透露票数：${held}` : '此前只公布签名。').waitFor()
      const entry = {
        at: world.deps.clock.now().toISOString(),
        category: 'unit',
        kind: 'quarantined',
        ballots: 3,
      }
      const counts = { ballots: { before: 16, after: 13 }, candidates: [] }
      const items = [
        { ...entry, by: 'two', reason: '需要进一步核实', counts: held ? null : counts },
        { ...entry, by: 'program', reason: PROGRAM_REASONS.suspected, counts: null },
        { ...entry, by: 'program', reason: PROGRAM_REASONS.onePerson, counts: null },
      ]
      await page.route('**/api/ledger/decisions*', (route) =>
        route.fulfill({ json: { items, page: 1, pageSize: 20, total: items.length } }),
      )
      await page.goto(`${world.url}/decisions`)
      await page
        .getByText(held ? `成组处理的，还列出处理前后的票数：${held}` : '还列出处理前后的票数。')
        .waitFor()
      await page.getByText(held ? `处理前后的票数到时列出。` : '16 → 13').waitFor()
      expect(await page.getByText('按天汇总，逐张随时处理，不列前后票数。').count()).toBe(2)
      expect(await page.getByText('由程序自动存疑').count()).toBe(2)
      await page.locator('main a[href^="tel:"]').first().waitFor()
      await shoot(page, `decisions-${tallyVisibility.mode}-${viewport.width}`)
      expect(await barriersOf(page)).toEqual([])
      await context.close()
    },
  )

  test('a voter goes from their receipt to its proof, waits for what is not entered yet, and then finds all in order', async () => {
    const { page, faults, context } = await openAs(browser, await sessionOf(world, me), viewport)
    await page.goto(`${world.url}/receipt?no=${receipt}`)
    await page.getByText('候选A03（示例）').waitFor()
    await page.getByRole('link', { name: '核对这张选票' }).click()
    await says(page, '选票还没有记入')
    await enter(me, receipt, 'ballot')
    await page.getByRole('button', { name: '再核对一次' }).click()
    await says(page, '选票在账本里，投的是')
    await says(page, '候选A03（示例）')
    await says(page, '核对到这里没有问题，还有一步要等')
    await says(page, '回执还没有记入')
    await says(page, /最晚 .* \d\d:\d\d 记完，那时再来核对就行/)
    await shoot(page, `ledger-waiting-${viewport.width}`)

    await moveTo('review')
    await enter(me, receipt, 'receipt')
    await page.reload()
    await says(page, '核对通过，选票在账本里')
    for (const words of [
      '签名有效',
      '回执在账本里',
      '账本只增加，没有改动',
      '按主办方的记录，这张选票现在计入票数',
    ]) {
      await says(page, words)
    }
    expect(await result(page).getByRole('img', { name: '没有通过' }).count()).toBe(0)
    // The summary and four steps: not what the server alone says.
    expect(await result(page).getByRole('img', { name: '通过', exact: true }).count()).toBe(5)
    await page.getByRole('button', { name: '技术细节' }).nth(1).click()
    await says(page, /"receipt":"[0-9a-f]{64}"/)
    expect(await barriersOf(page)).toEqual([])
    await shoot(page, `ledger-green-${viewport.width}`)
    expect(faults).toEqual([])
    await context.close()
  })

  test('who has the receipt and is not its voter finds that it counts, and not whom it names', async () => {
    for (const opened of [
      await openPage(browser, viewport, false),
      await openAs(browser, await sessionOf(world, 'somebody'), viewport),
    ]) {
      const { page, context } = opened
      await page.goto(`${world.url}/receipt?no=${receipt}`)
      const card = page.getByLabel(`回执 ${receipt}`)
      await card.getByText('投给了谁，只有投票人本人登录后能看到').waitFor()
      expect(await card.textContent()).toContain('已计入')
      await shoot(page, `receipt-stranger-${viewport.width}`)
      expect(await barriersOf(page)).toEqual([])
      await card.getByRole('link', { name: '核对这张选票' }).click()
      await says(page, '核对通过，回执在账本里')
      await says(page, '投给了谁，只有投票人本人登录后能看到')
      expect(await page.locator('main').last().textContent()).not.toContain('候选A')
      await context.close()
    }
  })

  test('whose ballot is set aside is told so first, what it means, and whom to call', async () => {
    await moveTo('voting')
    const suspect = `suspect-${viewport.width}`
    const doubted = await cast(suspect, ['a05'])
    await enter(suspect, doubted, 'ballot')
    const staff = await asStaff(world, 'admin')
    for (const [seen, kind, name] of [
      [0, 'quarantined', '存疑，暂不计入'],
      [1, 'invalidated', '已作废'],
    ] as const) {
      await staff.call('POST /api/staff/ballots/:receipt/rulings', {
        ...{ params: { receipt: doubted }, body: { kind, seen, reason: '示例：待核实' } },
      })
      const { page, context } = await openAs(browser, await sessionOf(world, suspect), viewport)
      await page.goto(`${world.url}/receipt?no=${doubted}`)
      const card = page.getByLabel(`回执 ${doubted}`)
      await card.getByText(name, { exact: true }).waitFor()
      await card.locator('a[href^="tel:"]').waitFor()
      await card.getByRole('link', { name: '选票是怎样处理的' }).waitFor()
      await shoot(page, `receipt-${kind}-${viewport.width}`)
      expect(await barriersOf(page)).toEqual([])
      await card.getByRole('link', { name: '核对这张选票' }).click()
      expect(await result(page).getByRole('heading').first().textContent()).toContain('现在不计入票数')
      await says(page, '选票在账本里，投的是')
      await result(page).locator('a[href^="tel:"]').waitFor()
      await shoot(page, `ledger-${kind}-${viewport.width}`)
      expect(await barriersOf(page)).toEqual([])
      await result(page).getByRole('link', { name: '选票是怎样处理的' }).click()
      await page.getByRole('heading', { name: '选票处理公示' }).waitFor()
      await context.close()
    }
    await moveTo('review')
  })

  test('without a receipt the page explains, lists what was signed, and from the notice on hands out all of it', async () => {
    const { page, faults, context } = await openPage(browser, viewport, false)
    await page.goto(`${world.url}/ledger`)
    await says(page, '您的选票还没有核对')
    await says(page, '这台设备第一次核对')
    expect(await result(page).textContent()).not.toContain('核对通过')
    await page.getByText(/结果公示起.*在这里公开下载.*此前只公布签名。/).waitFor()
    const { key } = world.deps.transparency
    await page.getByText(key, { exact: true }).waitFor()
    expect(await page.getByRole('link', { name: '回执在“我的选票”里' }).getAttribute('href')).toBe('/mine')
    await shoot(page, `ledger-bare-${viewport.width}`)
    expect(await barriersOf(page)).toEqual([])

    await moveTo('notice')
    await page.reload()
    const file = page.getByRole('link', { name: '下载选票账本' })
    await file.waitFor()
    await page.getByText(/“公钥”二字换成本页“签名的公钥”/).waitFor()
    for (const link of [file, page.getByRole('link', { name: '下载核对程序' })]) {
      const path = await link.getAttribute('href')
      expect((await page.request.get(world.url + path)).status()).toBe(200)
    }
    await shoot(page, `ledger-public-${viewport.width}`)
    expect(await barriersOf(page)).toEqual([])
    expect(faults).toEqual([])
    await context.close()
  })

  test('what is wrong is told in red, with what to do', async () => {
    const { page, context } = await openAs(browser, await sessionOf(world, me), viewport)
    await page.route('**/api/ledger/receipts/*', async (route) => {
      const response = await route.fetch()
      const body = await response.json()
      body.receipt.path[0] = body.receipt.path[0].replace(/./, (c: string) => (c === '0' ? '1' : '0'))
      await route.fulfill({ response, json: body })
    })
    await page.goto(`${world.url}/ledger?no=${receipt}`)
    await says(page, '核对没有通过，请留下证据')
    await says(page, '证明不成立')
    await says(page, /打电话告诉主办方/)
    await result(page).locator('a[href^="tel:"]').waitFor()
    await result(page).getByRole('button', { name: '复制证据' }).waitFor()
    await shoot(page, `ledger-red-${viewport.width}`)
    expect(await barriersOf(page)).toEqual([])
    await context.close()
  })

  test('a ledger other than the one this device kept is told, also after another look', async () => {
    const { page, context } = await openPage(browser, viewport, false)
    await page.goto(`${world.url}/ledger`)
    await says(page, '这台设备第一次核对')
    await page.reload()
    await says(page, '账本和上次来时一样')
    await page.route('**/api/ledger/checkpoints*', async (route) => {
      const response = await route.fetch()
      const body = await response.json()
      await route.fulfill({ response, json: { ...body, key: body.key.replace('+', '2+') } })
    })
    for (const look of [1, 2]) {
      await page.reload()
      await says(page, '签名换了一把钥匙')
      expect(look).toBeLessThan(3)
    }
    await context.close()
  })

  test('without a network, with a receipt that is none, and on a phone that cannot compute it, the page says so', async () => {
    const { page, context } = await openPage(browser, viewport, false)
    await page.goto(`${world.url}/ledger?no=2222-2222-2222`)
    await page.getByText('没有找到这张回执').waitFor()
    await context.setOffline(true)
    await page.getByLabel('输入 12 位回执').fill('3333-3333-3333')
    await page.getByRole('button', { name: '核对', exact: true }).click()
    await page.getByText('没有连上网络').first().waitFor()
    await context.setOffline(false)
    await page.getByRole('button', { name: '重试' }).first().click()
    await page.getByText('没有找到这张回执').waitFor()
    await context.close()

    const old = await openPage(browser, viewport, false)
    await old.page.addInitScript('delete window.BigInt')
    await old.page.goto(`${world.url}/ledger`)
    await says(old.page, '这台设备太旧，不能在这里核对')
    expect(await barriersOf(old.page)).toEqual([])
    await old.context.close()
  })
})
