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

test('receipts are entered where twenty of each category are together, and as many wait for the next time', async () => {
  const chunks: ChunkRecord[] = []
  /** Each hour thirty ballots for units and three for workers. */
  const hours = Array.from({ length: 15 }, (_, hour) =>
    Array.from({ length: 33 }, (_, i) => ({
      ...{
        _id: `${hour}-${i}`,
        category: i < 30 ? 'unit' : 'worker',
        edition: '2021',
        voter: `${hour}-${i}`,
      },
      ...{ period: 'once', castAt: new Date(0), selections: ['a01'], batch: 1 + hour, writer: 'w' },
    })),
  )
  let come = 0
  const sequencer = createSequencer({
    lines: createLines(KEYS.voterKey),
    log: silent,
    store: {
      tail: async () => chunks.at(-1) ?? null,
      append: async (chunk: ChunkRecord) => Boolean(chunks.push(chunk)),
      async *chunksIn(_: string, from: number, to: number) {
        yield* chunks.filter(({ first, sources }) => first + sources.length > from && first < to)
      },
    } as never,
    ballots: {
      findWriters: async () => [{ _id: 'w', beat: come, closed: come }],
      findBallots: async (ids: string[]) => hours.flat().filter(({ _id }) => ids.includes(_id)),
      countOf: async (kind: string) => (kind === 'ballots' ? 33 * come : 0),
      async *entriesOf(kind: string, _: unknown, after: number, upTo: number) {
        if (kind === 'ballots') yield* hours.flat().filter(({ batch }) => batch > after && batch <= upTo)
      },
    } as never,
  })
  const receipts = () => chunks.filter(({ kind }) => kind === 'receipts').map(({ sources }) => sources)
  const start = Date.now()
  const clock = jest.spyOn(Date, 'now')
  try {
    for (come = 1; come <= 15; come++) {
      clock.mockReturnValue(start + come * 3_700_000)
      await sequencer.advance(edition, false)
      // Twenty-one workers are together after seven hours, and twenty-one more after another seven.
      expect(receipts().map(({ length }) => length)).toEqual(come < 14 ? [] : [7 * 33])
    }
    come = 15
    await sequencer.advance(edition, true)
  } finally {
    clock.mockRestore()
  }
  expect(receipts().map(({ length }) => length)).toEqual([7 * 33, 8 * 33])
  expect(receipts().flat().sort()).toEqual(
    hours
      .flat()
      .map(({ _id }) => _id)
      .sort(),
  )
})
