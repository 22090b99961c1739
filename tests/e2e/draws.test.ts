import { createHash } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { barriersOf } from '../support/axe'
import { openBrowser, openPage, PHONE } from '../support/browser'
import { beginVoting, shortlistDeeds, shortlistingEdition } from '../support/shortlist'
import { asStaff } from '../support/staff'
import { eventually, startWorld, type World } from '../support/world'

let world: World
let browser: Browser
beforeAll(async () => {
  world = await startWorld({ edition: shortlistingEdition(), perCategory: 0 })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

test('before the vote the page says when the draw is made public; then whoever reads it can draw the numbers again', async () => {
  const { page, faults, context } = await openPage(browser, PHONE)
  await page.goto(`${world.url}/rules`)
  await page.getByRole('link', { name: '候选编号是怎么抽的' }).click()
  await page.getByText(/候选名单将于 .+ 公布/).waitFor()
  expect(await barriersOf(page)).toEqual([])

  const publish = await shortlistDeeds(() => world).publishShortlist!(await asStaff(world, 'editor'))
  expect((await publish()).status).toBe(200)
  await beginVoting(world)
  // Each process goes on saying for a few seconds what it has said.
  await eventually(
    () => world.api.call('GET /api/draws', {}),
    ({ body }) => body.items.length > 0,
  )
  const [one] = (await world.api.call('GET /api/candidates', { query: {} })).body.items
  await page.goto(`${world.url}/candidate?id=${one!.id}`)
  await page.getByRole('link', { name: new RegExp(`^${one!.number}`) }).click()
  await page.getByRole('heading', { name: '怎么重算' }).waitFor()
  expect(await barriersOf(page)).toEqual([])
  const seed = (await page.locator('.draws-fact .draws-code').textContent())!
  const rows = await page.locator('.draws-row').all()
  const drawn = await Promise.all(
    rows.map(async (row) => [
      await row.getByRole('link').textContent(),
      ...(await row.locator('.draws-code').allTextContents()),
    ]),
  )
  const again = drawn.map(([, id]) => [id, sha256(`${seed}\n${id}`)] as const)
  const inOrder = again.sort(([, a], [, b]) => (a < b ? -1 : 1))
  expect(drawn).toEqual(inOrder.map(([id, key], i) => [`B0${i + 1}`, id, key]))
  expect(drawn).toHaveLength(2)
  expect(faults).toEqual([])
  await context.close()
})
