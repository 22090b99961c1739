import { setTimeout as sleep } from 'node:timers/promises'
import { eventually } from '../support/world'
import { expectLedgerKeepsItsWord, expectTalliesStay, untilTalliesAgree, watchCounts } from './checks'
import { type Site, startSite } from './site'

let site: Site
beforeAll(async () => {
  site = await startSite(2)
})
afterAll(() => site?.close())

test('a ledger that freezes and comes back with old requests still in its hands writes no ballot twice', async () => {
  const counts = watchCounts(site)
  const load = site.load({ voters: 32 })
  await sleep(2000)

  const engine = site.stores.pids().mongo!
  process.kill(engine, 'SIGSTOP')
  await sleep(3500)
  const accepted = load.accepted()
  await sleep(500)
  expect(load.accepted()).toBe(accepted)
  process.kill(engine, 'SIGCONT')

  await eventually(
    async () => load.accepted(),
    (n) => n > accepted + 20,
  )
  await load.stop()
  await untilTalliesAgree(site)
  await expectTalliesStay(site)
  await expectLedgerKeepsItsWord(site, load)
  expect(await counts.stop()).toEqual([])
})
