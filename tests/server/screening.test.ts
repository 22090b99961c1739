import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Screening } from '@shared/nomination/screening/contract'
import { readXlsx } from 'hucre/xlsx'
import yauzl from 'yauzl'
import type { Api } from '../support/api'
import {
  asRepresentative,
  begin,
  buildUnit,
  goodAnswers,
  nominationEdition,
  submitted,
} from '../support/nomination'
import { asStaff } from '../support/staff'
import { startTwin } from '../support/twin'
import { startWorld, type World } from '../support/world'

let world: World
let editor: Api
const UNITS = [
  'unasked',
  'lost',
  'read',
  'race',
  'return',
  'late',
  'checklist',
  'flagged-late',
  'slot',
  'assign',
  'objection',
  'mask',
  'look',
  'write',
  'whole',
  'export',
  'file',
]
beforeAll(async () => {
  world = await startWorld({ edition: nominationEdition(), perCategory: 0 })
  await world.deps.units.saveAll(UNITS.map((id) => buildUnit(id)))
  editor = await asStaff(world, 'editor')
})
afterAll(() => world?.close())

const read = async (who: Api, id: string) =>
  (await who.call('GET /api/staff/nominations/:id', { params: { id } })).body
const decide = (who: Api, { id, version }: Pick<Screening, 'id' | 'version'>, body: object) =>
  who.call('PUT /api/staff/nominations/:id/decision', { params: { id }, body: { version, ...body } as never })
const assess = (
  who: Api,
  { id, version }: Pick<Screening, 'id' | 'version'>,
  checked: string[],
  score = 90,
) =>
  who.call('PUT /api/staff/nominations/:id/assessment', { params: { id }, body: { version, checked, score } })
const checklist = (category: 'unit' | 'worker' | 'caseStudy') =>
  world.deps.editions.current().nomination.forms[category]!.checklist

/** Somebody's nomination, handed in. */
async function sent(unit: string, category: 'unit' | 'worker' | 'caseStudy' = 'unit') {
  const me = await asRepresentative(world, unit, `screened-${unit}-${category}`)
  const { body } = await submitted(me, unit, category)
  return { me, nomination: body }
}

test('it is accepted once all of the checklist has been looked at, and not before', async () => {
  const { nomination } = await sent('checklist')
  expect((await decide(editor, nomination, { move: 'accept' })).body.error!.code).toBe('checklist_open')
  const { body: assessed } = await assess(editor, nomination, checklist('unit'))
  const { body: accepted } = await decide(editor, assessed, { move: 'accept' })
  expect(accepted).toMatchObject({ status: 'accepted', score: 90, moves: ['reconsider'] })
  expect((await world.deps.nominations.accepted('2021', 'unit')).map(({ id }) => id)).toEqual([nomination.id])
})

test('what WeChat flags after a screener has opened it is not accepted before they have seen that', async () => {
  const { nomination } = await sent('flagged-late')
  const { body: assessed } = await assess(editor, nomination, checklist('unit'))
  await world.deps.stores.nomination.flag({ _id: nomination.id })
  const { error } = (await decide(editor, assessed, { move: 'accept' })).body
  expect(error).toMatchObject({ code: 'version_conflict', details: { flags: ['content'] } })
  const { status, body } = await decide(editor, assessed, { move: 'accept', flagged: true })
  expect([status, body.flags]).toEqual([200, []])
})

test('of two screeners who decide at once, in two processes, one does, and the other is shown what was decided', async () => {
  const { nomination } = await sent('race')
  const { body: assessed } = await assess(editor, nomination, checklist('unit'))
  const twin = await startTwin(world)
  const other = await asStaff({ ...world, url: twin.url, deps: twin.deps }, 'editor')
  const answers = await Promise.all([
    decide(editor, assessed, { move: 'accept' }),
    decide(other, assessed, { move: 'reject', reason: '示例：事迹不在本年度' }),
  ])
  await twin.close()
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  const done = answers.find(({ status }) => status === 200)!.body
  const { error } = answers.find(({ status }) => status === 409)!.body
  expect(error).toMatchObject({ code: 'version_conflict', details: { status: done.status } })
  expect((await read(editor, nomination.id)).history.map(({ move }) => move)).toEqual([
    ...['submit', done.status === 'accepted' ? 'accept' : 'reject'],
  ])
})

