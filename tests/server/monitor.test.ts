import type { RequestOf } from '@shared/api'
import type { NominationStatus } from '@shared/nomination/contract'
import { Redis } from 'ioredis'
import type { Api } from '../support/api'
import { votingEdition } from '../support/edition'
import { accept } from '../support/shortlist'
import { asStaff } from '../support/staff'
import { eventually, startWorld, type World } from '../support/world'

type Word = RequestOf<'POST /api/staff/ballots/:receipt/rulings'>['body']

let world: World
let admin: Api
let auditor: Api
beforeAll(async () => {
  world = await startWorld({ edition: votingEdition({ tallyVisibility: { mode: 'afterClose' } }) })
  admin = await asStaff(world, 'admin')
  auditor = await asStaff(world, 'auditor')
})
afterAll(() => world.close())

let voters = 0
async function cast(selections: string[]) {
  const voter = await world.api.as(`monitor-${++voters}`)
  const { status, body } = await voter.call('POST /api/ballots', { body: { category: 'unit', selections } })
  expect(status).toBe(201)
  return body.ballot
}
const find = (receipt: string, by = admin) =>
  by.call('GET /api/staff/ballots/:receipt', { params: { receipt } })
const rule = (receipt: string, body: Word, by = admin) =>
  by.call('POST /api/staff/ballots/:receipt/rulings', { params: { receipt }, body })
const overview = async () => {
  const { body } = await auditor.call('GET /api/staff/dashboard', {})
  return body.categories.find(({ id }) => id === 'unit')!
}
/** Waits until as many ballots count. */
const counting = (ballots: number) =>
  eventually(overview, (category) => category.ballots?.counted === ballots)

test('a ballot that is set aside leaves the counts at once, its author and reason stay on record', async () => {
  const before = (await overview()).ballots?.counted ?? 0
  const { receipt, id } = await cast(['a01', 'a02'])
  await cast(['a01'])
  await counting(before + 2)
  const seen = await find(receipt.toLowerCase().replaceAll('-', ' '))
  expect(seen.body).toMatchObject({
    ballot: { receipt, status: 'counted', channel: 'weapp', rulings: [] },
    standing: { ballots: before + 2, counts: { a01: 2, a02: 1 } },
  })

  const { status, body } = await rule(receipt, { kind: 'quarantined', seen: 0, reason: '同一网络集中投票' })
  expect(status).toBe(201)
  expect(body).toMatchObject({
    ballot: { status: 'quarantined', rulings: [{ kind: 'quarantined', reason: '同一网络集中投票' }] },
    before: { ballots: before + 2, counts: { a01: 2, a02: 1 } },
    after: { ballots: before + 1, counts: { a01: 1, a02: 0 } },
  })
  const after = await counting(before + 1)
  expect(after.ballots!.setAside).toBe(1)
  expect((await find(receipt)).body.standing).toEqual(body.after)

  const named = (first: number, second: number) => ({
    'A01 候选A01（示例）': first,
    'A02 候选A02（示例）': second,
  })
  const { body: audit } = await auditor.call('GET /api/staff/audit', { query: { action: 'ballot.rule' } })
  expect(audit.items).toMatchObject([
    {
      subject: { kind: 'ballot', id, name: receipt },
      before: { status: 'counted', ballots: before + 2, counts: named(2, 1) },
      after: { status: 'quarantined', ballots: before + 1, counts: named(1, 0) },
      reason: '同一网络集中投票',
    },
  ])
})

test('a word on a ballot somebody else has ruled on since is refused, and leaves no mark', async () => {
  const { receipt } = await cast(['a03'])
  expect((await rule(receipt, { kind: 'quarantined', seen: 0, reason: '待核实' })).status).toBe(201)
  const late = await rule(receipt, { kind: 'invalidated', seen: 0, reason: '看到时还是计入' })
  expect([late.status, late.body.error!.code]).toEqual([409, 'ruling_conflict'])
  expect((await find(receipt)).body.ballot).toMatchObject({ status: 'quarantined', rulings: [{}] })
})

