import type { Api } from '../support/api'
import { burst, cluster, found } from '../support/cluster'
import { asStaff } from '../support/staff'
import { eventually, startWorld, type World } from '../support/world'

let world: World
let auditor: Api
beforeAll(async () => {
  world = await startWorld()
  auditor = await asStaff(world, 'auditor')
})
afterAll(() => world?.close())

const show = async (id: string) =>
  (await auditor.call('GET /api/staff/clusters/:id', { params: { id } })).body.cluster
const list = async (query: object = {}) =>
  (await auditor.call('GET /api/staff/clusters', { query: { pageSize: 200, ...query } })).body

test('telling of a cluster again changes nothing, however often and in whatever order', async () => {
  const { id, receipts, found: one } = await cluster(world, 5)
  const before = await show(id)
  await world.deps.clusters.report([one, one])
  const { report } = world.deps.clusters
  await Promise.all([report([one]), report([{ ...one, receipts: receipts.slice(2) }])])
  expect(await show(id)).toEqual(before)
  expect(before).toMatchObject({ size: 5, statuses: { counted: 5, quarantined: 0, invalidated: 0 } })
})

test('one that grows stays the same, spans all it was found in, and has the reasons of its worst moment', async () => {
  const { id, receipts, found: one } = await cluster(world, 3)
  const more = await burst(world, 2, ['a01'])
  const worse = [{ code: 'burst' as const, points: 90, text: '更多' }]
  const { report } = world.deps.clusters
  const [from, to] = [one.from - 60_000, one.to + 60_000]
  await report([{ ...one, from: one.to, to, score: 95, reasons: worse, receipts: [receipts[2]!, ...more] }])
  await report([{ ...one, from, to: one.from, score: 60, receipts }])
  expect(await show(id)).toMatchObject({
    ...{ size: 5, score: 95, reasons: worse },
    ...{ from: new Date(from).toISOString(), to: new Date(to).toISOString() },
  })
  expect((await list()).items.filter((shown) => shown.id === id)).toHaveLength(1)
})

test('receipts that are nobody’s are no ballots, and a cluster of none is not shown', async () => {
  const [receipt] = await burst(world, 1, ['a01'])
  const { total } = await list()
  await world.deps.clusters.report([
    found([receipt!, 'NOBODYSTHING'], { key: 'half' }),
    found(['NOBODYSTHING'], { key: 'none' }),
  ])
  expect((await list()).total).toBe(total + 1)
})

test('its ballots are paged in the order they were cast, with short pseudonyms and no OpenID', async () => {
  const { id, receipts } = await cluster(world, 7, ['a02', 'a03'])
  const page = (page: number) =>
    auditor.call('GET /api/staff/clusters/:id/ballots', { params: { id }, query: { page, pageSize: 4 } })
  const [first, second] = [(await page(1)).body, (await page(2)).body]
  const all = [...first.items, ...second.items]
  expect([first.items.length, second.items.length, first.total]).toEqual([4, 3, 7])
  expect(all.map(({ receipt }) => receipt.replaceAll('-', '')).sort()).toEqual([...receipts].sort())
  expect(all.map(({ castAt }) => castAt)).toEqual(all.map(({ castAt }) => castAt).sort())
  expect(all[0]).toMatchObject({ status: 'counted', selections: 2, network: expect.stringMatching(/^.{6}$/) })
  expect(JSON.stringify([first, second])).not.toContain('burst-')
})

test('what it shows of its sources and of time adds up to its ballots', async () => {
  const { id } = await cluster(world, 6, ['a04'])
  const { body } = await auditor.call('GET /api/staff/clusters/:id', { params: { id } })
  const sum = (values: number[]) => values.reduce((total, n) => total + n, 0)
  expect(sum(body.series.values)).toBe(6)
  expect(sum(body.networks.top.map(({ count }) => count))).toBe(6)
  expect(body.series.step).toBe('minute')
})