test('what is returned says what to change and what has been, field by field; it comes again and remembers it', async () => {
  const { me, nomination } = await sent('return')
  const fields = [
    { key: 'deeds', message: '请写明办结多少件' },
    { key: 'contactName', message: '请写全名' },
  ]
  const { body } = await decide(editor, nomination, { move: 'return', reason: '请补充数字', fields })
  expect(body.status).toBe('returned')
  const mine = (await me.call('GET /api/nominations/:id', { params: { id: nomination.id } })).body
  expect(mine.returned).toMatchObject({ reason: '请补充数字', fields, mended: [] })
  expect(mine.savedAt).toBe(nomination.savedAt) // to give it back is to save nothing
  const { body: mended } = await me.call('PUT /api/nominations/:id', {
    params: { id: nomination.id },
    body: { version: mine.version, answers: { ...mine.answers, deeds: `${mine.answers.deeds}办结 40 件。` } },
  })
  expect(mended.returned!.mended).toEqual(['deeds'])
  const again = await me.call('POST /api/nominations/:id/submit', {
    ...{ params: { id: nomination.id }, body: { version: mended.version } },
  })
  expect(again.body).toMatchObject({ status: 'submitted', returned: null })
  expect(again.body.past.map(({ move, reason }) => [move, reason])).toEqual([
    ...[
      ['submit', null],
      ['return', '请补充数字'],
      ['submit', null],
    ], // by whom is staff's to know
  ])
  expect(again.body.past.some((step) => 'by' in step)).toBe(false)
})

test('after the end a return needs a new date, until which it can be handed in', async () => {
  const { me, nomination } = await sent('late')
  const edition = nominationEdition()
  const closesAt = new Date(Date.now() - 3_600_000).toISOString()
  const phases = edition.phases.map((phase) => (phase.name === 'nomination' ? { ...phase, closesAt } : phase))
  await world.deps.editions.save({ ...edition, phases })
  const back = { move: 'return', reason: '请补充数字' }
  expect((await decide(editor, nomination, back)).body.error!.code).toBe('due_date_needed')
  const past = { ...back, dueAt: closesAt }
  expect((await decide(editor, nomination, past)).body.error!.code).toBe('invalid_request')
  const dueAt = new Date(Date.now() + 86_400_000).toISOString()
  const { body: returned } = await decide(editor, nomination, { ...back, dueAt })
  const again = await me.call('POST /api/nominations/:id/submit', {
    ...{ params: { id: nomination.id }, body: { version: returned.version } },
  })
  await world.deps.editions.save(nominationEdition())
  expect(again.body.status).toBe('submitted')
})

test('what is reconsidered takes its unit’s place again, unless another has it by now', async () => {
  const { me, nomination } = await sent('slot', 'worker')
  const { body: rejected } = await decide(editor, nomination, { move: 'reject', reason: '示例：材料不全' })
  expect((await submitted(me, 'slot', 'worker')).body.status).toBe('submitted')
  const refused = await decide(editor, rejected, { move: 'reconsider', reason: '示例：材料已补' })
  expect(refused.body.error).toMatchObject({
    code: 'not_eligible',
    details: [{ reason: 'already_nominated' }],
  })
})

test('it is handed to a colleague who may screen, and to nobody else', async () => {
  const { nomination } = await sent('assign')
  const { body: facets } = await editor.call('GET /api/staff/nomination-facets', {})
  const assign = (version: number, screener: string) =>
    editor.call('PUT /api/staff/nominations/:id/screener', {
      ...{ params: { id: nomination.id }, body: { version, screener } },
    })
  const { id } = facets.screeners[0]!
  const { body } = await assign(nomination.version, id)
  expect(body.screener!.id).toBe(id)
  expect((await assign(body.version, 'nobody')).body.error!.code).toBe('staff_not_found')
  const queue = await editor.call('GET /api/staff/nominations', { query: { screener: id } })
  expect(queue.body.items.map((one) => one.id)).toEqual([nomination.id])
})

