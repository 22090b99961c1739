import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatReceipt } from '@shared/ballot/receipt'
import type { Browser, Page } from 'playwright-core'
import qrcode from 'qrcode-generator'
import { barriersOf } from '../support/axe'
import { DESK, openBrowser, openPage, PHONE } from '../support/browser'
import { dialogOf, openConsole } from '../support/console'
import { bringTo, resultEdition } from '../support/result'
import { asStaff } from '../support/staff'
import { answer, codeOf, coming, guest, inviteAll, readSummit } from '../support/summit'
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

const overflowOf = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** The n-th invitation anew, with nothing answered. */
async function invited(n: number): Promise<string> {
  const me = await asStaff(world, 'publisher')
  const staff = await inviteAll(world, me)
  const before = codeOf(staff, n)
  const body = { reason: '重新发一份' }
  await me.call('POST /api/staff/summit/invitations/:code/withdrawal', { params: { code: before }, body })
  await me.call('POST /api/staff/summit/invitations', {})
  const { id } = staff.invitations.find(({ code }) => code === before)!
  return (await readSummit(me)).invitations.find((one) => one.id === id && !one.withdrawn)!.code!
}

test.each([PHONE, DESK])('a winner says who comes, and keeps the code for the door', async (screen) => {
  const code = await invited(0)
  const { page, faults, context } = await openPage(browser, screen)
  await page.goto(`${world.url}/summit?code=${code}`)
  await page.getByRole('heading', { name: '2022政能量峰会（示例）' }).waitFor()
  await page.getByText('示例会堂三楼').waitFor()
  await page.getByRole('button', { name: '提交回执' }).click()
  await page.getByText('请选择能不能参加').waitFor()
  await page.getByRole('button', { name: '参加', exact: true }).click()
  expect(await barriersOf(page)).toEqual([])
  expect(await overflowOf(page)).toBe(0)

  await page.getByLabel('姓名').fill('周示例')
  await page.getByLabel('手机').fill('1380000')
  await page.getByRole('button', { name: '提交回执' }).click()
  await page
    .getByText('请填写 11 位手机号')
    .or(page.getByText(/手机号/))
    .first()
    .waitFor()
  await page.getByLabel('手机').fill('13800001234')
  await page.getByRole('button', { name: /再加一位/ }).click()
  await page.getByLabel('姓名').nth(1).fill('吴示例')
  await page.getByLabel('手机').nth(1).fill('13900005678')
  await page.getByRole('group', { name: '第 2 位的饮食' }).getByRole('button', { name: '清真' }).click()

  // What was written outlives the page.
  await page.reload()
  expect(await page.getByLabel('姓名').nth(1).inputValue()).toBe('吴示例')
  await page.getByRole('button', { name: '提交回执' }).click()
  await page.getByRole('heading', { name: '已回复：2 人参加' }).waitFor()
  await page.getByText('138****1234').waitFor()
  await page.getByText(formatReceipt(code)).waitFor()
  const side = await page.getByAltText(/签到二维码/).evaluate((img: HTMLImageElement) => img.naturalWidth)
  expect(side).toBeGreaterThan(200)
  expect(await barriersOf(page)).toEqual([])
  expect(await overflowOf(page)).toBe(0)

  await page.getByRole('button', { name: '修改回执' }).click()
  await page.getByText('已留 139****5678，不改就不用填。').waitFor()
  await page.getByRole('button', { name: '去掉第 1 位' }).click()
  await page.getByRole('button', { name: '提交回执' }).click()
  await page.getByRole('heading', { name: '已回复：1 人参加' }).waitFor()
  expect((await world.deps.stores.summit.find(code))!.reply!.guests).toMatchObject([{ phone: '13900005678' }])
  expect(faults).toEqual([])
  await context.close()
})

test('a code that is none, and an invitation that was withdrawn, say so', async () => {
  const code = await invited(1)
  const { page, context } = await openPage(browser, PHONE)
  await page.goto(`${world.url}/summit?code=ABCDEFGHJKMN`)
  await page.getByText('没有找到这份邀请').waitFor()
  const me = await asStaff(world, 'publisher')
  const body = { reason: '获奖名单更正' }
  await me.call('POST /api/staff/summit/invitations/:code/withdrawal', { params: { code }, body })
  await page.getByLabel(/输入邀请函上的 12 位邀请码/).fill(code)
  await page.getByRole('button', { name: '查询' }).click()
  await page.getByText(/撤回：获奖名单更正/).waitFor()
  expect(await page.getByRole('button', { name: '提交回执' }).count()).toBe(0)
  await context.close()
})

