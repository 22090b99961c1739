import { randomUUID } from 'node:crypto'
import type { Edition } from '@shared/edition/contract'
import { Edition as EditionSchema } from '@shared/edition/contract'
import type { ReviewCard } from '@shared/review/contract'
import { type Connection, createConnection } from 'mongoose'
import edition2021 from '../../config/editions/2021.json'
import { shiftEdition } from '../../scripts/sample/load'
import { loadReviews, SAMPLE_REVIEWER } from '../../scripts/sample/reviews'
import { Api } from '../support/api'
import { buildCandidate } from '../support/candidates'
import { buildUnit } from '../support/nomination'
import {
  allMarks,
  asReviewer,
  assign,
  buildReviewer,
  cardsOf,
  invite,
  REVIEWER_PASSWORD,
  saveMarks,
  submitAll,
} from '../support/review'
import { accept } from '../support/shortlist'
import { asStaff } from '../support/staff'
import { startTwin } from '../support/twin'
import { startWorld, type World } from '../support/world'

const PHONE = '13800001111'
const reason = '示例：请再看一看'

let world: World
let twin: Awaited<ReturnType<typeof startTwin>>
let coordinator: Api
let mongo: Connection
beforeAll(async () => {
  world = await startWorld({ edition: reviewEdition(), perCategory: 4 })
  twin = await startTwin(world)
  coordinator = await asStaff(world, 'coordinator')
  mongo = await createConnection(world.stores.mongoUri!).asPromise()
})
afterAll(async () => {
  await mongo?.close()
  await twin?.close()
  await world?.close()
})
// Each test has experts of its own.
afterEach(async () => {
  await mongo.collection('reviewers').updateMany({}, { $set: { disabled: true } })
  await mongo.collection('reviews').deleteMany({})
  await setEdition(reviewEdition())
})

/** The 2021 edition, moved so that experts review now. */
function reviewEdition(): Edition {
  return shiftEdition(EditionSchema.parse(edition2021), 'review', new Date())
}
async function setEdition(edition: Edition): Promise<void> {
  await world.deps.editions.save(edition)
  await twin.deps.editions.refresh()
}
const withRule = (changes: object, category = 'unit' as const): Edition => {
  const edition = reviewEdition()
  return {
    ...edition,
    review: { ...edition.review, [category]: { ...edition.review[category]!, ...changes } },
  }
}
const matrixOf = async (category = 'unit' as const) =>
  (await coordinator.call('GET /api/staff/reviews', { query: { category } })).body
const codeOf = ({ status, body }: { status: number; body: { error?: { code: string } } }) =>
  body.error?.code ?? status

/** An expert with all of the units to judge. */
async function expertOn(wechat?: string) {
  const reviewer = await buildReviewer(coordinator, ['unit'])
  const me = await asReviewer(world, coordinator, reviewer, { wechat })
  await assign(coordinator, 'unit')
  return { reviewer, me, cards: await cardsOf(me, 'unit') }
}
/** Marks all of an expert's units, one mark each, and hands them in. */
async function handIn(me: Api, marks: number[]) {
  const saved: ReviewCard[] = []
  for (const [i, card] of (await cardsOf(me, 'unit')).entries()) {
    saved.push((await saveMarks(me, card, allMarks('unit', marks[i]!))).body)
  }
  return submitAll(me, 'unit', saved)
}

