import { createHash } from 'node:crypto'
import type { CategoryId } from '@shared/edition/contract'
import type { CorrectionChange, StaffResult } from '@shared/result/contract'
import { rankEntrants } from '@shared/result/rules'
import { readXlsx } from 'hucre/xlsx'
import { type Connection, createConnection } from 'mongoose'
import { clusterIdOf } from '../../server/features/ballot/cluster/cluster'
import { Api } from '../support/api'
import { buildCandidate } from '../support/candidates'
import { answer as answerDecision, found } from '../support/cluster'
import { tokenOf } from '../support/load'
import { throughOauth } from '../support/login'
import { readPdf } from '../support/pdf'
import { startProcesses } from '../support/processes'
import { goTo, objection, propose, readResult, release, resultEdition } from '../support/result'
import { allMarks, asReviewer, assign, buildReviewer, cardsOf, saveMarks, submitAll } from '../support/review'
import { accept } from '../support/shortlist'
import { asStaff, buildStaff, loggedIn } from '../support/staff'
import { startTwin } from '../support/twin'
import { say } from '../support/wechat'
import { eventually, startWorld, type World } from '../support/world'

const NAMES = ['甲', '乙', '丙', '丁', '戊', '己']
const ID = Object.fromEntries(NAMES.map((name) => [name, `n-${name}`])) as Record<string, string>

let world: World
let twin: Awaited<ReturnType<typeof startTwin>>
let publisher: Api
let colleague: Api
let voter: Api
let mongo: Connection
beforeAll(async () => {
  world = await startWorld({ edition: resultEdition(), perCategory: 4 })
  twin = await startTwin(world)
  mongo = await createConnection(world.stores.mongoUri!).asPromise()
  publisher = await asStaff(world, 'publisher')
  colleague = await loggedIn(twin.url, (await buildStaff(world, 'publisher')).username)
  voter = await world.api.as('objector')
  await enter()
})
afterAll(async () => {
  await mongo?.close()
  await twin?.close()
  await world?.close()
})

/** Units with nominations, an expert's reviews, and votes: 己 has six voters, 甲 one. */
async function enter(): Promise<void> {
  const { deps } = world
  await deps.stores.candidate.removeMany(['a01', 'a02', 'a03', 'a04'])
  for (const [i, name] of NAMES.entries()) await accept(world, 'unit', name, i)
  await deps.candidates.saveAll(
    NAMES.map((name, i) =>
      buildCandidate('unit', `A0${i + 1}`, { _id: ID[name]!, unitId: `u-${name}`, name: `${name}（示例）` }),
    ),
  )
  await goTo(world, 'voting', twin)
  await Promise.all([deps, twin.deps].map(({ candidates }) => candidates.refresh()))
  const coordinator = await asStaff(world, 'coordinator')
  const expert = await asReviewer(world, coordinator, await buildReviewer(coordinator, ['unit']))
  await assign(coordinator, 'unit')
  const saved = []
  for (const [i, card] of (await cardsOf(expert, 'unit')).entries()) {
    saved.push((await saveMarks(expert, card, allMarks('unit', 70 + 4 * i))).body)
  }
  expect((await submitAll(expert, 'unit', saved)).status).toBe(200)
  for (let i = 0; i < NAMES.length; i++)
    await vote(
      `v${i}`,
      NAMES.slice(i).map((name) => ID[name]!),
    )
  // Somebody of whom is learnt late that the two are one.
  for (const client of [
    await throughOauth(world.api, { openid: 'o-twice' }),
    await world.api.as('m-twice', 'u-twice'),
  ]) {
    const body = { category: 'caseStudy' as const, selections: ['c01'] }
    expect((await client.call('POST /api/ballots', { body })).status).toBe(201)
  }
}
async function vote(who: string, selections: string[]): Promise<string> {
  const { status, body } = await new Api(world.url, tokenOf(who)).call('POST /api/ballots', {
    body: { category: 'unit', selections: selections.slice(0, 15) },
  })
  if (status !== 201) throw new Error(JSON.stringify(body))
  return body.ballot.receipt
}

