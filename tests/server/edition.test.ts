import type { StaffEdition } from '@shared/edition/contract'
import type { Api } from '../support/api'
import { type Processes, startProcesses } from '../support/processes'
import { buildStaff, loggedIn } from '../support/staff'
import { eventually, startWorld, type World } from '../support/world'

/** Two web processes over the same stores: this one's, and a program of its own. */
let world: World
let processes: Processes
let here: Api
let there: Api
beforeAll(async () => {
  world = await startWorld({ perCategory: 20 })
  processes = await startProcesses(1, world.stores)
  const [one, other] = [await buildStaff(world, 'admin'), await buildStaff(world, 'admin')]
  here = await loggedIn(world.url, one.username)
  there = await loggedIn(processes.all[0]!.url, other.username)
})
afterAll(async () => {
  await processes?.stop()
  await world?.close()
})

const params = { id: '2021' }
const voting = { ...params, name: 'voting' as const }
const read = async (api = here) => (await api.call('GET /api/staff/editions/:id', { params })).body
const save = (
  api: Api,
  { version }: StaffEdition,
  edition: StaffEdition['edition'],
  acknowledged: string[] = [],
) =>
  api.call('PUT /api/staff/editions/:id', {
    params,
    body: { version, edition, acknowledged, reason: '测试：示例改动' },
  })
const inCategory = ({ edition }: StaffEdition, id: string, changes: object) => ({
  ...edition,
  categories: edition.categories.map((one) => (one.id === id ? { ...one, ...changes } : one)),
})
const shown = async (api: Api) => (await api.call('GET /api/edition', {})).body
const everywhere = async (holds: (edition: Awaited<ReturnType<typeof shown>>) => boolean) => {
  for (const api of [here, there]) await eventually(() => shown(api), holds)
}
const castAt = async (api: Api, person: string) =>
  (await api.as(person)).call('POST /api/ballots', { body: { category: 'worker', selections: ['b01'] } })

test('what is saved in one process is shown by every process, and is recorded with what was before', async () => {
  const before = await read()
  const { status, body } = await save(here, before, { ...before.edition, name: '2021年度示例评选' })
  expect([status, body.version, body.edition.name]).toEqual([200, before.version + 1, '2021年度示例评选'])
  await everywhere(({ name }) => name === '2021年度示例评选')
  const { items } = await world.deps.audit.list({ page: 1, pageSize: 1, action: 'edition.save' })
  expect(items[0]).toMatchObject({
    subject: { kind: 'edition', id: '2021' },
    before: { 名称: before.edition.name },
    after: { 名称: '2021年度示例评选' },
    reason: '测试：示例改动',
  })
})

