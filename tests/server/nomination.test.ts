import type { CategoryId } from '@shared/edition/contract'
import type { Nomination } from '@shared/nomination/contract'
import { GRACE_MS } from '@shared/nomination/eligibility'
import type { Api } from '../support/api'
import {
  asRepresentative,
  begin,
  buildUnit,
  deeds,
  goodAnswers,
  nominationEdition,
  submitted,
  uploadPhoto,
} from '../support/nomination'
import { asStaff } from '../support/staff'
import { startTwin } from '../support/twin'
import { eventually, startWorld, type World } from '../support/world'

let world: World
const rush = Array.from({ length: 500 }, (_, i) => `rush${i}`)
const UNITS = [
  'flagged',
  'ended',
  'untold',
  'draft',
  'edit',
  'worker',
  'race',
  'grace',
  'late',
  'object',
  'secret',
  'told',
  'again',
  'moves',
]
beforeAll(async () => {
  world = await startWorld({ edition: nominationEdition(), perCategory: 0 })
  await world.deps.units.saveAll([
    ...UNITS.map((id) => buildUnit(id)),
    buildUnit('silent', { replyRecords: [] }),
    buildUnit('suspended', { status: 'suspended' }),
    ...rush.map((id) => buildUnit(id)),
  ])
})
afterAll(() => world?.close())

const save = (me: Api, { id, version }: Nomination, answers: Nomination['answers']) =>
  me.call('PUT /api/nominations/:id', { params: { id }, body: { version, answers } })
const step = (me: Api, move: 'submit' | 'amend' | 'withdraw' | 'resume', { id, version }: Nomination) =>
  me.call(`POST /api/nominations/:id/${move}`, { params: { id }, body: { version } })
const read = async (me: Api, { id }: Nomination) =>
  (await me.call('GET /api/nominations/:id', { params: { id } })).body
const obstaclesOf = async (me: Api, unit: string) =>
  Object.fromEntries(
    (await me.call('GET /api/nominations/eligibility', { query: { unit } })).body.items.map((one) => [
      one.category,
      one.obstacles.map(({ reason }) => reason),
    ]),
  )

/** Lets nominations end so many ms from now, or ago. */
async function endIn(ms: number) {
  const closesAt = new Date(Date.now() + ms).toISOString()
  const edition = nominationEdition()
  const phases = edition.phases.map((phase) => (phase.name === 'nomination' ? { ...phase, closesAt } : phase))
  await world.deps.editions.save({ ...edition, phases })
}
afterEach(() => world.deps.editions.save(nominationEdition()))

test('a draft may lack anything, is begun once however often it is sent, and is every representative’s of the unit', async () => {
  const [me, colleague] = [
    await asRepresentative(world, 'draft', 'filer'),
    await asRepresentative(world, 'draft', 'colleague'),
  ]
  const body = {
    ...{ key: '11111111-1111-4111-8111-111111111111', unit: 'draft', category: 'unit' as const },
    answers: { summary: '半句' },
  }
  const first = await me.call('POST /api/nominations', { body })
  const again = await me.call('POST /api/nominations', { body })
  expect([first.status, again.body.id]).toEqual([201, first.body.id])
  expect((await read(colleague, first.body)).answers).toEqual({ summary: '半句' })
  const list = (await colleague.call('GET /api/nominations/mine', {})).body
  expect(list).toMatchObject({ total: 1, items: [{ id: first.body.id, status: 'draft' }] })
  const stranger = await world.api.as('stranger')
  expect((await read(stranger, first.body)) as object).toMatchObject({
    error: { code: 'nomination_not_found' },
  })
})

test('who saves what another has saved meanwhile is shown the latest, and overwrites nothing', async () => {
  const me = await asRepresentative(world, 'edit', 'editing')
  const { body: draft } = await begin(me, 'edit', 'caseStudy', {})
  const { body: mine } = await save(me, draft, { title: '先保存的' })
  const late = await save(me, draft, { title: '后到的' })
  expect([late.status, late.body.error!.code]).toEqual([409, 'version_conflict'])
  expect(late.body.error!.details).toMatchObject({ version: mine.version, answers: { title: '先保存的' } })
})

test('what is missing or too long is told field by field, and nothing that was written is lost', async () => {
  const me = await asRepresentative(world, 'edit', 'editing-2')
  const { body: draft } = await begin(me, 'edit', 'caseStudy', { title: '示例案例', background: deeds(20) })
  const refused = await step(me, 'submit', draft)
  expect([refused.status, refused.body.error!.code]).toEqual([422, 'nomination_incomplete'])
  const fields = (refused.body.error!.details as { path: string }[]).map(({ path }) => path)
  expect(fields).toEqual(expect.arrayContaining(['answers.background', 'answers.actions', 'answers.photos']))
  expect(fields).not.toContain('answers.title')
  expect((await read(me, draft)).answers).toMatchObject({ title: '示例案例', background: deeds(20) })
})

