import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { addPicture, announce, written } from '../support/announcement'
import type { Api } from '../support/api'
import { barriersOf } from '../support/axe'
import { DESK, openBrowser, openPage, PHONE } from '../support/browser'
import { dialogOf, openConsole } from '../support/console'
import { approve, propose, settled, speakers } from '../support/push'
import { asStaff } from '../support/staff'
import { startWebWeChat } from '../support/web-wechat'
import { eventually, startWorld, type World } from '../support/world'

let world: World
let browser: Browser
let me: Api
let worker: ReturnType<World['deps']['startWorker']>
beforeAll(async () => {
  world = await startWorld()
  me = await asStaff(world, 'editor')
  worker = world.deps.startWorker()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await worker?.close()
  await world?.close()
})

const overflowOf = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

const photo = () => {
  const background = { r: 90, g: 120, b: 160 }
  return sharp({ create: { width: 1200, height: 900, channels: 3, background } })
    .jpeg()
    .toBuffer()
}

test('an announcement is written from an outline, with heading, picture and cropped cover, and published', async () => {
  const { page, faults, context } = await openConsole(world, browser, 'editor', '/announcements')
  await page.getByText('还没有公告。点右上角“写公告”，可以从模板开始').waitFor()
  expect(await barriersOf(page)).toEqual([])
  await page.getByRole('button', { name: '写公告' }).click()
  await page.getByRole('menuitem', { name: '模板：投票开始' }).click()
  await page.getByRole('heading', { level: 1, name: /网络投票开始/ }).waitFor()

  const body = page.getByRole('textbox', { name: '正文' })
  await body.click()
  await page.keyboard.press('Control+End')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: '标题', exact: true }).click()
  await page.keyboard.type('怎么投票')
  await page.keyboard.press('Enter')
  await page.keyboard.type('打开选票，选好提交。')
  const buffer = await photo()
  const inputs = page.locator('input[type="file"]')
  await inputs.nth(1).setInputFiles({ name: '现场.jpg', mimeType: 'image/jpeg', buffer })
  await body.locator('img').waitFor()
  await inputs.nth(0).setInputFiles({ name: '封面.jpg', mimeType: 'image/jpeg', buffer })
  await dialogOf(page).getByText('裁剪封面（2.35 : 1）').waitFor()
  await page.waitForTimeout(500) // the cropper measures its picture
  await dialogOf(page)
    .getByRole('button', { name: /确\s?定/ })
    .click()
  const cover = page.getByAltText('封面')
  await cover.waitFor()
  const ratio = await cover.evaluate(async (img: HTMLImageElement) => {
    await img.decode()
    return img.naturalWidth / img.naturalHeight
  })
  expect(ratio).toBeCloseTo(2.35, 1)
  const preview = page.frameLocator('iframe[name="preview"]')
  await preview.getByText('打开选票，选好提交。').waitFor()
  expect(await barriersOf(page)).toEqual([])

  await page.getByRole('button', { name: '保存稿件' }).click()
  await page.getByText('已保存', { exact: true }).waitFor()
  await page.getByRole('button', { name: /^发 ?布$/ }).click()
  await dialogOf(page).getByRole('button', { name: '现在发布' }).click()
  await page.getByText('已发布，网友现在可以看到').waitFor()
  const { items } = (await world.api.call('GET /api/announcements', { query: {} })).body
  expect(items[0]!.cover).toMatch(/^\/files\/uploads\//)
  const shown = (
    await world.api.call('GET /api/announcements/:id', { params: { id: items[0]!.id }, query: {} })
  ).body.body
  expect(shown).toContain('<h2>怎么投票</h2>')
  expect(shown).toMatch(/<img src="\/files\/uploads\/\w+\.webp"/)
  expect(faults).toEqual([])
  await context.close()
})

