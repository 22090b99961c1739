import type { Reviewer } from '@shared/review/contract'
import type { Browser, Page } from 'playwright-core'
import type { Api } from '../support/api'
import { barriersOf } from '../support/axe'
import { DESK, openBrowser, openPage, PHONE } from '../support/browser'
import { buildCandidate } from '../support/candidates'
import { openConsole } from '../support/console'
import {
  allMarks,
  asReviewer,
  assign,
  buildReviewer,
  cardsOf,
  invite,
  saveMarks,
  submitAll,
} from '../support/review'
import { accept } from '../support/shortlist'
import { asStaff } from '../support/staff'
import { eventually, startWorld, type World } from '../support/world'

const OWN_PASSWORD = '东湖边的那一棵老樟树底下'

let world: World
let browser: Browser
let coordinator: Api
beforeAll(async () => {
  world = await startWorld({ perCategory: 3 })
  coordinator = await asStaff(world, 'coordinator')
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

/** An expert with all units' candidates before them, who has not been here. */
async function invited() {
  const reviewer = await buildReviewer(coordinator, ['unit'])
  await assign(coordinator, 'unit')
  return { reviewer, ...(await invite(coordinator, reviewer)) }
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).last()
const number = (page: Page, name: string) => page.getByLabel(name, { exact: true }).last()
const saved = (page: Page) =>
  page
    .getByRole('status')
    .filter({ hasText: /^已保存/ })
    .last()
    .waitFor()

/** What the coordinator reads of one's reviews: number, state, points. */
async function told({ id }: Pick<Reviewer, 'id'>) {
  const { body } = await coordinator.call('GET /api/staff/reviews', { query: { category: 'unit' } })
  return body.rows.map(({ candidate, cells }) => {
    const { state, begun, points } = cells.find(({ reviewer }) => reviewer === id)!
    return [candidate.number, begun ? state : 'untouched', points]
  })
}

async function comeIn(page: Page, { token, code, login }: { token: string; code: string; login: string }) {
  await page.goto(`${world.url}/scoring-door#${token}`)
  await page.getByLabel('请输入验证码').fill(code.toLowerCase().replace('-', ' '))
  expect(await barriersOf(page)).toEqual([])
  await button(page, '下一步').click()
  await button(page, '设登录名和密码').click()
  await page.getByLabel('登录名').fill(login)
  await page.getByLabel('密码', { exact: true }).fill(OWN_PASSWORD)
  await page.getByLabel('再输一次密码').fill(OWN_PASSWORD)
  expect(await barriersOf(page)).toEqual([])
  await button(page, '完成，开始评审').click()
  await button(page, '退出登录').waitFor()
}

/** Marks one candidate by all the ways there are: number, slider, steps. */
async function score(page: Page) {
  await number(page, '制度机制').fill('15')
  const slider = page.getByLabel('制度机制，拖动打分').last()
  await slider.focus()
  await page.keyboard.press('ArrowRight')
  expect(Number(await number(page, '制度机制').inputValue())).toBeGreaterThan(15)
  await number(page, '制度机制').fill('15')
  await number(page, '回应质量').fill('15')
  await button(page, /^办理实效加/).click()
  await number(page, '办理实效').fill('15')
}

test.each([
  ['a phone', PHONE],
  ['a desk', DESK],
] as const)(
  'on %s an expert scores offline and back, hands in, is locked, and is given it back',
  async (_, size) => {
    const { reviewer, token, code } = await invited()
    const { page, context, faults } = await openPage(browser, size)
    const login = `pingwei${size.width}`
    await comeIn(page, { token, code, login })
    expect(await barriersOf(page)).toEqual([])

    await button(page, '开始评').click()
    await page.getByText('接到留言后到现场查看。').last().waitFor()
    expect(await barriersOf(page)).toEqual([])
    await score(page)
    await saved(page)
    expect((await told(reviewer))[0]).toEqual(['A01', 'draft', null])

    await context.setOffline(true)
    await button(page, '下一位').click()
    await page.getByText('候选A02').last().waitFor()
    await page.getByText('接到留言后到现场查看。').last().waitFor()
    await score(page)
    await page.getByText('已存在本机，联网后自动保存').last().waitFor()
    expect((await told(reviewer))[1]).toEqual(['A02', 'untouched', null])
    faults.length = 0 // the browser's own complaints about the missing network
    await context.setOffline(false)
    await saved(page)
    expect((await told(reviewer))[1]).toEqual(['A02', 'draft', null])

    await button(page, '下一位').click()
    await page.getByText('候选A03').last().waitFor()
    await score(page)
    await saved(page)
    await button(page, '去提交').click()
    await button(page, '提交 3 份评分').waitFor()
    expect(await barriersOf(page)).toEqual([])
    await button(page, '提交 3 份评分').click()
    await button(page, '提交并锁定').click()
    await page.getByText('已全部提交').last().waitFor()
    expect((await told(reviewer)).map(([, state]) => state)).toEqual(Array(3).fill('submitted'))

    await button(page, '返回评审清单').click()
    await page.getByText('候选A02').last().click()
    await page.getByText('分数已锁定，不能再改').last().waitFor()
    expect(await page.getByLabel('制度机制', { exact: true }).locator('visible=true').count()).toBe(0)

    await reopen(reviewer, 'A02')
    await page.reload()
    await page.getByText('请核对第一项').last().waitFor()
    await number(page, '制度机制').fill('10')
    await saved(page)
    await page.goto(`${world.url}/scoring`)
    await button(page, '退出登录').click()
    await page.getByLabel('登录名').fill(login)
    await page.getByLabel('密码', { exact: true }).fill(OWN_PASSWORD)
    await page.getByRole('button', { name: '登录', exact: true }).last().click()
    await button(page, '核对并提交').click()
    await button(page, '提交 1 份评分').click()
    await button(page, '提交并锁定').click()
    await page.getByText('已全部提交').last().waitFor()
    expect((await told(reviewer)).map(([, state]) => state)).toEqual(Array(3).fill('submitted'))
    // These candidates have no pictures.
    expect(faults.filter((fault) => !fault.includes('/files/'))).toEqual([])
    await context.close()
  },
)

async function reopen({ name }: Reviewer, candidate: string) {
  const { page, context } = await openConsole(world, browser, 'coordinator', '/reviews?category=unit')
  await page.getByRole('button', { name: new RegExp(`^${escaped(name)}评${candidate}：`) }).click()
  await page.getByRole('button', { name: '退回专家修改' }).click()
  await page.getByLabel('原因').fill('请核对第一项')
  await page.getByRole('button', { name: /^退\s*回$/ }).click()
  await eventually(
    () => page.getByRole('button', { name: new RegExp(`^${escaped(name)}评${candidate}：在评`) }).count(),
    (count) => count === 1,
  )
  await context.close()
}

const escaped = (text: string) => text.replace(/[（）()]/g, '.')

test('a coordinator enters an expert, invites, assigns, and sees scores that lie apart; no page keeps anybody out', async () => {
  const { page, context, faults } = await openConsole(
    world,
    browser,
    'coordinator',
    '/reviews?category=caseStudy&tab=reviewers',
  )
  await page.getByRole('button', { name: '添加专家' }).click()
  await page.getByLabel('姓名').fill('林示例')
  await page.getByLabel('工作单位').fill('示例大学')
  await page.getByLabel('电话').fill('13800002222')
  await page.getByRole('button', { name: /^保\s*存$/ }).click()
  await page.getByRole('dialog', { name: '邀请林示例' }).getByRole('button', { name: '发邀请' }).click()
  await page.getByText(/^[A-Z0-9]{4}-[A-Z0-9]{4}$/).waitFor()
  expect(await barriersOf(page)).toEqual([])
  await page
    .getByRole('button', { name: 'Close' })
    .or(page.getByRole('button', { name: '关闭' }))
    .last()
    .click()

  await page.getByRole('tab', { name: '分配' }).click()
  await page.getByRole('button', { name: '自动分配' }).click()
  await page.getByRole('button', { name: /^分\s*配$/ }).click()
  await page.getByText(/已分配：新增 \d+ 份/).waitFor()
  expect(await barriersOf(page)).toEqual([])

  for (const mark of [95, 90, 92, 30]) {
    const reviewer = await buildReviewer(coordinator, ['caseStudy'])
    const expert = await asReviewer(world, coordinator, reviewer)
    await assign(coordinator, 'caseStudy')
    const done = []
    for (const card of await cardsOf(expert, 'caseStudy')) {
      done.push((await saveMarks(expert, card, allMarks('caseStudy', mark))).body)
    }
    await submitAll(expert, 'caseStudy', done)
  }
  await page.reload()
  await page.getByRole('tab', { name: '得分与分歧' }).click()
  await page.getByText('分歧大', { exact: true }).first().waitFor()
  expect(await barriersOf(page)).toEqual([])
  await page.getByRole('tab', { name: '进度' }).click()
  await page.getByRole('button', { name: /离群/ }).first().waitFor()
  expect(await barriersOf(page)).toEqual([])
  await page.getByRole('button', { name: /提醒还没评完的/ }).click()
  await page.getByRole('button', { name: /^提醒 \d+ 位/ }).click()
  await page.getByText('请打电话提醒').waitFor()
  expect(await barriersOf(page)).toEqual([])
  expect(faults).toEqual([])
  await context.close()
})

test('without a connection the photos handed in are there too, also for who has left and come back', async () => {
  const id = await accept(world, 'caseStudy', '带照片', 1)
  await world.deps.candidates.saveAll([buildCandidate('caseStudy', 'C88', { _id: id, name: '带照片的案例' })])
  await world.deps.candidates.refresh()
  const reviewer = await buildReviewer(coordinator, ['caseStudy'])
  await assign(coordinator, 'caseStudy')
  const { page, context } = await openPage(browser, PHONE)
  const fetched = page.waitForResponse(/\/api\/uploads\/.+size=thumb/)
  await comeIn(page, { ...(await invite(coordinator, reviewer)), login: 'kanzhaopian' })
  await (await fetched).finished()
  await button(page, '退出登录').click()
  await page.getByLabel('登录名').fill('kanzhaopian')
  await page.getByLabel('密码', { exact: true }).fill(OWN_PASSWORD)
  const again = page.waitForResponse(/\/api\/reviews\/.+/)
  await page.getByRole('button', { name: '登录', exact: true }).last().click()
  await page.getByText('带照片的案例').last().waitFor()
  await again
  await page.waitForLoadState('networkidle')
  await context.setOffline(true)
  await page.getByText('带照片的案例').last().click()
  const photo = page.getByRole('button', { name: '第 1 张照片，看大图' }).locator('img')
  const width = () => photo.evaluate((img: HTMLImageElement) => img.naturalWidth)
  await eventually(width, (pixels) => pixels > 0)
  await context.close()
})
