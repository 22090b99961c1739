import { setTimeout as sleep } from 'node:timers/promises'
import {
  countBallots,
  expectLedgerKeepsItsWord,
  expectTalliesStay,
  readLedger,
  readTally,
  untilTalliesAgree,
} from '../faults/checks'
import { keepDown, type Site, startSite } from '../faults/site'
import { cast } from '../support/load'

let site: Site
beforeAll(async () => {
  site = await startSite(3, { BALLOT_QUEUE_LIMIT: '40' })
})
afterAll(() => site?.close())

const urls = () => site.processes.live().map(({ url }) => url)

test('a person logged in at one process is the same voter at every other', async () => {
  const [one, two] = site.processes.all
  const person = await one!.api.as('traveller')
  const again = await two!.api.as('traveller')
  const body = { category: 'caseStudy' as const, selections: ['c01'] }
  const first = await person.call('POST /api/ballots', { body })
  const second = await again.call('POST /api/ballots', { body })
  expect([first.status, second.status]).toEqual([201, 409])
  expect(second.body.error!.details).toEqual({ ballot: first.body.ballot })
})

test('of ballots cast at three processes at the same instant one is accepted, and the others get that one', async () => {
  for (let round = 0; round < 20; round++) {
    const voters = Array.from({ length: 10 }, (_, i) => `racer-${round}-${i}`)
    const answers = await Promise.all(
      voters.map((voter) =>
        Promise.all(urls().map((url, i) => cast(url, voter, 'caseStudy', [`c0${i + 1}`, 'c09']))),
      ),
    )
    for (const those of answers) {
      expect(those.map(({ status }) => status).sort()).toEqual([201, 409, 409])
      expect(new Set(those.map(({ ballot }) => JSON.stringify(ballot))).size).toBe(1)
    }
  }
})

test('more ballots than may wait are refused as busy, with a time to come back, and none of the rest is lost', async () => {
  const [url] = urls()
  const answers = await Promise.all(
    Array.from({ length: 250 }, (_, i) => cast(url!, `crowd-${i}`, 'caseStudy', ['c11'])),
  )
  const busy = answers.filter(({ status }) => status === 503)
  expect(busy.length).toBeGreaterThan(0)
  for (const { code, retryAfter } of busy) {
    expect(code).toBe('busy')
    expect(Number(retryAfter)).toBeGreaterThan(0)
  }
  const accepted = answers.filter(({ status }) => status === 201)
  expect(accepted.length).toBe(250 - busy.length)
  const { ballots } = await readLedger(site.mongo)
  const kept = new Set(ballots.map(({ _id }) => _id))
  expect(accepted.filter(({ ballot }) => !kept.has(ballot!.receipt.replaceAll('-', '')))).toEqual([])
  expect(ballots.filter(({ voter }) => voter.startsWith('crowd-'))).toHaveLength(accepted.length)
})

test('a process that is asked to end writes what it has taken, and another takes its place', async () => {
  const load = site.load()
  await sleep(1000)
  const [leaving] = site.processes.live()
  expect(await leaving!.end()).toBe(0)
  await site.processes.start()
  await sleep(500)
  await load.stop()
  await untilTalliesAgree(site)
  await expectTalliesStay(site)
  await expectLedgerKeepsItsWord(site, load)
})

test('a lone newcomer counts what all that came before left uncounted', async () => {
  const bringBack = keepDown(site.stores, 'redis')
  const voters = Array.from({ length: 30 }, (_, i) => `unfinished-${i}`)
  const answers = await Promise.all(voters.map((voter, i) => cast(urls()[i % 3]!, voter, 'unit', ['a20'])))
  expect(answers.filter(({ status }) => status !== 201)).toEqual([])
  await Promise.all(site.processes.live().map((web) => web.kill()))
  bringBack()
  const newcomer = await site.processes.start()
  await untilTalliesAgree(site)
  expect((await readTally(newcomer, 'unit')).counts.a20).toBe(
    countBallots(await readLedger(site.mongo), 'unit').counts.a20,
  )
})