test('what was struck out stays out, and the refusal says why', async () => {
  const { receipt } = await cast(['a04'])
  await rule(receipt, { kind: 'invalidated', seen: 0, reason: '核实为刷票' })
  const back = await rule(receipt, { kind: 'restored', seen: 1, reason: '想恢复' })
  expect(back.body.error).toMatchObject({
    code: 'ruling_conflict',
    message: '这张选票已作废，不能再恢复计入',
  })
})

test('a ruling needs a reason', async () => {
  const { receipt } = await cast(['a05'])
  const { status } = await rule(receipt, { kind: 'quarantined', seen: 0, reason: '  ' })
  expect(status).toBe(422)
})

test('an auditor reads ballots and may not rule on them; a voter does neither', async () => {
  const { receipt } = await cast(['a06'])
  expect((await find(receipt, auditor)).status).toBe(200)
  const word = { kind: 'quarantined', seen: 0, reason: '试一下' } as const
  expect((await rule(receipt, word, auditor)).body.error!.code).toBe('forbidden')
  const voter = await world.api.as('monitor-curious')
  expect((await find(receipt, voter)).body.error!.code).toBe('staff_unauthenticated')
  const stream = await voter.send('GET', '/api/staff/dashboard/stream')
  expect(stream.status).toBe(401)
})

test('staff see of a voter no OpenID and only the beginning of the pseudonym', async () => {
  const { receipt, id } = await cast(['a07'])
  const { body } = await find(receipt)
  expect(JSON.stringify(body)).not.toContain(`monitor-${voters}`)
  const [{ voter }] = (await world.deps.stores.ballot.findBallot(id).then((record) => [record!])) as [
    { voter: string },
  ]
  expect(voter.startsWith(body.ballot.voter)).toBe(true)
  expect(body.ballot.voter.length).toBeLessThan(voter.length)
})

test('rulings are listed newest first, found by kind, and exported with who and why', async () => {
  const list = (query: RequestOf<'GET /api/staff/rulings'>['query'] = {}) =>
    auditor.call('GET /api/staff/rulings', { query })
  const { body } = await list()
  const times = body.items.map(({ ruledAt }) => ruledAt)
  expect(times).toEqual([...times].sort().reverse())
  const struck = await list({ kind: 'invalidated', pageSize: 1 })
  expect(struck.body).toMatchObject({ total: 1, items: [{ reason: '核实为刷票', status: 'invalidated' }] })

  const response = await auditor.send('GET', '/api/staff/rulings/export?kind=invalidated')
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toContain('spreadsheetml')
})

test('the dashboard shows counts that the public may not see yet, and ballots by hour and channel', async () => {
  await cast(['a09', 'a08'])
  await cast(['a09'])
  const public_ = await world.api.call('GET /api/tallies', { query: { category: 'unit' } })
  expect(public_.body.error!.code).toBe('tally_hidden')
  const unit = await eventually(overview, ({ top }) =>
    top.some(({ id, votes }) => id === 'a09' && votes === 2),
  )
  const { counted, today, lastHour } = unit.ballots!
  expect(unit.top[0]).toMatchObject({ number: 'A09', votes: 2 })
  expect(unit.channels.weapp).toBe(counted)
  expect(unit.hours.reduce((sum, n) => sum + n, 0)).toBe(counted)
  expect(lastHour).toBe(counted)
  expect(today).toBeLessThanOrEqual(counted)
  expect(unit.cities).toEqual([{ code: '420100', name: '武汉市', count: 20 }])
})

test('the dashboard counts each voter once however many categories they vote in', async () => {
  const voter = await world.api.as('monitor-both')
  await voter.call('POST /api/ballots', { body: { category: 'worker', selections: ['b01'] } })
  await voter.call('POST /api/ballots', { body: { category: 'caseStudy', selections: ['c01'] } })
  expect(await world.deps.stores.ballot.countVoters('2021')).toBe(voters + 1)
})

