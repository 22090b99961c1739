import { Edition } from '@shared/edition/contract'
import edition2021 from '../../config/editions/2021.json'
import { createLines } from '../../server/features/transparency/lines'
import type { ChunkRecord } from '../../server/features/transparency/model'
import { createSequencer } from '../../server/features/transparency/sequencer'
import { KEYS, silent } from '../support/world'

const edition = Edition.parse(edition2021)
const RULINGS = 2500

/** Batches of a hundred rulings of one writer that has stopped. */
const rulings = Array.from({ length: RULINGS }, (_, i) => ({
  ...{ _id: `r${i}`, ballot: `b${i}`, batch: 1 + Math.floor(i / 100), writer: 'w' },
  ...{ kind: 'quarantined', revision: 1, ruledAt: new Date(0), reason: '示例' },
}))

test('rulings wait for one whose ballot is not entered yet, and are all entered once it is', async () => {
  const chunks: ChunkRecord[] = []
  let missing: string | null = 'b500'
  const sequencer = createSequencer({
    lines: createLines(KEYS.voterKey),
    log: silent,
    store: {
      tail: async () => chunks.at(-1) ?? null,
      append: async (chunk: ChunkRecord) => Boolean(chunks.push(chunk)),
      indexesOf: async (_: string, __: string, ids: string[]) =>
        new Map(ids.filter((id) => id !== missing).map((id) => [id, 0])),
    } as never,
    ballots: {
      findWriters: async () => [{ _id: 'w', beat: 1, retired: true }],
      async *entriesOf(kind: string, _: unknown, after: number) {
        if (kind === 'rulings') yield* rulings.filter(({ batch }) => batch > after)
      },
    } as never,
  })
  await sequencer.advance(edition, false)
  expect(chunks).toEqual([])
  missing = null
  await sequencer.advance(edition, false)
  expect(chunks.flatMap(({ sources }) => sources)).toEqual(rulings.map(({ _id }) => _id))
})
