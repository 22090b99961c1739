import type { Ballot } from '@shared/ballot/contract'
import { parseReceipt } from '@shared/ballot/receipt'
import type { PublishedCheckpoint } from '@shared/transparency/contract'
import { type Db, type Document, MongoClient } from 'mongodb'
import { createLines, leafOf } from '../../server/features/transparency/lines'
import { createTransparency } from '../../server/features/transparency/transparency'
import { castMany, checkpointOf, createOutsider, runVerifier, type Verdict, verify } from '../support/ledger'
import { eventually, KEYS, silent, startWorld, type World } from '../support/world'

const COLLECTIONS = ['ballots', 'rulings', 'writers', 'ledgerchunks', 'ledgertiles', 'ledgercheckpoints']
const TREE = ['ledgerchunks', 'ledgertiles', 'ledgercheckpoints']

let world: World
let client: MongoClient
let db: Db
let outsider: ReturnType<typeof createOutsider>
let cast: Ballot[]
let key: string
/** What a newspaper has kept while people voted, and the last one. */
let early: PublishedCheckpoint
let last: PublishedCheckpoint
let whole: Record<string, Document[]>

beforeAll(async () => {
  world = await startWorld()
  client = await MongoClient.connect(world.stores.mongoUri!)
  db = client.db(new URL(world.stores.mongoUri!).pathname.slice(1) || undefined)
  outsider = createOutsider(world.api)
  cast = await castMany(world, 'early', 25)
  early = await checkpointOf(world, 25)
  cast.push(...(await castMany(world, 'late', 15)))
  const receipt = parseReceipt(cast[0]!.receipt)!
  await world.deps.ballots.rule({ receipt, kind: 'quarantined', reason: '示例：核查', author: '示例' })
  await checkpointOf(world, 41)
  await world.api.send('POST', '/sandbox/api/clock', { phase: 'notice' })
  last = await checkpointOf(world, 81)
  key = world.deps.transparency.key
  whole = Object.fromEntries(
    await Promise.all(
      COLLECTIONS.map(async (name) => [name, await db.collection(name).find().toArray()] as const),
    ),
  )
})
afterEach(async () => {
  for (const [name, documents] of Object.entries(whole)) {
    await db.collection(name).deleteMany({})
    await db.collection(name).insertMany(documents)
  }
})
afterAll(async () => {
  await client.close()
  await world.close()
})

const idOf = (ballot: Ballot) => ({ _id: parseReceipt(ballot.receipt) as never })

/** What an outsider finds who has kept two checkpoints, the key and the counts. */
async function look(...more: string[]): Promise<Verdict> {
  const kept = [early, last].flatMap((one) => ['--checkpoint', outsider.keepCheckpoint(one)])
  return verify(await outsider.keepLedger(), ...kept, '--key', key, ...more)
}
const faultsOf = ({ faults }: Verdict) =>
  faults.map(({ en }) => en.replace(/of \S+Z/, 'of …').replace(/at \S+Z/, 'at …'))

/** Somebody of ours, with all our keys, makes the tree anew over what now lies in the store. */
async function rebuild(): Promise<PublishedCheckpoint> {
  for (const name of TREE) await db.collection(name).deleteMany({})
  const { deps, url } = world
  const forger = createTransparency({
    ...{ store: deps.stores.transparency, ballots: deps.stores.ballot, editions: deps.editions, deadMs: 0 },
    ...{ witness: { note: async () => {}, last: async () => null }, takeLock: async () => async () => {} },
    ...{ courier: async () => {}, webhooks: [], clock: deps.clock, log: silent },
    ...{ voterKey: KEYS.voterKey, publicUrl: url },
  })
  return eventually(
    async () => {
      await forger.advance()
      return (await forger.listCheckpoints({ page: 1, pageSize: 1 })).items[0]!
    },
    (checkpoint) => checkpoint?.size > 75,
  )
}

/** A ballot nobody has cast, as like to the others as may be. */
const forged = (source: Document): Document => ({
  ...source,
  _id: 'FRGEDFRGEDFR',
  voter: 'nobody-at-all-xxxxxxxxxx',
  selections: ['a09'],
})

const NOT_THOSE =
  'lines are not those of the checkpoint of …: changed, dropped, added or moved, or there are two ledgers'

