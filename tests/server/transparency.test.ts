import { createHash } from 'node:crypto'
import type { ResponseOf } from '@shared/api'
import type { Ballot } from '@shared/ballot/contract'
import { parseReceipt } from '@shared/ballot/receipt'
import { readNote } from '@shared/transparency/note'
import { hashLeaf, provesConsistency, provesInclusion } from '@shared/transparency/tree'
import { createTransparency } from '../../server/features/transparency/transparency'
import type { LedgerWitness } from '../../server/ports/witness'
import { castMany, checkpointOf, createOutsider, verify } from '../support/ledger'
import { KEYS, silent, startWorld, type World } from '../support/world'

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()
const unhex = (text: string) => Buffer.from(text, 'hex')

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

type Proof = NonNullable<ResponseOf<'GET /api/ledger/receipts/:receipt'>['ballot']>

function holds({ index, line, path }: Proof, { size, root }: { size: number; root: string }): boolean {
  const leaf = hashLeaf(sha256, Buffer.from(line))
  return provesInclusion(sha256, { index, size, leaf, path: path.map(unhex), root: unhex(root) })
}

const prove = async (ballot: Ballot, api = world.api) =>
  (await api.call('GET /api/ledger/receipts/:receipt', { params: { receipt: ballot.receipt } })).body

describe('while people vote', () => {
  let first: Ballot

  test('a checkpoint is signed before the first ballot, and each minute although nothing has changed', async () => {
    await world.deps.transparency.advance()
    await world.deps.transparency.advance()
    const { body } = await world.api.call('GET /api/ledger/checkpoints', { query: {} })
    expect(body.items.map(({ size }) => size)).toEqual([0, 0])
    expect(body.items[0]!.root).toBe(createHash('sha256').digest('hex'))
    expect(body.late).toBe(false)
  })

  test('a ballot is entered, and its voter gets a proof of what it says', async () => {
    const voter = await world.api.as('holder')
    const body = { category: 'unit' as const, selections: ['a03', 'a01'] }
    first = (await voter.call('POST /api/ballots', { body })).body.ballot
    const checkpoint = await checkpointOf(world, 1)
    const proof = await prove(first, voter)
    expect(proof.own).toBe(true)
    expect(JSON.parse(proof.ballot!.line)).toMatchObject({
      ballot: 'unit',
      period: 'once',
      choices: ['a03', 'a01'],
    })
    expect(holds(proof.ballot!, checkpoint)).toBe(true)
    expect(readNote(checkpoint.note)?.checkpoint.size).toBe(checkpoint.size)
  })

  test('nobody else is told which entry it is or what it says', async () => {
    for (const api of [world.api, await world.api.as('stranger')]) {
      const proof = await prove(first, api)
      expect(proof).toMatchObject({ own: false, ballot: null, status: 'counted' })
    }
  })

  test('receipts are not entered while few wait, and with many in an order that tells nothing of the ballots', async () => {
    expect((await prove(first)).receipt).toBeNull()
    const crowd = await castMany(world, 'crowd', 30)
    await checkpointOf(world, 31)
    await castMany(world, 'next crowd', 30)
    await checkpointOf(world, 61)
    const now = Date.now()
    jest.spyOn(Date, 'now').mockImplementation(() => now + 3_700_000) // an hour later by the machine's clock
    const checkpoint = await checkpointOf(world, 92).finally(() => jest.restoreAllMocks())
    const proofs = await Promise.all(crowd.map((ballot) => prove(ballot)))
    for (const [i, { receipt }] of proofs.entries()) {
      const hash = createHash('sha256').update(parseReceipt(crowd[i]!.receipt)!).digest('hex')
      expect(receipt!.line).toBe(JSON.stringify({ receipt: hash }))
      expect(holds(receipt!, checkpoint)).toBe(true)
    }
    const leaves = proofs
      .map(({ receipt }) => ({
        at: receipt!.index,
        leaf: Buffer.from(hashLeaf(sha256, Buffer.from(receipt!.line))).toString('hex'),
      }))
      .sort((a, b) => a.at - b.at)
      .map(({ leaf }) => leaf)
    expect(leaves).toEqual([...leaves].sort())
  })

  test('each checkpoint is the beginning of every later one', async () => {
    const older = await checkpointOf(world, 1)
    await castMany(world, 'later', 7, 'worker')
    const newer = await checkpointOf(world, older.size + 7)
    const query = { from: older.size, to: newer.size }
    const { body } = await world.api.call('GET /api/ledger/consistency', { query })
    const proof = {
      ...{ old: older.size, size: newer.size, oldRoot: unhex(older.root), root: unhex(newer.root) },
      path: body.path.map(unhex),
    }
    expect(provesConsistency(sha256, proof)).toBe(true)
    expect(provesConsistency(sha256, { ...proof, oldRoot: sha256(Buffer.from('other')) })).toBe(false)
  })

  test('what is beyond the last checkpoint, or runs backwards, is not proved', async () => {
    const { size } = await checkpointOf(world, 1)
    for (const query of [
      { from: 0, to: size + 1 },
      { from: 5, to: 4 },
    ]) {
      const { status, body } = await world.api.call('GET /api/ledger/consistency', { query })
      expect([status, body.error?.code]).toEqual([404, 'checkpoint_unknown'])
    }
  })

  test('the lines are nobody’s to read: they would tell the counts', async () => {
    const { status, body } = await world.api.send('GET', '/api/ledger/ballots')
    expect([status, body.error.code]).toEqual([403, 'ledger_not_public'])
  })

  test('several sequencers at once enter every ballot once, whoever comes first', async () => {
    const { deps, url, stores } = world
    const kept: LedgerWitness = { note: async () => {}, last: async () => null }
    const others = Array.from({ length: 3 }, () =>
      createTransparency({
        ...{ store: deps.stores.transparency, ballots: deps.stores.ballot, editions: deps.editions },
        ...{ witness: kept, takeLock: async () => async () => {}, courier: async () => {}, webhooks: [] },
        ...{ clock: deps.clock, log: silent, voterKey: KEYS.voterKey, publicUrl: url },
      }),
    )
    expect(stores.mongoUri).toBeTruthy()
    const casting = castMany(world, 'racing', 60, 'caseStudy')
    let done = false
    const racing = Promise.all(
      others.map(async (other) => {
        while (!done) {
          await other.advance()
          await new Promise((next) => setTimeout(next, 20))
        }
      }),
    )
    await casting
    await checkpointOf(world, 61 + 31 + 7 + 60)
    done = true
    await racing
    const { problems } = await deps.transparency.verify()
    expect(problems).toEqual([])
    const { body } = await world.api.call('GET /api/ledger/checkpoints', { query: {} })
    expect(body.items[0]!.size).toBe(61 + 31 + 7 + 60)
  })

  test('of two who write one tile the longer stays, whoever comes last', async () => {
    const { tile, putTile } = world.deps.stores.transparency
    for (const bytes of [64, 96, 32]) await putTile('elsewhere', 0, 7, Buffer.alloc(bytes, bytes))
    expect(await tile('elsewhere', 0, 7)).toEqual(Buffer.alloc(96, 96))
  })

  test('posts each checkpoint to who asked for them, and goes on where one does not answer', async () => {
    const sent: [string, string][] = []
    const { deps, url } = world
    const posting = createTransparency({
      ...{ store: deps.stores.transparency, ballots: deps.stores.ballot, editions: deps.editions },
      witness: { note: async () => {}, last: async () => null },
      takeLock: async () => async () => {},
      async courier(address, note) {
        if (address.includes('away')) throw new Error('nobody there')
        sent.push([address, note])
      },
      webhooks: ['http://away.example', 'http://paper.example/in'],
      ...{ clock: deps.clock, log: silent, voterKey: KEYS.voterKey, publicUrl: url },
    })
    await posting.advance()
    const [last] = await deps.stores.transparency.checkpointPage('2021', 0, 1)
    expect(sent).toEqual([['http://paper.example/in', last!.note]])
  })
})

