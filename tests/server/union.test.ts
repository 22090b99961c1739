import type { BallotWithStatus } from '@shared/ballot/contract'
import { readLedger, untilTalliesAgree } from '../faults/checks'
import { type Site, startSite } from '../faults/site'
import type { Api } from '../support/api'
import { sessionOf, throughOauth } from '../support/login'
import { post, say, textOf } from '../support/wechat'
import { eventually } from '../support/world'

let site: Site
beforeAll(async () => {
  site = await startSite(2)
})
afterAll(() => site?.close())

const one = () => site.processes.all[0]!
const two = () => site.processes.all[1]!
const cast = (client: Api, selection: string) =>
  client.call('POST /api/ballots', { body: { category: 'unit', selections: [selection] } })
const mine = async (client: Api): Promise<BallotWithStatus[]> =>
  (await client.call('GET /api/ballots/mine', {})).body.items
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Somebody whose account in H5 tells no UnionID at first, and whose mini-program does. */
async function stranger(name: string) {
  const h5 = await throughOauth(one().api, { openid: `o-${name}` })
  const weapp = await two().api.as(`m-${name}`, `u-${name}`)
  return {
    h5,
    weapp,
    /** WeChat tells the UnionID of the first account. */
    learn: () => throughOauth(one().api, { openid: `o-${name}`, unionid: `u-${name}` }),
  }
}

describe('a UnionID that is learnt late', () => {
  test('leaves the first ballot and sets the other aside, and the counts follow', async () => {
    const { h5, weapp, learn } = await stranger('twice')
    const first = await cast(h5, 'a01')
    const second = await cast(weapp, 'a02')
    expect([first.status, second.status]).toEqual([201, 201])
    await pause(1000)

    const client = await learn()
    const ballots = await eventually(
      () => mine(client),
      (those) => those.some(({ status }) => status === 'quarantined'),
    )
    expect(ballots.map(({ receipt, status }) => [receipt, status])).toEqual([
      [second.body.ballot.receipt, 'quarantined'],
      [first.body.ballot.receipt, 'counted'],
    ])
    const { receipt } = first.body.ballot
    const own = await client.call('GET /api/receipts/:receipt', { params: { receipt } })
    expect(own.body.ballot).toMatchObject({ selections: ['a01'] })
    const { rulings } = await readLedger(site.mongo)
    expect(rulings).toMatchObject([{ kind: 'quarantined', author: 'system', effect: -1 }])
    expect(rulings[0]!.reason).toContain('以最早的一张为准')
    await untilTalliesAgree(site)

    const again = await cast(client, 'a03')
    expect([again.status, again.body.error!.details]).toEqual([409, { ballot: first.body.ballot }])
  })

  test('finds the ballot that was cast under the other name, wherever one votes next', async () => {
    const { h5, weapp, learn } = await stranger('once')
    const { ballot } = (await cast(weapp, 'a04')).body
    await pause(1000)
    const clients = [await learn(), await two().api.as('m-once', 'u-once')]
    for (const client of clients) {
      const { status, body } = await cast(client, 'a05')
      expect([status, body.error!.details]).toEqual([409, { ballot }])
    }
    expect(await sessionOf(h5)).toBe('session_expired')
  })

  test('ends the sessions from before at every process', async () => {
    const { h5, weapp, learn } = await stranger('old')
    await pause(1000)
    await learn()
    for (const session of [h5, weapp]) {
      await eventually(
        () => sessionOf(session),
        (code) => code === 'session_expired',
      )
    }
  })

  test('leaves one counted ballot each of people who vote everywhere at that very moment', async () => {
    const names = Array.from({ length: 12 }, (_, i) => `race-${i}`)
    const voters = await Promise.all(
      names.map(async (name) => {
        const { h5, weapp, learn } = await stranger(name)
        const answers = await Promise.all([cast(h5, 'a06'), learn(), cast(weapp, 'a07')])
        const later = await cast(answers[1], 'a08')
        expect(later.status).toBe(409)
        return answers[1]
      }),
    )
    const counted = async () => {
      const each = await Promise.all(voters.map(mine))
      return each.map((ballots) => ballots.filter(({ status }) => status === 'counted').length)
    }
    await eventually(counted, (each) => each.every((n) => n === 1))
    await untilTalliesAgree(site)
    await pause(3000) // two more looks: nothing is ruled twice
    expect((await counted()).every((n) => n === 1)).toBe(true)
    const { rulings } = await readLedger(site.mongo)
    expect(new Set(rulings.map(({ ballot }) => ballot)).size).toBe(rulings.length)
  })

  test('does not set aside again what staff have restored', async () => {
    const { h5, weapp, learn } = await stranger('restored')
    await cast(h5, 'a09')
    const { receipt } = (await cast(weapp, 'a10')).body.ballot
    await pause(1000)
    const client = await learn()
    const statusOf = async () => (await mine(client)).find((ballot) => ballot.receipt === receipt)!.status
    await eventually(statusOf, (status) => status === 'quarantined')
    const id = receipt.replaceAll('-', '')
    const ruling = (await site.mongo.collection('rulings').findOne({ ballot: id }))!
    const word = { kind: 'restored', status: 'counted', effect: 1, reason: '核实为两人', author: 'staff' }
    await site.mongo.collection('rulings').insertOne({
      ...{ ...ruling, ...word, revision: 2, batch: 1, writer: 'staff' },
      _id: `R${id.slice(1)}` as never,
    })
    await site.mongo.collection('people').updateMany({}, { $set: { settleAt: new Date() } })
    await pause(3000)
    expect(await statusOf()).toBe('counted')
  })
})

