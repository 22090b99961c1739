import type { Browser } from 'playwright-core'
import { barriersOf } from '../support/axe'
import { DESK, openBrowser, openPage, PHONE } from '../support/browser'
import { issue, listed } from '../support/certificate'
import { bringTo, resultEdition } from '../support/result'
import { asStaff } from '../support/staff'
import { startWorld, type World } from '../support/world'

let world: World
let browser: Browser
beforeAll(async () => {
  world = await startWorld({ edition: resultEdition(), perCategory: 4 })
  browser = await openBrowser()
}, 120_000)
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