describe('after voting', () => {
  test('the ballot set aside stays in the file with its mark, and an outsider counts what we count', async () => {
    const [ballot, struck] = await castMany(world, 'set-aside', 2)
    const rule = (receipt: string, kind: 'quarantined' | 'invalidated' | 'restored') =>
      world.deps.ballots.rule({ receipt: parseReceipt(receipt)!, kind, reason: '示例：核查', author: '示例' })
    await rule(ballot!.receipt, 'quarantined')
    await rule(struck!.receipt, 'quarantined')
    await rule(struck!.receipt, 'invalidated')
    await checkpointOf(world, 61 + 31 + 7 + 60 + 2 + 3)
    await world.api.send('POST', '/sandbox/api/clock', { phase: 'notice' })
    const last = await checkpointOf(world, 2 * (31 + 7 + 60 + 2) + 3)
    const outsider = createOutsider(world.api)
    const { body } = await world.api.call('GET /api/ledger/checkpoints', { query: { pageSize: 200 } })
    const checkpoints = body.items.flatMap((one) => ['--checkpoint', outsider.keepCheckpoint(one)])
    const tallies = await Promise.all(
      (['unit', 'worker', 'caseStudy'] as const).map((category) => outsider.keepTally(category)),
    )
    const file = await outsider.keepLedger()
    const verdict = await verify(
      file,
      ...checkpoints,
      '--key',
      body.key,
      ...tallies.flatMap((one) => ['--tally', one]),
    )
    expect(verdict.faults).toEqual([])
    expect(verdict).toMatchObject({ code: 0, fine: true, lines: last.size })
    expect(verdict.totals.unit).toEqual({ counted: 61, quarantined: 1, invalidated: 1 })
  })

  test('nothing in the file tells who voted, nor joins one person’s ballots of two categories', async () => {
    const file = String((await world.api.send('GET', '/api/ledger/ballots')).body)
    const voters = file.split('\n').flatMap((line) => (line && JSON.parse(line).voter) || [])
    expect(new Set(voters).size).toBe(voters.length)
    expect(file).not.toContain(parseReceipt((await castless()).receipt))
    for await (const voter of world.deps.stores.ballot.votersOf('2021', null))
      expect(file).not.toContain(voter)
    expect(file).not.toMatch(/network|agent|channel/)
  })

  /** Any ballot at all. */
  const castless = async () =>
    (await (await world.api.as('holder')).call('GET /api/ballots/mine', {})).body.items[0]!
})