describe('an invitation', () => {
  const look = (body: { token: string; code: string }) =>
    world.api.call('POST /api/reviewer-invitation/look', { body })
  const setPassword = (body: { token: string; code: string }, login: string, password = REVIEWER_PASSWORD) =>
    world.api.call('POST /api/reviewer-invitation/password', { body: { ...body, login, password } })

  test('says whose it is to who has link and code, however the code is typed', async () => {
    const reviewer = await buildReviewer(coordinator, ['unit'])
    const { token, code } = await invite(coordinator, reviewer)
    const { body } = await look({ token, code: code.toLowerCase().replace('-', ' ') })
    expect(body).toMatchObject({ name: reviewer.name, edition: reviewEdition().name })
    expect(codeOf(await look({ token: `${token}x`, code }))).toBe('invitation_wrong')
  })

  test('locks who guesses its code', async () => {
    const { token, code } = await invite(coordinator, await buildReviewer(coordinator, ['unit']))
    const answers = []
    for (let i = 0; i < 6; i++) answers.push(codeOf(await look({ token, code: `2222222${i}` })))
    expect(answers).toEqual([...Array(5).fill('invitation_wrong'), 'account_locked'])
    expect(codeOf(await look({ token, code }))).toBe('account_locked')
  })

  test('binds one WeChat, which from then on is enough; sent again, it answers the same', async () => {
    const reviewer = await buildReviewer(coordinator, ['unit'])
    const invitation = await invite(coordinator, reviewer)
    const bind = (me: Api) => me.call('POST /api/reviewer-invitation/wechat', { body: invitation })
    const me = await world.api.as('expert-of-wechat')
    expect(codeOf(await me.call('GET /api/reviews', {}))).toBe('not_reviewer')
    expect((await bind(me)).body).toMatchObject({ id: reviewer.id, wechat: true, login: null })
    expect(codeOf(await bind(me))).toBe(200)
    expect(codeOf(await bind(await world.api.as('somebody-else')))).toBe('invitation_over')
    expect((await me.call('GET /api/reviews', {})).body.reviewer.name).toBe(reviewer.name)
    const other = await invite(coordinator, await buildReviewer(coordinator, ['unit']))
    expect(codeOf(await me.call('POST /api/reviewer-invitation/wechat', { body: other }))).toBe(
      'wechat_bound',
    )
  })

  test('of two who use it at the same instant at two processes lets in one', async () => {
    const invitation = await invite(coordinator, await buildReviewer(coordinator, ['unit']))
    const rivals = [await world.api.as('rival-1'), await twin.api.as('rival-2')]
    const answers = await Promise.all(
      rivals.map((me) => me.call('POST /api/reviewer-invitation/wechat', { body: invitation })),
    )
    expect(answers.map(codeOf).sort()).toEqual([200, 'invitation_over'])
  })

  test('sets a password, which from then on is enough at every process', async () => {
    const reviewer = await buildReviewer(coordinator, ['unit'])
    const invitation = await invite(coordinator, reviewer)
    expect(codeOf(await setPassword(invitation, 'zhang.san', 'zhang.san-2021'))).toBe('weak_password')
    expect((await setPassword(invitation, '张三', REVIEWER_PASSWORD)).body.reviewer.login).toBe('张三')
    expect(codeOf(await setPassword(invitation, '张三', REVIEWER_PASSWORD))).toBe(200)
    expect(codeOf(await setPassword(invitation, '张三', 'bushi-zhege-mima'))).toBe('invitation_over')
    const login = (password: string) =>
      twin.api.call('POST /api/reviewer-session', { body: { login: ' 张三', password } })
    expect(codeOf(await login('bushi-zhege-mima'))).toBe('reviewer_login_failed')
    const me = new Api(twin.url, (await login(REVIEWER_PASSWORD)).body.token)
    expect((await me.call('GET /api/reviews', {})).body.reviewer.id).toBe(reviewer.id)
    const other = await invite(coordinator, await buildReviewer(coordinator, ['unit']))
    expect(codeOf(await setPassword(other, '张三'))).toBe('login_taken')
    await me.call('DELETE /api/reviewer-session', {})
    expect(codeOf(await me.call('GET /api/reviews', {}))).toBe('session_expired')
  })

  test('and log-ins by that password leave entries, failed or not, which tell no password, not even one typed for a name', async () => {
    const reviewer = await buildReviewer(coordinator, ['unit'])
    await setPassword(await invite(coordinator, reviewer), '李四', REVIEWER_PASSWORD)
    const login = (login: string, password: string) =>
      world.api.call('POST /api/reviewer-session', { body: { login, password } })
    await login('wode-mima-zai-zheli', 'bushi-zhege-mima')
    await login('李四', 'bushi-zhege-mima')
    await login('李四', REVIEWER_PASSWORD)
    const entries = await mongo
      .collection('audit')
      .find({ action: /^review\.login/ })
      .sort({ _id: -1 })
      .limit(3)
      .toArray()
    const { id } = reviewer
    expect(entries).toMatchObject([
      { action: 'review.login', actor: { id: `reviewer:${id}` }, subject: { id } },
      { action: 'review.loginFailed', actor: { id: 'program' }, subject: { id } },
      { action: 'review.loginFailed', subject: { id: '', name: '不存在的登录名' } },
    ])
    expect(JSON.stringify(entries)).not.toMatch(/mima/)
  })

  test('is good no more once revoked, replaced, or its time is over', async () => {
    const reviewer = await buildReviewer(coordinator, ['unit'])
    const params = { id: reviewer.id }
    const first = await invite(coordinator, reviewer)
    const second = await invite(coordinator, reviewer)
    expect(codeOf(await look(first))).toBe('invitation_wrong')
    await coordinator.call('DELETE /api/staff/reviewers/:id/invitation', { params, body: { reason } })
    expect(codeOf(await look(second))).toBe('invitation_over')
    const third = await invite(coordinator, reviewer)
    const past = { $set: { 'invitation.expiresAt': new Date(0) } }
    await mongo.collection('reviewers').updateOne({ _id: reviewer.id as never }, past)
    expect(codeOf(await look(third))).toBe('invitation_over')
  })

  test('is told to who may invite, and lies sealed in the store, as telephone numbers do', async () => {
    const reviewer = await buildReviewer(coordinator, ['unit'], { phone: PHONE })
    const { token, code } = await invite(coordinator, reviewer)
    const auditor = await asStaff(world, 'auditor')
    const seen = JSON.stringify((await auditor.call('GET /api/staff/reviewers', {})).body)
    const stored = JSON.stringify([
      await mongo.collection('reviewers').find().toArray(),
      await mongo.collection('audit').find().toArray(),
    ])
    for (const secret of [token, code, code.replace('-', ''), PHONE]) {
      expect([seen.includes(secret), stored.includes(secret)]).toEqual([false, false])
    }
    expect(reviewer.phone).toBe('138****1111')
  })
})