test('who looks at the dashboard is told the new counts without asking again', async () => {
  const abort = new AbortController()
  const response = await fetch(`${world.url}/api/staff/dashboard/stream`, {
    signal: abort.signal,
    headers: admin.cookieFor('/api'),
  })
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  const told: number[] = []
  const before = (await overview()).ballots!.counted
  await cast(['a10'])
  let text = ''
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk
    const messages = text.split('\n\n')
    text = messages.pop()!
    for (const message of messages) {
      const data = /^data: (.*)$/m.exec(message)?.[1]
      if (data) told.push(JSON.parse(data).categories[0].ballots.counted)
    }
    if (told.at(-1) === before + 1) break
  }
  abort.abort()
  expect(told.at(-1)).toBe(before + 1)
})

test('a series is refused where nothing could answer it, naming the field', async () => {
  const series = (query: Partial<RequestOf<'GET /api/staff/ballots/series'>['query']>) =>
    auditor.call('GET /api/staff/ballots/series', {
      query: {
        ...{ category: 'unit', from: '2022-05-10T01:00:00.000Z', to: '2022-05-10T03:00:00.000Z' },
        ...query,
      },
    })
  expect((await series({})).body.lines[0]!.values).toEqual([0, 0])
  const refusals = await Promise.all([
    series({ step: 'minute', candidate: 'a01' }),
    series({ step: 'minute', to: '2022-06-10T03:00:00.000Z' }),
    series({ to: '2022-05-10T00:00:00.000Z' }),
    series({ candidate: 'b01' }),
  ])
  expect(refusals.map(({ body }) => [body.error!.code, body.error!.details])).toEqual([
    ['invalid_request', [expect.objectContaining({ path: 'step' })]],
    ['invalid_request', [expect.objectContaining({ path: 'to' })]],
    ['invalid_request', [expect.objectContaining({ path: 'to' })]],
    ['candidate_not_found', undefined],
  ])
})

test('a series that differs from the ledger is found by the check and mended by counting again', async () => {
  const redis = new Redis(world.stores.redisUrl!)
  try {
    const key = 'votes:{2021:unit}:series'
    const [point] = await redis.hkeys(key)
    await redis.hincrby(key, point!, 1)
    const problems = async () => (await world.deps.ballots.verify()).flatMap((finding) => finding.problems)
    expect(await problems()).toEqual(['1 个时间点的票数与账本不同'])
    await world.deps.ballots.recountAll()
    expect(await problems()).toEqual([])
  } finally {
    redis.disconnect()
  }
})

test('the dashboard tells how nominations stand, and where those come from that were handed in', async () => {
  const add = (name: string, nth: number, status: NominationStatus) =>
    accept(world, 'unit', name, nth, { record: { status } })
  await add('甲', 0, 'submitted')
  await add('乙', 1, 'submitted')
  await add('丙', 1, 'accepted')
  await add('丁', 2, 'draft')
  const { nominations } = await overview()
  expect(nominations).toEqual({
    counts: { submitted: 2, accepted: 1, draft: 1 },
    cities: [
      { code: '420600', name: '襄阳市', count: 2 },
      { code: '420100', name: '武汉市', count: 1 },
    ],
  })
})

test('a reason with a receipt in it is not taken: reasons are published', async () => {
  const { receipt } = await cast(['a01'])
  const reason = `与 ${receipt.toLowerCase()} 重复`
  const { status, body } = await rule(receipt, { kind: 'quarantined', seen: 0, reason })
  expect([status, body.error!.code]).toEqual([422, 'invalid_request'])
  expect(body.error!.details).toMatchObject([{ message: '这里写的会公开，请不要写回执' }])
  expect((await find(receipt)).body.ballot.status).toBe('counted')
})
