import { createHash } from 'node:crypto'
import type { AuditEntry } from '@shared/audit/contract'
import { Refusal } from '@shared/kernel/errors'
import { Redis } from 'ioredis'
import { type Connection, createConnection } from 'mongoose'
import type { Api } from '../support/api'
import { download } from '../support/sheets'
import { asStaff } from '../support/staff'
import { startTwin } from '../support/twin'
import { startWorld, type World } from '../support/world'

let world: World
let auditor: Api
let mongo: Connection
beforeAll(async () => {
  world = await startWorld({ perCategory: 1 })
  auditor = await asStaff(world, 'auditor')
  mongo = await createConnection(world.stores.mongoUri!).asPromise()
})
afterAll(async () => {
  await mongo.close()
  await world.close()
})

const actor = { id: 'li', name: '李编辑（示例）' }
const subject = { kind: 'unit', id: 'u-1', name: '某单位（示例）' }
const act = (action: string, more = {}) => ({ actor, action, subject, ...more })

async function entries(query: object = {}): Promise<AuditEntry[]> {
  const { body } = await auditor.call('GET /api/staff/audit', { query: { pageSize: 200, ...query } })
  return body.items
}

test('an action leaves who, when, what, before and after, and why', async () => {
  const change = {
    before: { level: 'city' },
    after: { level: 'county', since: new Date(0), gone: undefined },
  }
  const answer = await world.deps.audit.act(
    act('unit.move', { ...change, reason: '区划调整' }),
    async () => 7,
  )
  expect(answer).toBe(7)
  const [entry] = await entries({ action: 'unit.move' })
  expect(entry).toEqual({
    ...{ seq: expect.any(Number), at: expect.any(String), hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ...{ actor, action: 'unit.move', subject, reason: '区划调整', failed: null },
    ...{ before: { level: 'city' }, after: { level: 'county', since: '1970-01-01T00:00:00.000Z' } },
  })
})

test('the entry is there before the work begins, and stays when the work is refused', async () => {
  const before = await world.deps.audit.verify()
  const work = async () => {
    expect((await entries({ action: 'unit.merge' })).length).toBe(1)
    throw new Refusal('version_conflict')
  }
  await expect(
    world.deps.audit.act(act('unit.merge', { after: { into: 'u-2' } }), work),
  ).rejects.toMatchObject({
    code: 'version_conflict',
  })
  const [failure, attempt] = await entries({ action: 'unit.merge' })
  expect(attempt).toMatchObject({ seq: before.entries + 1, failed: null, after: { into: 'u-2' } })
  expect(failure).toMatchObject({ failed: attempt!.seq, reason: expect.stringContaining('刚被其他人改过') })
})

test('nothing is done where no entry can be written', async () => {
  const twin = await startTwin(world)
  await twin.close()
  let done = false
  const work = async () => {
    done = true
  }
  await expect(twin.deps.audit.act(act('unit.close'), work)).rejects.toMatchObject({
    code: 'audit_unavailable',
  })
  expect(done).toBe(false)
})

test('entries of several processes at once stand in one chain, none lost and none twice', async () => {
  const twins = await Promise.all([startTwin(world), startTwin(world)])
  const { entries: before } = await world.deps.audit.verify()
  const writers = [world, ...twins]
  const numbers = await Promise.all(
    writers.flatMap(({ deps }, i) =>
      Array.from({ length: 20 }, (_, j) => deps.audit.record(act('unit.race', { reason: `${i}-${j}` }))),
    ),
  )
  expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, i) => before + 1 + i))
  expect(new Set((await entries({ action: 'unit.race' })).map(({ reason }) => reason)).size).toBe(60)
  expect(await world.deps.audit.verify()).toMatchObject({ entries: before + 60, broken: null })
  await Promise.all(twins.map((twin) => twin.close()))
})

