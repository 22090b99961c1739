import { Edition } from '@shared/edition/contract'
import type { Browser } from 'playwright-core'
import edition2021 from '../../config/editions/2021.json'
import { shiftEdition } from '../../scripts/sample/load'
import { barriersOf } from '../support/axe'
import { openBrowser, openPage } from '../support/browser'
import { attached, fillWord, mail } from '../support/papers'
import { asStaff, buildStaff, PASSWORD } from '../support/staff'
import { startWorld, type World } from '../support/world'

let world: World
let browser: Browser
beforeAll(async () => {
  const edition = shiftEdition(Edition.parse(edition2021), 'nomination', new Date())
  world = await startWorld({ edition, perCategory: 1 })
  browser = await openBrowser()
  const editor = await asStaff(world, 'editor')
  const contact = { name: null, phone: null }
  for (const [name, county, code] of [
    ['甲街道（示例）', '武昌区', '420106'],
    ['城关镇（示例）', '武昌区', '420106'],
    ['城关镇（示例）', '洪山区', '420111'],
  ] as const) {
    const region = { code, cityCode: '420100', city: '武汉市', county }
    const unit = { name, creditCode: null, level: 'township', status: 'certified', region, contact } as const
    await editor.call('POST /api/staff/units', { body: unit })
  }
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

const NAMES = { docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' }

test('an editor downloads a blank form, drops in what came back, and chooses where it is not clear', async () => {
  const { username } = await buildStaff(world, 'editor')
  const { page, faults, context } = await openPage(browser, { width: 1280, height: 900 })
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto(`${world.url}/console/nominations`)
  await page.getByLabel('用户名').fill(username)
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByRole('button', { name: '收邮件报名' }).click()
  faults.length = 0 // nobody was logged in

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '办实事典型案例（Word）' }).click(),
  ])
  const chunks: Buffer[] = []
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
  const blank = Buffer.concat(chunks)
  const written = { 单位名称: '甲街道（示例）', 案例标题: '老小区加装电梯', 背景: '上下楼难。' }
  const form = { name: '甲街道.docx', mimeType: NAMES.docx, buffer: fillWord(blank, written) }
  const letter = (unit: string, id: string) =>
    mail(
      [`Subject: case ${id}`, 'From: li@shili.example', 'Date: Fri, 29 Apr 2022 20:11:00 +0800'],
      [attached(fillWord(blank, { ...written, 单位名称: unit }), 'Content-Type: x/y; name="form.docx"')],
    )

  await page
    .locator('input[type=file]')
    .setInputFiles([
      form,
      { name: '城关镇.eml', mimeType: 'message/rfc822', buffer: letter('城关镇（示例）', '1') },
      { name: '旧表.doc', mimeType: 'application/msword', buffer: Buffer.from('d0cf11e0a1b11ae1', 'hex') },
    ])
  await page.getByText('这是旧版 .doc、.xls 或加了密码的文件').waitFor()
  await page.getByText('“做法”没有填写').first().waitFor()
  await page.getByText('3 / 3').waitFor()
  await page.getByRole('radio', { name: '城关镇（示例）（乡镇级 · 武汉市洪山区）' }).check()
  expect(await barriersOf(page)).toEqual([])
  await page.getByRole('button', { name: '收下' }).click()
  await page.getByRole('link', { name: '查看草稿' }).nth(1).waitFor()

  await page.locator('input[type=file]').setInputFiles([form])
  await page.getByText('已经收过，没有重复建草稿').waitFor()
  await page.getByRole('link', { name: '查看草稿' }).first().click()
  await page.getByRole('heading', { name: '老小区加装电梯' }).waitFor()
  expect(faults.filter((fault) => !fault.includes('422'))).toEqual([]) // the old .doc
  await context.close()
})