test('staff arrange it, invite, hand an invitation on, and write down what somebody says on the telephone', async () => {
  await bringTo(world, 'worker', 'released')
  const { page, faults, context } = await openConsole(world, browser, 'publisher', '/summit')
  await page.getByRole('button', { name: /填写安排|修改安排/ }).click()
  const drawer = dialogOf(page)
  await drawer.getByLabel('名称').fill('政能量峰会（示例）')
  await drawer.getByLabel('会场').fill('示例会堂五楼')
  await drawer.getByLabel('地址').fill('武汉市示例路 2 号')
  for (const [label, day] of [
    ['开始', '2030-6-10 9:00'],
    ['结束', '2030-6-10 8:00'],
    ['回执截止', '2030-6-1 18:00'],
  ] as const) {
    await drawer.getByLabel(label, { exact: true }).fill(day)
    await drawer.getByLabel(label, { exact: true }).press('Tab')
  }
  await page.getByRole('button', { name: /^保 ?存$/ }).click()
  await drawer.getByText('结束要在开始之后').waitFor()
  await drawer.getByLabel('结束', { exact: true }).fill('2030-6-10 12:00')
  await drawer.getByLabel('结束', { exact: true }).press('Tab')
  await page.getByRole('button', { name: /^保 ?存$/ }).click()
  await page.getByText('示例会堂五楼').first().waitFor()

  const me = await asStaff(world, 'publisher')
  await me.call('POST /api/staff/summit/invitations', {})
  await page.reload()
  const recipient = (await readSummit(me)).invitations
    .filter(({ withdrawn, reply }) => !withdrawn && !reply)
    .at(-1)!
  const act = (name: string) =>
    page
      .getByRole('button', { name: `${recipient.recipient}：${name}` })
      .filter({ visible: true })
      .last()
  await act('邀请函').click()
  await dialogOf(page).getByText(formatReceipt(recipient.code!)).waitFor()
  expect(await barriersOf(page, '[role="dialog"]')).toEqual([])
  await page.keyboard.press('Escape')
  await act('登记回执').click()
  await dialogOf(page).getByLabel('姓名').fill('郑示例')
  await dialogOf(page).getByLabel('电话').fill('13700001111')
  await page.getByRole('button', { name: /^保 ?存$/ }).click()
  await page.getByText('郑示例 137****1111').waitFor()
  const list = page.waitForEvent('download')
  await page.getByRole('button', { name: /下 ?载/ }).click()
  await page.getByText(/^参会名单/).click()
  expect((await list).suggestedFilename()).toBe('政能量峰会（示例）参会名单.xlsx')
  expect(await barriersOf(page)).toEqual([])
  expect(faults.filter((fault) => !fault.includes('422'))).toEqual([])
  await context.close()
})

describe('at the door', () => {
  test('guests are found by name or by a scanner that types, and checked in alone or together', async () => {
    const code = await invited(2)
    await answer(world.api, code, coming(0, guest('冯示例'), guest('陈示例'), guest('褚示例')))
    const { page, faults, context } = await openConsole(world, browser, 'editor', '/summit/check-in')
    await page.setViewportSize(PHONE)
    const box = page.getByLabel('邀请码、姓名或单位')
    await box.fill('冯示')
    await page.getByRole('button', { name: '给冯示例签到' }).click()
    await page.getByText(/\d\d:\d\d 已签到/).waitFor()
    await page.getByRole('button', { name: '撤销冯示例的签到' }).click()
    await page.getByRole('button', { name: '给冯示例签到' }).waitFor()
    expect(await overflowOf(page)).toBe(0)
    expect(await barriersOf(page)).toEqual([])

    await box.fill(`${world.url}/summit?code=${code}`)
    await page.getByRole('button', { name: '3 位一起签到' }).click()
    await page
      .getByText(/已签到/)
      .nth(2)
      .waitFor()
    expect(Object.keys((await world.deps.stores.summit.find(code))!.arrivals)).toHaveLength(3)
    await box.fill('ABCDEFGHJKMN')
    await page.getByText('名单里没有这个邀请码').waitFor()
    expect(faults).toEqual([])
    await context.close()
  })

  test('the camera reads the code off a phone', async () => {
    const code = await invited(3)
    await answer(world.api, code, coming(0, guest('卫示例')))
    const folder = mkdtempSync(join(tmpdir(), 'camera-'))
    const film = join(folder, 'code.y4m')
    writeFileSync(film, filmOf(`${world.url}/summit?code=${code}`))
    const seeing = await openBrowser(
      ...['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'],
      `--use-file-for-fake-video-capture=${film}`,
    )
    try {
      const { page, faults } = await openConsole(world, seeing, 'editor', '/summit/check-in')
      await page.getByRole('button', { name: '扫码' }).click()
      await page.getByRole('button', { name: '给卫示例签到' }).click()
      await page.getByText(/\d\d:\d\d 已签到/).waitFor()
      expect(faults).toEqual([])
    } finally {
      await seeing.close()
      rmSync(folder, { recursive: true, force: true })
    }
  })

  test('without a camera it says so, and one can still type', async () => {
    await invited(3)
    const { page, context } = await openConsole(world, browser, 'editor', '/summit/check-in')
    await page.getByRole('button', { name: '扫码' }).click()
    await dialogOf(page)
      .getByText(/摄像头/)
      .first()
      .waitFor()
    await dialogOf(page).getByText('也可以直接输入邀请码或姓名').waitFor()
    await context.close()
  })
})

/** What a camera sees that is held before a code: a frame of YUV4MPEG2, white around it. */
function filmOf(text: string): Buffer {
  const [width, height, square] = [640, 480, 9]
  const code = qrcode(0, 'M')
  code.addData(text)
  code.make()
  const side = code.getModuleCount() * square
  const [left, top] = [(width - side) >> 1, (height - side) >> 1]
  const light = Buffer.alloc(width * height, 235)
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const isDark = code.isDark(Math.floor(y / square), Math.floor(x / square))
      if (isDark) light[(top + y) * width + left + x] = 16
    }
  }
  const colour = Buffer.alloc((width * height) / 2, 128)
  const frame = Buffer.concat([Buffer.from('FRAME\n'), light, colour])
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`), frame, frame])
}
