import type { TallyVisibility } from '@shared/edition/contract'
import { beijingDay, findPhase } from '@shared/edition/rules'
import { SYSTEM } from '../../server/features/ballot/settle'
import type { Api } from '../support/api'
import { answer, burst, carriedOut, cluster, propose } from '../support/cluster'
import { votingEdition } from '../support/edition'
import { asStaff } from '../support/staff'
import { eventually, startWorld, type World } from '../support/world'

let world: World
let worker: ReturnType<World['deps']['startWorker']>
let me: Api
let other: Api
beforeAll(async () => {
  world = await startWorld({ edition: votingEdition({ tallyVisibility: { mode: 'live' } }) })
  worker = world.deps.startWorker()
  me = await asStaff(world, 'publisher')
  other = await asStaff(world, 'admin')
})
afterAll(async () => {
  await worker?.close()
  await world?.close()
})

type Entry = Awaited<ReturnType<typeof read>>[number]
const read = async (query: object = {}) =>
  (await world.api.call('GET /api/ledger/decisions', { query: { pageSize: 200, ...query } })).body.items
/** The log once it tells of something: each process keeps it for a few seconds. */
const telling = (holds: (entry: Entry) => boolean) => eventually(read, (entries) => entries.some(holds))

async function decide(id: string, wish: Parameters<typeof propose>[2] = {}) {
  const { body } = await propose(me, id, wish)
  await answer(other, body.id, 'confirm')
  return carriedOut(me, body.id)
}

async function setVisibility(tallyVisibility: TallyVisibility) {
  await world.deps.editions.save({ ...world.deps.editions.current(), tallyVisibility })
  await world.deps.editions.refresh()
}

test('what two persons decided is public with its reason and counts, and nobody’s name, receipt or pseudonym', async () => {
  const { id, receipts } = await cluster(world, 6, ['a01'])
  const waiting = await propose(me, id, { words: '还没有确认' })
  await answer(other, waiting.body.id, 'reject')
  const done = await decide(id, { words: '间隔都是 3 秒' })
  const entries = await telling(({ by }) => by === 'two')
  expect(entries.filter(({ by }) => by === 'two')).toEqual([
    {
      ...{ at: done.doneAt, by: 'two', category: 'unit', kind: 'invalidated', ballots: 6 },
      reason: '投票的间隔和选项像由程序投出：间隔都是 3 秒',
      counts: {
        ballots: { before: 6, after: 0 },
        candidates: [{ id: 'a01', number: 'A01', name: '候选A01（示例）', before: 6, after: 0 }],
      },
    },
  ])
  const text = JSON.stringify(entries)
  const [ruling] = await world.deps.stores.ballot.findRulings(receipts)
  const ballots = await world.deps.stores.ballot.findBallots(receipts)
  const secrets = [
    ...ruling!.author.split('、'),
    ...ballots.flatMap(({ _id, voter, risk }) => [_id, _id.slice(0, 4), voter.slice(0, 8), risk!.network]),
    ...[id, done.id],
  ]
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
})

test('what the program and single persons did is summed by the day, each with what it was', async () => {
  const receipts = await burst(world, 5, ['a02'])
  for (const receipt of receipts.slice(0, 3)) {
    await world.deps.ballots.rule({
      receipt,
      kind: 'quarantined',
      reason: '像程序：网络 abcdef',
      author: SYSTEM,
    })
  }
  const word = { kind: 'invalidated', seen: 0, reason: '王五举报' } as const
  await other.call('POST /api/staff/ballots/:receipt/rulings', {
    params: { receipt: receipts[4]! },
    body: word,
  })
  const entries = await telling(({ by }) => by === 'one')
  const at = new Date(`${beijingDay(world.deps.clock.now())}T00:00:00+08:00`).toISOString()
  const sums = entries.filter(({ by }) => by !== 'two')
  expect(sums).toHaveLength(2)
  expect(sums).toEqual(
    expect.arrayContaining([
      {
        ...{ at, by: 'program', category: 'unit', kind: 'quarantined', ballots: 3, counts: null },
        reason: '程序按规则发现异常，先存疑，等工作人员核实',
      },
      {
        ...{ at, by: 'one', category: 'unit', kind: 'invalidated', ballots: 1, counts: null },
        reason: '凭回执逐张核查后处理',
      },
    ]),
  )
  expect(JSON.stringify(entries)).not.toMatch(/王五|abcdef/)
})

test('it is paged, newest first', async () => {
  const all = await read()
  const pages = await Promise.all([1, 2].map((page) => read({ page, pageSize: 1 })))
  expect(pages.flat()).toEqual(all.slice(0, 2))
  expect(all.map(({ at }) => at)).toEqual(
    all
      .map(({ at }) => at)
      .sort()
      .reverse(),
  )
})

test.each<[string, TallyVisibility]>([
  ['after the close', { mode: 'afterClose' }],
  ['once a day', { mode: 'daily', at: '00:00' }],
])(
  'where counts are public %s it says what was done and keeps them back till then',
  async (_name, visibility) => {
    await setVisibility(visibility)
    const entries = await eventually(read, (all) => all.every(({ counts }) => counts === null))
    expect(entries.find(({ by }) => by === 'two')).toMatchObject({ ballots: 6, counts: null })
    expect(JSON.stringify(entries)).not.toContain('a01')
  },
)

test('once voting is over they are public', async () => {
  await setVisibility({ mode: 'afterClose' })
  const { phases } = world.deps.editions.current()
  const closesAt = new Date(world.deps.clock.now().getTime() + 200).toISOString()
  const edition = world.deps.editions.current()
  expect(findPhase({ phases }, 'voting')).toBeDefined()
  await world.deps.editions.save({
    ...edition,
    phases: phases.map((phase) => (phase.name === 'voting' ? { ...phase, closesAt } : phase)),
  })
  await world.deps.editions.refresh()
  await telling(({ by, counts }) => by === 'two' && counts?.ballots.before === 6)
})
