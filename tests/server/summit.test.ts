import { buffer } from 'node:stream/consumers'
import { parseReceipt } from '@shared/ballot/receipt'
import { codeIn, headcount } from '@shared/summit/rules'
import { type Connection, createConnection } from 'mongoose'
import { PROGRAM } from '../../server/features/audit/audit'
import type { Api } from '../support/api'
import { buildCandidate } from '../support/candidates'
import { asRepresentative, buildUnit } from '../support/nomination'
import { readPdf } from '../support/pdf'
import { bringTo, resultEdition } from '../support/result'
import { download } from '../support/sheets'
import { asStaff, buildStaff, loggedIn } from '../support/staff'
import {
  answer,
  arrange,
  arrangements,
  codeOf,
  coming,
  guest,
  inviteAll,
  readSummit,
} from '../support/summit'
import { startTwin } from '../support/twin'
import { startWorld, type World } from '../support/world'

let world: World
let twin: Awaited<ReturnType<typeof startTwin>>
let me: Api
let speaker: Api
let mongo: Connection
/** The worker whose unit has somebody who speaks for it. */
const SPOKEN_FOR = 'b02'
beforeAll(async () => {
  world = await startWorld({ edition: resultEdition(), perCategory: 4 })
  twin = await startTwin(world)
  me = await asStaff(world, 'publisher')
  mongo = await createConnection(world.stores.mongoUri!).asPromise()
  const { deps } = world
  await deps.units.saveAll([buildUnit('spoken')])
  speaker = await asRepresentative(world, 'spoken', 'speaks')
  const { number } = deps.candidates.allOf('worker').find(({ id }) => id === SPOKEN_FOR)!
  await deps.candidates.saveAll([buildCandidate('worker', number, { _id: SPOKEN_FOR, unitId: 'spoken' })])
  await deps.candidates.refresh()
})
afterAll(async () => {
  await mongo?.close()
  await twin?.close()
  await world?.close()
})
afterEach(async () => {
  await mongo.collection('summits').deleteMany({})
  await mongo.collection('summitInvitations').deleteMany({})
})

const other = async () => loggedIn(twin.url, (await buildStaff(world, 'editor')).username)
const open = (code: string) => world.api.call('GET /api/summit/invitations/:code', { params: { code } })
const arrive = (by: Api, code: string, id: string) =>
  by.call('POST /api/staff/summit/invitations/:code/arrivals/:guest', { params: { code, guest: id } })
const leave = (by: Api, code: string, id: string) =>
  by.call('DELETE /api/staff/summit/invitations/:code/arrivals/:guest', { params: { code, guest: id } })
const withdraw = (code: string, reason = '名单更正') =>
  me.call('POST /api/staff/summit/invitations/:code/withdrawal', { params: { code }, body: { reason } })
const byStaff = (code: string, body: ReturnType<typeof coming>) =>
  me.call('PUT /api/staff/summit/invitations/:code/reply', { params: { code }, body })
const pathsOf = (body: unknown) =>
  (body as { error: { details: { path: string }[] } }).error.details.map(({ path }) => path)
const inDays = (days: number) => new Date(world.deps.clock.now().getTime() + days * 86_400_000).toISOString()

describe('arrangements', () => {
  test('are kept by one at a time, and in the order of time', async () => {
    const summit = arrangements(world)
    expect(await readSummit(me)).toMatchObject({ summit: null, version: 0, invitations: [] })
    const saves = await Promise.all(
      [me, me].map((one) => one.call('PUT /api/staff/summit', { body: { version: 0, summit } })),
    )
    expect(saves.map(({ status }) => status).sort()).toEqual([200, 409])
    const late = { ...summit, replyBy: inDays(31), endsAt: inDays(29) }
    const { status, body } = await me.call('PUT /api/staff/summit', { body: { version: 1, summit: late } })
    expect(status).toBe(422)
    expect(pathsOf(body)).toEqual(expect.arrayContaining(['summit.endsAt', 'summit.replyBy']))
  })

  test('come before invitations', async () => {
    const { status, body } = await me.call('POST /api/staff/summit/invitations', {})
    expect([status, body]).toMatchObject([404, { error: { code: 'summit_missing' } }])
  })
})

