import type { RequestOf } from '@shared/api'
import type { Api } from '../support/api'
import { buildUnit, codeOf, nominationEdition, SOMEBODY, uploadPhoto } from '../support/nomination'
import { asStaff } from '../support/staff'
import { startTwin } from '../support/twin'
import { startWorld, type World } from '../support/world'

let world: World
let editor: Api
beforeAll(async () => {
  world = await startWorld({ edition: nominationEdition(), perCategory: 0 })
  await world.deps.units.saveAll([
    ...['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => buildUnit(id)),
    buildUnit('suspended', { status: 'suspended' }),
  ])
  editor = await asStaff(world, 'editor')
})
afterAll(() => world?.close())

const claim = (me: Api, code: string) =>
  me.call('POST /api/representatives/claims', { body: { ...SOMEBODY, code } })
type Verdict = RequestOf<'PUT /api/staff/representatives/:id/decision'>['body']
const decide = (id: string, body: Verdict) =>
  editor.call('PUT /api/staff/representatives/:id/decision', { params: { id }, body })
const mine = async (me: Api) => (await me.call('GET /api/representatives/mine', {})).body.items

test('whoever has a unit’s code speaks for it, however the code is typed', async () => {
  const code = await codeOf(world, 'a')
  const me = await world.api.as('rep-typing')
  const typed = ` ${code.toLowerCase().replaceAll('-', ' ')}　`
  const look = await me.call('POST /api/representatives/claims/look', { body: { code: typed } })
  expect(look.body.unit.name).toBe('单位a（示例）')
  expect((await claim(me, typed)).body).toMatchObject({ status: 'active', phone: '138****5678' })
  expect((await mine(me)).map(({ unit }) => unit.id)).toEqual(['a'])
})

test('of two who use a code at once, in two processes, one gets the unit, and the other is told', async () => {
  const twin = await startTwin(world)
  const code = await codeOf(world, 'b')
  const [one, other] = [await world.api.as('rep-race-1'), await twin.api.as('rep-race-2')]
  const answers = await Promise.all([claim(one, code), claim(other, code)])
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  expect(answers.find(({ status }) => status === 409)!.body.error!.code).toBe('claim_code_used')
  expect((await mine(one)).length + (await mine(other)).length).toBe(1)
  await twin.close()
})

test('a claim that is sent again, because its answer was lost, gets the same answer', async () => {
  const code = await codeOf(world, 'c')
  const me = await world.api.as('rep-again')
  const first = await claim(me, code)
  expect((await claim(me, code)).body).toEqual(first.body)
})

test('who was ended does not come back with the code they have used', async () => {
  const code = await codeOf(world, 'c')
  const me = await world.api.as('rep-ended')
  const { body } = await claim(me, code)
  const end = { params: { id: body.id }, body: { decision: 'end' as const, reason: '示例：已调离' } }
  await editor.call('PUT /api/staff/representatives/:id/decision', end)
  await claim(me, code)
  expect(await mine(me)).toMatchObject([{ status: 'ended', reason: '示例：已调离' }])
})

test('who was ended does not come back with it under another account found to be theirs either', async () => {
  const { representatives } = world.deps
  const first = { id: 'one-account', channel: 'h5' as const, snapshot: false }
  const code = await codeOf(world, 'c')
  const { id } = await representatives.claim(code, SOMEBODY, first)
  await representatives.decide(id, { decision: 'end', reason: '示例：已调离' }, { id: 'x', name: '示例' })
  const both = { ...first, id: 'other-account', others: ['one-account'] }
  expect((await representatives.claim(code, SOMEBODY, both)).status).toBe('ended')
  expect(await representatives.unitsOf(both)).toEqual([])
})

test('a revoked code and a wrong one open nothing, and say which it is', async () => {
  const me = await world.api.as('rep-revoked')
  const code = await codeOf(world, 'd')
  const { body } = await editor.call('GET /api/staff/claim-codes', { query: { unit: 'd', status: 'open' } })
  const revoke = { params: { id: body.items[0]!.id }, body: { reason: '示例：信寄错了' } }
  expect((await editor.call('POST /api/staff/claim-codes/:id/revocation', revoke)).body.status).toBe(
    'revoked',
  )
  expect((await claim(me, code)).body.error!.code).toBe('claim_code_revoked')
  expect((await claim(me, 'AAAA-BBBB-CCCC')).body.error!.code).toBe('claim_code_wrong')
  expect(await mine(me)).toEqual([])
})

test('codes go to certified units, once each, and a further one where it is asked for', async () => {
  const issue = (further: boolean) =>
    editor.call('POST /api/staff/claim-codes', { body: { units: ['e', 'suspended'], further } })
  expect((await issue(false)).body).toEqual({ issued: 1, kept: 0 })
  expect((await issue(false)).body).toEqual({ issued: 0, kept: 1 })
  expect((await issue(true)).body).toEqual({ issued: 1, kept: 0 })
})

test('who issues codes is told before how many there will be and who gets none, and no more are issued than that', async () => {
  const ids = ['p1', 'p2', 'p3']
  await world.deps.units.saveAll([
    ...ids.map((id) => buildUnit(id)),
    buildUnit('p4', { status: 'suspended' }),
  ])
  await codeOf(world, 'p1')
  const body = { units: [...ids, 'p4', 'nowhere'] }
  const preview = async (further: boolean) =>
    (await editor.call('POST /api/staff/claim-codes/preview', { body: { ...body, further } })).body
  expect(await preview(false)).toEqual({
    issuable: 2,
    skipped: [
      { reason: 'has_open', count: 1, names: ['单位p1（示例）'] },
      { reason: 'not_certified', count: 1, names: ['单位p4（示例）'] },
      { reason: 'missing', count: 1, names: [] },
    ],
  })
  expect((await preview(true)).issuable).toBe(3)
  const issue = (most: number) => editor.call('POST /api/staff/claim-codes', { body: { ...body, most } })
  const refused = await issue(1)
  expect(refused.body.error).toMatchObject({ code: 'change_unconfirmed', details: { issuable: 2 } })
  expect((await issue(2)).body).toEqual({ issued: 2, kept: 1 })
  expect((await preview(false)).issuable).toBe(0)
})

test('codes issued at once in two processes come once to each unit', async () => {
  const twin = await startTwin(world)
  const ids = Array.from({ length: 30 }, (_, i) => `twice${i}`)
  await world.deps.units.saveAll(ids.map((id) => buildUnit(id)))
  const issue = (deps: World['deps']) =>
    deps.representatives.issueCodes({ units: ids, further: false }, { id: 'x', name: '示例' })
  const answers = await Promise.all([issue(world.deps), issue(twin.deps)])
  await twin.close()
  expect(answers.map(({ issued }) => issued).reduce((sum, n) => sum + n)).toBe(30)
})

test('only who may issue codes sees them', async () => {
  await codeOf(world, 'e')
  const auditor = await asStaff(world, 'auditor')
  const codes = async (who: Api) =>
    (await who.call('GET /api/staff/claim-codes', { query: { unit: 'e', status: 'open' } })).body.items
  expect((await codes(auditor)).every(({ code }) => code === null)).toBe(true)
  expect((await codes(editor)).every(({ code }) => /^\w{4}-\w{4}-\w{4}$/.test(code!))).toBe(true)
})

test('letters are a PDF', async () => {
  await codeOf(world, 'e')
  const { status, headers, body } = await editor.send('GET', '/api/staff/claim-letters?unit=e')
  expect([status, headers.get('content-type')]).toEqual([200, 'application/pdf'])
  expect(`${body}`.startsWith('%PDF')).toBe(true)
  const none = await editor.send('GET', '/api/staff/claim-letters?unit=suspended')
  expect(none.body.error.code).toBe('claim_code_none')
})

test('who has no code asks with a proof, and speaks for the unit once staff have said so', async () => {
  const me = await world.api.as('rep-asking')
  const proof = [await uploadPhoto(me, '介绍信.jpg')]
  const ask = () => me.call('POST /api/representatives/requests', { body: { ...SOMEBODY, unit: 'f', proof } })
  const { body } = await ask()
  expect(body.status).toBe('pending')
  expect((await ask()).body.error!.code).toBe('already_representative')
  const eligibility = () => me.call('GET /api/nominations/eligibility', { query: { unit: 'f' } })
  expect((await eligibility()).body.error!.code).toBe('representative_not_found')
  const { body: waiting } = await editor.call('GET /api/staff/representatives', {
    query: { status: 'pending' },
  })
  expect(waiting.items).toMatchObject([{ id: body.id, via: 'request', proof: [{ kind: 'picture' }] }])
  const decide = (decision: 'approve') =>
    editor.call('PUT /api/staff/representatives/:id/decision', {
      params: { id: body.id },
      body: { decision },
    })
  expect((await decide('approve')).body.status).toBe('active')
  expect((await decide('approve')).body.error!.code).toBe('representative_decided')
  expect((await eligibility()).status).toBe(200)
})

test('of two requests at once by one person one waits, and neither undoes what staff have decided meanwhile', async () => {
  const me = await world.api.as('rep-asking-twice')
  const proof = [await uploadPhoto(me, '介绍信.jpg')]
  const body = { ...SOMEBODY, unit: 'e', proof }
  const ask = () => me.call('POST /api/representatives/requests', { body })
  const answers = await Promise.all([ask(), ask(), ask()])
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409])
  const store = world.deps.stores.representative
  const looked = store.findOf.bind(store)
  const late = jest.spyOn(store, 'findOf').mockImplementationOnce(async (voters) => {
    await decide((await looked(voters))[0]!._id, { decision: 'approve' })
    return []
  })
  expect((await ask()).body.error!.code).toBe('already_representative')
  late.mockRestore()
  expect(await mine(me)).toMatchObject([{ status: 'active' }])
})

