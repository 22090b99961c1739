import type { Role } from '@shared/kernel/policy'
import type { Browser, Page } from 'playwright-core'
import { barriersOf } from '../support/axe'
import { openBrowser, openPage, PHONE } from '../support/browser'
import { dialogOf as dialog, openConsole } from '../support/console'
import { accept, beginVoting, shortlistingEdition } from '../support/shortlist'
import { asStaff } from '../support/staff'
import { eventually, startWorld, type World } from '../support/world'

const NAMES = ['甲街道', '乙街道', '丙街道', '丁街道', '戊街道']

let world: World
let browser: Browser
beforeAll(async () => {
  world = await startWorld({ edition: shortlistingEdition(), perCategory: 0 })
  for (const [i, name] of NAMES.entries()) await accept(world, 'caseStudy', name, i)
  await accept(world, 'worker', '独一位')
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

const openAs = (role: Role, path: string) => openConsole(world, browser, role, path)

const LIST = '/shortlist?category=caseStudy'
const caseOf = (name: string) => `${name}的案例（示例）`
const tick = (page: Page, name: string) => page.getByRole('checkbox', { name: `挑选${caseOf(name)}` })
const order = async (page: Page) =>
  (await page.locator('.picked-row .who').allTextContents()).map((text) => text.split('的案例')[0])
const read = async () => {
  const me = await asStaff(world, 'auditor')
  const params = { category: 'caseStudy' as const }
  return (await me.call('GET /api/staff/shortlists/:category', { params })).body
}
const save = async (page: Page) => {
  await page.getByRole('button', { name: '保存挑选' }).click()
  await page.getByText('挑选已保存').waitFor()
}

type Spot = ReturnType<Page['locator']>

/**
 * Takes hold of one thing with the mouse and lets it go over another, once the page says where that would be. The
 * page may still be moving, so the hand stays unsteady until it says so.
 */
async function drag(page: Page, from: Spot, to: Spot, where: RegExp) {
  await from.scrollIntoViewIfNeeded()
  const middle = async (spot: Spot) => {
    const { x, y, width, height } = (await spot.boundingBox())!
    return [x + width / 2, y + height / 2] as const
  }
  const [x, y] = await middle(from)
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 10, y + 10, { steps: 4 })
  await page.locator('.dragged').first().waitFor()
  let sway = 0
  await eventually(
    async () => {
      const [x, y] = await middle(to)
      sway = (sway + 1) % 3
      await page.mouse.move(x + sway, y + sway, { steps: 3 })
      return page.getByText(where).count()
    },
    (count) => count > 0,
  )
  await page.mouse.up()
  await page.locator('.dragged').waitFor({ state: 'detached' })
}

test('candidates are picked by tick and by drag, put in order by mouse, keys and buttons, and kept', async () => {
  const { page, faults, context } = await openAs('editor', LIST)
  await tick(page, '甲街道').check()
  await tick(page, '乙街道').check()
  await drag(
    page,
    page.getByRole('button', { name: `拖动${caseOf('丙街道')}到名单` }),
    page.locator('.picked-room'),
    /移到/,
  )
  await eventually(
    () => order(page),
    (names) => names.length === 3,
  )
  expect([...(await order(page))].sort()).toEqual(['丙街道', '乙街道', '甲街道'].sort())

  const last = (await order(page)).at(-1)!
  const handles = page.locator('.picked-row .handle')
  await drag(page, handles.nth(2), handles.nth(0), /移到第 1 位/)
  await eventually(
    () => order(page),
    ([first]) => first === last,
  )
  const [first, second, third] = await order(page)
  await handles.nth(0).focus()
  await page.keyboard.press('Space')
  await page.getByText(/移到第 1 位/).waitFor({ state: 'attached' })
  await page.keyboard.press('ArrowDown')
  await page.getByText(/移到第 2 位/).waitFor({ state: 'attached' })
  await page.keyboard.press('Space')
  await eventually(
    () => order(page),
    (names) => names.join() === [second, first, third].join(),
  )
  await page.getByRole('button', { name: `下移${caseOf(second!)}` }).click()
  expect(await order(page)).toEqual([first, second, third])
  await save(page)
  expect((await read()).picks.map(({ title }) => title)).toEqual(
    [first, second, third].map((name) => caseOf(name!)),
  )
  expect(await barriersOf(page)).toEqual([])
  expect(faults).toEqual([])
  await context.close()
})

test('who saves second is shown what the first has picked, and overwrites nothing', async () => {
  const [one, two] = [await openAs('editor', LIST), await openAs('editor', LIST)]
  await tick(two.page, '戊街道').check()
  await tick(one.page, '丁街道').check()
  await save(one.page)
  await two.page.getByRole('button', { name: '保存挑选' }).click()
  await two.page.getByText(`${one.name}刚刚改过这份名单，您的改动没有保存`).waitFor()
  expect(await barriersOf(two.page)).toEqual([])
  await dialog(two.page).getByRole('button', { name: '载入最新名单' }).click()
  await two.page.getByText('没有保存').waitFor({ state: 'hidden' })
  expect((await read()).picks).toHaveLength(4)
  expect(await tick(two.page, '丁街道').isChecked()).toBe(true)
  expect(await tick(two.page, '戊街道').isChecked()).toBe(false)
  expect(one.faults).toEqual([])
  await Promise.all([one.context.close(), two.context.close()])
})

test('numbers are drawn by a seed, a text is polished beside the original with the phone’s page following, and published', async () => {
  const { page, faults, context } = await openAs('editor', LIST)
  await page.getByRole('button', { name: '确定名单并抽签' }).click()
  const draw = dialog(page).getByRole('button', { name: /^抽 ?签$/ })
  expect(await draw.isDisabled()).toBe(true)
  await dialog(page).getByLabel('种子', { exact: true }).fill('福彩3D 第2022098期 5 8 2')
  expect(await barriersOf(page)).toEqual([])
  await draw.click()
  await page.getByText('候选 4 位').waitFor()
  expect(await page.locator('.number').allTextContents()).toEqual(['C01', 'C02', 'C03', 'C04'])

  await page.getByRole('link', { name: caseOf('乙街道') }).click()
  await page.getByRole('region', { name: '报名原文' }).getByText('路口没有斑马线。').waitFor()
  await page.getByText('手机预览', { exact: true }).click()
  await page.getByLabel('一句话介绍').last().fill('三天补上斑马线，老人过街安心')
  const phone = page.frameLocator('iframe[name=preview]')
  await phone.getByText('三天补上斑马线，老人过街安心').first().waitFor()
  await page.getByRole('button', { name: /^保 ?存$/ }).click()
  await page.getByText('已保存，网友将看到这份文字').waitFor()
  expect(await barriersOf(page)).toEqual([])

  await page.getByRole('button', { name: '回到名单' }).click()
  await page.getByText('已润色').waitFor()
  await page.getByRole('button', { name: '发布名单' }).click()
  await dialog(page)
    .getByText(/投票开始时，名单和抽签种子对网友公开/)
    .waitFor()
  await dialog(page)
    .getByRole('button', { name: /^发 ?布$/ })
    .click()
  await page.getByText(/名单已发布，.*投票开始时对网友公开/).waitFor()
  expect(await barriersOf(page)).toEqual([])
  expect(faults).toEqual([])
  await context.close()
})

test('before voting one is replaced: the others keep their numbers, the newcomer has the next', async () => {
  const { page, faults, context } = await openAs('editor', LIST)
  await page.getByRole('button', { name: `替换${caseOf('丁街道')}` }).click()
  await dialog(page).getByLabel('换上').fill('戊街道')
  await page.keyboard.press('Enter')
  await dialog(page).getByLabel('原因').fill('示例：单位来函退出')
  expect(await barriersOf(page)).toEqual([])
  await dialog(page)
    .getByRole('button', { name: /^替 ?换$/ })
    .click()
  await page.getByText('已替换：示例：单位来函退出').waitFor()
  expect(await page.locator('.number').allTextContents()).toEqual(['C01', 'C02', 'C03', 'C04', 'C05'])
  await page.getByRole('row').filter({ hasText: 'C05' }).getByText(caseOf('戊街道')).waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('an auditor reads the list and is offered nothing that changes it', async () => {
  const { page, context } = await openAs('auditor', LIST)
  await page.getByText('候选 4 位').waitFor()
  for (const name of [/撤回/, /^替换/, /^撤下/, /发布名单/]) {
    expect(await page.getByRole('button', { name }).count()).toBe(0)
  }
  await page.getByText('优秀网上群众工作者').click()
  await page.getByText('独一位的案例').waitFor()
  expect(await page.getByRole('checkbox').count()).toBe(0)
  expect(await page.getByRole('button', { name: '确定名单并抽签' }).count()).toBe(0)
  await context.close()
})

test('a candidate who leaves during voting is seen with the reason, and a choice made before says so until it is taken off', async () => {
  await beginVoting(world)
  await eventually(
    async () => (await world.api.call('GET /api/candidates', { query: {} })).body.total,
    (total) => total === 4,
  )
  const voter = await openPage(browser, PHONE)
  await voter.page.goto(`${world.url}/ballot?category=caseStudy&sort=number`)
  const boxes = voter.page.getByRole('checkbox')
  await boxes.first().click()
  await boxes.nth(1).click()
  await voter.page.getByRole('button', { name: '核对选票' }).click()
  await voter.page.getByRole('button', { name: '微信登录后投票' }).click()
  await voter.page.getByRole('button', { name: /周大姐/ }).click()
  const castIt = voter.page.getByRole('button', { name: '投出选票' })
  await castIt.waitFor()
  const leaving = (await world.deps.stores.candidate.findAll('2021'))[0]!

  const { page, faults, context } = await openAs('editor', LIST)
  await page.getByRole('button', { name: `让${leaving.name}退出评选` }).click()
  await dialog(page).getByText('退出后不能恢复').waitFor()
  await dialog(page).getByLabel('原因').fill('单位来函申请退出')
  expect(await barriersOf(page)).toEqual([])
  await dialog(page).getByRole('button', { name: '退出评选' }).click()
  await page.getByText('已退出评选：单位来函申请退出').waitFor()

  // What the page knows is older than that: the ballot is refused in words, and nothing of it is lost.
  await castIt.click()
  await voter.page.getByText('所选候选里有已退出评选的，请移除后再投').waitFor()
  await voter.page.getByText('已退出评选，请移除', { exact: true }).waitFor()
  expect(await voter.page.getByRole('button', { name: /投出选票|重试/ }).isDisabled()).toBe(true)
  await voter.page.goto(`${world.url}/ballot?category=caseStudy&sort=number`)
  await voter.page.getByText('已退出评选：单位来函申请退出').waitFor()
  await voter.page.locator('.bar').getByText('其中 1 个已退出评选，请移除').waitFor()
  await voter.page.getByRole('button', { name: '核对选票' }).click()
  await voter.page.getByRole('button', { name: `移除${leaving.name}` }).click()
  await castIt.click()
  await voter.page.getByText('投票成功').first().waitFor()
  expect(faults).toEqual([])
  await Promise.all([context.close(), voter.context.close()])
})
