import type { ImportMode, ImportStatus, UnitImport } from '@shared/unit/import/contract'
import type { Api } from '../support/api'
import { csvOf, download, type Row, township, upload, yearly } from '../support/sheets'
import { asStaff } from '../support/staff'
import { eventually, startWorld, type World } from '../support/world'

let world: World
let worker: Awaited<ReturnType<World['deps']['startWorker']>>
let editor: Api
beforeAll(async () => {
  world = await startWorld({ perCategory: 1 })
  worker = await world.deps.startWorker()
  editor = await asStaff(world, 'editor')
})
afterAll(async () => {
  await worker?.close()
  await world?.close()
})

const RUNNING: ImportStatus[] = ['checking', 'applying', 'undoing']
const params = ({ id }: UnitImport) => ({ params: { id } })
const settled = (started: UnitImport): Promise<UnitImport> =>
  eventually(
    async () => (await editor.call('GET /api/staff/unit-imports/:id', params(started))).body,
    ({ status }) => !RUNNING.includes(status),
  )

async function check(rows: Row[], encoding?: 'utf8' | 'gb18030'): Promise<UnitImport> {
  const { status, body } = await upload(editor, csvOf(rows, encoding))
  expect(status).toBe(201)
  return settled(body)
}
async function apply(checked: UnitImport, mode: ImportMode = 'all'): Promise<UnitImport> {
  const { status, body } = await editor.call('POST /api/staff/unit-imports/:id/apply', {
    ...params(checked),
    body: { mode },
  })
  expect([status, body.error]).toEqual([200, undefined])
  return settled(body)
}
const rowsOf = async (checked: UnitImport, query = {}) =>
  (await editor.call('GET /api/staff/unit-imports/:id/rows', { ...params(checked), query })).body.items
const unitCalled = async (name: string) =>
  (await editor.call('GET /api/staff/units', { query: { q: name } })).body.items[0]

test('a dry run tells what would be added and writes nothing', async () => {
  const checked = await check([township('试算街道'), township('试算镇')])
  expect(checked).toMatchObject({
    status: 'ready',
    counts: { added: 2, changed: 0, unchanged: 0, bad: 0 },
    progress: { done: 2, total: 2 },
  })
  expect(await unitCalled('试算街道')).toBeUndefined()
})

test('what is confirmed is written, and the same file again changes nothing', async () => {
  const rows = [township('甲街道', yearly(2021, 5, 2)), township('乙街道', { contactName: '示例联系人' })]
  const applied = await apply(await check(rows))
  expect(applied).toMatchObject({ status: 'applied', mode: 'all', states: { applied: 2, skipped: 0 } })
  const unit = await unitCalled('甲街道')
  expect(unit).toMatchObject({ level: 'township', sample: true, status: 'certified', version: 1 })
  expect(unit?.replyRecords).toMatchObject([
    { year: 2021, received: 60, answered: 58, medianAnswerHours: 12.5 },
  ])
  const again = await check(rows)
  expect(again.counts).toEqual({ added: 0, changed: 0, unchanged: 2, bad: 0 })
  expect(await apply(again)).toMatchObject({ status: 'applied', states: { applied: 0 } })
  expect((await unitCalled('甲街道'))?.version).toBe(1)
})

test('a preview says column by column what changes; empty cells leave things as they are', async () => {
  await apply(await check([township('丙街道', { contactName: '旧联系人', contactPhone: '027-00000001' })]))
  const checked = await check([township('丙街道', { contactName: '新联系人', status: '暂停认证' })])
  const [row] = await rowsOf(checked, { outcome: 'changed' })
  expect(row?.changes).toEqual([
    { column: '状态', before: '已认证', after: '暂停认证' },
    { column: '联系人', before: '旧联系人', after: '新联系人' },
  ])
  await apply(checked)
  expect(await unitCalled('丙街道')).toMatchObject({
    status: 'suspended',
    contact: { name: '新联系人', phone: '027-00000001' },
  })
})

describe('a file with bad rows', () => {
  const rows = [
    township('好街道'),
    township('', { name: '' }),
    township('错层级', { level: '村级' }),
    township('错代码', { region: '42010' }),
    township('答复过多', { ...yearly(2021, 3), answered4: 9 }),
    township('好街道'),
  ]

  test('has every one named with line, column and reason, in a sheet that can be mended and uploaded', async () => {
    const checked = await check(rows)
    expect(checked.counts).toEqual({ added: 1, changed: 0, unchanged: 0, bad: 5 })
    const bad = await rowsOf(checked, { outcome: 'bad' })
    expect(bad.map(({ line, problems }) => [line, problems[0]])).toEqual([
      [3, { column: '单位名称', reason: '不能为空' }],
      [4, { column: '层级', reason: '应为省级、市级、县级、乡镇级之一，现在是“村级”' }],
      [5, { column: '行政区划代码', reason: '应为 6 位数字，现在是“42010”' }],
      [6, { column: '4月答复', reason: '答复的留言多于当月收到的' }],
      [7, { column: '单位名称', reason: '与第 2 行是同一个单位，请只保留一行' }],
    ])
    const sheet = await download(editor, `/api/staff/unit-imports/${checked.id}/bad-rows`)
    expect(sheet[0]!.slice(-2)).toEqual(['原文件行号', '问题'])
    expect(sheet[2]!.slice(-2)).toEqual([4, '层级：应为省级、市级、县级、乡镇级之一，现在是“村级”'])
  })

  test('is refused whole where all or nothing is wanted, and gives its good rows where that is', async () => {
    const checked = await check(rows)
    const body = { mode: 'all' as const }
    const refused = await editor.call('POST /api/staff/unit-imports/:id/apply', { ...params(checked), body })
    expect([refused.status, refused.body.error?.code]).toEqual([409, 'import_has_bad_rows'])
    expect(await apply(checked, 'good')).toMatchObject({ status: 'applied', states: { applied: 1 } })
    expect(await unitCalled('好街道')).toBeDefined()
    expect(await unitCalled('错代码')).toBeUndefined()
  })
})

