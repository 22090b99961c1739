import type { Role } from '@shared/kernel/policy'
import type { Browser, Page } from 'playwright-core'
import { DESK, openPage } from './browser'
import { buildStaff, PASSWORD } from './staff'
import type { World } from './world'

/** A page of the console, at a desk, as somebody with a role; who that is. */
export async function openConsole(
  world: Pick<World, 'deps' | 'url'>,
  browser: Browser,
  role: Role,
  path: string,
) {
  const { username, name, id } = await buildStaff(world, role)
  const opened = await openPage(browser, DESK)
  await opened.page.emulateMedia({ reducedMotion: 'reduce' })
  const data = { username, password: PASSWORD }
  await opened.page.request.post(`${world.url}/api/staff/session`, { data })
  await opened.page.goto(`${world.url}/console${path}`)
  await opened.page.getByRole('heading', { level: 1 }).waitFor()
  return { ...opened, name, id }
}

/** The dialog on top. */
export const dialogOf = (page: Page) => page.getByRole('dialog').last()
