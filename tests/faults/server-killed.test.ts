import { setTimeout as sleep } from 'node:timers/promises'
import { expectLedgerKeepsItsWord, expectTalliesStay, untilTalliesAgree, watchCounts } from './checks'
import { type Site, startSite } from './site'

let site: Site
beforeAll(async () => {
  site = await startSite(3)
})
afterAll(() => site?.close())

test('kill -9 of a server process loses nothing acknowledged, and the others finish its counting', async () => {
  const counts = watchCounts(site)
  const load = site.load()
  await sleep(2500)
  await site.processes.all[0]!.kill()
  await sleep(1500)
  await load.stop()
  await untilTalliesAgree(site)
  await expectTalliesStay(site)
  await expectLedgerKeepsItsWord(site, load)
  expect(await counts.stop()).toEqual([])
})