test('a .csv as Excel writes it in China reads as one in UTF-8 does, with or without its mark', async () => {
  await apply(await check([township('咸安街道')], 'gb18030'))
  expect(await unitCalled('咸安街道')).toMatchObject({ region: { city: '武汉市', county: '武昌区' } })
  const marked = await upload(editor, Buffer.concat([Buffer.from('\uFEFF'), csvOf([township('咸安街道')])]))
  expect((await settled(marked.body)).counts).toMatchObject({ unchanged: 1, bad: 0 })
})

test('what the registry exports can be imported again and changes nothing; formulas come and go as text', async () => {
  await apply(await check([township('公式街道', { contactName: '=1+1', ...yearly(2021, 4) })]))
  const sheet = await download(editor, '/api/staff/unit-export?year=2021')
  expect(sheet.flat()).toContain('=1+1')
  const exported = await fetch(`${world.url}/api/staff/unit-export?year=2021`, {
    headers: editor.cookieFor('/api/staff/unit-export'),
  })
  const bytes = Buffer.from(await exported.arrayBuffer())
  const { body } = await upload(editor, bytes, '导出.xlsx')
  const checked = await settled(body)
  expect(checked.counts).toMatchObject({ added: 0, changed: 0, bad: 0 })
  expect(checked.counts.unchanged).toBe(sheet.length - 1)
})

test.each([
  ['an old .xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /另存为不带密码的 .xlsx/],
  ['something else', Buffer.from('PK\x03\x04 not a workbook'), /已损坏或不是/],
  ['a .csv without our columns', Buffer.from('a,b\n1,2\n'), /没有找到列名/],
  ['a .csv that lacks one', Buffer.from('单位名称,层级\n示例,县级\n'), /缺少必需的列：行政区划代码、市州/],
])('%s is refused in words', async (_name, content, problem) => {
  const { body } = await upload(editor, content)
  expect(await settled(body)).toMatchObject({ status: 'failed', problem: expect.stringMatching(problem) })
})

describe('undoing', () => {
  const undo = async (applied: UnitImport) => {
    const body = { reason: '示例：导错了文件' }
    return settled(
      (await editor.call('POST /api/staff/unit-imports/:id/undo', { ...params(applied), body })).body,
    )
  }

  test('restores what nobody has changed since, takes new units away, and lists the others', async () => {
    await apply(
      await check([township('丁街道', { contactName: '原来' }), township('戊街道', { contactName: '原来' })]),
    )
    const rows = ['丁街道', '戊街道', '己街道'].map((name) => township(name, { contactName: '导入' }))
    const applied = await apply(await check(rows))
    const { id, version, sample, replyRecords, ...draft } = (await unitCalled('戊街道'))!
    const contact = { name: '有人改过', phone: null }
    await editor.call('PUT /api/staff/units/:id', { params: { id }, body: { ...draft, version, contact } })
    const undone = await undo(applied)
    const states = { applied: 0, removed: 1, restored: 1, kept: 1, needed: 0 }
    expect(undone).toMatchObject({ status: 'undone', states })
    expect((await unitCalled('丁街道'))?.contact.name).toBe('原来')
    expect((await unitCalled('戊街道'))?.contact.name).toBe('有人改过')
    expect(await unitCalled('己街道')).toBeUndefined()
    expect((await rowsOf(undone, { state: 'kept' })).map(({ name }) => name)).toEqual(['戊街道（示例）'])
  })

  test('cannot be asked for twice, nor for what was not written', async () => {
    const checked = await check([township('庚街道')])
    const again = await editor.call('POST /api/staff/unit-imports/:id/undo', {
      ...params(checked),
      body: { reason: '示例' },
    })
    expect([again.status, again.body.error?.code]).toEqual([409, 'import_not_ready'])
  })
})

test('of two imports of the same units at once each row is written once; all or nothing then means nothing', async () => {
  const first = await check([
    township('辛街道', { contactName: '一' }),
    township('壬街道', { contactName: '一' }),
  ])
  const second = await check([
    township('壬街道', { contactName: '二' }),
    township('癸街道', { contactName: '二' }),
  ])
  await apply(first)
  const failed = await apply(second)
  expect(failed).toMatchObject({ status: 'failed', problem: expect.stringMatching(/1 个单位被改过/) })
  expect((await unitCalled('壬街道'))?.contact.name).toBe('一')
  expect(await unitCalled('癸街道')).toBeUndefined()
})
