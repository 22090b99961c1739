import type { Role } from '@shared/kernel/policy'
import { TOTP } from 'otpauth'
import type { Browser, Page } from 'playwright-core'
import { PAGES } from '../../console/pages'
import { announce, written } from '../support/announcement'
import { Api } from '../support/api'
import { barriersOf } from '../support/axe'
import { openBrowser, openPage, PHONE } from '../support/browser'
import { consented } from '../support/case-library'
import { csvOf, township, upload } from '../support/sheets'
import { accept } from '../support/shortlist'
import { asStaff, buildStaff, loggedIn, PASSWORD } from '../support/staff'
import { eventually, startWorld, type World } from '../support/world'

// The table of pages is read for its addresses; its pictures are ES modules that Jest would not take.
jest.mock('@ant-design/icons', () => new Proxy({}, { get: () => () => null }))

const TABLET = { width: 1024, height: 768 }
/** Address and heading of pages that show one thing, by their path in the table. */
const SAMPLES: Record<string, () => Promise<{ path: string; title: string }>> = {
  '/announcements/:id': async () => {
    const { announcement } = await announce(await asStaff(world, 'editor'), written('走查的公告（示例）'))
    return { path: `/announcements/${announcement.id}`, title: '走查的公告（示例）' }
  },
  '/editions/:id': async () => {
    const { id, name } = world.deps.editions.current()
    return { path: `/editions/${id}`, title: name }
  },
  '/library/:id': async () => {
    const id = await consented(world, '经验')
    return { path: `/library/${id}`, title: '经验的案例（示例）' }
  },
  '/nominations/:id': async () => {
    const id = await accept(world, 'caseStudy', '无障碍')
    return { path: `/nominations/${id}`, title: '无障碍的案例（示例）' }
  },
  '/shortlist/:category/:id': async () => {
    const id = await accept(world, 'worker', '入围')
    const [me, params] = [await asStaff(world, 'editor'), { category: 'worker' as const }]
    const read = async () => (await me.call('GET /api/staff/shortlists/:category', { params })).body
    const body = { version: (await read()).version, picks: [id] }
    await me.call('PUT /api/staff/shortlists/:category/picks', { params, body })
    const { version, conflicts } = await read()
    const acknowledged = conflicts.map(({ text }) => text)
    await me.call('POST /api/staff/shortlists/:category/freeze', { params, body: { version, acknowledged } })
    const one = await me.call('GET /api/staff/shortlists/:category/entries/:id', {
      params: { ...params, id },
    })
    const { entry, text } = one.body
    return { path: `/shortlist/worker/${id}`, title: `${entry.number} ${text.name}` }
  },
  '/units/imports/:id': async () => {
    const { body } = await upload(await asStaff(world, 'editor'), csvOf([township('甲街道')]), '单位.csv')
    return { path: `/units/imports/${body.id}`, title: '单位.csv' }
  },
}

let world: World
let browser: Browser