test.each([PHONE, DESK])('an announcement is read, and is unread no more', async (screen) => {
  const cover = await addPicture(me)
  const title = `请看公告 ${screen.width}（示例）`
  const body = '<h2>一、时间</h2><p>五月底前。</p><ul><li><p>第一条</p></li></ul>'
  await announce(me, written(title, { cover, body, link: { label: '打开选票', url: `${world.url}/ballot` } }))
  const list = () => world.api.call('GET /api/announcements', { query: { page: 1, pageSize: 100 } })
  // Lists are remembered for a moment.
  await eventually(list, ({ body }) => body.items[0]?.title === title)
  const { page, faults, context } = await openPage(browser, screen)
  await page.goto(`${world.url}/announcements`)
  const card = page.getByRole('link').filter({ hasText: title })
  await card.getByText('未读').waitFor()
  expect(await barriersOf(page)).toEqual([])
  expect(await overflowOf(page)).toBe(0)
  await card.click()
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
  await page.getByRole('heading', { level: 2, name: '一、时间' }).waitFor()
  expect(await barriersOf(page)).toEqual([])
  expect(await overflowOf(page)).toBe(0)
  await page.goto(`${world.url}/announcements`)
  await card.waitFor()
  expect(await card.getByText('未读').count()).toBe(0)
  await page.goto(`${world.url}/home`)
  await page.getByRole('heading', { name: '最新公告' }).waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('one that was withdrawn says so, one that never was says that', async () => {
  const { announcement } = await announce(me, written('要撤下的（示例）'))
  const { id, version } = announcement
  await me.call('DELETE /api/staff/announcements/:id/publication', {
    ...{ params: { id }, body: { version, reason: '日期写错了' } },
  })
  const { page, context } = await openPage(browser, PHONE)
  await page.goto(`${world.url}/announcement?id=${id}`)
  await page.getByText('这条公告已撤下').waitFor()
  await page.getByText('日期写错了').waitFor()
  await page.goto(`${world.url}/announcement?id=ABCDEFGHJKMN`)
  await page.getByText('没有找到这条公告').waitFor()
  expect(await barriersOf(page)).toEqual([])
  await context.close()
})

test('a push is proposed with its numbers, approved by another, and told of as it goes', async () => {
  await speakers(world, 3)
  const { announcement } = await announce(me, written('要推送的（示例）'))
  const path = `/announcements/${announcement.id}`
  const first = await openConsole(world, browser, 'editor', path)
  await first.page.getByRole('button', { name: /^推 ?送$/ }).click()
  await first.page.getByRole('radio', { name: '投过票的网友' }).click()
  await first.page.getByText('这些对象共').waitFor()
  expect(await barriersOf(first.page)).toEqual([])
  await first.page.getByRole('button', { name: '提交复核' }).click()
  await first.page.getByText('等另一位同事复核').waitFor()
  expect(await first.page.getByRole('button', { name: /^复 ?核$/ }).count()).toBe(0)

  const second = await openConsole(world, browser, 'publisher', '/announcements')
  await second.page.getByText('进行中的推送（1）').waitFor()
  await second.page.getByRole('button', { name: /^复 ?核$/ }).click()
  await dialogOf(second.page).getByRole('button', { name: '复核通过，发出' }).click()
  await second.page.getByText('进行中的推送（1）').waitFor({ state: 'detached' })
  await first.page.reload()
  await first.page.getByText('已发完').waitFor()
  await first.page.getByText('共 3').waitFor()
  expect(await barriersOf(first.page)).toEqual([])
  expect([...first.faults, ...second.faults]).toEqual([])
  await first.context.close()
  await second.context.close()
})

test('what WeChat would not take any more is said, gone on with, and taken down as a list', async () => {
  const people = await speakers(world, 2, { follows: true })
  const { announcement } = await announce(me, written('配额用完（示例）'))
  const trouble = { what: 'quota', path: '/cgi-bin/message/template/send' }
  await world.api.send('POST', '/sandbox/api/trouble', trouble)
  const audience = { kind: 'voters', category: null } as const
  const push = await propose(me, announcement.id, { audience, channel: 'template' })
  const other = await asStaff(world, 'publisher')
  await approve(other, push.id)
  await settled(other, push)
  for (const { openid } of people) await world.deps.sandbox!.people.follow(openid, false)
  const { page, faults, context } = await openConsole(
    ...([world, browser, 'publisher', `/announcements/${announcement.id}`] as const),
  )
  await page.getByText('已暂停').waitFor()
  await page.getByText(/45009/).waitFor()
  expect(await barriersOf(page)).toEqual([])
  await page.getByRole('button', { name: '取消推送' }).click()
  await dialogOf(page).getByRole('button', { name: '取消推送' }).click()
  await page.getByText('已取消').first().waitFor()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: /下载未送到的/ }).click(),
  ])
  expect(
    readFileSync(await file.path())
      .subarray(0, 2)
      .toString(),
  ).toBe('PK')
  expect(file.suggestedFilename()).toBe('配额用完（示例）未送到名单.xlsx')
  expect(faults).toEqual([])
  await context.close()
})