test('a candidate’s votes by the hour stand beside those of clusters, each ballot once however many clusters it is in', async () => {
  const { receipts } = await cluster(world, 4, ['a05'])
  await world.deps.clusters.report([found(receipts, { key: 'another', candidate: 'a05' })])
  await burst(world, 3, ['a05'])
  const now = Date.now()
  const query = {
    ...{ category: 'unit' as const, candidate: 'a05' },
    from: new Date(now - 3_600_000).toISOString(),
    to: new Date(now + 3_600_000).toISOString(),
  }
  const { body } = await eventually(
    () => auditor.call('GET /api/staff/suspicion/series', { query }),
    ({ body }) => body.votes?.includes(7),
  )
  const at = body.votes.indexOf(7)
  expect(body.suspicious[at]).toBe(4)
  const { body: overview } = await auditor.call('GET /api/staff/suspicion', {})
  expect(overview.safeguards).toEqual(world.deps.editions.current().safeguards)
  const suspect = overview.candidates.find(({ candidate }) => candidate === 'a05')!
  expect(suspect).toMatchObject({ category: 'unit', candidate: 'a05', clusters: 2, ballots: 4 })
  const span = [query.from, suspect.from, suspect.to, query.to]
  expect(span).toEqual([...span].sort())
})

test('hours of millennia are refused before anything is made of them', async () => {
  const [from, to] = ['1000-01-01T00:00:00.000Z', '4000-01-01T00:00:00.000Z']
  const made = jest.spyOn(Array, 'from')
  const { status, body } = await auditor.call('GET /api/staff/suspicion/series', {
    query: { category: 'unit', candidate: 'a05', from, to },
  })
  const most = Math.max(0, ...made.mock.calls.map(([source]) => (source as ArrayLike<unknown>).length ?? 0))
  made.mockRestore()
  expect([status, body.error!.code]).toEqual([422, 'invalid_request'])
  expect(most).toBeLessThan(1500)
})

test('clusters are found by category, candidate and whether they wait for somebody', async () => {
  const { id } = await cluster(world, 2, ['a06'])
  const ids = async (query: object) => (await list(query)).items.map((one) => one.id)
  expect(await ids({ candidate: 'a06' })).toEqual([id])
  expect(await ids({ candidate: 'a06', handled: 'no' })).toEqual([id])
  expect(await ids({ candidate: 'a06', handled: 'yes' })).toEqual([])
  expect(await ids({ category: 'worker' })).toEqual([])
})

test('those that wait for somebody stand before those handled, then the worst first, then the latest', async () => {
  const now = Date.now()
  const one = async (score: number, to: number) => (await cluster(world, 1, ['a07'], { score, to })).id
  const latest = await one(60, now)
  const earlier = await one(60, now - 1000)
  const worst = await one(90, now - 2000)
  const handled = await one(99, now)
  await world.deps.stores.cluster.settle(handled, 'quarantined', 1)
  const { items } = await list({ candidate: 'a07' })
  expect(items.map(({ id }) => id)).toEqual([worst, latest, earlier, handled])
})

test('the overview has the scores of those that had ballots in the last day', async () => {
  const lately = async () => (await auditor.call('GET /api/staff/suspicion', {})).body.lately
  const before = await lately()
  const old = Date.now() - 25 * 3_600_000
  await cluster(world, 1, ['a08'], { score: 71 })
  await cluster(world, 1, ['a08'], { score: 72, from: old - 1000, to: old })
  expect((await lately()).sort()).toEqual([...before, 71].sort())
})

test('clusters of another edition are not shown', async () => {
  const { id } = await cluster(world, 2)
  const record = (await world.deps.stores.cluster.find(id))!
  await world.deps.stores.cluster.note({ ...record, _id: 'of-2020', edition: '2020' })
  const { status } = await auditor.call('GET /api/staff/clusters/:id', { params: { id: 'of-2020' } })
  expect(status).toBe(404)
})

test('a cluster is taken away as a sheet; whoever may not see suspicion is refused', async () => {
  const { id } = await cluster(world, 2)
  const file = await auditor.send('GET', `/api/staff/clusters/${id}/export`)
  expect(file.headers.get('content-type')).toContain('spreadsheetml')
  const editor = await asStaff(world, 'editor')
  const { body } = await editor.call('GET /api/staff/clusters', { query: {} })
  expect(body.error!.code).toBe('forbidden')
})