test('an untouched ledger holds', async () => {
  expect((await look('--tally', await outsider.keepTally('unit'))).faults).toEqual([])
})

test('a ballot that says something else is noticed', async () => {
  await db.collection('ballots').updateOne(idOf(cast[3]!), { $set: { selections: ['a09', 'a10'] } })
  expect(faultsOf(await look())).toEqual([
    `the first ${early.size} ${NOT_THOSE}`,
    `the first ${last.size} ${NOT_THOSE}`,
  ])
  expect((await world.deps.transparency.verify()).problems).toEqual([
    '1 条与登入公开账本时不同，选票或处理记录被改动或删除',
  ])
})

test('a ballot changed together with the hash of its entry is noticed by operators as well', async () => {
  const id = parseReceipt(cast[3]!.receipt)!
  await db.collection('ballots').updateOne(idOf(cast[3]!), { $set: { selections: ['a09'] } })
  const line = createLines(KEYS.voterKey).ofBallot((await world.deps.stores.ballot.findBallot(id))!)
  const chunks = db.collection('ledgerchunks')
  const chunk = (await chunks.findOne({ kind: 'ballots', sources: id }))!
  const hashes = Buffer.from(chunk.hashes.buffer)
  leafOf(line).copy(hashes, 32 * chunk.sources.indexOf(id))
  await chunks.updateOne({ _id: chunk._id }, { $set: { hashes } })
  expect((await world.deps.transparency.verify()).problems).toEqual(['账本各条的根哈希与最近一个检查点不同'])
  expect(faultsOf(await look())).toContain(`the first ${last.size} ${NOT_THOSE}`)
})

test('a ballot that is gone is noticed', async () => {
  await db.collection('ballots').deleteOne(idOf(cast[3]!))
  const faults = faultsOf(await look())
  expect(faults).toEqual(
    expect.arrayContaining([
      `the first ${last.size} ${NOT_THOSE}`,
      `1 lines are not understood (${await lineOf(cast[3]!)})`,
    ]),
  )
  expect((await world.deps.transparency.verify()).problems).toContain('选票少了 1 条')
})

async function lineOf(ballot: Ballot): Promise<number> {
  const id = parseReceipt(ballot.receipt)!
  return 1 + (await world.deps.stores.transparency.indexesOf('2021', 'ballots', [id])).get(id)!
}

test('a ballot said to be cast at another time is noticed', async () => {
  const castAt = new Date(Date.parse(cast[30]!.castAt) - 3_600_000)
  await db.collection('ballots').updateOne(idOf(cast[30]!), { $set: { castAt } })
  // What was kept before it was cast does not know of it.
  expect(faultsOf(await look())).toEqual([`the first ${last.size} ${NOT_THOSE}`])
})

test('two ballots that have changed places are noticed', async () => {
  const chunk = (await db.collection('ledgerchunks').findOne({ kind: 'ballots' }))!
  const [a, b, ...rest] = chunk.sources
  await db.collection('ledgerchunks').updateOne({ _id: chunk._id }, { $set: { sources: [b, a, ...rest] } })
  expect(faultsOf(await look())).toContain(`the first ${last.size} ${NOT_THOSE}`)
})

test('a ballot that somebody with all our keys adds afterwards is noticed', async () => {
  const source = (await db.collection('ballots').findOne(idOf(cast[3]!)))!
  await db.collection('ballots').insertOne(forged(source))
  const anew = await rebuild()
  const forgedNote = outsider.keepCheckpoint(anew)
  // By itself what they have made holds: only who has kept a checkpoint sees it.
  const alone = await verify(await outsider.keepLedger(), '--checkpoint', forgedNote, '--key', key)
  expect(alone.faults).toEqual([])
  expect(faultsOf(await look('--checkpoint', forgedNote))).toContain(`the first ${last.size} ${NOT_THOSE}`)
})

test('a ballot put into the store but not into the tree makes counts that are not the file’s', async () => {
  const source = (await db.collection('ballots').findOne(idOf(cast[3]!)))!
  await db.collection('ballots').insertOne(forged(source))
  const { counts, quarantined } = await world.deps.ballots.recount('unit')
  expect(quarantined).toBe(1)
  const published = outsider.keep('tally.json', JSON.stringify({ category: 'unit', counts }))
  expect(faultsOf(await look('--tally', published))).toEqual([
    'unit: published counts of 1 candidates are not those of the ledger (a09 5≠4)',
  ])
})

