import { createSigner } from 'fast-jwt'
import { Redis } from 'ioredis'
import { readEnv } from '../../server/env'
import { createIdentities } from '../../server/features/identity/identity'
import { markBrowser } from '../../server/http/mark'
import { Api } from '../support/api'
import { handoffOf, type Journey, sessionOf, travel } from '../support/login'
import { eventually, startWorld, type World } from '../support/world'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

const claim = (handoff: string, api = world.api) =>
  api.call('POST /api/session/handoff', { body: { handoff } })
const NEXT = '/pages/candidates/index?category=unit'

test('OAuth ends where it began, logged in by a hand-off that works once', async () => {
  const journey = await travel(world.api, { openid: 'o-1', unionid: 'u-1' }, NEXT)
  expect(journey.end).toMatch(/^\/pages\/candidates\/index\?category=unit#handoff=[0-9a-f]{32}$/)
  const session = await claim(handoffOf(journey))
  expect(session.body).toMatchObject({ token: expect.any(String), voter: { channel: 'h5', snapshot: false } })
  expect((await claim(handoffOf(journey))).body.error!.code).toBe('login_failed')
})

test('a log-in link can send nobody off the site', async () => {
  expect((await travel(world.api, { openid: 'o-1' }, '//evil.example/')).end).toMatch(/^\/#handoff=/)
})

describe('the UnionID, which WeChat tells with consent only', () => {
  const BOTH = ['snsapi_base', 'snsapi_userinfo']
  const scopes = ({ trips }: Journey) => trips.map(({ scope }) => scope)

  test('is asked for by a second trip, and then the person is the same voter as in the mini-program', async () => {
    const weapp = await world.api.call('POST /api/session/weapp', { body: { code: 'sandbox:mp-2:u-2' } })
    const journey = await travel(world.api, { openid: 'o-2', unionid: 'u-2' })
    expect(scopes(journey)).toEqual(BOTH)
    const { body } = await claim(handoffOf(journey))
    expect(body.voter.id).toBe(weapp.body.voter.id)
    // The session of the mini-program goes on: nobody has ever been two voters.
    expect(await sessionOf(new Api(world.url, weapp.body.token))).toBe(200)
    const people = await world.deps.stores.identity.findPerson(body.voter.id)
    expect(people?.voters ?? [body.voter.id]).toEqual([body.voter.id])
    // Once told it is known, and nobody is asked again.
    const later = await travel(world.api, { openid: 'o-2', unionid: 'u-2' })
    expect(scopes(later)).toEqual(['snsapi_base'])
    expect((await claim(handoffOf(later))).body.voter.id).toBe(weapp.body.voter.id)
  })

  test('of a follower is known after the silent trip', async () => {
    await world.api.send('POST', '/sandbox/api/phones/o-demo-zhou/follow', {})
    const weapp = await world.api.call('POST /api/session/weapp', {
      body: { code: 'sandbox:mp-z:u-demo-zhou' },
    })
    const journey = await travel(world.api, { openid: 'o-demo-zhou', unionid: 'u-demo-zhou' })
    expect(scopes(journey)).toEqual(['snsapi_base'])
    expect((await claim(handoffOf(journey))).body.voter.id).toBe(weapp.body.voter.id)
  })

  test('that WeChat does not tell even so is not asked for in a circle', async () => {
    const journey = await travel(world.api, { openid: 'o-none' })
    expect(scopes(journey)).toEqual(BOTH)
    expect((await claim(handoffOf(journey))).status).toBe(200)
  })

  test('may be refused: who does is logged in all the same', async () => {
    const journey = await travel(world.api, { openid: 'o-shy', unionid: 'u-shy', refuses: true })
    expect(scopes(journey)).toEqual([...BOTH, 'snsapi_base'])
    expect((await claim(handoffOf(journey))).status).toBe(200)
  })

  test('each trip has a state of its own, good once', async () => {
    const { trips } = await travel(world.api, { openid: 'o-state', unionid: 'u-state' })
    expect(trips).toHaveLength(2)
    for (const { path } of trips) {
      expect((await world.api.send('GET', path)).body.error.code).toBe('login_failed')
    }
    const states = trips.map(({ path }) => new URLSearchParams(path.split('?')[1]).get('state'))
    expect(new Set(states).size).toBe(2)
  })
})

describe('a log-in belongs to the browser that began it', () => {
  const person = { openid: 'o-owner', unionid: 'u-owner' }
  const other = () => new Api(world.url)
  /** Goes to WeChat; answers the callback that the browser would be sent to. */
  async function setOut(api: Api) {
    const asked = new URL((await api.send('GET', '/api/session/oauth')).headers.get('location')!).searchParams
    const { body } = await api.send('POST', '/sandbox/api/codes', { ...person, snapshot: true })
    return `/api/session/oauth/callback?code=${body.code}&state=${asked.get('state')}`
  }

  test('so a callback opened elsewhere logs nobody in, and is used up', async () => {
    for (const stranger of [other(), other()]) {
      await stranger.send('GET', '/api/session/oauth') // may be marked itself
      const owner = other()
      const path = await setOut(owner)
      expect((await stranger.send('GET', path)).body.error.code).toBe('login_failed')
      expect((await owner.send('GET', path)).body.error.code).toBe('login_failed')
    }
    const path = await setOut(other())
    expect((await other().send('GET', path)).body.error.code).toBe('login_failed') // without any mark
  })

  test('so a hand-off opened elsewhere logs nobody in, and is used up', async () => {
    for (const marked of [true, false]) {
      const [owner, stranger] = [other(), other()]
      if (marked) await stranger.send('GET', '/api/session/oauth')
      const handoff = handoffOf(await travel(owner, person))
      expect((await claim(handoff, stranger)).body.error!.code).toBe('login_failed')
      expect((await claim(handoff, owner)).body.error!.code).toBe('login_failed')
    }
  })

  test('and two of its pages may be on their way at once', async () => {
    const owner = other()
    const paths = [await setOut(owner), await setOut(owner)]
    for (const path of paths) {
      const end = (await owner.send('GET', path)).headers.get('location')!
      expect((await claim(handoffOf({ end }), owner)).status).toBe(200)
    }
  })

  test('which is told by a cookie that no script reads and no other address gets', async () => {
    const line = (await other().send('GET', '/api/session/oauth')).headers.getSetCookie()
    expect(line).toEqual([
      expect.stringMatching(
        /^pingxuan_login=[\w-]{32}; Path=\/api\/session; Max-Age=3600; HttpOnly; SameSite=Lax$/,
      ),
    ])
    const marking = markBrowser('/api/session', true)
    const append = jest.fn()
    const ctx = { state: {}, cookies: { get: () => undefined }, append, set() {} }
    await marking(ctx as never, async () => {})
    expect(append.mock.calls[0][1]).toMatch(/; Secure$/)
  })
})

test('a snapshot user logs in by one trip, to look, and cannot vote', async () => {
  const journey = await travel(world.api, { openid: 'o-3', snapshot: true })
  expect(journey.trips).toHaveLength(1)
  const { body } = await claim(handoffOf(journey))
  const voter = new Api(world.url, body.token)
  const ballot = await voter.call('POST /api/ballots', { body: { category: 'unit', selections: ['a01'] } })
  expect(ballot.body.error!.code).toBe('snapshot_user')
})

test('no OpenID or UnionID is in any answer', async () => {
  const { body } = await world.api.call('POST /api/session/weapp', {
    body: { code: 'sandbox:secret-open:secret-union' },
  })
  const claims = Buffer.from(body.token.split('.')[1]!, 'base64url').toString()
  expect(JSON.stringify(body) + claims).not.toMatch(/secret-(open|union)/)
})

test('when a new key is put before the old one, those logged in stay so', () => {
  const [old, fresh] = ['o'.repeat(32), 'n'.repeat(32)]
  const token = createSigner({ key: old, algorithm: 'HS256', expiresIn: 60_000 })({ sub: 'v', ch: 'h5' })
  const withKeys = (secretKeys: [string, ...string[]]) =>
    createIdentities({ secretKeys, voterKey: 'v' } as Parameters<typeof createIdentities>[0])
  expect(withKeys([fresh, old]).voterOf(token).id).toBe('v')
  expect(() => withKeys([fresh]).voterOf(token)).toThrow(expect.objectContaining({ code: 'session_invalid' }))
})

test('while Redis does not answer, whoever logs in is told to try later', async () => {
  const waiting = (await world.api.call('POST /api/session/qr', {})).body.ticket
  const { searchParams } = new URL(
    (await world.api.send('GET', '/api/session/oauth')).headers.get('location')!,
  )
  const redis = new Redis(world.stores.redisUrl!)
  await redis.client('PAUSE', 6000, 'ALL')
  redis.disconnect()
  const answers = await Promise.all([
    world.api.send('GET', '/api/session/oauth'),
    world.api.send('GET', `/api/session/oauth/callback?code=c&state=${searchParams.get('state')}`),
    claim('some-hand-off'),
    world.api.call('POST /api/session/qr', {}),
    world.api.call('GET /api/session/qr/:ticket', { params: { ticket: waiting } }),
  ])
  for (const { status, body, headers } of answers) {
    const { code, message } = (body as { error: { code: string; message: string } }).error
    expect([status, code, message]).toEqual([503, 'session_unavailable', '暂时无法登录，请稍后再试'])
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  }
  await eventually(
    () => world.api.send('GET', '/api/session/oauth'),
    ({ status }) => status === 302,
  )
})

test('production refuses to start with a list of all that is missing', () => {
  expect(() => readEnv({ NODE_ENV: 'production', RATE_LIMIT: 'off', SECRET_KEY: 'short' })).toThrow(
    /MONGODB_URI[\s\S]*REDIS_URL[\s\S]*VOTER_KEY[\s\S]*SECRET_KEY：太短[\s\S]*RATE_LIMIT/,
  )
})