beforeAll(async () => {
  world = await startWorld()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

async function openConsole(path = '/', viewport = { width: 1280, height: 900 }) {
  const opened = await openPage(browser, viewport)
  await opened.page.emulateMedia({ reducedMotion: 'reduce' })
  await opened.page.goto(`${world.url}/console${path}`)
  return opened
}

async function logIn(page: Page, username: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('用户名').fill(username)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
}

/** A page of the console as somebody with these roles. */
async function openAs(roles: Role[], path: string, title: string) {
  const opened = await openConsole(path)
  const staff = await buildStaff(world, ...roles)
  await logIn(opened.page, staff.username)
  await settled(opened.page, title)
  return { ...opened, staff }
}

/** Waits until a page is there and has what it asked for. */
async function settled(page: Page, title: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
  await page.waitForFunction(
    () => !document.querySelector('.waiting, [aria-busy="true"], .ant-spin-spinning'),
  )
}

test('after a wrong password the username stays; logging in leads to the page that was asked for', async () => {
  const { page, context } = await openConsole('/audit?action=staff.login')
  const { username } = await buildStaff(world, 'admin')
  await logIn(page, username, 'not-this-one-either')
  await page.getByText('用户名、密码或动态口令不正确').waitFor()
  expect(await page.getByLabel('用户名').inputValue()).toBe(username)
  expect(await page.getByLabel('密码', { exact: true }).inputValue()).toBe('')
  await logIn(page, username)
  await settled(page, '操作记录')
  expect(page.url()).toBe(`${world.url}/console/audit?action=staff.login`)
  await context.close()
})

test.each([320, 390, 768])('at %i pixels the phase and one’s menu stand beside each other', async (width) => {
  const { page, context } = await openConsole('/account', { width, height: 844 })
  const { username } = await buildStaff(world, 'editor')
  await logIn(page, username)
  await settled(page, '我的账号')
  const phase = (await page.getByRole('timer').boundingBox())!
  const person = (await page.getByRole('button', { name: /的菜单$/ }).boundingBox())!
  expect(phase.x + phase.width).toBeLessThanOrEqual(person.x)
  expect(person.x + person.width).toBeLessThanOrEqual(width)
  await context.close()
})

test('on a phone the menu is folded, and folds again once a page is chosen from it', async () => {
  const { page, context } = await openConsole('/account', { width: 390, height: 844 })
  const { username } = await buildStaff(world, 'editor')
  await logIn(page, username)
  await settled(page, '我的账号')
  await page.getByRole('button', { name: '展开菜单' }).click()
  await page.getByRole('button', { name: '收起菜单' }).waitFor()
  await page.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name: '初选名单' }).click()
  await page.getByRole('button', { name: '展开菜单' }).waitFor()
  await context.close()
})

test('a second factor is turned on with a code, and asked for from then on', async () => {
  const { page, context, staff } = await openAs(['editor'], '/account', '我的账号')
  await page.getByRole('button', { name: '开启动态口令' }).click()
  const secret = (await page.locator('.steps code').textContent())!.replace(/\s/g, '')
  expect(await barriersOf(page)).toEqual([])
  const codeIn = (seconds: number) =>
    new TOTP({ secret }).generate({ timestamp: Date.now() + seconds * 1000 })
  await page.getByLabel('动态口令', { exact: true }).fill(codeIn(0))
  await page.getByRole('button', { name: '确认开启' }).click()
  await page.getByText('已开启', { exact: true }).waitFor()
  await page.getByRole('button', { name: new RegExp(`${staff.name}\\s*的菜单`) }).click()
  await page.getByRole('menuitem', { name: '退出登录' }).click()

  await logIn(page, staff.username)
  await page.getByRole('heading', { name: '输入动态口令' }).waitFor()
  expect(await barriersOf(page)).toEqual([])
  await page.getByLabel('动态口令').fill('000000')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByText('动态口令不正确或已用过').waitFor()
  await page.getByLabel('动态口令').fill(codeIn(30)) // the one of now has been used
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByRole('button', { name: new RegExp(`${staff.name}\\s*的菜单`) }).waitFor()
  await context.close()
})

test('whoever comes with a first password chooses one before anything else', async () => {
  const admin = await loggedIn(world.url, (await buildStaff(world, 'admin')).username)
  const body = { username: 'newcomer', name: '新人（示例）', roles: ['auditor' as const] }
  const { password } = (await admin.call('POST /api/staff/accounts', { body })).body
  const { page, context } = await openConsole('/staff')
  await logIn(page, 'newcomer', password)
  await page.getByRole('heading', { name: '设置您自己的密码' }).waitFor()
  expect(await barriersOf(page)).toEqual([])
  await page.getByLabel('初始密码').fill(password)
  await page.getByLabel('新密码', { exact: true }).fill('123')
  await page.getByLabel('再输入一次新密码').fill('123')
  await page.getByRole('button', { name: '设置密码并进入' }).click()
  await page.getByText('密码至少 12 位').waitFor()
  await page.getByLabel('新密码', { exact: true }).fill(PASSWORD)
  await page.getByLabel('再输入一次新密码').fill(PASSWORD)
  await page.getByLabel('初始密码').fill('not-this-one')
  await page.getByRole('button', { name: '设置密码并进入' }).click()
  await page.getByText('初始密码不正确').waitFor()
  await page.getByLabel('初始密码').fill(password)
  await page.getByRole('button', { name: '设置密码并进入' }).click()
  await settled(page, '工作人员')
  await context.close()
})

