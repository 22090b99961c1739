import type { Browser } from 'playwright-core'
import { barriersOf } from '../support/axe'
import { DESK, openBrowser, openPage, PHONE } from '../support/browser'
import { issue, listed } from '../support/certificate'
import { dialogOf as dialog, openConsole } from '../support/console'
import { bringTo, resultEdition } from '../support/result'
import { asStaff } from '../support/staff'
import { startWorld, type World } from '../support/world'

let world: World
let browser: Browser
beforeAll(async () => {
  world = await startWorld({ edition: resultEdition(), perCategory: 4 })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

test.each([PHONE, DESK])(
  'who scans a certificate sees whose it is, and later that it was revoked and why',
  async (screen) => {
    await bringTo(world, 'unit', 'released')
    const publisher = await asStaff(world, 'publisher')
    await issue(publisher, 'unit')
    const { code, recipient, number } = (await listed(publisher, 'unit')).items.find(
      ({ revoked }) => !revoked,
    )!
    const { page, faults, context } = await openPage(browser, screen)
    await page.goto(`${world.url}/certificate?code=${code}`)
    await page.getByText('证书有效').waitFor()
    await page.getByRole('heading', { name: recipient }).waitFor()
    await page.getByText(number).waitFor()
    expect(await barriersOf(page)).toEqual([])

    const body = { reason: '单位名称印错，已另发' }
    await publisher.call('POST /api/staff/certificates/:code/revocation', { params: { code }, body })
    await page.reload()
    await page.getByText('已撤销').waitFor()
    await page.getByText(body.reason).waitFor()
    expect(await page.getByRole('button', { name: '打开证书' }).count()).toBe(0)

    await page.getByLabel('输入证书上的 12 位编码').fill('ABCD-EFGH-JKMN')
    await page.getByRole('button', { name: '查询' }).click()
    await page.getByText('没有查到这份证书').waitFor()
    expect(await barriersOf(page)).toEqual([])
    expect(faults.filter((fault) => !fault.includes('404'))).toEqual([])
    await context.close()
  },
)

test('staff look at a sample, issue what winners lack, take one or all of them down, and take one back', async () => {
  await bringTo(world, 'worker', 'open')
  const { page, faults, context } = await openConsole(
    world,
    browser,
    'publisher',
    '/certificates?category=worker',
  )
  await page.getByText('结果还没有发布，发布以后才能制发证书').waitFor()
  const sample = await page.getByRole('link', { name: '看样张' }).getAttribute('href')
  const shown = await page.request.get(`${world.url}${sample}`)
  expect((await shown.body()).subarray(0, 5).toString()).toBe('%PDF-')

  await bringTo(world, 'worker', 'released')
  await page.reload()
  await page.getByText('还有 4 位获奖者没有证书').waitFor()
  expect(await barriersOf(page)).toEqual([])
  await page.getByRole('button', { name: '制发 4 份证书' }).click()
  await dialog(page).getByRole('button', { name: '制发 4 份' }).click()
  await page.getByText('有效证书 4 份').waitFor()

  const winner = world.deps.candidates.allOf('worker')[0]!.name
  const one = page.waitForEvent('download')
  await page.getByRole('button', { name: new RegExp(`^下载.*${winner}`) }).click()
  expect((await one).suggestedFilename()).toMatch(/^荆楚问政.+\.pdf$/)
  const all = page.waitForEvent('download')
  await page.getByRole('button', { name: '全部下载' }).click()
  await dialog(page).getByRole('button', { name: '下载 4 份' }).click()
  expect((await all).suggestedFilename()).toMatch(/^荣誉证书.+\.zip$/)
  await dialog(page)
    .getByText(/已保存到浏览器的下载/)
    .waitFor()
  expect(await barriersOf(page)).toEqual([])
  await dialog(page)
    .getByRole('button', { name: /^关 ?闭$/ })
    .last()
    .click()
  await dialog(page).waitFor({ state: 'hidden' })

  await page.getByRole('button', { name: new RegExp(`^撤销.*${winner}`) }).click()
  await dialog(page).getByLabel('原因').fill('示例：姓名印错')
  await dialog(page).getByRole('button', { name: '撤销证书' }).click()
  await page.getByText('有效证书 3 份，已撤销 1 份').waitFor()
  await page.getByText(/：示例：姓名印错/).waitFor()
  await page.getByText('还有 1 位获奖者没有证书').waitFor()
  expect(await barriersOf(page)).toEqual([])
  expect(faults).toEqual([])
  await context.close()
})
