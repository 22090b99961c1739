import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { barriersOf } from '../support/axe'
import { openBrowser, openPage } from '../support/browser'
import { csvOf, township, yearly } from '../support/sheets'
import { buildStaff, PASSWORD } from '../support/staff'
import { startWorld, type World } from '../support/world'

let world: World
let worker: Awaited<ReturnType<World['deps']['startWorker']>>
let browser: Browser
beforeAll(async () => {
  world = await startWorld({ perCategory: 1 })
  worker = await world.deps.startWorker()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await worker?.close()
  await world?.close()
})

async function openUnits() {
  const { username } = await buildStaff(world, 'editor')
  const opened = await openPage(browser, { width: 1280, height: 900 })
  const { page } = opened
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto(`${world.url}/console/units`)
  await page.getByLabel('用户名').fill(username)
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByRole('heading', { name: '单位库' }).waitFor()
  opened.faults.length = 0 // nobody was logged in
  return opened
}

async function upload(page: Page, name: string, content: Buffer): Promise<void> {
  const file = join(mkdtempSync(join(tmpdir(), 'pingxuan-')), name)
  writeFileSync(file, content)
  await page.getByRole('button', { name: '导入', exact: true }).click()
  await page.locator('input[type=file]').setInputFiles(file)
}

test('an editor imports a file with bad rows: sees them, imports the good ones, and takes the import back', async () => {
  const { page, faults, context } = await openUnits()
  const rows = [
    township('甲街道', yearly(2021, 6, 2)),
    township('乙街道'),
    township('丙街道', { level: '村级' }),
  ]
  await upload(page, '单位.csv', csvOf(rows, 'gb18030'))

  await page.getByText('将新增 2 个单位').waitFor()
  await page.getByText('应为省级、市级、县级、乡镇级之一，现在是“村级”').waitFor()
  expect(await barriersOf(page)).toEqual([])
  const [bad] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '下载不合格的行（1）' }).click(),
  ])
  expect(bad.suggestedFilename()).toBe('不合格的行-单位.csv.xlsx')

  await page.getByRole('button', { name: '导入 2 个单位' }).click()
  await page.getByText('已导入 2 个单位').waitFor()
  await page.getByRole('link', { name: '单位库' }).first().click()
  await page.getByRole('button', { name: '甲街道（示例）' }).click()
  await page.getByText('收到 72 条，答复 70 条，答复率 97%，答复时长中位数 12.5 小时').waitFor()
  await page.keyboard.press('Escape')

  await page.getByRole('link', { name: '导入记录' }).click()
  await page.getByRole('link', { name: '单位.csv' }).click()
  await page.getByRole('button', { name: '撤销这次导入' }).click()
  await page.getByLabel('原因').fill('示例：导错了文件')
  await page.getByRole('button', { name: '撤销导入' }).click()
  await page.getByText('已撤销：移除 2 个新增的单位').waitFor()
  await page.getByRole('row', { name: /丙街道.*未导入：不合格/ }).waitFor()
  await page.getByRole('tab', { name: '新增（2）' }).click()
  await page.getByRole('row', { name: /甲街道.*已移除/ }).waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('an import that was given up says that nothing was written', async () => {
  const { page, context } = await openUnits()
  await upload(page, '单位.csv', csvOf([township('己街道')]))
  await page.getByRole('button', { name: '放弃这次导入' }).click()
  await page.getByText('已放弃这次导入，没有写入任何内容').waitFor()
  await page.getByRole('row', { name: /己街道.*未导入/ }).waitFor()
  await context.close()
})

test('the page of an import that does not exist leads back to the imports there are', async () => {
  const { page, context } = await openUnits()
  await page.goto(`${world.url}/console/units/imports/nowhere`)
  await page.getByText('没有找到这次导入').waitFor()
  await page.getByRole('main').getByRole('link', { name: '回到“导入记录”' }).click()
  await page.getByRole('heading', { name: '导入记录' }).waitFor()
  await context.close()
})
