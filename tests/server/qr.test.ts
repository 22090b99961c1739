import { Redis } from 'ioredis'
import { Api } from '../support/api'
import { sessionOf, throughOauth } from '../support/login'
import { say } from '../support/wechat'
import { startWorld, type World } from '../support/world'

const ZHOU = 'o-demo-zhou'
const LI = 'o-demo-li'

let world: World
let redis: Redis
beforeAll(async () => {
  world = await startWorld()
  redis = new Redis(world.stores.redisUrl!)
  for (const openid of [ZHOU, LI]) await phone(openid, 'follow', {})
})
afterAll(async () => {
  redis.disconnect()
  await world.close()
})

/** Does something with a person's phone in the sandbox. */
async function phone(openid: string, what: string, body: object) {
  const { body: outcome } = await world.api.send('POST', `/sandbox/api/phones/${openid}/${what}`, body)
  return outcome
}
const startQr = async () => (await world.api.call('POST /api/session/qr', {})).body
const check = async (ticket: string) =>
  (await world.api.call('GET /api/session/qr/:ticket', { params: { ticket } })).body
const scan = (openid: string, text: string) => phone(openid, 'scan', { text })
/** What the account said to a scan. */
const heard = (scanned: { outcome: { content: { content: string } } }) => scanned.outcome.content.content

test('a page waits, a follower scans, the page is logged in, once', async () => {
  const { ticket, scanUrl, expiresAt } = await startQr()
  expect(await check(ticket)).toEqual({ status: 'waiting' })
  expect(heard(await scan(ZHOU, scanUrl))).toContain('已在电脑上登录')
  const { status, session } = await check(ticket)
  expect([status, session!.voter.channel]).toEqual(['confirmed', 'pc'])
  expect(await sessionOf(new Api(world.url, session!.token))).toBe(200)
  expect(await check(ticket)).toEqual({ status: 'expired' })
  const left = Date.parse(expiresAt) - Date.now()
  expect(left).toBeGreaterThan(280_000)
  expect(left).toBeLessThanOrEqual(300_000)
})

test('of many that ask at once with the same ticket one gets the session', async () => {
  const { ticket, scanUrl } = await startQr()
  await scan(ZHOU, scanUrl)
  const answers = await Promise.all(Array.from({ length: 10 }, () => check(ticket)))
  expect(answers.filter(({ session }) => session)).toHaveLength(1)
})

test('whoever sees the QR cannot take the session', async () => {
  const { ticket, scanUrl, qrUrl } = await startQr()
  expect(`${scanUrl} ${qrUrl}`).not.toContain(ticket)
  await scan(ZHOU, scanUrl)
  const scenes = await redis.keys('vault:qr-*')
  for (const key of [...scenes, scanUrl.split('/').at(-1)!]) {
    expect((await check(key.split(':').at(-1)!.slice(0, 64))).status).toBe('expired')
  }
  expect((await check(ticket)).status).toBe('confirmed')
})

test('a QR logs in whoever scans first, and nobody after', async () => {
  const { ticket, scanUrl } = await startQr()
  await scan(ZHOU, scanUrl)
  expect(heard(await scan(LI, scanUrl))).toContain('已经失效')
  const { session } = await check(ticket)
  const zhou = await throughOauth(world.api, { openid: ZHOU, unionid: 'u-demo-zhou' })
  const claims = JSON.parse(Buffer.from(zhou.token!.split('.')[1]!, 'base64url').toString())
  expect(session!.voter.id).toBe(claims.sub)
})

test('somebody who follows by the QR is logged in as well', async () => {
  const { body: person } = await world.api.send('POST', '/sandbox/api/persons', { name: '新来的' })
  const { ticket, scanUrl } = await startQr()
  const { kind, qr } = await scan(person.openid, scanUrl)
  expect(kind).toBe('follow')
  await phone(person.openid, 'follow', { qr })
  expect((await check(ticket)).status).toBe('confirmed')
})

test('after its time a QR logs nobody in', async () => {
  const { ticket, scanUrl } = await startQr()
  for (const key of await redis.keys('vault:qr-*')) {
    const seconds = await redis.ttl(key)
    expect(seconds).toBeGreaterThan(0)
    expect(seconds).toBeLessThanOrEqual(300)
    await redis.del(key) // as if the time had passed
  }
  expect((await check(ticket)).status).toBe('expired')
  expect(heard(await scan(ZHOU, scanUrl))).toContain('已经失效')
  expect((await check(ticket)).status).toBe('expired')
})

test('who votes on the PC gets 您已投过票 with the same receipt in the chat, in H5 and in the mini-program', async () => {
  const { ticket, scanUrl } = await startQr()
  await scan(ZHOU, scanUrl)
  const pc = new Api(world.url, (await check(ticket)).session!.token)
  const body = { category: 'unit' as const, selections: ['a01'] }
  const { ballot } = (await pc.call('POST /api/ballots', { body })).body
  const said = await say(world.url, ZHOU, '投 A02')
  expect(said).toContain('您已投过票')
  expect(said).toContain(ballot.receipt)
  const h5 = await throughOauth(world.api, { openid: ZHOU, unionid: 'u-demo-zhou' })
  const weapp = await world.api.as('m-demo-zhou', 'u-demo-zhou')
  for (const client of [h5, weapp]) {
    const second = await client.call('POST /api/ballots', { body })
    expect([second.status, second.body.error!.details]).toEqual([409, { ballot }])
  }
})

test('who did not log in themselves ends it by a word in the chat', async () => {
  const { ticket, scanUrl } = await startQr()
  await scan(LI, scanUrl)
  const thief = new Api(world.url, (await check(ticket)).session!.token)
  expect(await sessionOf(thief)).toBe(200)
  expect(await say(world.url, LI, '退出')).toContain('已退出')
  expect(await sessionOf(thief)).toBe('session_expired')
})

test('while WeChat makes no QR the page is told so', async () => {
  await world.api.send('POST', '/sandbox/api/trouble', { what: 'quota', path: '/cgi-bin/qrcode/create' })
  const { status, body } = await world.api.call('POST /api/session/qr', {})
  expect([status, body.error!.code]).toEqual([502, 'wechat_unavailable'])
})