test('an objection waits in the queue until it is answered, and its unit reads the answer', async () => {
  const { me, nomination } = await sent('objection')
  const { id } = nomination
  await me.call('POST /api/nominations/:id/objection', { params: { id }, body: { text: '五月应为 12 件' } })
  const waiting = async () =>
    (await editor.call('GET /api/staff/nominations', { query: { flag: 'objection' } })).body.items.map(
      (one) => one.id,
    )
  expect(await waiting()).toEqual([id])
  const answer = () =>
    editor.call('POST /api/staff/nominations/:id/objection-answer', {
      params: { id },
      body: { text: '已更正' },
    })
  expect((await answer()).status).toBe(200)
  expect((await answer()).body.error!.code).toBe('objection_missing')
  expect(await waiting()).toEqual([])
  const mine = (await me.call('GET /api/nominations/:id', { params: { id } })).body
  expect(mine.objection).toMatchObject({ answer: '已更正' })
})

const look = (who: Api, id: string) => who.call('POST /api/staff/nominations/:id/phones', { params: { id } })

test('staff see telephone numbers masked in all that is answered, and only their unit has them whole', async () => {
  const { me, nomination } = await sent('mask')
  const { id, version } = nomination
  const answers = [await read(editor, id), (await assess(editor, nomination, [])).body]
  answers.push((await assess(editor, { id, version }, [])).body.error!.details as Screening)
  for (const one of answers) {
    expect(one.answers).toMatchObject({ contactName: '示例同志', contactPhone: '027-8856****' })
    expect(one.representatives).toMatchObject([{ name: '李示例', phone: '138****5678' }])
  }
  const mine = await me.call('GET /api/nominations/:id', { params: { id } })
  expect(mine.body.answers.contactPhone).toBe('027-88567717')
})

test('who may screen looks at the numbers of one nomination, which the audit tells without the numbers', async () => {
  const { nomination } = await sent('look')
  const shown = await read(editor, nomination.id)
  expect((await look(editor, nomination.id)).body).toEqual({
    answers: { contactPhone: '027-88567717' },
    representatives: { [shown.representatives[0]!.id]: '13800005678' },
  })
  expect((await look(await asStaff(world, 'auditor'), nomination.id)).body.error!.code).toBe('forbidden')
  const action = 'nomination.lookAtPhones'
  const { items } = await world.deps.audit.list({ page: 1, pageSize: 10, action })
  expect(items.map(({ subject }) => subject.id)).toEqual([nomination.id])
  expect(JSON.stringify(items)).not.toMatch(/88567717|13800005678/)
})

test('a draft that staff write in keeps the number they saw masked, unless they typed another', async () => {
  const me = await asRepresentative(world, 'write', 'write')
  const { body: draft } = await begin(me, 'write', 'unit', { summary: '原来的', contactPhone: '13800001234' })
  const { id } = draft
  const write = async (answers: object) => {
    const { version, answers: seen } = await read(editor, id)
    const body = { version, answers: { ...seen, ...answers } }
    await editor.call('PUT /api/staff/nominations/:id', { params: { id }, body })
    return (await me.call('GET /api/nominations/:id', { params: { id } })).body.answers
  }
  expect(await write({ summary: '改过的' })).toEqual({ summary: '改过的', contactPhone: '13800001234' })
  // Masked it looks the same; it is another one.
  expect(await write({ contactPhone: '13899991234' })).toMatchObject({ contactPhone: '13899991234' })
  expect(await write({ contactPhone: '' })).toMatchObject({ contactPhone: '' })
})

test('a telephone number stays masked when the form does not ask for it any more', async () => {
  const { nomination } = await sent('unasked')
  const edition = nominationEdition()
  const { form, checklist } = edition.nomination.forms.unit!
  const unit = { checklist, form: form.filter(({ kind }) => kind !== 'phone') }
  const forms = { ...edition.nomination.forms, unit }
  await world.deps.editions.save({ ...edition, nomination: { ...edition.nomination, forms } })
  const masked = await read(editor, nomination.id)
  await world.deps.editions.save(nominationEdition())
  expect(masked.answers.contactPhone).not.toContain('88567717')
})

