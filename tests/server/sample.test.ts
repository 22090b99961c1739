import type { LiveCluster, Sighting } from '@shared/risk/rules'
import type { Editions } from '../../server/features/edition/edition'
import { createGuard } from '../../server/features/risk/risk'
import type { Vault } from '../../server/ports/memory'
import { votingEdition } from '../support/edition'
import { eventually } from '../support/world'

test('of a second with too many ballots a sample is handed over, and the others are not forgotten', async () => {
  const kept = new Map<string, string>()
  const vault: Vault = {
    put: async (key, value) => void kept.set(key, value),
    take: async () => null,
    peek: async (key) => kept.get(key) ?? null,
  }
  const edition = votingEdition()
  const handedOver: string[] = []
  const setAside: string[] = []
  const guard = createGuard({
    window: {
      add: async (_edition, sightings) => void handedOver.push(...sightings.map(({ receipt }) => receipt)),
      after: async () => [],
    },
    ...{ vault, editions: { current: () => edition } as Editions, secretKeys: ['s'.repeat(32)] },
    setAside: async (receipts) => void setAside.push(...receipts),
  })
  const at = Date.now()
  const sighting = (n: number): Sighting => ({
    ...{ receipt: `r${n}`, at, category: 'unit', channel: 'h5', agent: 'other', network: `n${n}` },
    selections: [n % 2 ? 'a01' : 'a02'],
  })
  for (let n = 0; n < 1000; n++) guard.saw(sighting(n))
  guard.tick()
  await eventually(
    async () => handedOver.length,
    (n) => n > 0,
  )
  expect(handedOver).toHaveLength(300)
  // Not the first three hundred.
  expect(handedOver.filter((receipt) => Number(receipt.slice(1)) >= 500).length).toBeGreaterThan(50)

  const cluster: LiveCluster = {
    ...{ key: 'k', category: 'unit', candidate: 'a01', traits: { outside: true }, from: at, to: at },
    ...{ size: 500, score: edition.safeguards.quarantine, reasons: [] },
  }
  kept.set(`risk:${edition.id}:live`, JSON.stringify([cluster]))
  const missed = Array.from({ length: 500 }, (_, i) => `r${2 * i + 1}`).filter(
    (one) => !handedOver.includes(one),
  )
  await eventually(
    async () => {
      guard.tick()
      return setAside.length
    },
    (n) => n > 0,
  )
  expect(setAside.sort()).toEqual(missed.sort())
})