test('a follower whose account is known without UnionID is asked about before a ballot is cast in the chat', async () => {
  // WeChat knows 小李 of the sandbox by a UnionID, which no log-in has told us.
  const said = await say(one().url, 'o-demo-li', '投 C01')
  expect(said).toContain('投票成功')
  const weapp = await two().api.as('m-demo-li', 'u-demo-li')
  const again = await weapp.call('POST /api/ballots', {
    body: { category: 'caseStudy', selections: ['c02'] },
  })
  expect(again.status).toBe(409)
  expect(said).toContain((again.body.error!.details as { ballot: { receipt: string } }).ballot.receipt)
})

test('a follower who logs in where WeChat tells no UnionID is the same voter as in the mini-program', async () => {
  const [h5, weapp] = [
    await throughOauth(one().api, { openid: 'o-demo-zhou' }),
    await two().api.as('m-demo-zhou', 'u-demo-zhou'),
  ]
  const { ballot } = (await cast(h5, 'a11')).body
  const second = await cast(weapp, 'a12')
  expect([second.status, second.body.error!.details]).toEqual([409, { ballot }])
})

test('a follower is shown in the chat what they cast in the mini-program, at the first question', async () => {
  const { openid } = (await one().api.send('POST', '/sandbox/api/persons', { name: '新朋友（示例）' })).body
  const mark = openid.replace(/^o-demo-/, '')
  const { ballot } = (await cast(await two().api.as(`m-demo-${mark}`, `u-demo-${mark}`), 'a13')).body
  expect(await say(one().url, openid, '我的票')).toContain(ballot.receipt)
})

test('a message that reaches two processes at once is one ballot and one answer', async () => {
  const before = (await readLedger(site.mongo)).ballots.length
  for (let round = 0; round < 15; round++) {
    const delivery = textOf(`o-doubled-${round}`, '投 C03')
    const answers = await Promise.all(
      [one(), two(), two(), one()].map(({ url }) => post(url, delivery).then(({ reply }) => reply?.Content)),
    )
    expect(answers[0]).toContain('投票成功')
    expect(new Set(answers).size).toBe(1)
  }
  expect((await readLedger(site.mongo)).ballots.length - before).toBe(15)
})

test('a message whose process died before it answered is answered by the next one', async () => {
  const delivery = textOf('o-orphan', '投 C04')
  // What the dead one left behind: its claim, for as long as a claim lasts.
  await site.redis.set(`answer:${delivery.key}`, 'pending', 'EX', 3)
  const { reply } = await post(one().url, delivery)
  expect(reply!.Content).toContain('投票成功')
})

test('OpenIDs are kept with the accounts and nowhere else', async () => {
  const collections = await site.mongo.db!.listCollections().toArray()
  const names = collections.map(({ name }) => name).filter((name) => !/^sandbox|^accounts$/i.test(name))
  expect(names).toEqual(expect.arrayContaining(['ballots', 'people', 'rulings']))
  for (const name of names) {
    const all = JSON.stringify(await site.mongo.collection(name).find({}).toArray())
    expect(all).not.toMatch(/[om]-(twice|race|doubled|demo)|u-(twice|race|demo)/)
  }
  const keys = await site.redis.keys('*')
  expect(keys.join(' ')).not.toMatch(/[om]-(twice|race|doubled|demo)/)
  const logged = [one(), two()].flatMap((web) => web.log()).join('\n')
  expect(logged).not.toMatch(/[om]-(twice|race|doubled|demo)/)
})
