import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { DESK, openBrowser, openPage, PHONE } from '../tests/support/browser'

const OUT = 'docs/images'
/** As the demo prints it. */
const ADMIN = { username: 'admin', password: 'shifan-2021-wuhan' }
const site = process.argv[2] ?? 'http://127.0.0.1:3000'

/** Takes the pictures of the README from a running demo: `npx tsx scripts/screenshots.ts [URL]`. Casts a ballot. */
async function main(): Promise<void> {
  mkdirSync(OUT, { recursive: true })
  const browser = await openBrowser()
  await takeHome(browser)
  await takeBallot(browser)
  await takeConsole(browser)
  await browser.close()
}

async function takeHome(browser: Browser): Promise<void> {
  for (const [name, viewport] of [
    ['home-pc', DESK],
    ['home-phone', PHONE],
  ] as const) {
    const { page } = await openPage(browser, viewport)
    await page.goto(site)
    await page.getByText('网络投票进行中').waitFor()
    await take(page, name)
  }
}

async function takeBallot(browser: Browser): Promise<void> {
  const { page } = await openPage(browser, PHONE)
  await page.goto(`${site}/ballot?category=caseStudy`)
  for (const place of [0, 1, 3]) await page.getByRole('checkbox').nth(place).click()
  await take(page, 'ballot-phone')
  await page.getByRole('button', { name: '核对选票' }).click()
  await page.getByRole('button', { name: '微信登录后投票' }).click()
  await page.getByLabel('添一位网友').fill('张阿姨')
  await page.getByRole('button', { name: '添加并登录' }).click()
  await page.getByRole('button', { name: '投出选票' }).click()
  await page.getByText('投票成功').waitFor()
  await take(page, 'receipt-phone')
}

async function takeConsole(browser: Browser): Promise<void> {
  const { page } = await openPage(browser, DESK)
  await page.goto(`${site}/console/`)
  await page.getByLabel('用户名').fill(ADMIN.username)
  await page.getByLabel('密码', { exact: true }).fill(ADMIN.password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByRole('heading', { name: '总览' }).waitFor()
  await take(page, 'console')
}

async function take(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle', { timeout: 3000 }).catch(() => {}) // a live stream never rests
  const picture = await page.screenshot()
  await sharp(picture)
    .png({ palette: true, quality: 90 })
    .toFile(join(OUT, `${name}.png`))
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})