describe('who is logged in as an expert', () => {
  test('with a password is no voter, and a voter is no expert', async () => {
    const { me } = await expertOn()
    const body = { category: 'unit' as const, selections: ['a01'] }
    expect(codeOf(await me.call('POST /api/ballots', { body }))).toBe('session_invalid')
    expect(codeOf(await me.call('GET /api/notifications', { query: {} }))).toBe('session_invalid')
    expect(codeOf(await (await world.api.as('voter')).call('GET /api/reviews', {}))).toBe('not_reviewer')
    expect(codeOf(await world.api.call('GET /api/reviews', {}))).toBe('unauthenticated')
    expect(codeOf(await me.send('GET', '/api/staff/reviewers'))).toBe('staff_unauthenticated')
  })

  test('is out everywhere at once when staff say so, or end the way in', async () => {
    const { me, reviewer } = await expertOn()
    const params = { id: reviewer.id }
    const ended = await coordinator.call('DELETE /api/staff/reviewers/:id/access', {
      params,
      body: { reason },
    })
    expect(ended.body).toMatchObject({ login: null, wechat: false })
    expect(codeOf(await new Api(twin.url, me.token).call('GET /api/reviews', {}))).toBe('session_expired')
    const wechat = await expertOn('soon-disabled')
    const { name, categories, version } = wechat.reviewer
    const body = { name, categories, version, disabled: true }
    await coordinator.call('PUT /api/staff/reviewers/:id', { params: { id: wechat.reviewer.id }, body })
    expect(codeOf(await wechat.me.call('GET /api/reviews', {}))).toBe('not_reviewer')
  })

  test('sees what is assigned to them, and nothing of votes or others', async () => {
    const [one, two] = [await expertOn(), await expertOn()]
    await handIn(one.me, [91, 83, 71, 62])
    const { body } = await two.me.call('GET /api/reviews', {})
    expect(body.categories.map(({ category, items }) => [category, items.length])).toEqual([['unit', 4]])
    expect(JSON.stringify(body)).not.toMatch(/votes|rank|:(91|83|71|62)[,}]/)
    const params = { id: one.cards[0]!.id }
    const marks = { key: randomUUID(), version: 1, marks: {}, comment: '' }
    for (const answer of [
      await two.me.call('GET /api/reviews/:id', { params }),
      await two.me.call('PUT /api/reviews/:id', { params, body: marks }),
      await two.me.call('POST /api/reviews/:id/recusal', { params, body: { reason } }),
      await submitAll(two.me, 'unit', [one.cards[0]!]),
    ]) {
      expect(codeOf(answer)).toBe('review_not_found')
    }
    const { body: review } = await two.me.call('GET /api/reviews/:id', { params: { id: two.cards[0]!.id } })
    expect(review).toMatchObject({
      candidate: { number: 'A01' },
      material: { deeds: ['接到留言后到现场查看。'] },
    })
    expect(JSON.stringify(review)).not.toMatch(/votes|rank/)
  })

  test('reads numbers and pictures of the nomination, and no names where names are hidden', async () => {
    const id = await accept(world, 'caseStudy', '盲评', 1, {
      answers: { figures: [{ label: '受益群众', value: '3200', unit: '人' }] },
    })
    const names = { name: '老小区加装电梯', unitName: '盲评街道办（示例）' }
    await world.deps.candidates.saveAll([buildCandidate('caseStudy', 'C88', { _id: id, ...names })])
    await world.deps.candidates.refresh()
    const reviewer = await buildReviewer(coordinator, ['unit', 'caseStudy'])
    const me = await asReviewer(world, coordinator, reviewer)
    for (const category of ['unit', 'caseStudy'] as const) await assign(coordinator, category)
    const card = (await cardsOf(me, 'caseStudy')).find(({ candidate }) => candidate.id === id)!
    const read = async () => (await me.call('GET /api/reviews/:id', { params: { id: card.id } })).body
    const open = await read()
    expect(open.material.figures).toEqual([{ label: '受益群众', value: '3200', unit: '人' }])
    expect([open.candidate.unitName, open.material.photos.length]).toEqual([names.unitName, 1])

    const { review, ...edition } = reviewEdition()
    const blind = Object.fromEntries(
      Object.entries(review).map(([key, one]) => [key, { ...one, blind: true }]),
    )
    await setEdition({ ...edition, review: blind })
    const hidden = await read()
    expect(hidden.candidate).toMatchObject({ number: 'C88', title: names.name, unitName: null, city: null })
    expect(hidden.material.photos[0]).toMatchObject({ name: '照片 1' })
    const all = JSON.stringify([hidden, (await me.call('GET /api/reviews', {})).body])
    expect(all).not.toMatch(/单位A0|候选A01|盲评街道办|盲评\.jpg|示例图片|武汉市/)
    expect((await cardsOf(me, 'unit'))[0]!.candidate.title).toBe('候选 A01')
  })
})

