import { Edition } from '@shared/edition/contract'
import edition2021 from '../../config/editions/2021.json'
import { loadSample, shiftEdition } from '../../scripts/sample/load'
import { loadResults } from '../../scripts/sample/results'
import { startWorld, type World } from '../support/world'

let world: World
afterEach(() => world?.close())

test.each(['notice', 'published'] as const)(
  'the sample has a result to show in its phase %s',
  async (phase) => {
    const edition = Edition.parse(edition2021)
    world = await startWorld({ edition: shiftEdition(edition, phase, new Date()), perCategory: 0 })
    const { deps } = world
    await loadSample(deps, deps.editions.current())
    await deps.candidates.refresh()
    await loadResults(deps, edition, phase)
    const { body } = await world.api.call('GET /api/results', { query: {} })
    expect(body.objectionsOpen).toBe(phase === 'notice')
    for (const { state, list } of body.items) {
      expect(state).toBe(phase === 'notice' ? 'proposed' : 'released')
      const winners = list!.standings.filter(({ winner }) => winner)
      expect(winners).toHaveLength(list!.seats)
      expect(new Set(winners.map(({ score }) => score)).size).toBeGreaterThan(list!.seats / 2)
    }
    const [units] = body.items
    expect(units!.list!.corrections).toMatchObject([{ objected: true, change: { part: 'replyRecord' } }])
  },
)