test('counts that were changed are noticed', async () => {
  const tally = (await world.api.call('GET /api/tallies', { query: { category: 'unit' } })).body
  const published = outsider.keep(
    'tally.json',
    JSON.stringify({ ...tally, counts: { ...tally.counts, a02: tally.counts.a02! + 3 } }),
  )
  const { code, faults } = await look('--tally', published)
  expect(code).toBe(1)
  expect(faults[0]!.zh).toMatch(/^unit：1 个候选公布的票数与账本不同（a02 \d+≠\d+）$/)
})

test('a store set back to an older day signs nothing more, and who kept a later checkpoint sees it', async () => {
  const { size } = early
  await db.collection('ledgerchunks').deleteMany({ first: { $gte: size } })
  await db.collection('ledgertiles').deleteMany({})
  await db.collection('ledgercheckpoints').deleteMany({ size: { $gt: size } })
  await db.collection('ballots').deleteMany({ _id: { $in: cast.slice(25).map((one) => idOf(one)._id) } })
  await db.collection('rulings').deleteMany({})
  await db.collection('writers').deleteMany({})
  await world.deps.transparency.advance()
  expect(await db.collection('ledgercheckpoints').countDocuments({ size: { $gt: size } })).toBe(0)
  const verdict = await verify(
    await outsider.keepLedger(),
    '--checkpoint',
    outsider.keepCheckpoint(last),
    '--key',
    key,
  )
  expect(faultsOf(verdict)[0]).toMatch(
    new RegExp(`: ${last.size} lines at …, the file has only \\d+: cut off or set back$`),
  )
})

test('two checkpoints of one size with different roots are proof of a fork', async () => {
  await db.collection('ballots').updateOne(idOf(cast[3]!), { $set: { selections: ['a09', 'a10'] } })
  const fork = await rebuild()
  expect(fork.size).toBe(last.size)
  expect(fork.root).not.toBe(last.root)
  expect(faultsOf(await look('--checkpoint', outsider.keepCheckpoint(fork)))).toContain(
    `the first ${last.size} ${NOT_THOSE}`,
  )
})

test('a checkpoint that was changed, or signed by somebody else, is noticed', async () => {
  const other = createTransparency({
    ...{
      store: world.deps.stores.transparency,
      ballots: world.deps.stores.ballot,
      editions: world.deps.editions,
    },
    ...{ witness: { note: async () => {}, last: async () => null }, takeLock: async () => async () => {} },
    ...{ courier: async () => {}, webhooks: [], clock: world.deps.clock, log: silent },
    ...{ voterKey: 'w'.repeat(32), publicUrl: world.url },
  })
  const file = await outsider.keepLedger()
  const changed = outsider.keep('changed.txt', last.note.replace(`\n${last.size}\n`, `\n${last.size - 1}\n`))
  for (const words of [
    ['--checkpoint', changed, '--key', key],
    ['--checkpoint', outsider.keepCheckpoint(last), '--key', other.key],
  ]) {
    const { faults } = await verify(file, ...words)
    expect(faults.some(({ en }) => en.includes('signature does not hold under this key'))).toBe(true)
  }
})

test('who gives the verifier too little is told so, and in two languages', async () => {
  const file = await outsider.keepLedger()
  expect((await runVerifier()).code).toBe(2)
  const { code, stdout } = await runVerifier(file)
  expect(code).toBe(1)
  expect(stdout).toContain('✗ 没有给出检查点，无法知道账本是否被改过')
  expect(stdout).toContain('no checkpoint given')
  const fine = await runVerifier(file, '--checkpoint', outsider.keepCheckpoint(last), '--key', key)
  expect(fine.stdout).toContain('账本核验通过，但没有与公布的票数对照')
  expect(fine.stdout).not.toContain('EVERYTHING')
  const broken = await runVerifier(outsider.keep('broken.jsonl', 'not a ledger\n{"ballot":7}\n'))
  expect([broken.code, broken.stderr]).toEqual([1, ''])
})