test('an auditor sees accounts and is offered no change; an editor does not see them', async () => {
  const auditor = await openAs(['auditor'], '/staff', '工作人员')
  await auditor.page.getByText(auditor.staff.username).first().waitFor()
  expect(await auditor.page.getByRole('button', { name: /新增|编辑|更多操作/ }).count()).toBe(0)
  await auditor.context.close()
  const editor = await openAs(['editor'], '/staff', '这个页面不在您的权限内')
  await editor.page.getByText('能打开它的角色：管理员、审计').waitFor()
  expect(await editor.page.getByRole('link', { name: '工作人员' }).count()).toBe(0)
  await editor.context.close()
})

test('an account is made, given other roles with a reason, and the audit tells before and after', async () => {
  const { page, context } = await openAs(['admin'], '/staff', '工作人员')
  await page.getByRole('button', { name: '新增工作人员' }).click()
  const dialog = page.getByRole('dialog')
  expect(await barriersOf(page)).toEqual([])
  await dialog.getByLabel('姓名').fill('周岚（示例）')
  await dialog.getByLabel('用户名').fill('zhoulan')
  await dialog.getByRole('checkbox', { name: /^编辑/ }).check()
  await dialog.getByRole('button', { name: '新增' }).click()
  await page.getByText('只显示这一次').waitFor()
  expect(await barriersOf(page)).toEqual([])
  await page.getByRole('button', { name: '我已转告本人' }).click()
  await page
    .getByRole('row', { name: /zhoulan/ })
    .getByRole('button', { name: '编辑' })
    .click()
  await dialog.getByRole('checkbox', { name: /^发布/ }).check()
  await dialog.getByLabel('原因').fill('兼任结果发布')
  await dialog.getByRole('button', { name: '保存' }).click()
  await dialog.waitFor({ state: 'hidden' })

  await page.getByRole('link', { name: '操作记录' }).click()
  await page
    .getByRole('row', { name: /兼任结果发布/ })
    .getByRole('button', { name: /详情/ })
    .click()
  const changes = page.getByRole('dialog').getByRole('row', { name: /角色/ })
  expect(await changes.getByRole('cell').allTextContents()).toEqual(['角色', '编辑', '编辑、发布'])
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '核对记录是否完整' }).click()
  await page.getByText('没有发现缺失或改动').waitFor()
  await context.close()
})

test('a session ended in another browser ends here with the next thing asked for, and says so', async () => {
  const { page, context, staff } = await openAs(['admin'], '/staff', '工作人员')
  const other = await loggedIn(world.url, staff.username)
  const { items } = (await other.call('GET /api/staff/sessions', {})).body
  const id = items.find(({ current }) => !current)!.id
  await other.call('DELETE /api/staff/sessions/:id', { params: { id } })
  await page.getByRole('link', { name: '操作记录' }).click()
  await page.getByText('登录已结束，请重新登录').waitFor()
  await logIn(page, staff.username)
  await settled(page, '操作记录')
  await context.close()
})

test('a page that nobody touches goes away by itself once its session has ended', async () => {
  const { page, context } = await openConsole()
  await page.clock.install()
  const { username } = await buildStaff(world, 'admin')
  await page.goto(`${world.url}/console/units`)
  await logIn(page, username)
  await settled(page, '单位库')
  const admin = await asStaff(world, 'admin')
  const { items } = (await admin.call('GET /api/staff/accounts', {})).body
  const { id } = items.find((staff) => staff.username === username)!
  await admin.call('DELETE /api/staff/accounts/:id/sessions', { params: { id } })
  await page.clock.runFor(61_000)
  await page.getByText('登录已结束，请重新登录').waitFor()
  await context.close()
})

test('whoever guesses at a password is told how long to wait', async () => {
  const { page, context } = await openConsole()
  const { username } = await buildStaff(world, 'editor')
  const api = new Api(world.url)
  for (let i = 0; i < 5; i++) {
    await api.call('POST /api/staff/session', { body: { username, password: 'not-this-one-either' } })
  }
  await logIn(page, username)
  await page.getByText(/多次登录失败，请 \d+ 分钟后再试/).waitFor()
  await context.close()
})