describe('a review', () => {
  test('is kept once, however often the same save is sent, and never over what another device has written', async () => {
    const { me, cards } = await expertOn()
    const [card] = cards
    const key = randomUUID()
    const first = await saveMarks(me, card!, { effect: 80 }, { key })
    const again = await saveMarks(me, card!, { effect: 80 }, { key })
    expect([first.body.version, again.body]).toEqual([2, first.body])
    const stale = await saveMarks(me, card!, { effect: 10 })
    expect(codeOf(stale)).toBe('version_conflict')
    expect(stale.body.error!.details).toMatchObject({ version: 2, marks: { effect: 80 } })
    const other = new Api(twin.url, me.token)
    const rivals = await Promise.all(
      [me, other, me, other].map((device, i) => saveMarks(device, first.body, { effect: 81 + i })),
    )
    expect(rivals.map(codeOf).sort()).toEqual([200, ...Array(3).fill('version_conflict')])
    const { marks } = rivals.find(({ status }) => status === 200)!.body
    expect((await cardsOf(other, 'unit'))[0]).toMatchObject({ version: 3, marks })
  })

  test.each([
    ['more than full marks', { effect: 101 }],
    ['part of a step', { effect: 80.5 }],
    ['a criterion there is not', { looks: 80 }],
  ])('does not take %s', async (_what, marks) => {
    const { me, cards } = await expertOn()
    const answer = await saveMarks(me, cards[0]!, marks)
    expect(codeOf(answer)).toBe('invalid_request')
    expect(answer.body.error!.details).toEqual([
      { path: `marks.${Object.keys(marks)[0]}`, message: expect.stringMatching(/[\u4e00-\u9fff]/) },
    ])
  })

  test('is handed in with the rest or not at all, and every missing mark is named', async () => {
    const { me, cards } = await expertOn()
    const whole = (await saveMarks(me, cards[0]!, allMarks('unit', 80))).body
    const half = (await saveMarks(me, cards[1]!, { effect: 80 })).body
    const answer = await submitAll(me, 'unit', [whole, half, cards[2]!])
    expect([codeOf(answer), answer.body.error!.details]).toEqual([
      'review_incomplete',
      [
        { id: half.id, number: 'A02', title: '候选A02（示例）', missing: ['制度机制', '回应质量'] },
        {
          ...{ id: cards[2]!.id, number: 'A03', title: '候选A03（示例）' },
          missing: ['制度机制', '回应质量', '办理实效'],
        },
      ],
    ])
    expect((await cardsOf(me, 'unit')).every(({ state }) => state === 'draft')).toBe(true)
  })

  test('once handed in is locked until a coordinator gives it back with a reason that the expert is told', async () => {
    const { me, cards } = await expertOn('told-expert')
    const saved = (await saveMarks(me, cards[0]!, allMarks('unit', 80), { comment: '扎实' })).body
    const submitted = await submitAll(me, 'unit', [saved])
    expect(submitted.body.items[0]).toMatchObject({ state: 'submitted', points: 80, comment: '扎实' })
    expect((await submitAll(me, 'unit', [saved])).body).toEqual(submitted.body)
    const [locked] = submitted.body.items
    expect(codeOf(await saveMarks(me, locked!, { effect: 1 }))).toBe('review_settled')
    const params = { id: saved.id }
    const recusal = await me.call('POST /api/reviews/:id/recusal', { params, body: { reason } })
    expect(codeOf(recusal)).toBe('review_settled')

    const reopen = () =>
      coordinator.call('POST /api/staff/reviews/:id/reopening', { params, body: { reason } })
    expect((await reopen()).body).toMatchObject({ state: 'draft', marks: allMarks('unit', 80) })
    expect(codeOf(await reopen())).toBe('review_settled')
    const [open] = await cardsOf(me, 'unit')
    expect(open!.reopened).toMatchObject({ reason })
    expect((await me.call('GET /api/notifications', { query: {} })).body.items).toMatchObject([
      { kind: 'review.reopened', text: expect.stringContaining(reason), path: '/scoring' },
    ])
    const mended = (await saveMarks(me, open!, allMarks('unit', 70))).body
    expect((await submitAll(me, 'unit', [mended])).body.items[0]).toMatchObject({
      points: 70,
      reopened: null,
    })
  })

  test('handed in at two processes at once is handed in once', async () => {
    const { me, cards } = await expertOn()
    const saved = []
    for (const card of cards) saved.push((await saveMarks(me, card, allMarks('unit', 75))).body)
    await Promise.all([submitAll(me, 'unit', saved), submitAll(new Api(twin.url, me.token), 'unit', saved)])
    expect(codeOf(await submitAll(me, 'unit', saved))).toBe(200)
    const stored = await mongo.collection('reviews').find({ state: 'submitted' }).toArray()
    expect(stored.map(({ version }) => version)).toEqual([3, 3, 3, 3])
  })

  test('is taken after the end for two minutes where its marks had come before', async () => {
    const { me, cards } = await expertOn()
    const early = (await saveMarks(me, cards[0]!, allMarks('unit', 80))).body
    const edition = reviewEdition()
    const closesAt = new Date(Date.parse(early.savedAt!) + 1).toISOString()
    const phases = edition.phases.map((one) => (one.name === 'review' ? { ...one, closesAt } : one))
    await setEdition({ ...edition, phases })
    const late = (await saveMarks(me, cards[1]!, allMarks('unit', 80))).body
    expect(codeOf(await submitAll(me, 'unit', [late]))).toBe('review_closed')
    expect(codeOf(await submitAll(me, 'unit', [early]))).toBe(200)
    expect((await me.call('GET /api/reviews', {})).body.window).toMatchObject({ open: false, closesAt })
  })

  test('is not taken before voting', async () => {
    const { me, cards } = await expertOn()
    await setEdition(shiftEdition(EditionSchema.parse(edition2021), 'nomination', new Date()))
    expect(codeOf(await saveMarks(me, cards[0]!, { effect: 80 }))).toBe('review_closed')
  })

  test('fixes the criteria it was marked by', async () => {
    const { me } = await expertOn()
    const admin = await asStaff(world, 'admin')
    const params = { id: '2021' }
    const change = async () => {
      const { version, edition } = (await admin.call('GET /api/staff/editions/:id', { params })).body
      const review = {
        ...edition.review,
        unit: { ...edition.review.unit!, blind: !edition.review.unit!.blind },
      }
      const body = { version, edition: { ...edition, review }, acknowledged: [], reason }
      return codeOf(await admin.call('PUT /api/staff/editions/:id', { params, body }))
    }
    expect(await change()).toBe(200)
    await handIn(me, [80, 80, 80, 80])
    expect(await change()).toBe('change_refused')
  })
})

