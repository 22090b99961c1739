import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { PATIENCE, type World } from './world'

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map(
  (name) => `/usr/bin/${name}`,
)
const FLAGS = [
  '--no-sandbox', // Chromium refuses to run as root with it
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const PHONE = { width: 390, height: 844 }
export const DESK = { width: 1280, height: 900 }

/** `flags` are told to Chromium besides what every test needs. */
export function openBrowser(...flags: string[]): Promise<Browser> {
  const executablePath = PROGRAMS.find(existsSync)
  if (!executablePath) throw new Error('no Chromium found; run node scripts/setup.mjs test')
  return chromium.launch({ executablePath, args: [...FLAGS, ...flags] })
}

/** How WeChat's browsers, on the phone and at the desk, call themselves. */
const WECHAT =
  'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 MicroMessenger/8.0'

/** A page in a profile of its own, with everything that went wrong in it. Phones are in WeChat, desks are not. */
export async function openPage(
  browser: Browser,
  viewport: { width: number; height: number },
  inWeChat = viewport === PHONE,
) {
  const context = await browser.newContext({
    viewport,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    ...(inWeChat && { userAgent: WECHAT }),
  })
  context.setDefaultTimeout(PATIENCE)
  const page: Page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${message.text()} ${message.location().url}`)
  })
  return { page, faults, context }
}

/** What the site keeps of somebody who has logged in. */
export const sessionOf = async ({ api }: Pick<World, 'api'>, openid: string): Promise<unknown> =>
  (await api.call('POST /api/session/weapp', { body: { code: `sandbox:${openid}` } })).body

/** Has a page's browser keep a session from its first visit on. */
export async function keepSession(page: Page, session: unknown): Promise<void> {
  const kept = JSON.stringify({ data: JSON.stringify(session) })
  await page.addInitScript(`localStorage.setItem('pingxuan:session', ${JSON.stringify(kept)})`)
}

/** A browser of its own, not WeChat's, in which somebody is logged in. */
export async function openAs(browser: Browser, session: unknown, viewport = PHONE) {
  const opened = await openPage(browser, viewport, false)
  await keepSession(opened.page, session)
  return opened
}

/** Keeps a picture of the whole page in the folder SHOTS, where that is set. */
export async function shoot(page: Page, name: string): Promise<void> {
  const shots = process.env.SHOTS
  if (shots) await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
}