test('who scans the code gets the draft in their own WeChat', async () => {
  const { announcement } = await announce(me, written('扫码看（示例）'))
  const { page, faults, context } = await openConsole(
    ...([world, browser, 'editor', `/announcements/${announcement.id}`] as const),
  )
  await page.getByRole('button', { name: '发给自己看' }).click()
  await dialogOf(page).locator('canvas, svg').first().waitFor()
  await dialogOf(page).getByText('用微信扫码').waitFor()
  expect(await barriersOf(page)).toEqual([])
  expect(faults).toEqual([])
  await context.close()
})

test('a group of staff is added by its robot and taken away again', async () => {
  const { page, faults, context } = await openConsole(world, browser, 'publisher', '/announcements')
  await page.getByRole('button', { name: '工作群' }).click()
  await dialogOf(page).getByLabel('群名').fill('评选工作群（示例）')
  await dialogOf(page).getByLabel('Webhook 地址').fill('https://example.org/hook')
  await dialogOf(page)
    .getByRole('button', { name: /添 ?加/ })
    .click()
  await page.getByText('请粘贴群机器人的完整地址').waitFor()
  const webhook = 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=sandbox-robot-0001'
  await dialogOf(page).getByLabel('Webhook 地址').fill(webhook)
  await dialogOf(page)
    .getByRole('button', { name: /添 ?加/ })
    .click()
  await page.getByText('评选工作群（示例）').waitFor()
  expect(await barriersOf(page)).toEqual([])
  await page.getByRole('button', { name: '去掉评选工作群（示例）' }).click()
  await dialogOf(page)
    .getByRole('button', { name: /^去 ?掉$/ })
    .click()
  await page.getByText('还没有工作群').waitFor()
  expect(faults.filter((fault) => !fault.includes('422'))).toEqual([])
  await context.close()
})

test('the bot is logged in by its code after a word on the risk, and logged out again', async () => {
  const web = await startWebWeChat()
  const env = { WECHAT_BOT: 'on', WEB_WECHAT_BASE: web.url }
  const apart = await startWorld({ perCategory: 1, env })
  const own = apart.deps.startWorker()
  const { page, faults, context } = await openConsole(apart, browser, 'publisher', '/announcements')
  try {
    await page.getByRole('button', { name: '微信群' }).click()
    await dialogOf(page).getByText('没有登录').waitFor()
    expect(await barriersOf(page)).toEqual([])
    await dialogOf(page).getByRole('button', { name: '扫码登录' }).click()
    await page.getByText('严重时封号').waitFor()
    await dialogOf(page).getByRole('button', { name: '我了解风险，登录' }).click()
    await page.getByText('用工作微信号扫码').waitFor()
    expect(await barriersOf(page)).toEqual([])
    web.phone = 'confirmed'
    await page.getByText('已登录').waitFor()
    await page.getByText('示例小编').waitFor()
    await page.getByRole('checkbox', { name: '评选工作群（示例）' }).click()
    await page.getByRole('checkbox', { name: '评选工作群（示例）', checked: true }).waitFor()
    await page.getByText('今天').waitFor()
    expect(await barriersOf(page)).toEqual([])
    await page.getByRole('button', { name: '退出登录' }).click()
    await dialogOf(page).getByText('没有登录').waitFor()
    expect((await apart.deps.stores.bot.read()).answering).toEqual(['评选工作群（示例）'])
    expect(faults).toEqual([])
  } finally {
    await context.close()
    await own.close()
    await apart.close()
    await web.close()
  }
})
