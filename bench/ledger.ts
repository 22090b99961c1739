import { randomBytes } from 'node:crypto'
import { ballotPeriod } from '@shared/ballot/rules'
import { type IndexDescription, MongoClient } from 'mongodb'
import type { BallotRecord } from '../server/features/ballot/model'
import { choices } from './selections'
import type { Stores } from './stores'

const BATCH = 2000
/** Batches on their way at once. */
const LANES = 3

/**
 * Puts ballots into the ledger as a process that has ended would have left them: past the server, which then counts
 * them as it counts after any other process's death. Nobody may vote meanwhile: the indexes are away.
 */
export async function fillLedger(stores: Stores, count: number, writer: string): Promise<void> {
  const client = await MongoClient.connect(stores.settings.mongoUri)
  const ballots = client.db().collection<BallotRecord>('ballots')
  // Sorting all keys at once takes a fraction of the time that finding a place for each takes.
  const indexes = await ballots.indexes()
  const secondary = indexes.filter(({ name }) => name !== '_id_') as IndexDescription[]
  for (const { name } of secondary) await ballots.dropIndex(name!)
  const draw = drawerOf(stores, writer)
  let left = count
  let batch = 0
  async function lane(): Promise<void> {
    while (left > 0) {
      const size = Math.min(BATCH, left)
      left -= size
      batch += 1
      const number = batch
      const documents = Array.from({ length: size }, () => draw(number))
      await ballots.insertMany(documents, { ordered: false, writeConcern: { w: 1, journal: false } })
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  await ballots.createIndexes(secondary)
  // Else the engine would write all this down while something else is measured.
  await client.db('admin').command({ fsync: 1 })
  const writers = client.db().collection<{ _id: string; beat: number; retired: boolean }>('writers')
  await writers.insertOne({ _id: writer, beat: 1, retired: true })
  await client.close()
}

/** Choices are few and repeat; voters and receipts are random, as the engine's indexes find them in practice. */
function drawerOf({ edition, candidates }: Stores, writer: string): (batch: number) => BallotRecord {
  const rules = new Map(edition.categories.map(({ id, ballotRule }) => [id, ballotRule]))
  const all = choices(edition, candidates)
  const few = Array.from({ length: 3000 }, () => all.next().value)
  const castAt = new Date()
  let drawn = 0
  return (batch) => {
    const { category, selections } = few[drawn++ % few.length]!
    const random = randomBytes(27).toString('base64url')
    return {
      _id: random.slice(0, 12),
      voter: random.slice(12),
      edition: edition.id,
      category,
      writer,
      batch,
      period: ballotPeriod(rules.get(category)!, castAt),
      selections,
      castAt,
      channel: 'h5',
      risk: { network: random.slice(0, 10), agent: 'wechat' },
    }
  }
}
