import { setTimeout as sleep } from 'node:timers/promises'
import { Edition } from '@shared/edition/contract'
import edition2021 from '../../config/editions/2021.json'
import { shiftEdition } from '../../scripts/sample/load'
import { Api } from '../support/api'
import { type Processes, startProcesses } from '../support/processes'
import { allMarks, asReviewer, assign, buildReviewer, cardsOf, saveMarks, submitAll } from '../support/review'
import { asStaff } from '../support/staff'
import { startWorld, type World } from '../support/world'

let world: World
let processes: Processes
let coordinator: Api
beforeAll(async () => {
  const edition = shiftEdition(Edition.parse(edition2021), 'review', new Date())
  world = await startWorld({ edition, perCategory: 12 })
  processes = await startProcesses(1, world.stores)
  coordinator = await asStaff(world, 'coordinator')
})
afterAll(async () => {
  await processes?.stop()
  await world?.close()
})

// Which review is cut off is left to chance: with each round the process dies a little later.
test.each([10, 60])(
  'a process killed %i ms into handing in leaves each review handed in or as it was, and sending it again finishes',
  async (ms) => {
    const reviewer = await buildReviewer(coordinator, ['unit'])
    const here = await asReviewer(world, coordinator, reviewer)
    await assign(coordinator, 'unit')
    const saved = []
    for (const card of await cardsOf(here, 'unit')) {
      saved.push((await saveMarks(here, card, allMarks('unit', 80))).body)
    }
    const [web] = processes.live()
    const answer = submitAll(new Api(web!.url, here.token), 'unit', saved).catch(() => null)
    await sleep(ms)
    await web!.kill()
    const confirmed = (await answer)?.status === 200
    const next = new Api((await processes.start()).url, here.token)
    const left = await cardsOf(next, 'unit')
    for (const card of left) {
      expect([card.marks, card.version]).toEqual([allMarks('unit', 80), card.state === 'submitted' ? 3 : 2])
      if (confirmed) expect(card.state).toBe('submitted')
    }
    const again = await submitAll(next, 'unit', saved)
    expect(again.body.items.map(({ state, version }) => [state, version])).toEqual(
      Array(12).fill(['submitted', 3]),
    )
  },
)