test('who is decided on is told of it once, by a worker where a store was away', async () => {
  const me = await world.api.as('rep-told')
  const proof = [await uploadPhoto(me, '介绍信.jpg')]
  const body = { ...SOMEBODY, unit: 'g', proof }
  const { id } = (await me.call('POST /api/representatives/requests', { body })).body
  jest.spyOn(world.deps.stores.notification, 'addAll').mockRejectedValueOnce(new Error('away'))
  await decide(id, { decision: 'approve' })
  const news = async () => (await me.call('GET /api/notifications', { query: {} })).body.items
  expect(await news()).toEqual([])
  await world.deps.representatives.tellAll()
  await world.deps.representatives.tellAll()
  expect((await news()).map(({ title }) => title)).toEqual(['单位代表申请已通过'])
  await decide(id, { decision: 'end', reason: '示例：已调离' })
  expect((await news()).map(({ title }) => title)).toEqual(['您不再是单位代表', '单位代表申请已通过'])
})

test('who leaves is in the audit, once', async () => {
  const me = await world.api.as('rep-leaving')
  const { body } = await claim(me, await codeOf(world, 'a'))
  const leave = () => me.call('DELETE /api/representatives/:id', { params: { id: body.id } })
  expect([(await leave()).status, (await leave()).status]).toEqual([204, 204])
  const { items } = await world.deps.audit.list({ page: 1, pageSize: 9, action: 'representative.leave' })
  expect(items).toMatchObject([
    { actor: { name: `${SOMEBODY.name} · 单位a（示例）` }, after: { status: 'ended' } },
  ])
})