const reason = '示例：核对公示'
const at = (category: CategoryId) => ({ params: { category } })
const codeOf = ({ body }: { body: { error?: { code: string } } }) => body.error?.code
const kindsOf = ({ body }: { body: { error?: { details?: unknown } } }) =>
  (body.error!.details as { kind: string }[]).map(({ kind }) => kind)
const seen = async (category: CategoryId) => {
  const { body } = await world.api.call('GET /api/results', { query: { category } })
  return { ...body.items[0]!, objectionsOpen: body.objectionsOpen }
}
const fresh = (category: CategoryId, holds: (one: Awaited<ReturnType<typeof seen>>) => boolean) =>
  eventually(() => seen(category), holds)
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const correctionOf = (me: Api, list: StaffResult, candidate: string, change: CorrectionChange, more = {}) =>
  me.call('POST /api/staff/results/:category/corrections', {
    ...at(list.category),
    body: { version: list.version, candidate, change, reason, ...more },
  })
const decide = (me: Api, { category, version, corrections }: StaffResult, decision: 'make' | 'decline') =>
  me.call('POST /api/staff/results/:category/corrections/:id/decision', {
    params: { category, id: corrections.find(({ state }) => state === 'pending')!.id },
    body: { version, decision },
  })
const decideOn = (me: Api) =>
  me.call('POST /api/staff/clusters/:id/decisions', {
    params: { id: clusterIdOf('2021', 'odd') },
    body: { kind: 'invalidated', scope: 'all', ground: 'machine', words: '' },
  })
const unpropose = (me: Api, { category, version }: StaffResult) =>
  me.call('DELETE /api/staff/results/:category/proposal', { ...at(category), body: { version, reason } })

describe('before a list is proposed', () => {
  test('nobody proposes while people vote, while the last ballots come in, or while experts judge', async () => {
    const running = await propose(publisher, await readResult(publisher, 'unit'))
    expect([codeOf(running), kindsOf(running)]).toEqual(['change_refused', ['voting_open', 'review_open']])
    await goTo(world, 'settling', twin)
    expect(kindsOf(await propose(publisher, await readResult(publisher, 'unit')))).toContain('voting_open')
  })

  test('staff see all that a what-if needs: votes as the ledger has them, deeds, reply records, experts', async () => {
    await goTo(world, 'proposing', twin)
    const { entrants, standings, weights, scoring } = await readResult(publisher, 'unit')
    const last = entrants.find(({ id }) => id === 'n-己')!
    const { score } = (await world.deps.stores.nomination.find('n-己'))!
    expect(last).toMatchObject({ votes: 6, experts: 1, deeds: score, replyRecord: { received: 75 } })
    expect(entrants.every(({ review }) => review !== null)).toBe(true)
    expect(rankEntrants(entrants, { weights, scoring })).toEqual(standings)
  })

  test('a quarantined ballot is not counted, and has to be known of', async () => {
    await goTo(world, 'voting', twin)
    const receipt = await vote('v-odd', [ID.甲!])
    await world.deps.ballots.rule({
      receipt: receipt.replaceAll('-', ''),
      kind: 'quarantined',
      reason,
      author: 'x',
    })
    await goTo(world, 'proposing', twin)
    const list = await readResult(publisher, 'unit')
    expect(list.warnings).toMatchObject([{ kind: 'quarantined', blocks: false }])
    expect(list.entrants.find(({ id }) => id === 'n-甲')!.votes).toBe(1)
    expect(codeOf(await propose(publisher, { ...list, warnings: [] }))).toBe('change_unconfirmed')
  })

  test('what is still to become of ballots stands in the way', async () => {
    const [voted] = await world.deps.ballots.myBallots({ id: 'v-odd', channel: 'weapp', snapshot: false })
    await world.deps.clusters.report([found([voted!.id], { key: 'odd', candidate: ID.甲! })])
    const { body } = await decideOn(colleague)
    const list = await readResult(publisher, 'unit')
    expect(list.warnings[0]).toEqual({
      ...{ kind: 'decision_open', blocks: true, candidates: [] },
      text: '还有 1 个异常选票的处理没有完成',
    })
    const refused = await propose(publisher, list)
    expect([codeOf(refused), kindsOf(refused)]).toEqual(['change_refused', ['decision_open']])
    expect((await readResult(publisher, 'caseStudy')).warnings).not.toMatchObject([{ kind: 'decision_open' }])
    expect((await answerDecision(publisher, body.id, 'reject')).status).toBe(200)
  })

  test('seats are the edition’s, or given where it leaves them open', async () => {
    const open = await readResult(publisher, 'caseStudy')
    expect(codeOf(await propose(publisher, open))).toBe('invalid_request')
    expect(codeOf(await propose(publisher, await readResult(publisher, 'unit'), { seats: 5 }))).toBe(
      'invalid_request',
    )
  })
})