test('a tablet shows what matters of a unit, and the rest when it is opened', async () => {
  await (await asStaff(world, 'editor')).call('POST /api/staff/units', {
    body: {
      ...{ name: '平板街道（示例）', level: 'township', status: 'certified', creditCode: null },
      region: { code: '420106', cityCode: '420100', city: '武汉市', county: '武昌区' },
      contact: { name: '示例联系人', phone: '027-00000000' },
    },
  })
  const { page, context } = await openConsole('/units?q=平板街道', TABLET)
  await logIn(page, (await buildStaff(world, 'editor')).username)
  await settled(page, '单位库')
  expect((await page.getByRole('columnheader').allTextContents()).filter(Boolean)).toEqual([
    ...['单位名称', '层级', '地区', '状态', expect.stringMatching('收到'), '答复率'],
  ])
  await page.getByRole('button', { name: '平板街道（示例）' }).click()
  await page.getByRole('dialog').getByText('027-00000000').waitFor()
  expect(await barriersOf(page)).toEqual([])
  await context.close()
})

test('without a connection the page says so, and goes on by itself once asked again', async () => {
  const { page, context } = await openAs(['admin'], '/staff', '工作人员')
  await context.setOffline(true)
  await page.getByRole('link', { name: '操作记录' }).click()
  await page.getByText('没有连上网络，请检查后重试').or(page.getByText('重新载入')).first().waitFor()
  await context.setOffline(false)
  await page.getByRole('button', { name: /重试|重新载入/ }).click()
  await settled(page, '操作记录')
  await context.close()
})

/** By how many pixels the page stays wider than its window, once it has had time to fit into it. */
function overflowOf(page: Page): Promise<number> {
  const measure = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  return eventually(measure, (pixels) => pixels <= 0).catch(measure)
}

test('no page keeps anybody out, breaks, or is wider than a tablet or a phone', async () => {
  const { page, faults, context } = await openConsole('/', TABLET)
  await page.getByLabel('用户名').waitFor()
  expect(await barriersOf(page)).toEqual([])
  await logIn(page, (await buildStaff(world, 'admin')).username)
  await page.getByRole('navigation').waitFor()
  faults.length = 0 // that nobody was logged in yet
  const found: object[] = []
  for (const entry of [...PAGES, { path: '/nowhere', title: '没有这个页面' }]) {
    const sample = SAMPLES[entry.path]
    if (entry.path.includes(':') && !sample) throw new Error(`SAMPLES has none for ${entry.path}`)
    const { path, title } = (await sample?.()) ?? entry
    await page.goto(`${world.url}/console${path}`)
    await settled(page, title)
    const barriers = await barriersOf(page)
    const overflow = await overflowOf(page)
    await page.setViewportSize(PHONE)
    const onPhone = await overflowOf(page)
    await page.setViewportSize(TABLET)
    if (barriers.length || overflow > 0 || onPhone > 0) found.push({ title, barriers, overflow, onPhone })
  }
  expect({ found, faults }).toEqual({ found: [], faults: [] })
  await context.close()
})

test('what opens over a page keeps nobody out either', async () => {
  const { page, context } = await openAs(['admin'], '/staff', '工作人员')
  const found: object[] = []
  async function look(button: string | RegExp, part = '[role="dialog"]') {
    await page.getByRole('button', { name: button }).first().click()
    await page.locator(part).last().waitFor()
    const barriers = await barriersOf(page, part)
    if (barriers.length) found.push({ button, barriers })
    await page.keyboard.press('Escape')
    await page.locator(part).last().waitFor({ state: 'hidden' })
  }
  const turnTo = async (name: string) => {
    await page.getByRole('navigation').getByRole('link', { name }).click()
    await settled(page, name)
  }
  await look('编辑')
  await turnTo('届次设置')
  await look('新建一届')
  await turnTo('单位库')
  await look('新增单位')
  await look(/^导入$/)
  await turnTo('操作记录')
  await look(/详情/)
  await look('核对记录是否完整')
  expect(found).toEqual([])
  await context.close()
})