describe('a conflict of interest', () => {
  const own = { id: 'u-own', name: '专家所在单位（示例）' }
  beforeAll(async () => {
    await world.deps.units.saveAll([buildUnit(own.id, { name: own.name })])
    await world.deps.candidates.saveAll([
      buildCandidate('unit', 'A02', { unitId: own.id, unitName: own.name }),
      buildCandidate('unit', 'A03', { unitName: own.name }),
    ])
    for (const { deps } of [world, twin]) await deps.candidates.refresh()
  })

  test('keeps an expert from the candidates of their units, also by name alone', async () => {
    const reviewer = await buildReviewer(coordinator, ['unit'], { units: [own.id] })
    const me = await asReviewer(world, coordinator, reviewer)
    await assign(coordinator, 'unit')
    expect((await cardsOf(me, 'unit')).map(({ candidate }) => candidate.number)).toEqual(['A01', 'A04'])
    const body = { reviewer: reviewer.id, candidate: 'a02' }
    expect(codeOf(await coordinator.call('POST /api/staff/reviews', { body }))).toBe('review_conflict')
    const states = (await matrixOf()).rows.map(({ cells }) => cells[0]!.state)
    expect(states).toEqual(['draft', 'conflict', 'conflict', 'draft'])
  })

  test('found later takes even what was handed in out of the count, and cannot be lifted', async () => {
    const { reviewer, me } = await expertOn()
    await handIn(me, [80, 80, 80, 80])
    const edit = async (units: string[]) => {
      const { items } = (await coordinator.call('GET /api/staff/reviewers', {})).body
      const { id, name, categories, version } = items.find((one) => one.id === reviewer.id)!
      const body = { name, categories, version, units }
      return coordinator.call('PUT /api/staff/reviewers/:id', { params: { id }, body })
    }
    expect((await edit([own.id])).body.progress).toEqual([
      { category: 'unit', assigned: 2, begun: 2, submitted: 2, recused: 2 },
    ])
    expect((await matrixOf()).rows.map(({ n }) => n)).toEqual([1, 0, 0, 1])
    const barred = (await cardsOf(me, 'unit'))[1]!
    expect(barred.recusal).toMatchObject({ by: 'unit' })
    const params = { id: barred.id }
    const lifted = await coordinator.call('DELETE /api/staff/reviews/:id/recusal', {
      params,
      body: { reason },
    })
    expect(codeOf(lifted)).toBe('review_conflict')
    await edit([])
    expect((await cardsOf(me, 'unit'))[1]).toMatchObject({ state: 'draft', marks: allMarks('unit', 80) })
  })

  test('that an expert declares keeps what was written out of the count until a coordinator lifts it', async () => {
    const { me, cards } = await expertOn('recused-expert')
    const saved = (await saveMarks(me, cards[0]!, allMarks('unit', 80))).body
    const params = { id: saved.id }
    const recuse = () => me.call('POST /api/reviews/:id/recusal', { params, body: { reason } })
    const recused = await recuse()
    expect(recused.body).toMatchObject({ state: 'recused', recusal: { by: 'reviewer', reason } })
    expect((await recuse()).body).toEqual(recused.body)
    expect(codeOf(await submitAll(me, 'unit', [recused.body]))).toBe('review_settled')
    expect(codeOf(await saveMarks(me, recused.body, {}))).toBe('review_settled')
    await assign(coordinator, 'unit')
    expect((await cardsOf(me, 'unit'))[0]!.state).toBe('recused')
    const lifted = await coordinator.call('DELETE /api/staff/reviews/:id/recusal', {
      params,
      body: { reason },
    })
    expect(lifted.body).toMatchObject({ state: 'draft', recusal: null })
    expect((await me.call('GET /api/notifications', { query: {} })).body.items).toMatchObject([
      { kind: 'review.lifted' },
    ])
  })
})