describe('the proposal', () => {
  test('of two who propose at once in two processes one does, and the other is told', async () => {
    const list = await readResult(publisher, 'caseStudy')
    const answers = await Promise.all([
      propose(publisher, list, { seats: 2, seed: 'first seed' }),
      propose(colleague, list, { seats: 3, seed: 'other seed' }),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const { body } = answers.find(({ status }) => status === 200)!
    const now = await readResult(colleague, 'caseStudy')
    expect([now.version, now.seats, now.proposal]).toEqual([1, body.seats, body.proposal])
  })

  test('two ballots that turn out to be of one person stay until it is taken back, however long that is', async () => {
    const client = await throughOauth(world.api, { openid: 'o-twice', unionid: 'u-twice' })
    const statuses = async () =>
      (await client.call('GET /api/ballots/mine', {})).body.items.map(({ status }) => status).sort()
    const people = mongo.collection<{ _id: string; settleAt?: Date }>('people')
    const look = { $set: { settleAt: new Date(), linkedAt: new Date(Date.now() - 3 * 86_400_000) } }
    await people.updateOne({ voters: { $size: 2 } }, look)
    await eventually(
      () => people.findOne({ voters: { $size: 2 } }),
      (person) => Boolean(person?.settleAt && person.settleAt.getTime() > Date.now() + 30_000),
    )
    expect(await statuses()).toEqual(['counted', 'counted'])

    const { body: open } = await unpropose(publisher, await readResult(publisher, 'caseStudy'))
    await people.updateOne({ voters: { $size: 2 } }, look)
    await eventually(statuses, (both) => both.includes('quarantined'))
    expect(await statuses()).toEqual(['counted', 'quarantined'])
    expect((await propose(publisher, await readResult(publisher, open.category), { seats: 2 })).status).toBe(
      200,
    )
  })

  test('lots are those of the seed, and nothing is public before the notice', async () => {
    const { body } = await propose(publisher, await readResult(publisher, 'unit'), { seed: '开奖号 5 8 2' })
    expect(body).toMatchObject({ state: 'proposed', seats: 3, proposal: { source: 'typed' } })
    for (const { id, lot } of body.entrants) expect(lot).toBe(sha256(`开奖号 5 8 2\n${id}`))
    const { state, list } = await seen('unit')
    expect([state, list]).toEqual(['pending', null])
    const file = await world.api.call('GET /api/results/:category/export', {
      ...{ ...at('unit'), query: { as: 'pdf' } },
    })
    expect([file.status, codeOf(file as never)]).toEqual([404, 'result_not_released'])
    expect(codeOf(await voter.call('POST /api/objections', { body: objection('unit') }))).toBe(
      'objection_closed',
    )
  })

  test('while it stands nothing is decided about its ballots; what was open may be taken back', async () => {
    expect(codeOf(await decideOn(publisher))).toBe('result_fixed')
    const { decision } = world.deps.stores
    const [past] = await decision.findOf(clusterIdOf('2021', 'odd'))
    await decision.add({ ...past!, _id: 'slipped-in', state: 'proposed', open: true })
    expect(codeOf(await answerDecision(publisher, 'slipped-in', 'confirm'))).toBe('result_fixed')
    expect((await answerDecision(publisher, 'slipped-in', 'reject')).status).toBe(200)
    // One that was confirmed in the very moment ends, and has done nothing.
    const [voted] = await world.deps.ballots.myBallots({ id: 'v-odd', channel: 'weapp', snapshot: false })
    await decision.addParts('just-confirmed', [{ receipt: voted!.id, seen: 1 }])
    await decision.add({ ...past!, _id: 'just-confirmed', state: 'running', open: true })
    await world.deps.decisions.take('rule', 'just-confirmed')
    expect(await decision.find('just-confirmed')).toMatchObject({ state: 'done', ruled: 0 })
  })

  test('a list whose votes move in the very moment it is proposed is taken back', async () => {
    const { ballots } = world.deps
    const { body: open } = await unpropose(publisher, await readResult(publisher, 'unit'))
    const [voted] = await ballots.myBallots({ id: 'v1', channel: 'weapp', snapshot: false })
    const word = { receipt: voted!.id, reason, author: 'x' }
    const { recount } = ballots
    const counting = jest.spyOn(ballots, 'recount').mockImplementationOnce(async (category) => {
      const counted = await recount(category)
      await ballots.rule({ ...word, kind: 'quarantined' })
      return counted
    })
    const refused = await propose(publisher, open)
    counting.mockRestore()
    expect([refused.status, codeOf(refused as never)]).toEqual([409, 'version_conflict'])
    expect((await readResult(publisher, 'unit')).state).toBe('open')
    await ballots.rule({ ...word, kind: 'restored' })
    expect((await propose(publisher, await readResult(publisher, 'unit'))).status).toBe(200)
  })

  test('while it stands no single ballot is ruled on either, until it is taken back; then it is proposed anew', async () => {
    const admin = await asStaff(world, 'admin')
    const [voted] = await world.deps.ballots.myBallots({ id: 'v0', channel: 'weapp', snapshot: false })
    const rule = () =>
      admin.call('POST /api/staff/ballots/:receipt/rulings', {
        ...{ params: { receipt: voted!.id }, body: { kind: 'invalidated', seen: 0, reason } },
      })
    const refused = await rule()
    expect([refused.status, codeOf(refused)]).toEqual([409, 'result_fixed'])
    const found = await admin.call('GET /api/staff/ballots/:receipt', { params: { receipt: voted!.id } })
    expect(found.body.fixed).toBe(true)
    const { body: open } = await unpropose(publisher, await readResult(publisher, 'unit'))
    expect([open.state, open.proposal]).toEqual(['open', null])
    expect((await rule()).status).toBe(201)
    const again = await readResult(publisher, 'unit')
    expect(again.entrants.find(({ id }) => id === 'n-己')!.votes).toBe(5)
    expect((await propose(publisher, again)).body.proposal).toMatchObject({
      ...{ source: 'made', seed: expect.stringMatching(/^[0-9a-f]{32}$/) },
    })
  })
})

describe('the notice', () => {
  beforeAll(() => goTo(world, 'notice', twin))

  test('shows the whole list, those beyond the seats included, and anybody can compute it again', async () => {
    const { state, list } = await fresh('unit', (one) => one.list !== null)
    const { standings, weights, scoring, seats, seed } = list!
    expect([state, seats, standings.filter(({ winner }) => winner).length, standings.length]).toEqual([
      ...['proposed', 3, 3, 6],
    ])
    const again = rankEntrants(
      standings.map(({ id, deeds, replyRecord, review, votes }) => ({
        ...{ id, deeds, replyRecord, review, votes, lot: sha256(`${seed}\n${id}`) },
      })),
      { weights, scoring },
    )
    expect(again).toEqual(
      standings.map(({ id, rank, score, parts, reply, counted, ahead }) => ({
        ...{ id, rank, score, parts, reply, counted, ahead },
      })),
    )
  })

  test('tells nothing but what is public', async () => {
    const text = JSON.stringify((await world.api.call('GET /api/results', { query: {} })).body)
    for (const secret of [
      'experts',
      'changedBy',
      'proposedBy',
      'publisher',
      'excluded"',
      'acknowledged',
      '88567717',
    ]) {
      expect([secret, text.includes(secret)]).toEqual([secret, false])
    }
  })

  test('a list that people read is not taken back silently', async () => {
    expect(codeOf(await unpropose(publisher, await readResult(publisher, 'unit')))).toBe('notice_begun')
  })
})

describe('objections', () => {
  test('are raised once however often they are sent, with a deadline, and the phone masked', async () => {
    const body = objection('unit', 'n-丙')
    const answers = await Promise.all([1, 2, 3].map(() => voter.call('POST /api/objections', { body })))
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
    const [first] = answers
    expect(new Set(answers.map(({ body: one }) => one.receipt)).size).toBe(1)
    expect(first!.body).toMatchObject({
      state: 'open',
      phone: '138****4321',
      subject: { candidate: { number: 'A03' } },
    })
    const days = (Date.parse(first!.body.dueAt) - Date.parse(first!.body.raisedAt)) / 86_400_000
    expect(days > 5 && days <= 6).toBe(true)
    const { items } = (await voter.call('GET /api/objections/mine', {})).body
    expect(items).toHaveLength(1)
    expect((await (await world.api.as('stranger')).call('GET /api/objections/mine', {})).body.items).toEqual(
      [],
    )
  })

  test('show the phone masked, and who looks at it whole is in the audit', async () => {
    const { body } = await publisher.call('GET /api/staff/objections', { query: {} })
    const [{ receipt, phone }] = body.items as [(typeof body.items)[number]]
    expect(phone).toBe('138****4321')
    const looked = await publisher.call('POST /api/staff/objections/:receipt/phone', { params: { receipt } })
    expect(looked.body.phone).toBe('13800004321')
    const entries = await world.deps.audit.list({ page: 1, pageSize: 5, action: 'objection.lookAtPhone' })
    expect([entries.total, JSON.stringify(entries.items).includes('13800004321')]).toEqual([1, false])
  })

  test('take no evidence of somebody else, no unknown candidate', async () => {
    const send = (more: object) =>
      voter.call('POST /api/objections', { body: { ...objection('unit'), ...more } as never })
    expect(codeOf(await send({ evidence: ['f-of-another'] }))).toBe('upload_not_found')
    expect(codeOf(await send({ candidate: 'nobody' }))).toBe('candidate_not_found')
    expect(codeOf(await send({ text: '不服' }))).toBe('invalid_request')
  })

  test('are answered once, and the person is told, also when telling was cut off', async () => {
    const { body } = await voter.call('POST /api/objections', { body: objection('unit') })
    const params = { receipt: body.receipt }
    const taken = await publisher.call('POST /api/staff/objections/:receipt/taker', {
      params,
      body: { version: 1 },
    })
    expect(taken.body).toMatchObject({ version: 2, taker: expect.stringContaining('publisher') })
    const answer = (me: Api, verdict: 'upheld' | 'dismissed') =>
      me.call('POST /api/staff/objections/:receipt/answer', {
        ...{ params, body: { version: 2, verdict, text: '经核查，数据与平台一致。' } },
      })
    const answers = await Promise.all([answer(publisher, 'dismissed'), answer(colleague, 'upheld')])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const news = async () =>
      (await voter.call('GET /api/notifications', { query: {} })).body.items.filter(
        ({ kind }) => kind === 'objection.answered',
      )
    expect(await news()).toHaveLength(1)
    // As whoever dies between the answer and the telling leaves it.
    const other = (await voter.call('POST /api/objections', { body: objection('unit') })).body
    const dead = { text: '经核查属实。', at: new Date(), by: '示例' }
    await world.deps.stores.objection.change(
      { _id: other.receipt.replaceAll('-', ''), version: 1 },
      { state: 'upheld', answer: dead, untold: true },
    )
    expect(await news()).toHaveLength(1)
    await world.deps.objections.tellAll()
    await world.deps.objections.tellAll()
    expect(await news()).toHaveLength(2)
    const [, mine] = (await voter.call('GET /api/objections/mine', {})).body.items
    expect([mine!.state, mine!.answer!.text]).toEqual([
      answers.find(({ status }) => status === 200)!.body.state,
      '经核查，数据与平台一致。',
    ])
  })
})

describe('corrections', () => {
  test('need two people, move ranks, and are public with before and after', async () => {
    const list = await readResult(publisher, 'unit')
    const lowest = list.standings.at(-1)!.id
    const { items } = (await publisher.call('GET /api/staff/objections', { query: {} })).body
    const { receipt } = items[0]!
    const before = list.entrants.find(({ id }) => id === lowest)!.deeds
    const change = { part: 'deeds' as const, value: 100 }
    expect(codeOf(await correctionOf(publisher, list, lowest, { ...change, value: before }))).toBe(
      'correction_needless',
    )
    const asked = await correctionOf(publisher, list, lowest, change, { objection: receipt })
    expect(asked.body.corrections).toMatchObject([{ state: 'pending', own: true, objection: receipt }])
    expect(asked.body.standings).toEqual(list.standings)
    expect(codeOf(await decide(publisher, asked.body, 'make'))).toBe('second_person_needed')
    const made = await decide(colleague, asked.body, 'make')
    expect(made.status).toBe(200)
    const { list: shown } = await fresh('unit', (one) => one.list!.corrections.length > 0)
    expect(shown!.corrections).toMatchObject([
      { candidate: { id: lowest }, before: { value: before }, change, reason, objected: true },
    ])
    const moved = shown!.corrections[0]!.moves.find(({ id }) => id === lowest)!
    expect(moved.before).toMatchObject({ rank: 6 })
    expect(moved.after!.score).toBe(shown!.standings.find(({ id }) => id === lowest)!.score)
    expect(moved.after!.score).toBeGreaterThan(moved.before!.score)
  })

  test('can exclude somebody, who is listed apart, and can be declined by who proposed them', async () => {
    const list = await readResult(publisher, 'unit')
    const first = list.standings[0]!.id
    const asked = await correctionOf(publisher, list, first, { part: 'excluded', value: true })
    const declined = await decide(publisher, asked.body, 'decline')
    expect(declined.body.corrections.at(-1)).toMatchObject({ state: 'declined' })
    expect(declined.body.standings).toEqual(list.standings)
    const again = await correctionOf(publisher, declined.body, first, { part: 'excluded', value: true })
    const { body } = await decide(colleague, again.body, 'make')
    expect([body.standings.length, body.gone]).toMatchObject([5, [{ id: first, why: 'excluded', reason }]])
    const { list: shown } = await fresh('unit', (one) => one.list!.gone.length > 0)
    expect(shown!.standings.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5])
    expect(shown!.corrections.at(-1)!.moves.find(({ id }) => id === first)!.after).toBeNull()
  })
})

describe('release', () => {
  test('waits for the end of the notice and for objections that are on their way', async () => {
    const early = await release(publisher, await readResult(publisher, 'unit'))
    expect([codeOf(early), kindsOf(early)]).toEqual(['change_refused', ['notice_open']])
    await goTo(world, 'grace', twin)
    expect((await voter.call('POST /api/objections', { body: objection('caseStudy') })).status).toBe(201)
    expect(kindsOf(await release(publisher, await readResult(publisher, 'unit')))).toEqual(['notice_open'])
    await goTo(world, 'heard', twin)
    expect(codeOf(await voter.call('POST /api/objections', { body: objection('unit') }))).toBe(
      'objection_closed',
    )
  })

  test('does not happen over open objections that nobody has said to have seen, nor over who has left the race', async () => {
    const list = await readResult(publisher, 'caseStudy')
    expect(list.warnings).toMatchObject([{ kind: 'objection_open', blocks: false }])
    expect(codeOf(await release(publisher, { ...list, warnings: [] }))).toBe('change_unconfirmed')
    const editor = await asStaff(world, 'editor')
    await editor.call('POST /api/staff/candidates/:id/withdrawal', {
      params: { id: 'c01' },
      body: { reason },
    })
    const left = await release(publisher, list)
    expect([codeOf(left), kindsOf(left)]).toEqual(['change_refused', ['left']])
  })

  test('of two who release at once one does; everybody sees it, and the winners are known', async () => {
    const list = await readResult(publisher, 'unit')
    const answers = await Promise.all([release(publisher, list), release(colleague, list)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const { list: shown, releasedAt } = await fresh('unit', ({ state }) => state === 'released')
    expect(releasedAt).not.toBeNull()
    const winners = shown!.standings.filter(({ winner }) => winner).map(({ id }) => id)
    expect((await world.deps.results.winners('unit'))!.map(({ id }) => id)).toEqual(winners)
    expect(await world.deps.results.winners('worker')).toBeNull()
    expect(await say(world.url, 'o-asks', '结果')).toMatch(/优秀回复单位：.+发布，表彰 3 位/)
    expect(
      codeOf(
        await correctionOf(publisher, await readResult(publisher, 'unit'), winners[0]!, {
          ...{ part: 'excluded', value: true },
        }),
      ),
    ).toBe('result_state')
  })

  test('can be fetched as a sheet with every input, and on paper under the organiser’s letterhead', async () => {
    const get = async (as: string) =>
      Buffer.from(await (await fetch(`${world.url}/api/results/unit/export?as=${as}`)).arrayBuffer())
    const sheet = (await readXlsx(await get('xlsx'))).sheets[0]!.rows as unknown[][]
    const { list } = await seen('unit')
    const [head, ...rows] = sheet as [string[], ...unknown[][]]
    const column = (title: string) => rows.map((row) => row[head.indexOf(title)])
    expect(column('编号')).toEqual(list!.standings.map(({ number }) => number))
    expect(column('综合得分')).toEqual(list!.standings.map(({ score }) => score))
    expect(column('票数')).toEqual(list!.standings.map(({ votes }) => votes))
    const text = readPdf(await get('pdf'))
      .flatMap(({ texts }) => texts.map((one) => one.text))
      .join('')
    for (const part of ['表彰名单', '计分办法', '公示期间的更正', list!.seed]) {
      expect(text.replace(/\s/g, '')).toContain(part)
    }
  })

  test('can be read without a script: whoever searches or is sent the link sees who won', async () => {
    const html = String((await world.api.send('GET', '/results')).body)
    const { list } = await seen('unit')
    expect(html).toContain('<title>评选结果 · ')
    expect(html).toMatch(/property="og:description" content="[^"]*优秀回复单位：[^"]+发布，表彰 3 位/)
    const told = /<article id="told".*?<\/article>/s.exec(html)![0]
    const named = list!.standings.filter(({ name }) => told.includes(name))
    expect(named).toEqual(list!.standings.filter(({ winner }) => winner))
  })

  test('is taken back in public, with a reason, and the list is seen no more until it is released again', async () => {
    const { version } = await readResult(publisher, 'unit')
    const revoked = await publisher.call('DELETE /api/staff/results/:category/release', {
      ...{ ...at('unit'), body: { version, reason: '数据有误，正在核对' } },
    })
    expect(revoked.body.state).toBe('revoked')
    const shown = await fresh('unit', ({ state }) => state === 'revoked')
    expect([shown.list, shown.revoked!.reason]).toEqual([null, '数据有误，正在核对'])
    expect(await world.deps.results.winners('unit')).toBeNull()
    // It will be released again as it is, so its votes stay as they are.
    expect(await world.deps.results.isFixed('unit')).toBe(true)
    expect((await release(publisher, revoked.body)).status).toBe(200)
    expect(await world.deps.results.isFixed('unit')).toBe(true)
    expect(await world.deps.results.isFixed('unit', '2020')).toBe(false)
  })
})

test('a process killed while it proposes leaves a whole list or none', async () => {
  await goTo(world, 'proposing', twin)
  const processes = await startProcesses(1, world.stores)
  try {
    const web = processes.all[0]!
    const { username } = await buildStaff(world, 'publisher')
    const me = await loggedIn(web.url, username)
    const list = await readResult(me, 'worker')
    const asked = propose(me, list).then(
      ({ status }) => status,
      () => 'cut off',
    )
    await new Promise((resolve) => setTimeout(resolve, 15))
    await web.kill()
    const answer = await asked
    const now = await readResult(publisher, 'worker')
    if (now.version === 0) expect([answer, now.state, now.proposal]).toEqual(['cut off', 'open', null])
    else expect([now.version, now.state, now.standings.length]).toEqual([1, 'proposed', 4])
    // Whoever goes on gets it done.
    if (now.version === 0) expect((await propose(publisher, now)).status).toBe(200)
  } finally {
    await processes.stop()
  }
})