test('somebody else’s file proves nothing', async () => {
  const [me, other] = [await world.api.as('rep-thief'), await world.api.as('rep-owner')]
  const proof = [await uploadPhoto(other, '介绍信.jpg')]
  const body = { ...SOMEBODY, unit: 'f', proof }
  const asked = await me.call('POST /api/representatives/requests', { body })
  expect(asked.body.error!.code).toBe('upload_not_found')
})

test('telephone numbers and codes cannot be read in the store', async () => {
  const me = await world.api.as('rep-secret')
  const code = await codeOf(world, 'a')
  await claim(me, code)
  const { connect } = await import('mongoose')
  const { connection } = await connect(world.stores.mongoUri!)
  const kept = await Promise.all(
    ['representatives', 'claimCodes'].map((name) => connection.collection(name).find().toArray()),
  )
  await connection.close()
  const text = JSON.stringify(kept)
  expect(text).toContain(SOMEBODY.name)
  expect(text).not.toContain(SOMEBODY.phone)
  expect(text).not.toContain(code.replaceAll('-', ''))
})

test('staff see telephone numbers masked, and look at one where they have to call, which the audit tells', async () => {
  await world.deps.units.saveAll([buildUnit('called')])
  const me = await world.api.as('rep-called')
  const { body } = await claim(me, await codeOf(world, 'called'))
  const { items } = (await editor.call('GET /api/staff/representatives', { query: { unit: 'called' } })).body
  expect(items).toMatchObject([{ id: body.id, phone: '138****5678' }])
  const look = async (who: Api) =>
    (await who.call('POST /api/staff/representatives/:id/phone', { params: { id: body.id } })).body
  expect(await look(editor)).toEqual({ phone: '13800005678' })
  expect((await look(await asStaff(world, 'auditor'))).error!.code).toBe('forbidden')
  const action = 'representative.lookAtPhone'
  const { items: told } = await world.deps.audit.list({ page: 1, pageSize: 10, action })
  expect(told.map(({ subject }) => subject.id)).toEqual(['called'])
  expect(JSON.stringify(told)).not.toContain('13800005678')
})
