import type { RequestOf } from '@shared/api'
import { ONE_PERSON, SYSTEM } from '../../server/features/ballot/settle'
import type { Api } from '../support/api'
import { answer, burst, carriedOut, cluster, found, propose } from '../support/cluster'
import { asStaff, buildStaff, loggedIn } from '../support/staff'
import { eventually, startWorld, type World } from '../support/world'

let world: World
let worker: ReturnType<World['deps']['startWorker']>
let username: string
let me: Api
let other: Api
beforeAll(async () => {
  world = await startWorld()
  worker = world.deps.startWorker()
  ;({ username } = await buildStaff(world, 'publisher'))
  me = await loggedIn(world.url, username)
  other = await asStaff(world, 'admin')
})
afterAll(async () => {
  await worker?.close()
  await world?.close()
})

const tally = () => world.deps.ballots.liveTally('unit')
const votesOf = async (id: string) => (await world.deps.ballots.recount('unit')).counts[id] ?? 0
const show = async (id: string) =>
  (await me.call('GET /api/staff/clusters/:id', { params: { id } })).body.cluster
const statuses = async (id: string) => (await show(id)).statuses
const rulingsOf = (receipts: string[]) => world.deps.stores.ballot.findRulings(receipts)

/** Proposed by one, confirmed by the other, carried out. */
async function decide(id: string, wish: Parameters<typeof propose>[2] = {}) {
  const { body } = await propose(me, id, wish)
  await answer(other, body.id, 'confirm')
  return carriedOut(me, body.id)
}

test('what two persons decide is done, and the counts follow exactly', async () => {
  await burst(world, 2, ['a01', 'a02'])
  const { id, receipts } = await cluster(world, 30, ['a01', 'a03'])
  const foresight = (
    await me.call('GET /api/staff/clusters/:id/foresight', {
      ...{ params: { id }, query: { kind: 'invalidated', scope: 'all' } },
    })
  ).body
  expect(foresight).toEqual({
    ...{ ballots: 30, left: 0 },
    before: { ballots: 32, counts: { a01: 32, a03: 30 } },
    after: { ballots: 2, counts: { a01: 2, a03: 0 } },
  })

  const { status, body } = await propose(me, id, { words: '间隔都是 3 秒' })
  expect([status, body.state, body.reason]).toEqual([
    201,
    'proposed',
    '投票的间隔和选项像由程序投出：间隔都是 3 秒',
  ])
  expect(await votesOf('a01')).toBe(32)
  await answer(other, body.id, 'confirm')
  const done = await carriedOut(me, body.id)
  expect(done).toMatchObject({
    ballots: { waiting: 0, ruled: 30, left: 0 },
    ...{ before: foresight.before, after: foresight.after, own: true, words: '核对过，情况属实' },
  })
  expect(await statuses(id)).toEqual({ counted: 0, quarantined: 0, invalidated: 30 })
  await eventually(
    async () => tally(),
    (live) => live?.ballots === 2 && live.counts.a01 === 2 && live.counts.a03 === 0,
  )
  expect((await world.deps.ballots.verify()).flatMap(({ problems }) => problems)).toEqual([])
  const rulings = await rulingsOf(receipts)
  expect(new Set(rulings.map(({ ballot }) => ballot)).size).toBe(rulings.length)
  expect(rulings[0]).toMatchObject({ decision: body.id, reason: body.reason })
})

test('nobody confirms what they have proposed, not in another session either; they may take it back', async () => {
  const { id } = await cluster(world, 2)
  const { body } = await propose(me, id)
  const again = await loggedIn(world.url, username)
  for (const client of [me, again]) {
    const refused = await answer(client, body.id, 'confirm')
    expect([refused.status, refused.body.error!.code]).toEqual([403, 'second_person_needed'])
  }
  expect(await statuses(id)).toMatchObject({ counted: 2 })
  const back = await answer(again, body.id, 'reject', '看错了，收回')
  expect(back.body).toMatchObject({ state: 'rejected', words: '看错了，收回' })
})

test('what the second person rejects leaves every ballot as it was, and another proposal may follow', async () => {
  const { id, receipts } = await cluster(world, 2)
  const { body } = await propose(me, id)
  expect((await answer(other, body.id, 'reject', '证据不够')).status).toBe(200)
  expect(await rulingsOf(receipts)).toEqual([])
  expect((await answer(other, body.id, 'confirm')).body.error!.code).toBe('decision_state')
  expect((await propose(me, id)).status).toBe(201)
})