describe('invitations', () => {
  test('go to each winner once, whoever invites at the same time', async () => {
    await bringTo(world, 'worker', 'released')
    await arrange(me, arrangements(world))
    const admin = await loggedIn(twin.url, (await buildStaff(world, 'admin')).username)
    await Promise.all([me, admin, me].map((one) => one.call('POST /api/staff/summit/invitations', {})))
    const { invitations, waiting } = await readSummit(me)
    const winners = (await world.deps.results.winners('worker'))!
    expect(invitations.map(({ id }) => id)).toEqual(winners.map(({ id }) => id))
    expect(waiting).toBe(0)
    expect(new Set(invitations.map(({ code }) => code)).size).toBe(winners.length)
  })

  test('reach who speaks for the unit, once; where nobody does, staff see it', async () => {
    const { invitations } = await inviteAll(world, me)
    const heard = invitations.filter(({ unheard }) => !unheard)
    expect(heard.map(({ id }) => id)).toEqual([SPOKEN_FOR])
    for (let i = 0; i < 2; i++) await world.deps.summits.tellAll()
    const { items } = (await speaker.call('GET /api/notifications', { query: {} })).body
    const paths = items.filter(({ kind }) => kind === 'summit').map(({ path }) => path)
    expect(paths.filter((path) => path === `/summit?code=${heard[0]!.code}`)).toHaveLength(1)
  })

  test('show the code only to who receives guests', async () => {
    await inviteAll(world, me)
    const auditor = await readSummit(await asStaff(world, 'auditor'))
    expect(auditor.invitations.map(({ code }) => code)).toEqual(auditor.invitations.map(() => null))
    expect(JSON.stringify(await readSummit(me))).toContain(codeOf(await readSummit(me)))
  })

  test('that are withdrawn say why, take no reply, and their winner can be invited anew', async () => {
    const code = codeOf(await inviteAll(world, me))
    expect((await withdraw(code, '获奖资格有变')).status).toBe(200)
    expect((await withdraw(code)).body).toMatchObject({ error: { code: 'guest_invitation_withdrawn' } })
    expect((await open(code)).body).toMatchObject({ withdrawn: { reason: '获奖资格有变' }, mayReply: false })
    const refused = await answer(world.api, code, coming(0, guest('周示例')))
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { error: { code: 'guest_invitation_withdrawn' } },
    ])
    const { waiting } = await readSummit(me)
    expect(waiting).toBe(1)
    const again = (await me.call('POST /api/staff/summit/invitations', {})).body
    expect(again.invitations).toHaveLength(5)
    expect(again.waiting).toBe(0)
  })

  test('of who is no longer among the winners are marked', async () => {
    await inviteAll(world, me)
    await bringTo(world, 'worker', 'proposed')
    expect((await readSummit(me)).invitations.map(({ wins }) => wins)).toEqual([false, false, false, false])
  })

  test('a code that nobody was given is not found', async () => {
    for (const code of ['ABCDEFGHJKMN', '写错了']) {
      const { status, body } = await open(code)
      expect([status, body]).toMatchObject([404, { error: { code: 'guest_invitation_missing' } }])
    }
  })
})