test('of two who save the same version at two processes one wins, and the other is shown what won', async () => {
  for (let round = 0; round < 5; round++) {
    const before = await read()
    const names = [`示例甲${round}`, `示例乙${round}`]
    const answers = await Promise.all(
      [here, there].map((api, i) => save(api, before, { ...before.edition, name: names[i]! })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const won = answers.find(({ status }) => status === 200)!
    const lost = answers.find(({ status }) => status === 409)!
    const latest = await read()
    expect(latest.edition.name).toBe(won.body.edition.name)
    expect(lost.body.error).toMatchObject({ code: 'version_conflict', details: latest })
  }
})

test('a change that hurts is saved only once its very warning is confirmed', async () => {
  const before = await read()
  const after = inCategory(before, 'unit', { ballotRule: { min: 1, max: 10, per: 'edition' } })
  const first = await save(here, before, after)
  expect([first.status, first.body.error!.code]).toEqual([422, 'change_unconfirmed'])
  const [{ path, text }] = first.body.error!.details as [{ path: string; text: string }]
  expect(path).toBe('categories.unit.ballotRule')
  expect((await save(here, before, after, ['我知道了'])).status).toBe(422)
  expect((await save(here, before, after, [text])).status).toBe(200)
})

test('from the first ballot on the rule it was cast by stands', async () => {
  expect((await castAt(here, 'first')).status).toBe(201)
  const before = await read()
  expect(before.facts).toMatchObject({ current: true, voted: ['worker'] })
  const after = inCategory(before, 'worker', { ballotRule: { min: 1, max: 5, per: 'day' } })
  const { status, body } = await save(here, before, after)
  expect([status, body.error!.code]).toEqual([422, 'change_refused'])
  expect(body.error!.message).toContain('已有选票')
  expect((await read()).version).toBe(before.version)
})

test('a phase that has begun cannot be taken out, one ahead can with its warning confirmed, and comes back', async () => {
  const before = await read()
  const without = (...names: string[]) => ({
    ...before.edition,
    phases: before.edition.phases.filter(({ name }) => !names.includes(name)),
  })
  const begun = await save(here, before, without('voting'))
  expect([begun.status, begun.body.error]).toMatchObject([
    422,
    { code: 'change_refused', details: [{ path: 'phases.voting' }] },
  ])
  const all = await save(here, before, without(...before.edition.phases.map(({ name }) => name)))
  expect(all.body.error!.details).toContainEqual({ path: 'edition.phases', message: '至少要有一个阶段' })
  const ahead = await save(here, before, without('notice'))
  expect(ahead.body.error!.code).toBe('change_unconfirmed')
  const texts = (ahead.body.error!.details as { text: string }[]).map(({ text }) => text)
  const gone = await save(here, before, without('notice'), texts)
  expect(gone.status).toBe(200)
  await everywhere(({ phases }) => phases.every(({ name }) => name !== 'notice'))
  const back = await save(here, gone.body, before.edition)
  expect([back.status, back.body.edition.phases]).toEqual([200, before.edition.phases])
})

test('what makes no sense is refused with the place and the words', async () => {
  const before = await read()
  const overlapping = before.edition.phases.map((phase) =>
    phase.name === 'review' ? { ...phase, opensAt: before.edition.phases[0]!.opensAt } : phase,
  )
  const { status, body } = await save(here, before, { ...before.edition, phases: overlapping })
  expect(status).toBe(422)
  expect(body.error!.details).toContainEqual({
    path: 'edition.phases.3.opensAt',
    message: '不能早于上一阶段的结束时间',
  })
})

test('a suspended vote takes no ballot in any process, says why, keeps its counts, and takes ballots when resumed', async () => {
  const { version } = await read()
  const suspended = await here.call('POST /api/staff/editions/:id/phases/:name/suspension', {
    params: voting,
    body: { version, reason: '系统维护（示例）' },
  })
  expect(suspended.status).toBe(200)
  await everywhere(({ phases }) => phases.some(({ suspended }) => suspended?.reason === '系统维护（示例）'))
  for (const api of [here, there]) {
    const { status, body } = await castAt(api, 'patient')
    expect([status, body.error!.code]).toEqual([403, 'voting_suspended'])
    expect(body.error!.message).toContain('系统维护（示例）')
    expect(body.error!.details).toMatchObject({ reason: '系统维护（示例）' })
    await eventually(
      () => api.call('GET /api/tallies', { query: { category: 'worker' } }),
      ({ body: tally }) => tally.ballots === 1,
    )
    expect((await shown(api)).phase).toBe('voting')
  }
  const twice = await here.call('POST /api/staff/editions/:id/phases/:name/suspension', {
    params: voting,
    body: { version: suspended.body.version, reason: '再暂停一次' },
  })
  expect(twice.body.error!.code).toBe('phase_not_running')
  const resumed = await there.call('DELETE /api/staff/editions/:id/phases/:name/suspension', {
    params: voting,
    body: { version: suspended.body.version, reason: '维护完成' },
  })
  expect(resumed.status).toBe(200)
  await everywhere(({ phases }) => phases.every(({ suspended }) => !suspended))
  for (const [api, person] of [
    [here, 'patient'],
    [there, 'patient too'],
  ] as const) {
    expect((await castAt(api, person)).status).toBe(201)
  }
})

test('an extended vote stays open for voters everywhere, and what follows moves out of its way', async () => {
  const before = await read()
  const [vote, review] = before.edition.phases.slice(2, 4)
  const later = (instant: string) => new Date(Date.parse(instant) + 3 * 86_400_000).toISOString()
  const extend = (closesAt: string) =>
    here.call('POST /api/staff/editions/:id/phases/:name/extension', {
      params: voting,
      body: { version: before.version, closesAt, reason: '应网友要求延长（示例）' },
    })
  expect((await extend(vote!.opensAt)).body.error!.code).toBe('invalid_request')
  const { status, body } = await extend(later(vote!.closesAt!))
  expect(status).toBe(200)
  expect(body.edition.phases[2]!.plannedClosesAt).toBe(vote!.closesAt)
  expect(body.edition.phases[3]).toMatchObject({
    opensAt: later(review!.opensAt),
    closesAt: later(review!.closesAt!),
  })
  await everywhere(({ phases }) => phases[2]!.closesAt === later(vote!.closesAt!))
})

test('a vote that has ended is neither extended nor suspended', async () => {
  await world.api.send('POST', '/sandbox/api/clock', { phase: 'review' })
  const { version, edition } = await read()
  const closesAt = edition.phases[5]!.opensAt
  const body = { version, reason: '太晚了' }
  const answers = [
    await here.call('POST /api/staff/editions/:id/phases/:name/extension', {
      params: voting,
      body: { ...body, closesAt },
    }),
    await here.call('POST /api/staff/editions/:id/phases/:name/suspension', { params: voting, body }),
  ]
  expect(answers.map((answer) => answer.body.error!.code)).toEqual(['phase_not_running', 'phase_not_running'])
  await world.api.send('POST', '/sandbox/api/clock', { phase: 'voting' })
})

test('the next edition is made of the last, unseen until it is made current with the warning confirmed', async () => {
  const made = await here.call('POST /api/staff/editions', {
    body: { from: '2021', id: '2022', name: '2022年度示例评选', reason: '筹备下一届' },
  })
  expect([made.status, made.body.facts]).toEqual([
    201,
    { current: false, voted: [], filled: [], reviewed: [], answered: {} },
  ])
  const again = await there.call('POST /api/staff/editions', {
    body: { from: '2021', id: '2022', name: '重复', reason: '筹备下一届' },
  })
  expect(again.body.error!.code).toBe('edition_exists')
  const list = async () => (await there.call('GET /api/staff/editions', {})).body.items
  expect((await list()).map(({ id, current }) => [id, current])).toEqual([
    ['2022', false],
    ['2021', true],
  ])
  const switchTo = (id: string, acknowledged: string[]) =>
    here.call('PUT /api/staff/editions/:id/current', {
      params: { id },
      body: { acknowledged, reason: '新一届开始' },
    })
  for (const id of ['2022', '2021']) {
    const first = await switchTo(id, [])
    expect(first.body.error!.code).toBe('change_unconfirmed')
    const texts = (first.body.error!.details as { text: string }[]).map(({ text }) => text)
    expect((await switchTo(id, texts)).body.facts.current).toBe(true)
    await everywhere((edition) => edition.id === id)
  }
})
