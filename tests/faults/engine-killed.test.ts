import { setTimeout as sleep } from 'node:timers/promises'
import { type Answer, cast } from '../support/load'
import { eventually } from '../support/world'
import { expectLedgerKeepsItsWord, expectTalliesStay, untilTalliesAgree, watchCounts } from './checks'
import { keepDown, type Site, startSite } from './site'

let site: Site
beforeAll(async () => {
  site = await startSite(2)
})
afterAll(() => site?.close())

test('while the ledger is killed again and again ballots are refused at once; nothing acknowledged is lost', async () => {
  const counts = watchCounts(site)
  const load = site.load()
  await sleep(2000)

  const bringBack = keepDown(site.stores, 'mongo')
  await eventually(
    async () => load.answers().filter(({ status }) => status === 503).length,
    (n) => n > 10,
  )
  const probes: Answer[] = []
  for (let i = 0; i < 20; i++) {
    const web = site.processes.all[i % 2]!
    probes.push(await cast(web.url, `probe-${i}`, 'caseStudy', ['c01']))
    await sleep(50)
  }
  bringBack()

  for (const { status, code, retryAfter } of probes) {
    expect({ status, code }).toEqual({
      status: 503,
      code: expect.stringMatching(/^ledger_unavailable$|^ballot_unconf/),
    })
    expect(Number(retryAfter)).toBeGreaterThan(0)
  }
  // Most are told at once, and do not wait for the 1.5 s in which the driver gives the engine up.
  expect(median(probes.map(({ ms }) => ms))).toBeLessThan(1000)

  const before = load.accepted()
  // With what there is to know where it does not come true.
  const standing = async () => ({
    accepted: load.accepted(),
    engine: site.stores.pids().mongo,
    last: load
      .answers()
      .toSorted((a, b) => b.at - a.at)
      .slice(0, 5)
      .map(({ status, code, ms }) => ({ status, code, ms })),
  })
  await eventually(standing, ({ accepted }) => accepted > before + 20)
  await load.stop()
  await untilTalliesAgree(site)
  await expectTalliesStay(site)
  await expectLedgerKeepsItsWord(site, load)
  expect(await counts.stop()).toEqual([])
})

const median = (numbers: number[]) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!
