import { createHmac } from 'node:crypto'
import { ERRORS } from '@shared/kernel/errors'
import { createSigner } from 'fast-jwt'
import type { Api } from '../support/api'
import { votingEdition } from '../support/edition'
import { KEYS, startWorld, type World } from '../support/world'

let world: World
let voter: Api
beforeAll(async () => {
  world = await startWorld()
  voter = await world.api.as('bad-input')
})
afterAll(() => world.close())

/** What an answer refuses with: status and code, and that the code is in the table with that status and its text. */
function refusal({ status, body }: { status: number; body: { error?: { code: string; message: string } } }) {
  const { code, message } = body.error!
  expect(ERRORS[code as keyof typeof ERRORS].status).toBe(status)
  expect(message).toMatch(/[\u4e00-\u9fff]/)
  return [status, code]
}

const cast = (body: unknown) => voter.send('POST', '/api/ballots', body)

afterEach(async () => {
  // Whatever was refused has left nothing behind.
  expect((await voter.call('GET /api/ballots/mine', {})).body.total).toBe(0)
})

describe('a ballot is refused', () => {
  test.each<[string, unknown, [number, string], object]>([
    [
      'with an unknown candidate',
      ['a01', 'zzz'],
      [422, 'invalid_selections'],
      { reason: 'not_in_category', selections: ['zzz'] },
    ],
    [
      "with another category's candidate",
      ['a01', 'b01'],
      [422, 'invalid_selections'],
      { reason: 'not_in_category', selections: ['b01'] },
    ],
    [
      'with the same candidate twice',
      ['a01', 'a02', 'a01'],
      [422, 'invalid_selections'],
      { reason: 'repeated', selections: ['a01'] },
    ],
    ['with none', [], [422, 'invalid_selections'], { reason: 'too_few', min: 1 }],
    [
      'with too many',
      Array.from({ length: 16 }, (_, i) => `a${String(i + 1).padStart(2, '0')}`),
      [422, 'invalid_selections'],
      { reason: 'too_many', max: 15, chosen: 16 },
    ],
    [
      'with a text for a list',
      'a01',
      [422, 'invalid_request'],
      [{ path: expect.stringMatching(/^selections/) }],
    ],
    [
      'with an operator object for a list',
      { $ne: 1 },
      [422, 'invalid_request'],
      [{ path: expect.stringMatching(/^selections/) }],
    ],
    [
      'with an operator object in the list',
      [{ $ne: 1 }],
      [422, 'invalid_request'],
      [{ path: expect.stringMatching(/^selections/) }],
    ],
    [
      'with numbers in the list',
      [1],
      [422, 'invalid_request'],
      [{ path: expect.stringMatching(/^selections/) }],
    ],
    [
      'with null in the list',
      [null],
      [422, 'invalid_request'],
      [{ path: expect.stringMatching(/^selections/) }],
    ],
    [
      'with a thousand selections',
      Array(1000).fill('a01'),
      [422, 'invalid_request'],
      [{ path: 'selections' }],
    ],
    [
      'with a prototype for a candidate',
      ['__proto__'],
      [422, 'invalid_selections'],
      { selections: ['__proto__'] },
    ],
  ])('%s', async (_name, selections, expected, details) => {
    const answer = await cast({ category: 'unit', selections })
    expect(refusal(answer)).toEqual(expected)
    expect(answer.body.error.details).toMatchObject(details)
  })

  test.each<[string, unknown]>([
    ['without a category', { selections: ['a01'] }],
    ['with an unknown category', { category: 'nobody', selections: ['a01'] }],
    ['with an operator object for a category', { category: { $gt: '' }, selections: ['a01'] }],
    ['with an unknown field', { category: 'unit', selections: ['a01'], voter: 'somebody-else' }],
    ['with a list for a body', []],
  ])('%s, and every failing field is named', async (_name, body) => {
    const answer = await cast(body)
    expect(refusal(answer)).toEqual([422, 'invalid_request'])
    expect(answer.body.error.details.length).toBeGreaterThan(0)
    expect(answer.body.error.details[0]).toEqual({ path: expect.any(String), message: expect.any(String) })
  })

  test.each([
    ['broken JSON', '{"category":"unit","selections":["a01"]', 'application/json'],
    ['something else than JSON', 'category=unit', 'application/x-www-form-urlencoded'],
    ['no content type', '{"category":"unit","selections":["a01"]}', 'text/plain'],
  ])('as %s', async (_name, body, type) => {
    const answer = await voter.send('POST', '/api/ballots', body, { 'content-type': type })
    expect(refusal(answer)).toEqual([400, 'malformed_json'])
  })

  test('with a body of a megabyte', async () => {
    const selections = [`a01${' '.repeat(1 << 20)}`]
    expect(refusal(await cast({ category: 'unit', selections }))).toEqual([413, 'body_too_large'])
  })
})

