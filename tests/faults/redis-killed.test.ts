import { setTimeout as sleep } from 'node:timers/promises'
import { eventually } from '../support/world'
import {
  expectLedgerKeepsItsWord,
  expectTalliesStay,
  readTally,
  untilTalliesAgree,
  watchCounts,
} from './checks'
import { keepDown, type Site, startSite } from './site'

let site: Site
beforeAll(async () => {
  site = await startSite(2)
})
afterAll(() => site?.close())

test('while Redis is killed again and again voting goes on; the counts stand still and say so, then catch up', async () => {
  const web = site.processes.all[0]!
  const counts = watchCounts(site)
  const load = site.load()
  await sleep(2000)

  const bringBack = keepDown(site.stores, 'redis')
  await sleep(1500) // a look at the counts that began before, and its remembered answer
  const [acceptedBefore, shownBefore] = [load.accepted(), await readTally(web, 'unit')]
  await sleep(2000)
  const [acceptedAfter, shownAfter] = [load.accepted(), await readTally(web, 'unit')]
  bringBack()

  expect(acceptedAfter).toBeGreaterThan(acceptedBefore)
  expect(shownAfter).toEqual(shownBefore)
  expect(load.answers().filter(({ status }) => status !== 201 && status !== 409)).toEqual([])

  await eventually(
    () => readTally(web, 'unit'),
    ({ asOf }) => asOf > shownBefore.asOf,
  )
  await load.stop()
  await untilTalliesAgree(site)
  await expectTalliesStay(site)
  await expectLedgerKeepsItsWord(site, load)
  expect(await counts.stop()).toEqual([])
})
