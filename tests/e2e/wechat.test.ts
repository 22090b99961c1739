import { Edition } from '@shared/edition/contract'
import type { Browser, Locator, Page } from 'playwright-core'
import edition2021 from '../../config/editions/2021.json'
import { loadSample, shiftEdition } from '../../scripts/sample/load'
import { DESK, openBrowser, openPage, PHONE } from '../support/browser'
import { startWorld, type World } from '../support/world'

let world: World
let browser: Browser
beforeAll(async () => {
  world = await startWorld({ perCategory: 0 })
  await loadSample(world.deps, shiftEdition(Edition.parse(edition2021), 'voting', new Date()))
  await world.deps.candidates.refresh()
  await world.deps.chat.setMenu()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

const RECEIPT = /(?:[0-9A-Z]{4}-){2}[0-9A-Z]{4}/

/** The sandbox, with a person's phone in the hand. */
async function pickUp(name: string, viewport = DESK) {
  const { page, faults, context } = await openPage(browser, viewport)
  await page.goto(`${world.url}/sandbox/`)
  await page.locator('.person', { hasText: name }).click()
  const phone = page.locator('.phone', { hasText: name })
  await phone.waitFor()
  return { page, phone, faults, context }
}

/** From the first screen into the chat; whoever does not follow yet does. */
async function follow(phone: Locator): Promise<void> {
  await phone.locator('.contact', { hasText: '荆楚网' }).click()
  await phone.getByRole('button', { name: '关注', exact: true }).click()
  await phone.locator('.bubble.theirs').first().waitFor()
}

async function write(phone: Locator, text: string): Promise<void> {
  const field = phone.getByRole('textbox', { name: /写给荆楚网/ })
  // The menu comes with the first news of the account, and puts the line to write in away.
  await phone.getByRole('button', { name: /^(写文字|公众号菜单)$/ }).waitFor()
  if (await field.isHidden()) await phone.getByRole('button', { name: '写文字' }).click()
  await field.fill(text)
  await phone.getByRole('button', { name: '发送' }).click()
}

/** The account's answer that holds a text. */
async function answer(phone: Locator, text: string | RegExp): Promise<string> {
  const bubble = phone.locator('.bubble.theirs', { hasText: text }).last()
  await bubble.waitFor()
  return (await bubble.textContent())!
}

test.each([
  ['at a desk', DESK, '周大姐', 'A03 A07'],
  ['on a small screen', PHONE, '王大爷', 'a03、A07'],
] as const)(
  '%s: who follows is welcomed, and a vote written in the chat gets a receipt',
  async (_where, size, name, numbers) => {
    const { phone, faults, context } = await pickUp(name, size)
    await follow(phone)
    expect((await phone.locator('.bubble.theirs').first().textContent())!.length).toBeGreaterThan(20)
    await write(phone, `投 ${numbers}`)
    const receipt = RECEIPT.exec(await answer(phone, RECEIPT))![0]
    const found = await world.api.call('GET /api/receipts/:receipt', { params: { receipt } })
    expect(found.body.receipt).toMatchObject({ category: 'unit', status: 'counted' })

    await write(phone, '投 A01')
    expect(await answer(phone, '您已投过票')).toContain(receipt)
    expect(faults).toEqual([])
    await context.close()
  },
)

test('the menu answers a tap, and opens a page inside the phone', async () => {
  const { phone, context } = await pickUp('周大姐')
  await phone.locator('.contact', { hasText: '荆楚网' }).click()
  const enter = phone.getByRole('button', { name: '关注', exact: true })
  await enter.or(phone.locator('.menu summary')).first().waitFor()
  if (await enter.isVisible()) await enter.click()
  await phone.locator('.menu summary', { hasText: '看评选' }).click()
  await phone.getByRole('button', { name: '评选日程' }).click()
  await answer(phone, '网络投票')
  await phone.getByRole('button', { name: '我要投票' }).click()
  await phone.frameLocator('iframe').getByRole('heading', { name: '候选名单' }).first().waitFor()
  await context.close()
})

test('a PC page’s code, scanned by a phone, logs the page in; chat and H5 then know the ballot cast on the PC', async () => {
  const pc = await openPage(browser, DESK)
  await choose(pc.page, 1)
  await pc.page.getByRole('button', { name: '微信登录后投票' }).click()
  await pc.page.getByRole('img', { name: /登录二维码/ }).waitFor()

  const { phone, context } = await pickUp('小李')
  await phone.getByRole('button', { name: '扫一扫' }).first().click()
  await phone.locator('.code').first().click()
  await phone.getByRole('button', { name: '关注', exact: true }).click()
  await answer(phone, /登录|电脑/)

  await pc.page.getByRole('button', { name: '投出选票' }).click()
  await pc.page.getByText('投票成功').waitFor()
  const receipt = new URL(pc.page.url()).searchParams.get('no')!

  await write(phone, '投 A05')
  expect(await answer(phone, '您已投过票')).toContain(receipt)
  await inPhone(phone, receipt)
  await Promise.all([pc.context.close(), context.close()])
})

/** Ticks candidates on the ballot paper for units, and goes on to the review step. */
async function choose(page: Page, count: number): Promise<void> {
  await page.goto(`${world.url}/ballot?category=unit`)
  for (let i = 0; i < count; i++) await page.getByRole('checkbox').nth(i).click()
  await page.getByRole('button', { name: '核对选票' }).click()
}

/** Opens the site in the phone, logs in there by OAuth, and finds the ballot among one's own. */
async function inPhone(phone: Locator, receipt: string): Promise<void> {
  await phone.getByRole('button', { name: '返回' }).click()
  await phone.locator('.contact', { hasText: '朋友转来的链接' }).click()
  const site = phone.frameLocator('iframe')
  await site.getByText('我的', { exact: true }).first().click()
  await site.getByRole('button', { name: '微信登录' }).click()
  await site.getByLabel(`回执 ${receipt}`).or(site.getByText(receipt)).first().waitFor()
}

test('what a candidate’s card and the links in a text lead to is a page there is', async () => {
  const { phone, context } = await pickUp('周大姐')
  await phone.locator('.contact', { hasText: '荆楚网' }).click()
  await write(phone, '候选 A03')
  await phone.locator('.news', { hasText: 'A03' }).last().click()
  await phone.frameLocator('iframe').getByText('A03').first().waitFor()
  await phone.getByRole('button', { name: '关闭网页' }).click()
  const links = phone.locator('.text-link')
  const before = await links.count()
  await write(phone, '帮助')
  await links.nth(before).waitFor()
  await links.last().click()
  await phone.frameLocator('iframe').getByRole('heading', { name: '候选名单' }).first().waitFor()
  await context.close()
})

test('in a snapshot page one can look and is told why one cannot vote', async () => {
  const { phone, context } = await pickUp('路过的网友')
  await phone.locator('.contact', { hasText: '快照页' }).click()
  await phone.getByText('快照页：您还没有登录，只能浏览').waitFor()
  await phone.frameLocator('iframe').getByText('网络投票进行中').waitFor()
  await context.close()
})

test('the raw exchange can be searched and read, decrypted', async () => {
  const { page, phone, context } = await pickUp('小李')
  await phone.locator('.contact', { hasText: '荆楚网' }).click()
  await write(phone, '帮助')
  await answer(phone, '候选')
  await page.getByRole('searchbox').fill('发送文字「帮助」')
  await page.getByText(/找到 [1-9]\d* 条/).waitFor()
  await page.locator('.exchanges summary').first().click()
  const shown = (await page.locator('.exchanges details[open]').textContent())!
  expect(shown).toContain('<Content><![CDATA[帮助]]></Content>')
  expect(shown).toContain('msg_signature')
  await context.close()
})
