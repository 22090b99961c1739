import { rankEntrants } from '@shared/result/rules'
import type { Reviewer } from '@shared/review/contract'
import type { Browser, Page } from 'playwright-core'
import type { Api } from '../support/api'
import { openBrowser, openPage, PHONE } from '../support/browser'
import { dialogOf as dialog, openConsole } from '../support/console'
import { cast } from '../support/load'
import { goTo, resultEdition } from '../support/result'
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
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

test('an edition runs from its shortlist to its certificates', async () => {
  await shortlist()
  const { voter, votes } = await vote()
  await review()
  await propose()
  await object(voter)
  await release()
  await published(voter, votes)
  await certificate(voter)
  await voter.context().close()
})

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
  const { page, faults } = await openPage(browser, PHONE)
  await page.goto(`${world.url}/ballot?category=unit&sort=number`)
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
  const votes = ids.map((id, at) => [id, Math.ceil(VOTERS / (at + 1)) + (at === 0 ? 1 : 0)] as const)
  return { voter: page, votes: new Map(votes) }
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

const openResult = (path = '/results?category=unit') => openConsole(world, browser, 'publisher', path)

/** Deeds, reply record, experts and votes become one list. */
async function propose() {
  await goTo(world, 'proposing')
  const { page, faults, context } = await openResult()
  await button(page, '拟定名单').click()
  await dialog(page).getByLabel('种子', { exact: true }).fill('福彩3D 第2022160期 1 0 7')
  await dialog(page).getByRole('button', { name: '拟定名单' }).click()
  await page.getByText(/拟定，数据和名次已固定/).waitFor()
  expect(faults).toEqual([])
  await context.close()
}

/** A netizen objects to who is first, and reads the answer. */
async function object(voter: Page) {
  await goTo(world, 'notice')
  await voter.goto(`${world.url}/results`)
  await seen(voter, '公示中 · 拟表彰 3 个').waitFor()
  await voter.locator('.standing').first().getByRole('button').first().click()
  await voter.getByRole('link', { name: '对此提出异议' }).click()
  await voter.getByLabel('异议内容').last().fill('公示的回复件数与平台上看到的不一样，请核对。')
  await voter.getByLabel('您的真实姓名').last().fill('周示例')
  await voter.getByLabel('联系电话').last().fill('13800004321')
  await button(voter, '提交异议').click()
  await seen(voter, /^异议已收到，回执 /).waitFor()

  const { page, faults, context } = await openResult('/results/objections')
  await page.locator('.who').first().click()
  await dialog(page).getByRole('button', { name: '答复：不成立' }).click()
  await dialog(page).getByLabel('核查情况和答复').fill('经核查，公示数据与平台一致，感谢监督。')
  await dialog(page)
    .getByRole('button', { name: /^答 ?复$/ })
    .click()
  await page.getByText(/答复，已通知本人/).waitFor()
  await voter.reload()
  await seen(voter, '异议不成立').waitFor()
  expect(faults).toEqual([])
  await context.close()
}

async function release() {
  await goTo(world, 'heard')
  const { page, faults, context } = await openResult()
  await button(page, '发布结果').click()
  await dialog(page)
    .getByRole('button', { name: /^发 ?布$/ })
    .click()
  await page.getByText(/于 .+ 发布。/).waitFor()
  expect(faults).toEqual([])
  await context.close()
}

/** What everybody reads is what was voted, scored and weighed; anybody comes to the same places. */
async function published(voter: Page, votes: Map<string, number>) {
  const { list } = await eventually(
    async () => (await world.api.call('GET /api/results', { query: { category: 'unit' } })).body.items[0]!,
    ({ state }) => state === 'released',
  )
  const { standings, weights, scoring } = list!
  expect(new Map(standings.map((one) => [one.id, one.votes]))).toEqual(votes)
  expect(rankEntrants(standings, { weights, scoring }).map(({ id, score }) => [id, score])).toEqual(
    standings.map(({ id, score }) => [id, score]),
  )
  for (const { parts, review, deeds } of standings) {
    expect([parts.review, parts.deeds].every((points) => points !== null && points > 0)).toBe(true)
    expect([review, deeds]).not.toContain(null)
  }
  await voter.goto(`${world.url}/results`)
  await seen(voter, '正式发布 · 表彰 3 个').waitFor()
  expect(await voter.locator('.podium-step').count()).toBe(3)
}

/** Winners get certificates, and who scans one sees whose it is. */
async function certificate(voter: Page) {
  const { page, faults, context } = await openResult('/certificates?category=unit')
  await button(page, '制发 3 份证书').click()
  await dialog(page).getByRole('button', { name: '制发 3 份' }).click()
  await page.getByText('有效证书 3 份').waitFor()
  const address = await page.locator('a[href^="/certificate?code="]').first().getAttribute('href')
  await voter.goto(`${world.url}${address}`)
  await seen(voter, '证书有效').waitFor()
  expect(faults).toEqual([])
  await context.close()
}

const seen = (page: Page, words: string | RegExp) => page.getByText(words).filter({ visible: true }).first()