test.each<CategoryId>(['unit', 'worker', 'caseStudy'])('a filled %s form is handed in', async (category) => {
  const me = await asRepresentative(world, 'moves', `filer-${category}`)
  const { status, body } = await submitted(me, 'moves', category)
  expect([status, body.status, body.uploads.length]).toEqual([
    200,
    'submitted',
    category === 'caseStudy' ? 3 : 1,
  ])
})

test('a nomination goes the ways of the table, back and forth, and stays what it was when a way is closed', async () => {
  const me = await asRepresentative(world, 'moves', 'mover')
  const { body: sent } = await submitted(me, 'moves', 'caseStudy')
  expect((await save(me, sent, {})).body.error!.code).toBe('nomination_settled')
  const { body: amended } = await step(me, 'amend', sent)
  const { body: withdrawn } = await step(me, 'withdraw', amended)
  expect((await step(me, 'submit', withdrawn)).body.error!.code).toBe('nomination_settled')
  const { body: resumed } = await step(me, 'resume', withdrawn)
  expect([amended, withdrawn, resumed].map(({ status }) => status)).toEqual(['draft', 'withdrawn', 'draft'])
})

test('handing in again, because the answer was lost, is no second step', async () => {
  const me = await asRepresentative(world, 'again', 'again')
  const { body: draft } = await begin(me, 'again', 'unit', await goodAnswers(me, 'unit'))
  const first = await step(me, 'submit', draft)
  expect((await step(me, 'submit', draft)).body).toMatchObject({
    status: 'submitted',
    version: first.body.version,
  })
})

test('of two workers of one unit handed in at two processes at once one is taken, and the other learns who', async () => {
  const twin = await startTwin(world)
  const [one, other] = [
    await asRepresentative(world, 'race', 'race-1'),
    await asRepresentative({ deps: twin.deps, api: twin.api }, 'race', 'race-2'),
  ]
  const drafts = [
    (await begin(one, 'race', 'worker', { ...(await goodAnswers(one, 'worker')), person: '甲示例' })).body,
    (await begin(other, 'race', 'worker', { ...(await goodAnswers(other, 'worker')), person: '乙示例' }))
      .body,
  ]
  const answers = await Promise.all([step(one, 'submit', drafts[0]!), step(other, 'submit', drafts[1]!)])
  await twin.close()
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 403])
  const winner = answers.find(({ status }) => status === 200)!.body.title
  const { error } = answers.find(({ status }) => status === 403)!.body
  expect([error!.code, error!.message]).toEqual(['not_eligible', expect.stringContaining(`已推荐${winner}`)])
})

test('a unit learns before it begins what keeps it out, and hears it again if it tries', async () => {
  const me = await asRepresentative(world, 'silent', 'silent')
  expect(await obstaclesOf(me, 'silent')).toEqual({
    ...{ unit: ['too_few_answers'], worker: ['too_few_answers'], caseStudy: [] },
  })
  expect((await begin(me, 'silent', 'unit', {})).body.error!.code).toBe('not_eligible')
  const taken = await asRepresentative(world, 'worker', 'worker')
  await submitted(taken, 'worker', 'worker')
  expect((await obstaclesOf(taken, 'worker')).worker).toEqual(['already_nominated'])
})

test('what arrived before the end is taken for the time of grace, what was changed after it is not', async () => {
  const me = await asRepresentative(world, 'grace', 'grace')
  const { body: unit } = await begin(me, 'grace', 'unit', await goodAnswers(me, 'unit'))
  const { body: caseStudy } = await begin(me, 'grace', 'caseStudy', await goodAnswers(me, 'caseStudy'))
  await endIn(0)
  expect((await step(me, 'submit', unit)).body.status).toBe('submitted')
  const { body: changed } = await save(me, caseStudy, { ...caseStudy.answers, title: '截止后改的' })
  const late = await step(me, 'submit', changed)
  expect(late.body.error).toMatchObject({ code: 'not_eligible', details: [{ reason: 'closed' }] })
  expect((await read(me, changed)).answers.title).toBe('截止后改的')
  expect((await begin(me, 'grace', 'caseStudy', {})).body.error!.code).toBe('not_eligible')
})