describe('a chain that somebody has laid hands on does not hold', () => {
  let whole: Record<string, unknown>[]
  const chain = () => mongo.collection('audit')
  beforeAll(async () => {
    for (let i = 0; i < 10; i++) await world.deps.audit.record(act('unit.note', { reason: `${i}` }))
    whole = await chain().find().sort({ _id: 1 }).toArray()
  })
  afterEach(async () => {
    await chain().deleteMany({})
    await chain().insertMany(whole as never[])
    expect((await world.deps.audit.verify()).broken).toBeNull()
  })
  const verify = async () => {
    const { body } = await auditor.call('GET /api/staff/audit/verify', {})
    return body.broken
  }

  test.each([
    ['a reason', { reason: '另一个原因' }],
    ['an actor', { actor: { id: 'wang', name: '王（示例）' } }],
    ['an instant', { at: new Date(0) }],
    ['what was before', { before: { level: 'province' } }],
    ['the hash', { hash: '0'.repeat(64) }],
  ])('where %s was changed', async (_name, change) => {
    await chain().updateOne({ _id: 4 as never }, { $set: change })
    expect(await verify()).toMatchObject({ seq: 4, problem: expect.stringContaining('改动') })
  })

  test('where an entry was removed', async () => {
    await chain().deleteOne({ _id: 4 as never })
    expect(await verify()).toMatchObject({ seq: 4, problem: expect.stringContaining('不见') })
  })

  test('where the first was removed', async () => {
    await chain().deleteOne({ _id: 1 as never })
    expect(await verify()).toMatchObject({ seq: 1 })
  })

  test('where the last ones were removed', async () => {
    await chain().deleteMany({ _id: { $gt: whole.length - 2 } as never })
    expect(await verify()).toMatchObject({ seq: whole.length - 1, problem: expect.stringContaining('末尾') })
  })

  test('where two were exchanged', async () => {
    const [a, b] = [whole[3]!, whole[4]!]
    await chain().replaceOne({ _id: 4 as never }, { ...b, _id: 4 as never })
    await chain().replaceOne({ _id: 5 as never }, { ...a, _id: 5 as never })
    expect(await verify()).toMatchObject({ seq: 4 })
  })

  test('where all of it was written anew', async () => {
    await chain().deleteMany({})
    const redis = new Redis(world.stores.redisUrl!)
    const kept = await redis.zrange('audit-chain', 0, -1, 'WITHSCORES')
    for (let i = 0; i < whole.length; i++) await world.deps.audit.record(act('unit.forged'))
    // Who writes the entries anew without us leaves Redis as it was.
    await redis.del('audit-chain')
    for (let i = 0; i < kept.length; i += 2) await redis.zadd('audit-chain', kept[i + 1]!, kept[i]!)
    redis.disconnect()
    expect(await verify()).toMatchObject({ seq: whole.length, problem: expect.stringContaining('改写') })
  })
})

test('entries are found by actor, action, a feature, an instant, and words', async () => {
  await world.deps.audit.record(act('edition.extendPhase', { reason: '台风（影响投票）' }))
  const [newest] = await entries()
  const found = async (query: object) => (await entries(query)).map(({ action }) => action)
  expect(await found({ action: 'edition.' })).toEqual(['edition.extendPhase'])
  expect(await found({ q: '台风（' })).toEqual(['edition.extendPhase'])
  expect(await found({ q: '.*', actor: actor.id })).toEqual([])
  expect(await found({ from: newest!.at })).toEqual(['edition.extendPhase'])
  expect(await found({ to: newest!.at })).not.toContain('edition.extendPhase')
  expect(await found({ actor: 'nobody' })).toEqual([])
})

describe('an exported sheet', () => {
  const sheet = (query = '') => download(auditor, `/api/staff/audit/export${query}`)

  test('tells in words what was done, and holds no formula', async () => {
    const reason = '=HYPERLINK("https://evil.example")'
    const change = { before: { name: '旧名', seats: 10 }, after: { name: '+新名', seats: 12 }, reason }
    await world.deps.audit.record(act('edition.save', change))
    const [titles, row, ...others] = await sheet('?action=edition.save')
    expect(others).toEqual([])
    expect(Object.fromEntries(titles!.map((title, i) => [title, row![i]]))).toMatchObject({
      ...{ 操作人: '李编辑（示例）', 操作: '修改届次', 原因: reason },
      变更: '名称：旧名 → +新名\n名额：10 → 12',
    })
  })

  test('can be checked by whoever has it: a hash covers the one above and the text beside it', async () => {
    const [, ...rows] = await sheet()
    expect(rows.length).toBeGreaterThan(10)
    const hashes = rows.map((row) => row.at(-2))
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
    expect(hashes).toEqual(rows.map((row, i) => sha256(`${hashes[i - 1] ?? ''}${row.at(-1)}`)))
  })
})
