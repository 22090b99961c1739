import { createSigner } from 'fast-jwt'
import { readEnv } from '../../server/env'
import { createIdentities } from '../../server/features/identity/identity'
import { startWorld, type World } from '../support/world'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

/** Goes through OAuth as a browser does, agreeing as the person; answers where it ends. */
async function throughOauth(person: object, next = '/pages/candidates/index?category=unit') {
  const { api } = world
  const start = await api.send('GET', `/api/session/oauth?next=${encodeURIComponent(next)}`)
  expect(start.status).toBe(302)
  const authorize = new URL(start.headers.get('location')!)
  expect(authorize.pathname).toBe('/sandbox/wechat/connect/oauth2/authorize')
  const { body } = await api.send('POST', '/sandbox/api/codes', person)
  const callback = new URL(authorize.searchParams.get('redirect_uri')!)
  const path = `${callback.pathname}?code=${body.code}&state=${authorize.searchParams.get('state')}`
  return { path, answer: await api.send('GET', path) }
}
const handoffOf = (location: string) => new URL(location, world.url).hash.slice('#handoff='.length)

test('OAuth ends where it began, logged in by a hand-off that works once', async () => {
  const { answer, path } = await throughOauth({ openid: 'o-1', unionid: 'u-1' })
  expect(answer.status).toBe(302)
  const location = answer.headers.get('location')!
  expect(location).toMatch(/^\/pages\/candidates\/index\?category=unit#handoff=[0-9a-f]{32}$/)
  const claim = () => world.api.call('POST /api/session/handoff', { body: { handoff: handoffOf(location) } })
  const session = await claim()
  expect(session.body).toMatchObject({ token: expect.any(String), voter: { channel: 'h5', snapshot: false } })
  expect((await claim()).body.error!.code).toBe('login_failed')
  expect((await world.api.send('GET', path)).body.error.code).toBe('login_failed') // the state is used up
})

test('a log-in link can send nobody off the site', async () => {
  const { answer } = await throughOauth({ openid: 'o-1' }, '//evil.example/')
  expect(answer.headers.get('location')).toMatch(/^\/#handoff=/)
})

test('one person is one voter in mini-program and H5 when WeChat tells their UnionID', async () => {
  const weapp = await world.api.call('POST /api/session/weapp', { body: { code: 'sandbox:mp-openid:u-2' } })
  const { answer } = await throughOauth({ openid: 'oa-openid', unionid: 'u-2' })
  const h5 = await world.api.call('POST /api/session/handoff', {
    body: { handoff: handoffOf(answer.headers.get('location')!) },
  })
  expect(h5.body.voter.id).toBe(weapp.body.voter.id)
})

test('a snapshot user logs in to look and cannot vote', async () => {
  const { answer } = await throughOauth({ openid: 'o-3', snapshot: true })
  const { body } = await world.api.call('POST /api/session/handoff', {
    body: { handoff: handoffOf(answer.headers.get('location')!) },
  })
  const answerToBallot = await world.api.send(
    'POST',
    '/api/ballots',
    { category: 'unit', selections: ['a01'] },
    { authorization: `Bearer ${body.token}` },
  )
  expect(answerToBallot.body.error.code).toBe('snapshot_user')
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

test('production refuses to start with a list of all that is missing', () => {
  expect(() => readEnv({ NODE_ENV: 'production', RATE_LIMIT: 'off', SECRET_KEY: 'short' })).toThrow(
    /MONGODB_URI[\s\S]*REDIS_URL[\s\S]*VOTER_KEY[\s\S]*SECRET_KEY：太短[\s\S]*RATE_LIMIT/,
  )
})