test('of 500 handed in within the last minute none that was in time is lost, and none that was late is taken', async () => {
  const twin = await startTwin(world)
  const me = await asRepresentative(world, rush[0]!, 'rush')
  const somebody = { ...world.deps.identities.voterOf(me.token!) }
  await begin(me, rush[0]!, 'unit', await goodAnswers(me, 'unit'))
  const ids = await copyFor(rush)
  const doors = [world.deps.nominations, twin.deps.nominations]
  const submit = (id: string, i: number) =>
    doors[i % 2]!.submit(id, 1, somebody).then(
      ({ status }) => status as string,
      ({ code }) => code as string,
    )

  await Promise.all([endIn(60_000), twin.deps.editions.refresh()])
  const inTime = await Promise.all(ids.slice(0, 250).map(submit))
  expect([...new Set(inTime)]).toEqual(['submitted'])

  const atTheEnd = ids.slice(250, 450).map(submit)
  await endIn(-GRACE_MS - 1000) // while they come in
  await twin.deps.editions.refresh()
  const told = [...inTime, ...(await Promise.all(atTheEnd))]
  const late = await Promise.all(ids.slice(450).map(submit))
  expect([...new Set(late)]).toEqual(['not_eligible'])

  const kept = await Promise.all(ids.map((id) => world.deps.nominations.find(id, somebody)))
  await twin.close()
  expect(kept.map(({ status }) => status)).toEqual(
    [...told, ...late].map((one) => (one === 'submitted' ? 'submitted' : 'draft')),
  )
})

/** Copies the first unit's representative and draft for all of them, as if each had come by itself; answers the drafts' ids. */
async function copyFor([first, ...others]: string[]): Promise<string[]> {
  const { createConnection } = await import('mongoose')
  const store = await createConnection(world.stores.mongoUri!).asPromise()
  const copies = async (name: string) => {
    const records = store.collection<{ _id: string }>(name)
    const { _id, ...one } = (await records.findOne({ unit: first }))!
    const made = others.map((unit) => ({ ...one, unit, _id: `${_id}${unit}`, origin: `${_id}${unit}` }))
    await records.insertMany(made)
    return [_id, ...made.map((copy) => copy._id)]
  }
  await copies('representatives')
  const ids = await copies('nominations')
  await store.close()
  return ids
}

test('what WeChat wants a human to look at is flagged for staff, the text as well as a picture', async () => {
  const me = await asRepresentative(world, 'flagged', 'flagged')
  const queue = async () =>
    (await world.deps.nominations.screenings.list({ flag: 'content', sort: 'waiting', page: 1, pageSize: 9 }))
      .items
  const answers = await goodAnswers(me, 'unit')
  const { body: draft } = await begin(me, 'flagged', 'unit', answers)
  expect(await queue()).toEqual([])
  await world.deps.nominations.flagFile((answers.photos as string[])[0]!)
  expect(await queue()).toMatchObject([{ id: draft.id, flags: ['content'] }])
  const { body: other } = await begin(me, 'flagged', 'caseStudy', {
    ...{ ...(await goodAnswers(me, 'caseStudy')), title: '违规示例' },
  })
  await step(me, 'submit', other)
  await eventually(queue, (items) => items.length === 2)
})

test('a store that is away makes nobody a stranger to their nomination', async () => {
  const me = await asRepresentative(world, 'flagged', 'store-away')
  const { body: draft } = await begin(me, 'flagged', 'caseStudy', {})
  const away = jest.spyOn(world.deps.stores.representative, 'findOf').mockRejectedValueOnce(new Error('away'))
  const { status } = await me.call('PUT /api/nominations/:id', {
    ...{ params: { id: draft.id }, body: { version: draft.version, answers: { title: '甲' } } },
  })
  away.mockRestore()
  expect(status).toBe(500)
})

test('what WeChat says while a nomination is being handed in is not lost', async () => {
  const me = await asRepresentative(world, 'flagged', 'flagged-meanwhile')
  const answers = await goodAnswers(me, 'caseStudy')
  const { body: draft } = await begin(me, 'flagged', 'caseStudy', answers)
  const { nomination: store } = world.deps.stores
  const change = store.change.bind(store)
  const meanwhile = jest.spyOn(store, 'change').mockImplementationOnce(async (...args) => {
    await world.deps.nominations.flagFile((answers.photos as string[])[0]!)
    return change(...args)
  })
  expect((await step(me, 'submit', draft)).status).toBe(200)
  meanwhile.mockRestore()
  expect(await store.find(draft.id)).toMatchObject({ status: 'submitted', flagged: true })
})

test('what was handed in is not lost at the end: it cannot be taken back to a draft any more', async () => {
  const me = await asRepresentative(world, 'late', 'late')
  const { body: sent } = await submitted(me, 'late', 'unit')
  await endIn(-1000)
  expect((await step(me, 'amend', sent)).body.error!.code).toBe('not_eligible')
  expect((await read(me, sent)).status).toBe('submitted')
})

