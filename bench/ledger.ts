import { randomBytes } from 'node:crypto'
import { ballotPeriod } from '@shared/ballot/rules'
import { MongoClient } from 'mongodb'
import type { BallotRecord } from '../server/features/ballot/model'
import { choices } from './selections'
import type { Stores } from './stores'

const BATCH = 2000
/** Batches on their way at once. */
const LANES = 3

/**
 * Puts ballots into the ledger as a process that has ended would have left them: past the server, which then counts
 * them as it counts after any other process's death.
 */
export async function fillLedger(stores: Stores, count: number, writer: string): Promise<void> {
  const client = await MongoClient.connect(stores.settings.mongoUri)
  const ballots = client.db().collection<BallotRecord>('ballots')
  const records = ballotsOf(stores, writer)
  let left = count
  let batch = 0
  async function lane(): Promise<void> {
    while (left > 0) {
      const size = Math.min(BATCH, left)
      left -= size
      batch += 1
      const number = batch
      const documents = Array.from({ length: size }, () => ({ ...records.next().value, batch: number }))
      await ballots.insertMany(documents, { ordered: false, writeConcern: { w: 1, journal: false } })
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  const writers = client.db().collection<{ _id: string; beat: number; retired: boolean }>('writers')
  await writers.insertOne({ _id: writer, beat: 1, retired: true })
  await client.close()
}

function* ballotsOf(
  { edition, candidates }: Stores,
  writer: string,
): Generator<Omit<BallotRecord, 'batch'>, never> {
  const rules = new Map(edition.categories.map(({ id, ballotRule }) => [id, ballotRule]))
  const castAt = new Date()
  for (const { category, selections } of choices(edition, candidates)) {
    yield {
      _id: randomBytes(9).toString('base64url'),
      voter: randomBytes(18).toString('base64url'),
      edition: edition.id,
      category,
      writer,
      period: ballotPeriod(rules.get(category)!, castAt),
      selections,
      castAt,
      channel: 'h5',
      risk: { network: randomBytes(6).toString('base64url'), agent: 'wechat' },
    }
  }
  throw new Error('choices never end')
}
