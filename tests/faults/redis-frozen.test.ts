import { setTimeout as sleep } from 'node:timers/promises'
import { expectLedgerKeepsItsWord, expectTalliesStay, untilTalliesAgree, watchCounts } from './checks'
import { type Site, startSite } from './site'

let site: Site
beforeAll(async () => {
  site = await startSite(2)
})
afterAll(() => site?.close())

test('while Redis is frozen voting goes on; what it carries out late is not counted twice', async () => {
  const counts = watchCounts(site)
  const load = site.load()
  await sleep(1500)
  const redis = site.stores.pids().redis!
  process.kill(redis, 'SIGSTOP')
  await sleep(500)
  const accepted = load.accepted()
  await sleep(3500) // longer than a server waits for an answer
  expect(load.accepted()).toBeGreaterThan(accepted)
  process.kill(redis, 'SIGCONT')
  await sleep(1000)
  await load.stop()
  await untilTalliesAgree(site)
  await expectTalliesStay(site)
  await expectLedgerKeepsItsWord(site, load)
  expect(load.answers().filter(({ status }) => status !== 201 && status !== 409)).toEqual([])
  expect(await counts.stop()).toEqual([])
})
