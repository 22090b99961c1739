import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Edition } from '@shared/edition/contract'
import type { Browser } from 'playwright-core'
import sharp from 'sharp'
import edition2021 from '../../config/editions/2021.json'
import { loadExperiences } from '../../scripts/sample/experiences'
import { shiftEdition } from '../../scripts/sample/load'
import { DESK, openBrowser, openPage, PHONE } from '../support/browser'
import { consented } from '../support/case-library'
import { buildStaff, PASSWORD } from '../support/staff'
import { startWorld, type World } from '../support/world'

let world: World
let browser: Browser
beforeAll(async () => {
  const edition = shiftEdition(Edition.parse(edition2021), 'shortlisting', new Date())
  world = await startWorld({ edition, perCategory: 0 })
  await loadExperiences(world.deps, edition)
  const files = join(world.stores.dataDir, 'files/sample')
  mkdirSync(files, { recursive: true })
  const red = { width: 480, height: 360, channels: 3 as const, background: '#a8642a' }
  const picture = await sharp({ create: red }).webp().toBuffer()
  const { items } = await world.deps.caseLibrary.list({ page: 1, pageSize: 50 })
  for (const { cover } of items)
    for (const url of [cover!.url, cover!.thumbUrl]) writeFileSync(join(files, basename(url)), picture)
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

test('on a phone an experience is found by a word, read, taken along as a poster with its code, and printed without what one presses', async () => {
  const { page, faults, context } = await openPage(browser, PHONE)
  await page.goto(`${world.url}/home`)
  await page.getByRole('link', { name: '案例库' }).filter({ visible: true }).first().click()
  await page.getByText(/^共 \d+ 篇$/).waitFor()
  await page.getByLabel('搜索案例').fill('斑马线 汉阳')
  await page.getByText('共 1 篇').waitFor()
  expect(await page.locator('.tale-title .tale-hit').allTextContents()).toEqual(['汉阳', '斑马线'])
  expect(page.url()).toContain('q=')
  await page.getByText('汉阳区交警采纳市民建议').first().click()
  const title = page.getByRole('heading', { level: 1, name: '汉阳区交警采纳市民建议新增斑马线' })
  await title.waitFor()
  expect(await page.locator('.reading-sheet .badge').count()).toBe(0) // it is real
  await page.getByRole('article').getByText('平台的建议，给路口新增斑马线。').waitFor()

  await page.getByRole('button', { name: '海报' }).click()
  const poster = page.getByRole('img', { name: /^海报：/ })
  const size = await poster.evaluate(async (img: HTMLImageElement) => {
    await img.decode()
    return [img.naturalWidth, img.naturalHeight]
  })
  expect(size).toEqual([750, 1200])
  const data = (await poster.getAttribute('src'))!.split(',')[1]!
  const png = Buffer.from(data, 'base64')
  // Where the code is drawn there is black and white.
  const code = { left: 494, top: 952, width: 200, height: 200 }
  const { channels } = await sharp(png).extract(code).removeAlpha().greyscale().stats()
  expect([channels[0]!.min < 40, channels[0]!.max > 220]).toEqual([true, true])
  await page.getByRole('button', { name: '关闭' }).click()

  await page.emulateMedia({ media: 'print' })
  expect(await title.isVisible()).toBe(true)
  for (const name of ['海报', '打印'])
    expect(await page.getByRole('button', { name }).filter({ visible: true }).count()).toBe(0)
  expect(faults).toEqual([])
  await context.close()
})

test('at a desk the library is narrowed by topic and place, its address says so, and nothing found is said in words', async () => {
  const { page, faults, context } = await openPage(browser, DESK)
  await page.goto(`${world.url}/cases?topic=environment`)
  await page.getByText(/^共 \d+ 篇$/).waitFor()
  const pressed = page.getByRole('button', { name: /环境整治/ })
  expect(await pressed.getAttribute('aria-pressed')).toBe('true')
  await page.getByRole('button', { name: '地区、层级、奖项、年度' }).click()
  await page.getByRole('button', { name: /^襄阳市/ }).click()
  await page.getByText('南漳县蛮河边垃圾堆被清理').waitFor()
  expect(page.url()).toContain('region=420600')
  await page.getByLabel('搜索案例').fill('查无此事')
  await page.getByText('没有找到相关的案例').waitFor()
  await page.getByRole('button', { name: '清除条件' }).click()
  await page.getByText(/^共 \d+ 篇$/).waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('an address that leads to nothing says so, and leads to the library', async () => {
  const { page, context } = await openPage(browser, PHONE)
  await page.goto(`${world.url}/experience?id=nobody`)
  await page.getByText('没有找到这篇经验谈').waitFor()
  await page.getByRole('button', { name: '看案例库' }).click()
  await page.getByText(/^共 \d+ 篇$/).waitFor()
  await context.close()
})

test('in the console an editor writes what waits, sees it as a phone shows it, publishes it, and takes it back with a reason', async () => {
  await consented(world, '编辑')
  const { username } = await buildStaff(world, 'editor')
  const { page, faults, context } = await openPage(browser, DESK)
  await page.goto(`${world.url}/console/library`)
  await page.getByLabel('用户名').fill(username)
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: /登\s*录/ }).click()
  await page.getByRole('link', { name: '编辑的案例（示例）' }).click()
  await page.getByLabel('标题', { exact: true }).fill('三天补上斑马线（示例）')
  await page.frameLocator('iframe').getByRole('heading', { name: '三天补上斑马线（示例）' }).waitFor()
  await page.getByRole('button', { name: /^发\s*布$/ }).click()
  await page.getByText('已发布，网友现在可以读到').waitFor()
  const { body } = await world.api.call('GET /api/case-library', { query: { q: '三天补上斑马线' } })
  expect(body.items[0]).toMatchObject({ id: 'n-编辑', title: '三天补上斑马线（示例）' })
  await page.getByRole('button', { name: /^撤\s*下$/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('原因').fill('示例：核对数据')
  await dialog.getByRole('button', { name: /^撤\s*下$/ }).click()
  await page.getByText('撤下：示例：核对数据').waitFor()
  const { status } = await world.api.call('GET /api/case-library/:id', { params: { id: 'n-编辑' } })
  expect(status).toBe(404)
  // Before one is logged in the console asks whether one is.
  expect(faults.filter((fault) => !fault.includes('/api/staff/session'))).toEqual([])
  await context.close()
})