describe('whoever asks', () => {
  const body = { category: 'unit', selections: ['a01'] }
  const withToken = (token: string) =>
    world.api.send('POST', '/api/ballots', body, { authorization: `Bearer ${token}` })
  const claims = { sub: 'somebody', ch: 'h5' }

  test('without a token is asked to log in', async () => {
    expect(refusal(await world.api.send('POST', '/api/ballots', body))).toEqual([401, 'unauthenticated'])
  })

  test('with an expired token is told so', async () => {
    const sign = createSigner({
      key: KEYS.secretKey,
      algorithm: 'HS256',
      expiresIn: 1000,
      clockTimestamp: Date.now() - 60_000,
    })
    expect(refusal(await withToken(sign(claims)))).toEqual([401, 'session_expired'])
  })

  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = (header: object, key: string) => {
    const text = `${encode(header)}.${encode({ ...claims, iat: 1 })}`
    return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`
  }
  test.each([
    ['somebody else’s key', signed({ alg: 'HS256', typ: 'JWT' }, 'x'.repeat(32))],
    ['no signature', `${encode({ alg: 'none' })}.${encode(claims)}.`],
    ['another algorithm', signed({ alg: 'HS512', typ: 'JWT' }, KEYS.secretKey)],
    ['nonsense', 'abc.def.ghi'],
  ])('with a token made with %s is refused', async (_name, token) => {
    expect(refusal(await withToken(token))).toEqual([401, 'session_invalid'])
  })

  test('as a snapshot user may look but not vote', async () => {
    const sign = createSigner({ key: KEYS.secretKey, algorithm: 'HS256', expiresIn: 60_000 })
    expect(refusal(await withToken(sign({ ...claims, snap: true })))).toEqual([403, 'snapshot_user'])
  })
})

describe('outside the voting phase', () => {
  const day = 86_400_000
  const moved = (by: number) => ({
    phases: votingEdition().phases.map((phase) => ({
      ...phase,
      opensAt: new Date(Date.parse(phase.opensAt) + by).toISOString(),
      closesAt: phase.closesAt && new Date(Date.parse(phase.closesAt) + by).toISOString(),
    })),
  })
  afterEach(() => world.deps.editions.save(votingEdition()))

  test.each([
    ['before', 30 * day, '投票还没有开始'],
    ['after', -30 * day, '投票已经结束'],
  ])('%s it a ballot is refused in words', async (_name, by, message) => {
    await world.deps.editions.save(votingEdition(moved(by)))
    const answer = await cast({ category: 'unit', selections: ['a01'] })
    expect(refusal(answer)).toEqual([403, 'phase_closed'])
    expect(answer.body.error.message).toBe(message)
    expect(answer.body.error.details).toHaveProperty('opensAt')
  })
})

describe('elsewhere', () => {
  test.each<[string, string, [number, string]]>([
    ['an unknown candidate', '/api/candidates/nobody', [404, 'candidate_not_found']],
    ['an unknown receipt', '/api/receipts/ABCD-EFGH-JKMN', [404, 'receipt_not_found']],
    ['something that is no receipt', '/api/receipts/%7B%22$ne%22:1%7D', [404, 'receipt_not_found']],
    ['an unknown route', '/api/nothing', [404, 'not_found']],
    ['a filter that does not exist', '/api/candidates?colour=red', [422, 'invalid_request']],
    ['an operator in the query', '/api/candidates?category[$ne]=unit', [422, 'invalid_request']],
    ['a parameter given twice', '/api/candidates?category=unit&category=worker', [422, 'invalid_request']],
    ['page 0', '/api/candidates?page=0', [422, 'invalid_request']],
    ['a page of a million', '/api/candidates?pageSize=1000000', [422, 'invalid_request']],
    ['a tally of nothing', '/api/tallies', [422, 'invalid_request']],
  ])('%s has its code', async (_name, path, expected) => {
    expect(refusal(await world.api.send('GET', path))).toEqual(expected)
  })

  test('a login with a code WeChat does not know is refused', async () => {
    expect(refusal(await world.api.send('POST', '/api/session/weapp', { code: 'stolen' }))).toEqual([
      401,
      'login_failed',
    ])
  })

  test('a login with an operator object is refused', async () => {
    expect(refusal(await world.api.send('POST', '/api/session/weapp', { code: { $ne: 1 } }))).toEqual([
      422,
      'invalid_request',
    ])
  })

  test('a wrong method is refused', async () => {
    expect(refusal(await world.api.send('DELETE', '/api/ballots'))).toEqual([405, 'method_not_allowed'])
  })
})
