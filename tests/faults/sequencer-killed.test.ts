import type { TransparencyStore } from '../../server/features/transparency/model'
import { createTransparency } from '../../server/features/transparency/transparency'
import { castMany } from '../support/ledger'
import { eventually, KEYS, silent, startWorld, type World } from '../support/world'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

/** A sequencer like that of a worker, which dies before its n-th write, or after it where `late`. */
function sequencer(store: TransparencyStore) {
  const { deps, url } = world
  return createTransparency({
    ...{ store, ballots: deps.stores.ballot, editions: deps.editions, clock: deps.clock, log: silent },
    ...{ witness: { note: async () => {}, last: async () => null }, takeLock: async () => async () => {} },
    ...{ courier: async () => {}, webhooks: [], voterKey: KEYS.voterKey, publicUrl: url },
  })
}

function dying(after: number, late: boolean): TransparencyStore {
  let writes = 0
  const { transparency } = world.deps.stores
  const mortal =
    <A extends unknown[], R>(write: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      writes += 1
      if (writes > after) throw new Error('killed')
      const answer = await write(...given)
      if (late && writes === after) throw new Error('killed')
      return answer
    }
  return {
    ...transparency,
    append: mortal(transparency.append),
    putTile: mortal(transparency.putTile),
    addCheckpoint: mortal(transparency.addCheckpoint),
  }
}

test('wherever a sequencer dies, the next one goes on, and every ballot has one place in the tree', async () => {
  let cast = 0
  const { transparency } = world.deps.stores
  for (let after = 0; after < 5; after++) {
    for (const late of [false, true]) {
      await castMany(world, `${after}-${late}`, 9)
      cast += 9
      // Until the writer has told that its batches are closed there is nothing to do.
      await eventually(
        () => world.deps.stores.ballot.findWriters(),
        ([writer]) => (writer?.closed ?? 0) >= 1,
      )
      await sequencer(dying(after, late))
        .advance()
        .catch(() => {})
    }
  }
  await eventually(
    async () => {
      await sequencer(transparency).advance()
      return (await transparency.lastCheckpoint('2021'))?.size
    },
    (size) => size === cast,
  )
  expect((await world.deps.transparency.verify()).problems).toEqual([])
  const all: string[] = []
  for await (const { sources } of transparency.chunksIn('2021', 0, cast)) all.push(...sources)
  expect(new Set(all).size).toBe(cast)
  expect(all).toHaveLength(cast)
})

test('a ballot that comes into a batch after it was taken for closed is entered when voting is over', async () => {
  const { ballot, transparency } = world.deps.stores
  const [first] = await castMany(world, 'last', 1)
  const writer = (await ballot.findWriters())[0]!._id
  const before = (await transparency.lastCheckpoint('2021'))!.size
  await eventually(
    async () => {
      await world.deps.transparency.advance()
      return (await transparency.lastCheckpoint('2021'))!.size
    },
    (size) => size === before + 1,
  )
  // What a process that was frozen for minutes may still send on its way.
  const record = (await ballot.findBallot(first!.id))!
  await ballot.insertBallots([
    { ...record, _id: 'ABCDEFGHJKMN', voter: 'frozen-frozen-frozen-xxx', writer, batch: 1 },
  ])
  await world.api.send('POST', '/sandbox/api/clock', { phase: 'review' })
  await eventually(
    async () => {
      await world.deps.transparency.advance()
      return transparency.indexesOf('2021', 'ballots', ['ABCDEFGHJKMN'])
    },
    (found) => found.size === 1,
  )
  await world.deps.transparency.advance()
  expect((await transparency.indexesOf('2021', 'receipts', ['ABCDEFGHJKMN'])).size).toBe(1)
  expect((await world.deps.transparency.verify()).problems).toEqual([])
})
