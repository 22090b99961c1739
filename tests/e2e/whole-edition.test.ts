import type { Reviewer } from '@shared/review/contract'
import type { Browser, Page } from 'playwright-core'
import type { Api } from '../support/api'
import { openBrowser, openPage, PHONE } from '../support/browser'
import { dialogOf as dialog, openConsole } from '../support/console'
import { cast } from '../support/load'
import { resultEdition } from '../support/result'
import {
  allMarks,
  asReviewer,
  assign,
  buildReviewer,
  cardsOf,
  invite,
  REVIEWER_PASSWORD,
  saveMarks,
  submitAll,
} from '../support/review'
import { accept, beginVoting } from '../support/shortlist'
import { asStaff } from '../support/staff'
import { eventually, startWorld, type World } from '../support/world'

const STREETS = ['东湖', '沙湖', '南湖', '汤逊湖', '梁子湖', '洪湖']
const VOTERS = 300

let world: World
let browser: Browser
beforeAll(async () => {
  world = await startWorld({ edition: resultEdition(), perCategory: 0 })
  await world.deps.sandbox!.clock.moveTo(world.deps.editions.current(), 'shortlisting')
  for (const [i, name] of STREETS.entries()) await accept(world, 'unit', name, i)
  browser = await openBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

test('an edition runs from its shortlist to its certificates', async () => {
  await shortlist()
  await vote()
  await review()
}, 600_000)

/** An editor picks all six, draws their numbers and publishes them. */
async function shortlist() {
  const { page, faults, context } = await openConsole(world, browser, 'editor', '/shortlist?category=unit')
  for (const name of STREETS) await page.getByRole('checkbox', { name: new RegExp(`^挑选.+${name}`) }).check()
  await page.getByRole('button', { name: '保存挑选' }).click()
  await page.getByText('挑选已保存').waitFor()
  await page.getByRole('button', { name: '确定名单并抽签' }).click()
  await dialog(page).getByLabel('种子', { exact: true }).fill('福彩3D 第2022098期 5 8 2')
  await dialog(page)
    .getByRole('button', { name: /^抽 ?签$/ })
    .click()
  await page.getByText('候选 6 位').waitFor()
  await page.getByRole('button', { name: '发布名单' }).click()
  await dialog(page)
    .getByRole('button', { name: /^发 ?布$/ })
    .click()
  await page.getByText(/名单已发布，.*投票开始时对网友公开/).waitFor()
  expect(faults).toEqual([])
  await context.close()
}

/** A netizen votes on the phone, some hundreds beside them; each of them once, however often they try. */
async function vote() {
  await beginVoting(world)
  const numbered = await eventually(
    async () => (await world.api.call('GET /api/candidates', { query: { sort: 'number' } })).body.items,
    (items) => items.length === STREETS.length,
  )
  const ids = numbered.map(({ id }) => id)
  const { page, faults, context } = await openPage(browser, PHONE)
  await page.goto(`${world.url}/ballot?category=unit`)
  await page.getByRole('checkbox').first().click()
  await page.getByRole('button', { name: '核对选票' }).click()
  await page.getByRole('button', { name: '微信登录后投票' }).click()
  await page.getByRole('button', { name: /周大姐/ }).click()
  await page.getByRole('button', { name: '投出选票' }).click()
  await page.getByText('投票成功').waitFor()

  // The further down the list, the fewer choose it.
  const crowd = Array.from({ length: VOTERS }, (_, nth) => {
    const selections = ids.filter((_id, at) => nth % (at + 1) === 0)
    return cast(world.url, `whole-${nth}`, 'unit', selections)
  })
  const answers = await Promise.all(crowd)
  expect(answers.filter(({ status }) => status !== 201)).toEqual([])
  expect(await cast(world.url, 'whole-7', 'unit', [ids[5]!])).toMatchObject({ code: 'already_voted' })
  await page.goto(`${world.url}/candidates?category=unit`)
  await page.getByText(`已收到 ${VOTERS + 1} 张有效选票`).waitFor()
  expect(faults).toEqual([])
  await context.close()
}

/** Three experts score all: one on the phone, with number after number, two beside them. */
async function review() {
  await world.deps.sandbox!.clock.moveTo(world.deps.editions.current(), 'review')
  const coordinator = await asStaff(world, 'coordinator')
  const experts = await Promise.all([1, 2, 3].map(() => buildReviewer(coordinator, ['unit'])))
  await assign(coordinator, 'unit')
  for (const [nth, expert] of experts.slice(1).entries()) await scoreAll(coordinator, expert, 14 + nth)

  const { token, code } = await invite(coordinator, experts[0]!)
  const { page, faults, context } = await openPage(browser, PHONE, false)
  await page.goto(`${world.url}/scoring-door#${token}`)
  await page.getByLabel('请输入验证码').fill(code)
  await button(page, '下一步').click()
  await button(page, '设登录名和密码').click()
  await page.getByLabel('登录名').fill('pingwei')
  await page.getByLabel('密码', { exact: true }).fill(REVIEWER_PASSWORD)
  await page.getByLabel('再输一次密码').fill(REVIEWER_PASSWORD)
  await button(page, '完成，开始评审').click()
  await button(page, '开始评').click()
  for (const [nth, { name }] of world.deps.candidates.allOf('unit').entries()) {
    await page.getByText(name).last().waitFor()
    for (const criterion of ['制度机制', '回应质量', '办理实效']) {
      await page
        .getByLabel(criterion, { exact: true })
        .last()
        .fill(String(15 - nth))
    }
    await page
      .getByRole('status')
      .filter({ hasText: /^已保存/ })
      .last()
      .waitFor()
    await button(page, nth < STREETS.length - 1 ? '下一位' : '去提交').click()
  }
  await button(page, `提交 ${STREETS.length} 份评分`).click()
  await button(page, '提交并锁定').click()
  await page.getByText('已全部提交').last().waitFor()
  expect(faults).toEqual([])
  await context.close()
}

async function scoreAll(coordinator: Api, reviewer: Reviewer, most: number) {
  const expert = await asReviewer(world, coordinator, reviewer)
  for (const [nth, card] of (await cardsOf(expert, 'unit')).entries()) {
    await saveMarks(expert, card, allMarks('unit', most - nth))
  }
  await submitAll(expert, 'unit', await cardsOf(expert, 'unit'))
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).last()