describe('a reply', () => {
  test('says who comes, can be changed until the end, and masks numbers for whoever opens it', async () => {
    const code = codeOf(await inviteAll(world, me))
    const first = await answer(
      world.api,
      code,
      coming(0, guest('周示例', { diet: 'halal' }), guest('吴示例')),
    )
    expect(first.status).toBe(200)
    const { guests } = first.body.reply!
    expect(guests.map(({ name, phone }) => [name, phone])).toEqual([
      ['周示例', '138****1234'],
      ['吴示例', '138****1234'],
    ])
    const kept = { ...guest('周示例'), id: guests[0]!.id, phone: '138****1234', diet: 'vegetarian' as const }
    const second = await answer(world.api, code, coming(1, kept))
    expect(second.body.reply!.guests).toEqual([{ ...guests[0], diet: 'vegetarian' }])
    expect((await world.deps.stores.summit.find(code))!.reply!.guests[0]!.phone).toBe('13800001234')
    const no = await answer(world.api, code, { ...coming(2), coming: false })
    expect(no.body.reply).toMatchObject({ coming: false, guests: [], car: '' })
  })

  test('lies sealed in the store', async () => {
    const code = codeOf(await inviteAll(world, me))
    await answer(world.api, code, coming(0, guest('周示例')))
    const stored = JSON.stringify(await mongo.collection('summitInvitations').find().toArray())
    for (const secret of ['周示例', '13800001234', '鄂A12345']) expect(stored).not.toContain(secret)
  })

  test.each([
    ['nobody', coming(0), 'guests'],
    [
      'more than an invitation is for',
      coming(0, ...['甲', '乙', '丙', '丁'].map((one) => guest(`${one}示例`))),
      'guests',
    ],
    ['a number that is none', coming(0, guest('周示例', { phone: '12' })), 'guests.0.phone'],
    [
      'a masked number of somebody new',
      coming(0, guest('周示例', { phone: '138****1234' })),
      'guests.0.phone',
    ],
  ])('with %s is refused by field', async (_, body, path) => {
    const code = codeOf(await inviteAll(world, me))
    const refused = await answer(world.api, code, body)
    expect(refused.status).toBe(422)
    expect(pathsOf(refused.body)).toContain(path)
    expect((await open(code)).body.reply).toBeNull()
  })

  test('of two at once, in two processes, the second sees what the first has sent', async () => {
    const code = codeOf(await inviteAll(world, me))
    const there = await other()
    const answers = await Promise.all([
      answer(world.api, code, coming(0, guest('周示例'))),
      answer(there, code, coming(0, guest('吴示例'))),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const [taken, refused] = [200, 409].map((status) => answers.find((one) => one.status === status)!)
    expect(refused!.body).toMatchObject({ error: { details: { reply: taken!.body.reply } } })
  })

  test('comes too late after the end, but staff may still write it down', async () => {
    const code = codeOf(await inviteAll(world, me))
    await arrange(me, arrangements(world, { replyBy: inDays(-1) }))
    expect((await answer(world.api, code, coming(0, guest('周示例')))).body).toMatchObject({
      error: { code: 'reply_closed' },
    })
    const { status, body } = await byStaff(code, coming(0, guest('周示例')))
    expect(status).toBe(200)
    expect(body.invitations[0]!.reply).toMatchObject({
      coming: true,
      by: expect.stringContaining('publisher'),
    })
  })
})

describe('reminders', () => {
  test('reach only who has not answered, once a day', async () => {
    const { stores } = world.deps
    const staff = await inviteAll(world, me)
    const silent = staff.invitations.findIndex(({ id }) => id !== SPOKEN_FOR)
    await answer(world.api, codeOf(staff, silent), coming(0, guest('周示例')))
    for (let i = 0; i < 2; i++) {
      const { body } = await me.call('POST /api/staff/summit/reminders', {})
      expect(body).toEqual({ reminded: 1, unheard: 2 })
    }
    const told = await Promise.all(
      [silent, 3 - silent].map(async (n) => (await stores.summit.find(codeOf(staff, n)))!.told),
    )
    expect(told[0]).toEqual(['invited'])
    expect(told[1]).toEqual(['invited', expect.stringMatching(/^remind:/)])
  })

  test('come by themselves before the end to who has not answered, and the day before to who comes', async () => {
    const { stores, clock, summits } = world.deps
    const staff = await inviteAll(world, me)
    const [comes, silent] = [codeOf(staff, 0), codeOf(staff, 1)]
    await answer(world.api, comes, coming(0, guest('周示例')))
    const told = async () =>
      Promise.all([comes, silent].map(async (code) => (await stores.summit.find(code))!.told.slice(1)))
    const start = clock.now().getTime()
    const later = jest.spyOn(clock, 'now')
    for (const [days, those] of [
      [17, [[], []]],
      [19, [[], ['remind:closing']]],
      [21, [[], ['remind:closing']]],
      [29.5, [['eve:0'], ['remind:closing']]],
      [31, [['eve:0'], ['remind:closing']]],
    ] as const) {
      later.mockReturnValue(new Date(start + days * 86_400_000))
      for (let i = 0; i < 2; i++) await summits.tellAll()
      expect([days, await told()]).toEqual([days, those])
    }
    later.mockRestore()
  })

  test('another time or place is told once to all invited before', async () => {
    const staff = await inviteAll(world, me)
    await arrange(me, arrangements(world, { venue: '示例会堂五楼' }))
    for (let i = 0; i < 2; i++) await world.deps.summits.tellAll()
    const record = (await world.deps.stores.summit.find(codeOf(staff)))!
    expect(record.told.filter((stage) => stage.startsWith('moved'))).toHaveLength(1)
  })
})

describe('at the door', () => {
  async function expected() {
    const code = codeOf(await inviteAll(world, me))
    const { body } = await answer(world.api, code, coming(0, guest('周示例'), guest('吴示例')))
    return { code, ids: body.reply!.guests.map(({ id }) => id) as [string, string] }
  }

  test('two desks, in two processes, check the same guest in once, and the first time stands', async () => {
    const { code, ids } = await expected()
    const there = await other()
    const answers = await Promise.all([me, there, me, there].map((desk) => arrive(desk, code, ids[0])))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    const seen = answers.map(({ body }) => body.invitations[0]!.reply!.guests[0]!.arrived)
    expect(new Set(seen.map((one) => JSON.stringify(one))).size).toBe(1)
    const { invitations } = await readSummit(me)
    expect(headcount(invitations)).toMatchObject({ coming: 1, silent: 3, guests: 2, arrived: 1 })
  })

  test('it can be undone, and who has arrived stays on the list until it is', async () => {
    const { code, ids } = await expected()
    await arrive(me, code, ids[0])
    const without = coming(1, { ...guest('吴示例'), id: ids[1] })
    expect((await byStaff(code, without)).body).toMatchObject({ error: { code: 'guest_arrived' } })
    await leave(me, code, ids[0])
    expect((await byStaff(code, without)).status).toBe(200)
    expect((await arrive(me, code, ids[0])).body).toMatchObject({ error: { code: 'guest_not_found' } })
  })

  test('a guest who is taken off the list while being checked in is one or the other', async () => {
    const { code, ids } = await expected()
    const there = await other()
    const without = coming(1, { ...guest('吴示例'), id: ids[1] })
    const [entered, removed] = await Promise.all([arrive(there, code, ids[0]), byStaff(code, without)])
    const record = (await world.deps.stores.summit.find(code))!
    const listed = record.reply!.guests.some(({ id }) => id === ids[0])
    expect(listed).toBe(ids[0] in record.arrivals)
    expect([entered.status, removed.status].sort()).toEqual(listed ? [200, 409] : [200, 404])
  })

  test.each([
    ['https://example.com/summit?code=ABCD23456789', 'ABCD23456789'],
    ['abcd-2345 6789', 'ABCD23456789'],
    ['https://example.com/', null],
    ['%E0%A4%A', null],
  ])('%s is the code %s', (text, code) => expect(codeIn(text)).toBe(code))
})

describe('on paper', () => {
  test('all guests with whole numbers, and who brings nobody', async () => {
    const staff = await inviteAll(world, me)
    const { body } = await answer(world.api, codeOf(staff), coming(0, guest('周示例'), guest('吴示例')))
    await arrive(me, codeOf(staff), body.reply!.guests[1]!.id)
    const rows = await download(me, '/api/staff/summit/guests')
    expect(rows).toHaveLength(6)
    expect(rows[1]).toEqual(expect.arrayContaining(['参加', '周示例', '13800001234', '鄂A12345']))
    expect(rows[2]!.at(-1)).toMatch(/\d:\d/)
    expect(rows[3]![3]).toBe('未回执')
  })

  test('a letter with its own code for each that holds', async () => {
    const staff = await inviteAll(world, me)
    await withdraw(codeOf(staff))
    const { content } = await world.deps.summits.printLetters(PROGRAM)
    const pages = readPdf(await buffer(content))
    expect(pages).toHaveLength(3)
    const text = pages.flatMap(({ texts }) => texts.map((one) => one.text)).join('')
    for (const part of ['邀　请　函', '示例会堂三楼']) expect(text).toContain(part)
    expect(parseReceipt(codeOf(await readSummit(me)))).not.toBeNull()
  })
})
