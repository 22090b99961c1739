import { mkdirSync, readdirSync } from 'node:fs'
import type { Unit } from '@shared/unit/contract'
import type { UnitImport } from '@shared/unit/import/contract'
import { takeRowsBack } from '../../server/features/unit/import/write'
import type { Api } from '../support/api'
import { buildCandidate } from '../support/candidates'
import { csvOf, download, type Row, township, upload, yearly } from '../support/sheets'
import { asStaff } from '../support/staff'
import { startTwin } from '../support/twin'
import { eventually, startWorld, type World } from '../support/world'

let world: World
let worker: Awaited<ReturnType<World['deps']['startWorker']>>
let editor: Api
let auditor: Api
beforeAll(async () => {
  world = await startWorld({ perCategory: 1 })
  worker = await world.deps.startWorker()
  editor = await asStaff(world, 'editor')
  auditor = await asStaff(world, 'auditor')
})
afterAll(async () => {
  await worker?.close()
  await world?.close()
})

const wuchang = { code: '420106', cityCode: '420100', city: '武汉市', county: '武昌区' }
async function create(name: string, changes: Partial<Unit> = {}): Promise<Unit> {
  const { status, body } = await editor.call('POST /api/staff/units', {
    body: {
      ...{
        name: `${name}（示例）`,
        creditCode: null,
        level: 'township',
        region: wuchang,
        status: 'certified',
      },
      contact: { name: '示例联系人', phone: '13800001234' },
      ...changes,
    },
  })
  expect([status, body.error]).toEqual([201, undefined])
  return body
}
/** Saves what somebody has seen with changes of their own. */
function save(seen: Unit, changes: Partial<Unit>, reason?: string) {
  const { id, sample, replyRecords, ...draft } = seen
  return editor.call('PUT /api/staff/units/:id', {
    params: { id },
    body: { ...draft, ...changes, ...(reason && { reason }) },
  })
}
const contact = { name: '另一位', phone: null }
const found = async (client: Api, q: string) =>
  (await client.call('GET /api/staff/units', { query: { q } })).body.items.map(({ name }) => name)
const settled = ({ id }: UnitImport): Promise<UnitImport> =>
  eventually(
    async () => (await editor.call('GET /api/staff/unit-imports/:id', { params: { id } })).body,
    ({ status }) => !['checking', 'applying', 'undoing'].includes(status),
  )
async function importAll(rows: Row[]): Promise<UnitImport> {
  const { id } = await settled((await upload(editor, csvOf(rows))).body)
  const body = { mode: 'all' as const }
  return settled((await editor.call('POST /api/staff/unit-imports/:id/apply', { params: { id }, body })).body)
}