test('a file that cannot be read keeps neither the other dossiers nor the process from going on', async () => {
  const { nomination } = await sent('lost', 'worker')
  const { rm } = await import('node:fs/promises')
  await rm(`${world.stores.dataDir}/uploads/kept`, { recursive: true, force: true })
  const filter = { category: 'worker' as const, q: '单位lost' }
  const zip = await world.deps.nominations.screenings.exportDossiers(
    ...([filter, { id: 'x', name: '示例' }] as const),
  )
  expect(await entriesOf(zip)).toHaveLength(1)
  expect(nomination.status).toBe('submitted')
})

test('staff file for a unit that wrote by mail, and say on what ground', async () => {
  const me = await asRepresentative(world, 'file', 'file')
  const answers = await goodAnswers(me, 'unit')
  const body = { category: 'unit' as const, unit: 'file', answers: { ...answers, photos: [] } }
  const { body: draft } = await editor.call('POST /api/staff/nominations', { body })
  const { body: filled } = await me.call('PUT /api/nominations/:id', {
    ...{ params: { id: draft.id }, body: { version: draft.version, answers } },
  })
  const { body: filed } = await editor.call('POST /api/staff/nominations/:id/submission', {
    ...{ params: { id: draft.id }, body: { version: filled.version, reason: '示例：电话确认' } },
  })
  expect(filed).toMatchObject({ status: 'submitted', history: [{ move: 'file', reason: '示例：电话确认' }] })
})

test('a category leaves as a sheet, and as a zip with a PDF for each', async () => {
  const me = await asRepresentative(world, 'export', 'export')
  await submitted(me, 'export', 'caseStudy')
  const { body: other } = await begin(me, 'export', 'caseStudy', { title: '草稿（示例）' })
  expect(other.status).toBe('draft')
  const actor = { id: 'x', name: '示例' }
  const filter = { category: 'caseStudy' as const, status: 'submitted' as const }
  const { screenings } = world.deps.nominations
  const sheet = await rowsOf(await screenings.exportSheet(filter, actor))
  expect(JSON.stringify(sheet)).toContain('027-8856****')
  const names = await entriesOf(await screenings.exportDossiers(filter, actor))
  expect(names).toEqual([expect.stringMatching(/^001 单位export（示例） 老小区加装电梯（示例）\.pdf$/)])
})

test('a sheet has whole telephone numbers where who may screen asks for them, and the audit tells', async () => {
  await sent('whole')
  const query = { category: 'unit' as const, q: '单位whole', phones: 'whole' as const }
  const auditor = await asStaff(world, 'auditor')
  const refused = await auditor.call('GET /api/staff/nomination-export', { query })
  expect(refused.body).toMatchObject({ error: { code: 'forbidden' } })
  const { screenings } = world.deps.nominations
  const sheet = await rowsOf(await screenings.exportSheet(query, { id: 'x', name: '示例' }))
  expect(JSON.stringify(sheet)).toContain('027-88567717')
  const { items } = await world.deps.audit.list({ page: 1, pageSize: 1, action: 'nomination.export' })
  expect(items[0]!.after).toEqual(query)
})

/** What stands in a sheet, row by row. */
const rowsOf = async (sheet: Readable) => (await readXlsx(await buffer(sheet))).sheets[0]!.rows

/** Names in a zip, each of which holds a whole PDF. */
async function entriesOf(zip: Readable): Promise<string[]> {
  const names: string[] = []
  const file = await yauzl.fromBufferPromise(await buffer(zip), {})
  for await (const entry of file.eachEntry()) {
    const content = await buffer(await file.openReadStreamPromise(entry))
    expect([content.subarray(0, 5).toString(), content.subarray(-6).toString().trim()]).toEqual([
      '%PDF-',
      '%%EOF',
    ])
    names.push(entry.fileName)
  }
  return names
}