test('a unit objects to its record once at a time', async () => {
  const me = await asRepresentative(world, 'object', 'objecting')
  const { body: draft } = await begin(me, 'object', 'unit', {})
  const object = () =>
    me.call('POST /api/nominations/:id/objection', {
      ...{ params: { id: draft.id }, body: { text: '五月应为 12 件，不是 10 件' } },
    })
  expect((await object()).body.objection).toMatchObject({ text: '五月应为 12 件，不是 10 件', answer: null })
  expect((await object()).body.error!.code).toBe('objection_open')
})

test('nobody refers to somebody else’s files', async () => {
  const [me, other] = [await asRepresentative(world, 'edit', 'thief'), await world.api.as('owner')]
  const photos = [await uploadPhoto(other)]
  const { body } = await begin(me, 'edit', 'caseStudy', { photos })
  expect(body.error!.code).toBe('upload_not_found')
})

test('telephone numbers in answers cannot be read in the store, and their writer reads them', async () => {
  const me = await asRepresentative(world, 'secret', 'secret')
  const { body } = await begin(me, 'secret', 'unit', { contactPhone: '13812345678', summary: '看得见的' })
  expect(body.answers.contactPhone).toBe('13812345678')
  const { connect } = await import('mongoose')
  const { connection } = await connect(world.stores.mongoUri!)
  const text = JSON.stringify(await connection.collection('nominations').find({ unit: 'secret' }).toArray())
  await connection.close()
  expect(text).toContain('看得见的')
  expect(text).not.toContain('13812345678')
})

test('every step of a nomination is in the audit, and its unit is told', async () => {
  const me = await asRepresentative(world, 'told', 'told')
  const { body: sent } = await submitted(me, 'told', 'unit')
  const ways = ['amend', 'submit', 'withdraw', 'resume'] as const
  let latest = sent
  for (const way of ways) latest = (await step(me, way, latest)).body
  const { items } = await world.deps.audit.list({ q: sent.id, page: 1, pageSize: 20 })
  const gone = ['submit', ...ways].map((way) => `nomination.${way}`)
  expect(items.map(({ action }) => action)).toEqual(gone.reverse())
  const { body: news } = await me.call('GET /api/notifications', { query: {} })
  const told = ['nomination.withdraw', 'nomination.submit', 'nomination.submit']
  expect(news.items.map(({ kind }) => kind)).toEqual(told)
})

test('who was ended gets nothing of the unit by sending again what they began for it', async () => {
  const me = await asRepresentative(world, 'ended', 'ended')
  await asRepresentative(world, 'edit', 'ended')
  const key = '33333333-3333-4333-8333-333333333333'
  const start = (unit: string) =>
    me.call('POST /api/nominations', {
      body: { key, unit, category: 'caseStudy', answers: { contactPhone: '13812345678' } },
    })
  const { body: draft } = await start('ended')
  const { items } = (await me.call('GET /api/representatives/mine', {})).body
  const { id } = items.find(({ unit }) => unit.id === 'ended')!
  await me.call('DELETE /api/representatives/:id', { params: { id } })
  const { body: again } = await start('edit')
  expect([again.id === draft.id, again.unit.id]).toEqual([false, 'edit'])
})

test('who was not told, because somebody died after the step, is told later and once', async () => {
  const me = await asRepresentative(world, 'untold', 'untold')
  const { body: draft } = await begin(me, 'untold', 'unit', await goodAnswers(me, 'unit'))
  await step(me, 'submit', draft)
  const told = async () =>
    (await me.call('GET /api/notifications', { query: {} })).body.items.map(({ kind }) => kind)
  // As it is between the step and the telling.
  const { createConnection } = await import('mongoose')
  const store = await createConnection(world.stores.mongoUri!).asPromise()
  await store.collection('notifications').deleteMany({ path: `/nomination?id=${draft.id}` })
  const nomination = { _id: draft.id as never }
  expect(await store.collection('nominations').findOne(nomination)).toMatchObject({ untold: null })
  await store.collection('nominations').updateOne(nomination, { $set: { untold: 'submit' } })
  await store.close()
  expect(await told()).toEqual([])
  // An answer that comes in between is told as well, not in its place.
  const params = { id: draft.id }
  await me.call('POST /api/nominations/:id/objection', { params, body: { text: '五月应为 12 件' } })
  const editor = await asStaff(world, 'editor')
  const body = { text: '已经核对，五月为 12 件' }
  await editor.call('POST /api/staff/nominations/:id/objection-answer', { params, body })
  expect(await told()).toEqual(['nomination.answer'])
  await world.deps.nominations.tellAll()
  await world.deps.nominations.tellAll()
  expect((await told()).sort()).toEqual(['nomination.answer', 'nomination.submit'])
})
