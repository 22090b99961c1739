import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Edition } from '@shared/edition/contract'
import type { Browser, Locator, Page } from 'playwright-core'
import sharp from 'sharp'
import edition2021 from '../../config/editions/2021.json'
import { loadSample, shiftEdition } from '../../scripts/sample/load'
import { DESK, openBrowser, openPage, PHONE } from '../support/browser'
import { eventually, startWorld, type World } from '../support/world'

let world: World
let browser: Browser
let candidate: { id: string; name: string }
beforeAll(async () => {
  world = await startWorld({ perCategory: 0 })
  await loadSample(world.deps, shiftEdition(Edition.parse(edition2021), 'voting', new Date()))
  await world.deps.candidates.refresh()
  candidate = world.deps.candidates.findByNumber('A03')!
  const files = join(world.stores.dataDir, 'files/sample')
  mkdirSync(files, { recursive: true })
  const red = { width: 48, height: 36, channels: 3 as const, background: '#a8201a' }
  const picture = await sharp({ create: red }).webp().toBuffer()
  for (const { picture: shown } of world.deps.candidates.list({
    sort: 'number',
    seed: 0,
    page: 1,
    pageSize: 200,
  }).items) {
    for (const url of [shown.url, shown.thumbUrl]) writeFileSync(join(files, basename(url)), picture)
  }
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

async function pickUp(page: Page, name: string): Promise<Locator> {
  const tab = page.getByRole('button', { name: '网友与时钟' })
  await page.locator('.person').first().waitFor({ state: 'attached' })
  if (await tab.isVisible()) await tab.click()
  await page.locator('.person', { hasText: name }).click()
  return page.getByRole('article', { name: new RegExp(`^${name}`) })
}

/** Opens the sandbox with a phone in the hand, and in it the candidate's page, by way of the list. */
async function openCandidate(viewport: typeof DESK) {
  const { page, faults, context } = await openPage(browser, viewport)
  const agreed = page.waitForResponse(
    async (answer) =>
      answer.url().endsWith('/sandbox/api/jssdk') && (await answer.text()).includes('config:ok'),
  )
  await page.goto(`${world.url}/sandbox/`)
  const phone = await pickUp(page, '周大姐')
  await phone.getByRole('button', { name: '扫一扫' }).first().click()
  await phone.getByLabel('二维码的内容或图片地址').fill(`${world.url}/candidates?category=unit&q=A03`)
  await phone.getByRole('button', { name: '识别' }).click()
  const site = phone.frameLocator('iframe')
  await agreed
  await site.getByText(candidate.name).first().click()
  await site.getByRole('heading', { name: candidate.name }).waitFor()
  return { page, phone, site, faults, context }
}

/** The card for friends, once the page has set it. */
async function friendCard(phone: Locator): Promise<Locator> {
  const card = phone.locator('.page-menu .link-card')
  await eventually(
    async () => {
      if (await card.isVisible()) await phone.getByRole('button', { name: '取消' }).click()
      await phone.getByRole('button', { name: '网页菜单' }).click()
      await phone.getByRole('button', { name: '发送给朋友' }).click()
      return card.textContent()
    },
    (text) => text!.includes('A03'),
  )
  return card
}

test.each([
  ['at a desk', DESK],
  ['on a small screen', PHONE],
])('%s: a candidate’s page, sent to a friend, arrives as a card that opens it', async (_where, size) => {
  const { page, phone, faults, context } = await openCandidate(size)
  const card = await friendCard(phone)
  expect(await card.locator('b').textContent()).toContain(candidate.name)
  const picture = card.locator('img')
  expect(await picture.getAttribute('src')).toBe(`${world.url}/files/sample/${candidate.id}-thumb.jpg`)
  await expectLoaded(picture)
  await phone.locator('.friends button', { hasText: '小李' }).click()
  await phone.getByText('已发送给小李').waitFor()

  const other = await pickUp(page, '小李')
  await other.locator('.contact', { hasText: '周大姐' }).click()
  await other.locator('.bubble.theirs .link-card').last().click()
  const opened = other.frameLocator('iframe')
  await opened.getByRole('heading', { name: candidate.name }).waitFor()
  const { pathname, search } = new URL((await other.locator('iframe').getAttribute('src'))!)
  expect(pathname + search).toBe(`/candidate?id=${candidate.id}`)
  expect(faults).toEqual([])
  await context.close()
})

async function expectLoaded(picture: Locator): Promise<void> {
  await picture.evaluate((img: HTMLImageElement) => img.decode())
}

test('what is shared with everybody shows in 朋友圈 by its title, and the inspector shows what was signed', async () => {
  const { page, phone, context } = await openCandidate(DESK)
  await friendCard(phone)
  await phone.getByRole('button', { name: '取消' }).click()
  await phone.getByRole('button', { name: '网页菜单' }).click()
  await phone.getByRole('button', { name: '分享到朋友圈' }).click()
  await phone.getByRole('button', { name: '发表' }).click()
  await phone.getByText('已发表').waitFor()
  const other = await pickUp(page, '王大爷')
  await other.getByRole('button', { name: '朋友圈' }).click()
  const post = other.locator('.moments li').first()
  expect(await post.textContent()).toContain('周大姐')
  expect(await post.locator('.timeline-card').textContent()).toContain(candidate.name)

  await page.getByRole('searchbox').fill('wx.config')
  await page.getByText(/找到 [1-9]\d* 条/).waitFor()
  await page.locator('.exchanges summary').first().click()
  const shown = await page.locator('.exchanges details[open]').textContent()
  expect(shown).toContain('config:ok')
  expect(shown).toContain('noncestr=')
  await context.close()
})

test('a page that shows one’s own is passed on as the award’s front page', async () => {
  const { phone, site, context } = await openCandidate(DESK)
  await friendCard(phone)
  await phone.getByRole('button', { name: '取消' }).click()
  await phone.getByRole('button', { name: '网页后退' }).click()
  await site.getByText('我的', { exact: true }).filter({ visible: true }).first().click()
  await site.getByRole('heading', { name: '我的选票' }).first().waitFor()
  await phone.getByRole('button', { name: '网页菜单' }).click()
  await phone.getByRole('button', { name: '发送给朋友' }).click()
  await phone.locator('.friends button', { hasText: '路过的网友' }).click()
  await phone.getByText('已发送给').waitFor()
  const { body } = await world.api.send('GET', '/sandbox/api/phones/o-demo-passer')
  expect(body.shares.at(-1).card).toMatchObject({ title: '荆楚问政系列评选', link: `${world.url}/home` })
  await context.close()
})

test('outside WeChat nothing of WeChat’s is loaded or asked for', async () => {
  const { page, context } = await openPage(browser, DESK)
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(`${world.url}/candidate?id=${candidate.id}`)
  await page.getByRole('heading', { name: candidate.name }).waitFor()
  await page.waitForLoadState('networkidle')
  expect(asked.filter((url) => /jssdk|jweixin/.test(url))).toEqual([])
  await context.close()
})
