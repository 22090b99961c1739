import type { Signals } from '@shared/risk/contract'
import { Api } from '../support/api'
import { throughOauth } from '../support/login'
import { eventOf, post, say } from '../support/wechat'
import { eventually, startWorld, type World } from '../support/world'

const PHONE = 'Mozilla/5.0 (Linux; Android 9) Mobile MicroMessenger/8.0.1'

let world: World
beforeAll(async () => {
  world = await startWorld({ env: { TRUST_PROXY: '1' } })
})
afterAll(() => world.close())

const from = (ip: string, agent = PHONE) => ({ 'x-forwarded-for': ip, 'user-agent': agent })

/** Casts from an address; answers what was noted beside the ballot. */
async function cast(voter: Api, headers: Record<string, string>, more: object = {}): Promise<Signals> {
  const { status, body } = await voter.send(
    'POST',
    '/api/ballots',
    { category: 'unit', selections: ['a01'], ...more },
    headers,
  )
  if (status !== 201) throw new Error(JSON.stringify(body))
  return noted(body.ballot.id)
}
const noted = async (id: string) => (await world.deps.stores.ballot.findBallot(id))!.risk!

test('networks and devices are keyed hashes: of a neighbour the same, of others another, and no address in them', async () => {
  const [one, neighbour, other] = [
    await cast(await world.api.as('net-1'), from('198.51.100.7')),
    await cast(await world.api.as('net-2'), from('198.51.100.99')),
    await cast(await world.api.as('net-3'), from('203.0.113.7', `${PHONE}2`)),
  ]
  expect([neighbour.network, neighbour.device]).toEqual([one.network, one.device])
  expect(other.network).not.toBe(one.network)
  expect(other.device).not.toBe(one.device)
  expect(one).toMatchObject({ agent: 'wechat' })
  expect(`${one.network}${one.device}`).toMatch(/^[\w-]{20}$/)
})

test('the network of the log-in is noted only where it is another one', async () => {
  const { body } = await world.api.send(
    'POST',
    '/api/session/weapp',
    { code: 'sandbox:login-1' },
    from('192.0.2.1'),
  )
  const voter = new Api(world.url, body.token)
  const away = await cast(voter, from('198.51.100.7'))
  const home = await cast(voter, from('192.0.2.200'), { category: 'worker', selections: ['b01'] })
  expect(away.login).toBe(home.network)
  expect(away.login).not.toBe(away.network)
  expect(home).not.toHaveProperty('login')
})

test('of the referrer only a candidate of the edition is kept', async () => {
  const voter = await world.api.as('referred')
  const known = await cast(voter, from('192.0.2.1'), { referrer: 'b03' })
  const more = { category: 'worker', selections: ['b01'], referrer: 'anything at all' }
  expect(known.referrer).toBe('b03')
  expect(await cast(voter, from('192.0.2.1'), more)).not.toHaveProperty('referrer')
})

describe('following', () => {
  const hoursAgo = (hours: number) => String(Math.floor(Date.now() / 1000) - hours * 3600)
  const follow = (openid: string, CreateTime: string, more = {}) =>
    post(world.url, eventOf(openid, 'subscribe', { CreateTime, EventKey: '', ...more }))

  test('is known of who voted by chat, and ends with it', async () => {
    await follow('o-chat', hoursAgo(30), { EventKey: 'qrscene_x', Ticket: 't' })
    const receipt = /回执：(\S+)/.exec(await say(world.url, 'o-chat', '投 A03'))![1]!.replaceAll('-', '')
    const signals = await noted(receipt)
    expect(signals).toMatchObject({ follow: 'days', scene: 'qr' })
    expect(signals).not.toHaveProperty('device')
    await post(world.url, eventOf('o-chat', 'unsubscribe', { EventKey: '' }))
    await say(world.url, 'o-chat', '投 B03')
    const [last] = await world.deps.ballots.myBallots(await world.deps.identities.voterOfFollower('o-chat'))
    const after = await noted(last!.id)
    expect(after.follow).toBe('none')
    expect(after).not.toHaveProperty('scene')
  })

  test('travels with the session, and is the same person’s in the mini-program', async () => {
    await follow('o-union', hoursAgo(2))
    const h5 = await throughOauth(world.api, { openid: 'o-union', unionid: 'u-union' })
    expect((await cast(h5, from('192.0.2.1'))).follow).toBe('hours')
    const weapp = await world.api.as('m-union', 'u-union')
    const signals = await cast(weapp, from('192.0.2.1'), { category: 'worker', selections: ['b01'] })
    expect(signals.follow).toBe('hours')
  })

  test('nothing is said of who comes by a way on which nobody knows', async () => {
    const signals = await cast(await world.api.as('m-nobody'), from('192.0.2.1'))
    expect(signals).not.toHaveProperty('follow')
    expect(signals).not.toHaveProperty('scene')
  })

  test('WeChat’s own word is taken where it is asked anyhow', async () => {
    const { people } = world.deps.sandbox!
    await people.follow('o-demo-wang', true)
    await world.deps.identities.learnUnion('o-demo-wang', 3000)
    const voter = await eventually(
      () => world.deps.identities.voterOfFollower('o-demo-wang'),
      ({ followedAt }) => followedAt !== undefined,
    )
    expect(Date.now() - voter.followedAt!).toBeLessThan(60_000)
    expect(voter.scene).toBe('search')
  })
})
