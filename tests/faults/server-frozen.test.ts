import { setTimeout as sleep } from 'node:timers/promises'
import { expectLedgerKeepsItsWord, expectTalliesStay, untilTalliesAgree, watchCounts } from './checks'
import { type Site, startSite } from './site'

let site: Site
beforeAll(async () => {
  site = await startSite(3)
})
afterAll(() => site?.close())

test('a process taken for dead, its counting done by others, comes back and nothing is counted twice', async () => {
  const counts = watchCounts(site)
  const load = site.load({ voters: 32 })
  await sleep(2000)
  const sleeper = site.processes.all[1]!
  sleeper.freeze()
  await sleep(6500)
  sleeper.thaw()
  await sleep(1500)
  await load.stop()
  await untilTalliesAgree(site)
  await expectTalliesStay(site)
  await expectLedgerKeepsItsWord(site, load)
  expect(await counts.stop()).toEqual([])
})