describe('a coordinator', () => {
  test('assigns so many experts to each, tops up who was left, and reports who cannot have enough', async () => {
    await setEdition(withRule({ perCandidate: 2 }))
    const experts = [await expertOn(), await expertOn(), await expertOn()]
    const loads = async () =>
      Promise.all(
        experts.map(
          async ({ me }) => (await cardsOf(me, 'unit')).filter((one) => one.state === 'draft').length,
        ),
      )
    expect((await loads()).sort()).toEqual([2, 3, 3])
    expect((await assign(coordinator, 'unit')).body).toMatchObject({ added: 0, removed: 0, short: [] })
    const [busy] = experts
    const [card] = await cardsOf(busy!.me, 'unit')
    await busy!.me.call('POST /api/reviews/:id/recusal', { params: { id: card!.id }, body: { reason } })
    const { added, removed, short: none } = (await assign(coordinator, 'unit')).body
    expect([added - removed, none]).toEqual([1, []])
    await setEdition(withRule({ perCandidate: 3 }))
    const { short } = (await assign(coordinator, 'unit')).body
    expect(short).toEqual([
      {
        candidate: card!.candidate.id,
        number: card!.candidate.number,
        name: expect.any(String),
        has: 2,
        wants: 3,
      },
    ])
  })

  test('assigning at two processes at once doubles nothing', async () => {
    for (let i = 0; i < 3; i++) await buildReviewer(coordinator, ['unit'])
    const other = new Api(twin.url)
    const cookies = coordinator.cookieFor('/api')
    const body = { category: 'unit', seed: '示例种子' }
    await Promise.all([
      ...[1, 2].map(() => assign(coordinator, 'unit')),
      ...[1, 2].map(() => other.send('POST', '/api/staff/reviews/assignment', body, cookies)),
    ])
    expect(await mongo.collection('reviews').countDocuments()).toBe(12)
  })

  test('takes an assignment back that nobody has begun, and adds one by hand once', async () => {
    const { reviewer, me, cards } = await expertOn()
    await saveMarks(me, cards[0]!, { effect: 80 })
    const remove = async (id: string) =>
      codeOf(await coordinator.call('DELETE /api/staff/reviews/:id', { params: { id }, body: { reason } }))
    expect([await remove(cards[0]!.id), await remove(cards[1]!.id)]).toEqual(['review_begun', 204])
    const body = { reviewer: reviewer.id, candidate: 'a02' }
    const add = () => coordinator.call('POST /api/staff/reviews', { body })
    const [one, two] = [await add(), await add()]
    expect([one.status, two.body]).toEqual([201, one.body])
    expect(await cardsOf(me, 'unit')).toHaveLength(4)
  })

  test('sees marks, what they come to, outliers and disagreement', async () => {
    await setEdition(withRule({ normalisation: { mode: 'trimmed', minScores: 3 } }))
    const experts = []
    for (let i = 0; i < 3; i++) experts.push((await expertOn()).me)
    await handIn(experts[0]!, [90, 80, 70, 60])
    await handIn(experts[1]!, [92, 81, 72, 90])
    await saveMarks(experts[2]!, (await cardsOf(experts[2]!, 'unit'))[1]!, { effect: 1 })
    const [card] = await cardsOf(experts[2]!, 'unit')
    const saved = (await saveMarks(experts[2]!, card!, allMarks('unit', 60), { comment: '一般' })).body
    await submitAll(experts[2]!, 'unit', [saved])
    const { rows, reviewers, limits } = await matrixOf()
    expect(
      rows.map(({ n, mean, score, spread, disagreement }) => [n, mean, score, spread, disagreement]),
    ).toEqual([
      [3, 80.67, 90, 32, true],
      [2, 80.5, 80.5, 1, false],
      [2, 71, 71, 2, false],
      [2, 75, 75, 30, true],
    ])
    expect(limits).toEqual({ outlier: 15, disagreement: 25 })
    expect(rows[0]!.cells.map(({ points, outlier }) => [points, outlier])).toEqual([
      ...[
        [90, false],
        [92, false],
      ],
      [60, true],
    ])
    expect(rows[1]!.cells[2]).toMatchObject({ state: 'draft', begun: true, points: null })
    expect(reviewers.map(({ assigned, begun, submitted }) => [assigned, begun, submitted])).toEqual([
      ...[
        [4, 4, 4],
        [4, 4, 4],
      ],
      [4, 2, 1],
    ])
    const { body } = await coordinator.call('GET /api/staff/reviews/:id', { params: { id: saved.id } })
    expect(body).toMatchObject({ comment: '一般', points: 60, candidate: { number: 'A01' } })
    expect(await world.deps.reviews.overview.scores('unit')).toMatchObject({ a01: { score: 90, n: 3 } })
  })

  test('reminds who has something left: by WeChat, or by a telephone number to call', async () => {
    const [wechat, password, done] = [await expertOn('reminded'), await expertOn(), await expertOn()]
    await handIn(done.me, [80, 80, 80, 80])
    const reviewers = [wechat, password, done].map(({ reviewer }) => reviewer.id)
    const { body } = await coordinator.call('POST /api/staff/reviewer-reminders', { body: { reviewers } })
    expect(body.told).toEqual([{ id: wechat.reviewer.id, name: wechat.reviewer.name, left: 4 }])
    expect(body.call).toEqual([
      { id: password.reviewer.id, name: password.reviewer.name, left: 4, phone: PHONE },
    ])
    expect((await wechat.me.call('GET /api/notifications', { query: {} })).body.items).toMatchObject([
      { kind: 'review.remind', text: expect.stringContaining('4 份') },
    ])
  })

  test('does not overwrite what a colleague has changed of an expert', async () => {
    const { id, name, categories, version } = await buildReviewer(coordinator, ['unit'])
    const save = (title: string) =>
      coordinator.call('PUT /api/staff/reviewers/:id', {
        ...{ params: { id }, body: { name, categories, title, version } },
      })
    const answers = await Promise.all([save('教授'), save('研究员')])
    expect(answers.map(codeOf).sort()).toEqual([200, 'version_conflict'])
  })
})

test('the sample’s experts are partly done while the review runs, and one of them can be tried', async () => {
  await loadReviews(world.deps, 'review')
  const { reviewers, rows } = await matrixOf()
  const shown = reviewers.filter(({ disabled }) => !disabled)
  expect(shown.map(({ submitted, begun }) => submitted > 0 || begun > 0)).toEqual([
    ...Array(5).fill(true),
    false,
  ])
  expect(rows.some(({ score }) => score !== null && score > 60)).toBe(true)
  const { body } = await world.api.call('POST /api/reviewer-session', { body: SAMPLE_REVIEWER })
  expect((await cardsOf(new Api(world.url, body.token), 'unit')).map(({ state }) => state)).toContain('draft')
})