test('of two proposals on one cluster at the same moment one is taken, and both persons’ words on it end it once', async () => {
  const { id } = await cluster(world, 3)
  const both = await Promise.all([propose(me, id), propose(other, id, { kind: 'quarantined' })])
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
  expect(both.find(({ status }) => status === 409)!.body.error!.code).toBe('decision_open')
  const first = both.find(({ status }) => status === 201)!.body
  const third = await asStaff(world, 'publisher')
  const words = await Promise.all([answer(third, first.id, 'confirm'), answer(third, first.id, 'reject')])
  expect(words.map(({ status }) => status).sort()).toEqual([200, 409])
})

test('ballots that somebody has ruled on since the proposal are left alone and listed', async () => {
  const { id, receipts } = await cluster(world, 5)
  const { body } = await propose(me, id)
  const [touched] = receipts
  const word = { kind: 'quarantined', seen: 0, reason: '单独核查中' } as const
  await other.call('POST /api/staff/ballots/:receipt/rulings', { params: { receipt: touched! }, body: word })
  const { body: seen } = await other.call('GET /api/staff/decisions/:id', { params: { id: body.id } })
  expect(seen.foresight).toMatchObject({ ballots: 4, left: 1 })
  expect(seen.score).toBe(82)
  await answer(other, body.id, 'confirm')
  const done = await carriedOut(me, body.id)
  expect(done.ballots).toEqual({ waiting: 0, ruled: 4, left: 1 })
  expect(done.before!.ballots - done.after!.ballots).toBe(4)
  const { body: left } = await me.call('GET /api/staff/decisions/:id/left', {
    params: { id: body.id },
    query: {},
  })
  expect(left.items.map(({ receipt, status }) => [receipt.replaceAll('-', ''), status])).toEqual([
    [touched, 'quarantined'],
  ])
  expect(await rulingsOf([touched!])).toHaveLength(1)
})

test('a ballot that is in two clusters is ruled on by one decision alone', async () => {
  const { id, receipts } = await cluster(world, 3, ['a07', 'a08'])
  await world.deps.clusters.report([found(receipts, { key: 'same, for the other', candidate: 'a08' })])
  const { items } = (await me.call('GET /api/staff/clusters', { query: { candidate: 'a08' } })).body
  const [one, two] = await Promise.all([propose(me, id), propose(me, items[0]!.id)])
  await Promise.all([answer(other, one.body.id, 'confirm'), answer(other, two.body.id, 'confirm')])
  const done = await Promise.all([carriedOut(me, one.body.id), carriedOut(me, two.body.id)])
  expect(done.reduce((sum, { ballots }) => sum + ballots.ruled, 0)).toBe(3)
  expect(await rulingsOf(receipts)).toHaveLength(3)
})

test('a decision is about those that still count, or those that are set aside, as it says; what grew since is not touched', async () => {
  const { id, receipts, found: one } = await cluster(world, 4, ['a09'])
  await world.deps.ballots.rule({
    receipt: receipts[0]!,
    kind: 'quarantined',
    reason: '程序存疑',
    author: 'system',
  })
  const { body } = await propose(me, id, { scope: 'counted' })
  const more = await burst(world, 2, ['a09'])
  await world.deps.clusters.report([{ ...one, receipts: [...receipts, ...more] }])
  await answer(other, body.id, 'confirm')
  await carriedOut(me, body.id)
  expect(await statuses(id)).toEqual({ counted: 2, quarantined: 1, invalidated: 3 })
  const { cluster: shown } = (await me.call('GET /api/staff/clusters/:id', { params: { id } })).body
  expect(shown.handled).toBe(false)
})

test('what is set aside can be restored by a later decision, and the program hears that it was honest', async () => {
  const { id, found: one } = await cluster(world, 3, ['a10'])
  await decide(id, { kind: 'quarantined' })
  expect(await votesOf('a10')).toBe(0)
  expect(await world.deps.clusters.clearedAmong([one.key])).toEqual(new Set())
  const back = await decide(id, { kind: 'restored', scope: 'quarantined' })
  expect(back).toMatchObject({ before: { counts: { a10: 0 } }, after: { counts: { a10: 3 } } })
  expect(await world.deps.clusters.clearedAmong([one.key, 'unknown'])).toEqual(new Set([one.key]))
  const { body } = await me.call('GET /api/staff/clusters/:id', { params: { id } })
  expect(body.cluster.handled).toBe(true)
  expect(body.decisions.map(({ kind }) => kind)).toEqual(['restored', 'quarantined'])

  // What comes later has not been looked at by anybody.
  const more = await burst(world, 1, ['a10'])
  await world.deps.clusters.report([{ ...one, receipts: more }])
  expect(await world.deps.clusters.clearedAmong([one.key])).toEqual(new Set())
  expect((await show(id)).size).toBe(4)
})

