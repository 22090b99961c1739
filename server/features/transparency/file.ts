import type { BallotRecord, BallotStore } from '../ballot/ballot'
import type { Lines } from './lines'
import type { ChunkRecord, TransparencyStore } from './model'

type Sources = {
  store: Pick<TransparencyStore, 'chunksIn' | 'indexesOf'>
  ballots: Pick<BallotStore, 'findBallots' | 'findRulingsById'>
  lines: Lines
}

/** What stands in the place of an entry whose ballot or ruling is gone from the store. */
const GONE = '{"gone":true}'

/** The lines of the first `size` entries, some at a time, in their order. */
export async function* linesOf(sources: Sources, edition: string, size: number): AsyncGenerator<string[]> {
  for await (const chunk of sources.store.chunksIn(edition, 0, size)) {
    yield (await linesIn(sources, chunk)).slice(0, size - chunk.first)
  }
}

/** The lines of a chunk, from what the store has now. */
export async function linesIn({ store, ballots, lines }: Sources, chunk: ChunkRecord): Promise<string[]> {
  const { kind, sources, edition } = chunk
  if (kind === 'receipts') return sources.map(lines.ofReceipt)
  if (kind === 'ballots') {
    const found = new Map((await ballots.findBallots(sources)).map((ballot) => [ballot._id, ballot]))
    return sources.map((id) => lineOf(found.get(id), lines))
  }
  const rulings = new Map((await ballots.findRulingsById(sources)).map((ruling) => [ruling._id, ruling]))
  const of = [...new Set([...rulings.values()].map(({ ballot }) => ballot))]
  const indexes = await store.indexesOf(edition, 'ballots', of)
  return sources.map((id) => {
    const ruling = rulings.get(id)
    const index = ruling && indexes.get(ruling.ballot)
    return ruling && index !== undefined ? lines.ofRuling(ruling, index) : GONE
  })
}

const lineOf = (ballot: BallotRecord | undefined, lines: Lines) => (ballot ? lines.ofBallot(ballot) : GONE)
