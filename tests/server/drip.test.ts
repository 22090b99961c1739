import type { BallotRecord } from '../../server/features/ballot/model'
import { eventually, startWorld, type World } from '../support/world'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

const HOUR = 3_600_000
const id = (n: number) => `a${String(n).padStart(2, '0')}`
let made = 0

/** A ballot as it was written hours ago. */
function ballot(hours: number, selections: string[], network: string): BallotRecord {
  made += 1
  return {
    ...{ _id: `drip-${made}`, voter: `v-${made}`, edition: '2021', category: 'unit', period: 'once' },
    ...{ writer: `w${made % 2}`, batch: 1, selections, channel: 'h5' as const },
    castAt: new Date(Date.now() - hours * HOUR),
    risk: { network, agent: 'wechat' },
  }
}

test('what is bought a few each hour is found in the ledger, told to staff and set aside', async () => {
  const { stores, scan } = world.deps
  // Three days of people who sleep at night and live in networks where others vote too.
  const honest = Array.from({ length: 3000 }, (_, n) => {
    const hours = ((n * 7919) % 4320) / 60
    const hour = new Date(Date.now() - hours * HOUR + 8 * HOUR).getUTCHours()
    const chosen = [id(1 + ((n * 13) % 19)), id(1 + ((n * 29) % 19))]
    return hour < 6 ? [] : ballot(hours, [...new Set(chosen)], `net-${n % 300}`)
  }).flat()
  const bought = Array.from({ length: 140 }, (_, n) => ballot(70 - n / 2, [id(20)], `alone-${n}`))
  // Two processes wrote them, each its own in the order of time.
  const all = [...honest, ...bought].sort((a, b) => a.castAt.getTime() - b.castAt.getTime())
  await stores.ballot.insertBallots(
    all.map((one, i) => ({ ...one, writer: `w${i % 2}`, batch: 1 + Math.floor(i / 40) })),
  )

  const aside = async () =>
    (await stores.ballot.findRulings(all.map(({ _id }) => _id))).map(({ ballot }) => ballot)
  await eventually(
    async () => {
      await scan()
      return (await aside()).length
    },
    (n) => n > 0,
  )
  const those = new Set(await aside())
  expect(bought.filter(({ _id }) => those.has(_id)).length).toBeGreaterThan(100)
  expect(honest.filter(({ _id }) => those.has(_id)).length).toBeLessThan(4)
  const clusters = await eventually(
    () => stores.cluster.totals('2021'),
    (found) => found.length > 0,
  )
  expect(JSON.stringify(clusters)).toContain(id(20))
})