describe('two people with the same unit open', () => {
  test('the second to save is told, and nothing is overwritten', async () => {
    const seen = await create('先后街道')
    expect((await save(seen, { contact })).body).toMatchObject({ version: 2, contact })
    const second = await save(seen, { contact: { name: '后来的', phone: null } })
    expect([second.status, second.body.error?.code]).toEqual([409, 'version_conflict'])
    const { body } = await editor.call('GET /api/staff/units/:id', { params: { id: seen.id } })
    expect(body).toMatchObject({ version: 2, contact })
  })

  test('of two that save at once, one is told', async () => {
    const seen = await create('同时街道')
    const answers = await Promise.all(
      ['甲', '乙', '丙'].map((name) => save(seen, { contact: { name, phone: null } })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
  })
})

test('a change to what a unit is needs a reason, which the audit keeps; a new contact needs none', async () => {
  const seen = await create('原因街道')
  const refused = await save(seen, { status: 'suspended' })
  expect([refused.status, refused.body.error?.code]).toEqual([422, 'reason_required'])
  const saved = await save(seen, { status: 'suspended' }, '示例：资料待核实')
  expect(saved.body).toMatchObject({ status: 'suspended', version: 2 })
  expect((await save(saved.body, { contact })).status).toBe(200)
  const { body } = await auditor.call('GET /api/staff/audit', { query: { action: 'unit.update' } as never })
  expect(JSON.stringify(body.items)).toContain('示例：资料待核实')
})

test('no second unit has the name of one in the same division, nor its credit code', async () => {
  const creditCode = '11420106MB0000001X'
  const { id, version, sample, replyRecords, ...draft } = await create('唯一街道', { creditCode })
  for (const body of [
    { ...draft, creditCode: null },
    { ...draft, name: '另一个街道（示例）' },
  ]) {
    const answer = await editor.call('POST /api/staff/units', { body })
    expect([answer.status, answer.body.error?.code]).toEqual([409, 'unit_exists'])
  }
})

test('a telephone number is whole for who may change units, and masked for who may not, in lists, pages and exports', async () => {
  const { id } = await create('电话街道')
  const shown = async (client: Api) => [
    (await client.call('GET /api/staff/units', { query: { q: '电话街道' } })).body.items[0]?.contact.phone,
    (await client.call('GET /api/staff/units/:id', { params: { id } })).body.contact.phone,
    (await download(client, `/api/staff/unit-export?year=2021&q=${encodeURIComponent('电话街道')}`))[1]![8],
  ]
  expect(await shown(editor)).toEqual(Array(3).fill('13800001234'))
  expect(await shown(auditor)).toEqual(Array(3).fill('138****1234'))
})

test('a unit is found by parts of its name, pinyin, initials, place and contact, and by nothing that means something else', async () => {
  await create('夷陵首字母街道', { contact: { name: '示例钱某', phone: null } })
  for (const q of ['首字母', 'yilingshouzimu', 'ylszm', 'YLSZM', '首字母 武昌', '首字母 qianmou']) {
    expect([q, await found(editor, q)]).toEqual([q, ['夷陵首字母街道（示例）']])
  }
  for (const q of ['ylszm 汉阳', '.*', 'szmly']) expect([q, await found(editor, q)]).toEqual([q, []])
})

test('the template can be uploaded as it is: its examples are good rows', async () => {
  const path = '/api/staff/unit-import-template'
  const rows = await download(editor, path)
  const response = await fetch(world.url + path, { headers: editor.cookieFor(path) })
  const { body } = await upload(editor, Buffer.from(await response.arrayBuffer()), '模板.xlsx')
  expect(await settled(body)).toMatchObject({
    status: 'ready',
    counts: { added: rows.length - 1, bad: 0 },
    ignored: [],
  })
})

test('a body that is refused is not stored: not of who may not upload, nor of a request that is wrong', async () => {
  const stored = () => readdirSync(world.deps.importDir)
  mkdirSync(world.deps.importDir, { recursive: true })
  await eventually(
    async () => stored().length,
    (files) => files === 0,
  ) // of earlier imports
  const send = async (client: Api, query: string) => {
    let sent = 0
    const content = new ReadableStream({
      async pull(controller) {
        controller.enqueue(Buffer.alloc(64 * 1024, 'x'))
        await new Promise((resolve) => setTimeout(resolve, 5))
        expect(stored()).toEqual([])
        if (++sent === 20) controller.close()
      },
    })
    const path = `/api/staff/unit-imports${query}`
    const init = { method: 'POST', headers: client.cookieFor(path), body: content, duplex: 'half' }
    const response = await fetch(world.url + path, init as never)
    return ((await response.json()) as { error: { code: string } }).error.code
  }
  expect(await send(auditor, '?filename=a.csv')).toBe('forbidden')
  expect(await send(editor, '')).toBe('invalid_request')
  expect(stored()).toEqual([])
})

test('undoing an import keeps a new unit that a candidate refers to, and lists it', async () => {
  const applied = await importAll([township('有候选街道'), township('无候选街道')])
  const { body: page } = await editor.call('GET /api/staff/units', { query: { q: '有候选街道' } })
  const unitId = page.items[0]!.id
  await world.deps.candidates.saveAll([buildCandidate('unit', 'A90', { unitId })])
  const params = { id: applied.id }
  const body = { reason: '示例：导错了文件' }
  const undone = await settled(
    (await editor.call('POST /api/staff/unit-imports/:id/undo', { params, body })).body,
  )
  expect(undone).toMatchObject({ status: 'undone', states: { removed: 1, needed: 1, kept: 0 } })
  const kept = await editor.call('GET /api/staff/unit-imports/:id/rows', {
    params,
    query: { state: 'needed' },
  })
  expect(kept.body.items.map(({ name }) => name)).toEqual(['有候选街道（示例）'])
  expect([await found(editor, '有候选街道'), await found(editor, '无候选街道')]).toEqual([
    ['有候选街道（示例）'],
    [],
  ])
})

test('a candidate that is made while its unit is being taken away gets it back', async () => {
  const applied = await importAll([township('争用街道'), township('无争街道')])
  const { id } = applied
  expect(applied).toMatchObject({ status: 'applied', states: { applied: 2 } })
  const { items } = (await editor.call('GET /api/staff/units', { query: { q: '争用街道' } })).body
  const { unitImport: store, unit: units, candidate } = world.deps.stores
  let looks = 0
  const referredTo = async (ids: string[]) => {
    const found = await candidate.referredTo(ids)
    if (++looks === 1) await candidate.saveAll([buildCandidate('unit', 'A92', { unitId: items[0]!.id })])
    return found
  }
  await takeRowsBack(id, { store, units, referredTo }, async () => {})
  expect((await units.findMany([items[0]!.id])).map(({ name }) => name)).toEqual(['争用街道（示例）'])
  expect(await found(editor, '无争街道')).toEqual([])
  expect((await store.countStates([id])).get(id)).toMatchObject({ removed: 1, needed: 1 })
})

test("every process shows on a candidate's page what an import has made of its unit's record", async () => {
  const { id: unitId, name } = await create('回复街道')
  await world.deps.candidates.saveAll([buildCandidate('unit', 'A91', { unitId })])
  const twin = await startTwin(world)
  const shows = (received: number | undefined) =>
    Promise.all(
      [world.api, twin.api].map((api) =>
        eventually(
          async () => (await api.call('GET /api/candidates/:id', { params: { id: 'a91' } })).body,
          (body) => body.id === 'a91' && body.replyRecord?.received === received,
        ),
      ),
    )
  try {
    await shows(undefined)
    for (const perMonth of [3, 4]) {
      await importAll([{ ...township('回复街道', yearly(2021, perMonth)), name }])
      await shows(perMonth * 12)
    }
  } finally {
    await twin.close()
  }
})
