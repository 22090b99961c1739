import { setTimeout as sleep } from 'node:timers/promises'
import { expectLedgerKeepsItsWord, expectTalliesStay, untilTalliesAgree, watchCounts } from './checks'
import { type Site, startSite } from './site'

let site: Site
beforeAll(async () => {
  site = await startSite(3)
})
afterAll(() => site?.close())

test('FLUSHALL in the middle of voting: no count shown ever falls, and all come back by themselves', async () => {
  const counts = watchCounts(site)
  const load = site.load()
  await sleep(2000)
  for (const pause of [1500, 300, 30]) {
    await site.redis.flushall()
    await sleep(pause)
  }
  await sleep(1500)
  await load.stop()
  await untilTalliesAgree(site)
  await site.redis.flushall()
  await untilTalliesAgree(site)
  await expectTalliesStay(site)
  await expectLedgerKeepsItsWord(site, load)
  expect(await counts.stop()).toEqual([])
})
