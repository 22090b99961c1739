import { setTimeout as sleep } from 'node:timers/promises'
import { eventually } from '../support/world'
import { expectLedgerKeepsItsWord, expectTalliesStay, untilTalliesAgree } from './checks'
import { type Site, startSite } from './site'

let site: Site
beforeAll(async () => {
  site = await startSite(3)
})
afterAll(() => site?.close())

test('servers, engine and Redis killed one after the other and together: every word to a voter is kept', async () => {
  const { processes, stores } = site
  const load = site.load()
  await sleep(1500)

  // Redis dies, then a server whose counts it did not get, then the engine.
  process.kill(stores.pids().redis!, 'SIGKILL')
  await processes.all[0]!.kill()
  process.kill(stores.pids().mongo!, 'SIGKILL')
  await eventually(
    async () => stores.pids(),
    ({ mongo, redis }) => mongo !== null && redis !== null,
  )
  await processes.start()
  await sleep(1500)

  // A server dies whose ballots a frozen engine still has in its hands.
  const engine = stores.pids().mongo!
  process.kill(engine, 'SIGSTOP')
  await sleep(300)
  await processes.live()[0]!.kill()
  process.kill(engine, 'SIGCONT')
  await sleep(500)

  // All at once, down to the last process.
  process.kill(stores.pids().mongo!, 'SIGKILL')
  process.kill(stores.pids().redis!, 'SIGKILL')
  await Promise.all(processes.live().map((web) => web.kill()))
  await eventually(
    async () => stores.pids(),
    ({ mongo, redis }) => mongo !== null && redis !== null,
  )
  await Promise.all([processes.start(), processes.start()])

  const accepted = load.accepted()
  await eventually(
    async () => load.accepted(),
    (n) => n > accepted + 20,
  )
  await load.stop()
  await untilTalliesAgree(site)
  await expectTalliesStay(site)
  await expectLedgerKeepsItsWord(site, load)
})