test('what was struck out stays so: a decision that could touch nothing is refused', async () => {
  const { id } = await cluster(world, 2)
  await decide(id)
  for (const kind of ['restored', 'quarantined', 'invalidated'] as const) {
    expect((await propose(me, id, { kind })).body.error!.code).toBe('decision_needless')
  }
})

test('restoring a cluster gives nobody a second ballot', async () => {
  const { id, receipts } = await cluster(world, 2, ['a11'])
  const [second, doubted] = receipts as [string, string]
  await world.deps.ballots.rule({ receipt: second, kind: 'quarantined', reason: ONE_PERSON, author: SYSTEM })
  await world.deps.ballots.rule({ receipt: doubted, kind: 'quarantined', reason: '像程序', author: SYSTEM })
  const done = await decide(id, { kind: 'restored', scope: 'quarantined' })
  expect(done.ballots.ruled).toBe(1)
  expect((await rulingsOf([second])).map(({ status }) => status)).toEqual(['quarantined'])
})

test('other grounds need words of one’s own; an auditor reads and does not decide', async () => {
  const { id } = await cluster(world, 2)
  const body = { kind: 'quarantined', scope: 'counted', ground: 'other', words: ' ' } as const
  const vague = await me.call('POST /api/staff/clusters/:id/decisions', { params: { id }, body })
  expect([vague.status, vague.body.error!.details]).toEqual([422, [{ path: 'words', message: '请写明理由' }]])
  const auditor = await asStaff(world, 'auditor')
  expect((await propose(auditor, id)).body.error!.code).toBe('forbidden')
  expect((await auditor.call('GET /api/staff/decisions', { query: {} })).status).toBe(200)
})

test('a ground that does not carry the decision is refused, and so is a scope that leaves nothing to choose', async () => {
  const { id } = await cluster(world, 2)
  const asked = { scope: 'counted', ground: 'machine', words: '' } as const
  const pathOf = async (wish: Partial<RequestOf<'POST /api/staff/clusters/:id/decisions'>['body']>) => {
    const body = { kind: 'quarantined' as const, ...asked, ...wish }
    const { status, body: answer } = await me.call('POST /api/staff/clusters/:id/decisions', {
      ...{ params: { id }, body },
    })
    const { code, details } = answer.error ?? {}
    return [status, code, ...((details ?? []) as { path: string }[]).map(({ path }) => path)]
  }
  expect(await pathOf({ kind: 'invalidated', ground: 'genuine' })).toEqual([422, 'invalid_request', 'ground'])
  expect(await pathOf({ kind: 'restored', scope: 'quarantined' })).toEqual([422, 'invalid_request', 'ground'])
  expect(await pathOf({ scope: 'all' })).toEqual([422, 'invalid_request', 'scope'])
  expect(await pathOf({})).toEqual([201, undefined])
})

test('while the ledger is away a word on a decision is refused as such, and may be given again', async () => {
  const { id } = await cluster(world, 2)
  const { decision } = world.deps.stores
  for (const method of ['find', 'countParts', 'move'] as const) {
    const { body } = await propose(me, id, { kind: 'quarantined' })
    const away = jest.spyOn(decision, method).mockRejectedValueOnce(new Error('away'))
    const { status, body: refused } = await answer(other, body.id, 'confirm')
    away.mockRestore()
    expect([method, status, refused.error!.code]).toEqual([method, 503, 'ledger_unavailable'])
    expect((await answer(other, body.id, 'reject')).status).toBe(200)
  }
  const away = jest.spyOn(decision, 'add').mockRejectedValueOnce(new Error('away'))
  const { status, body } = await propose(me, id, { kind: 'quarantined' })
  away.mockRestore()
  expect([status, body]).toMatchObject([503, { error: { code: 'ledger_unavailable' } }])
})

test('decisions are listed, those that wait alone, and taken away as a sheet; the audit has both persons and the end', async () => {
  const { id } = await cluster(world, 2)
  const { body } = await propose(me, id, { kind: 'quarantined' })
  const waiting = await me.call('GET /api/staff/decisions', { query: { state: 'proposed', pageSize: 200 } })
  expect(waiting.body.items.every(({ state }) => state === 'proposed')).toBe(true)
  expect(waiting.body.items[0]!.id).toBe(body.id)
  const { body: overview } = await me.call('GET /api/staff/suspicion', {})
  expect(overview.waiting).toBe(waiting.body.total)
  await answer(other, body.id, 'confirm')
  await carriedOut(me, body.id)
  const { items } = await world.deps.audit.list({ page: 1, pageSize: 3, q: body.id })
  expect(items.map(({ action }) => action)).toEqual([
    ...['suspicion.carryOut', 'suspicion.confirm', 'suspicion.propose'],
  ])
  const file = await me.send('GET', '/api/staff/decisions/export')
  expect(file.headers.get('content-type')).toContain('spreadsheetml')
})
