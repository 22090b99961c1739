import { createHmac } from 'node:crypto'
import { createSigner, createVerifier } from 'fast-jwt'
import { createTokens } from '../../server/features/identity/token'

const [key, older] = ['a'.repeat(32), 'b'.repeat(32)]
const claims = { sub: 'somebody', ch: 'h5' }
const tokens = createTokens<typeof claims>([key, older], 12)

afterEach(() => jest.useRealTimers())

test('a token is opened by who signed it, until its hours are over', () => {
  jest.useFakeTimers({ now: Date.parse('2022-05-10T01:00:00Z') })
  const token = tokens.sign(claims)
  expect(tokens.open(token)).toMatchObject(claims)
  jest.setSystemTime(Date.parse('2022-05-10T12:59:59Z'))
  expect(tokens.open(token)).toMatchObject(claims)
  jest.setSystemTime(Date.parse('2022-05-10T13:00:00Z'))
  expect(tokens.open(token)).toBe('expired')
})

test('an older key still opens, a stranger’s does not', () => {
  expect(tokens.open(createTokens<typeof claims>([older], 12).sign(claims))).toMatchObject(claims)
  expect(tokens.open(createTokens<typeof claims>(['c'.repeat(32)], 12).sign(claims))).toBe('invalid')
})

test('a token is a JSON Web Token like any other', () => {
  expect(createVerifier({ key, algorithms: ['HS256'] })(tokens.sign(claims))).toMatchObject(claims)
  expect(
    tokens.open(createSigner({ key, algorithm: 'HS256', expiresIn: 1000 })(claims) as string),
  ).toMatchObject(claims)
})

const wide = (text: string) => String.fromCharCode(text.charCodeAt(0) + 256) + text.slice(1)

test.each(['k', 'k'.repeat(64), 'k'.repeat(65), 'k'.repeat(200), '密钥'.repeat(20)])(
  'tokens are signed as RFC 2104 has it, also with the key %s',
  (secret) => {
    const token = createTokens<object>([secret], 12).sign({ sub: 'somebody' })
    const end = token.lastIndexOf('.')
    const expected = createHmac('sha256', secret).update(token.slice(0, end)).digest('base64url')
    expect(token.slice(end + 1)).toBe(expected)
  },
)

test('claims that would not fit are not cut', () => {
  expect(() => tokens.sign({ ...claims, sub: 'x'.repeat(4000) })).toThrow(RangeError)
})

test('no other spelling of a token opens', () => {
  const token = tokens.sign(claims)
  const [header, payload, signature] = token.split('.') as [string, string, string]
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const sign = (text: string) => `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`
  for (const altered of [
    '',
    '.',
    '..',
    header,
    `${header}.${payload}`,
    `${header}.${payload}.`,
    `${token}.`,
    `${token}.${signature}`,
    `${token}=`,
    ` ${token}`,
    // As one byte each, these letters would be those of the token.
    `${header}.${payload}.${wide(signature)}`,
    `${header}.${wide(payload)}.${signature}`,
    `${header}.${payload}${'A'.repeat(5000)}.${signature}`,
    `${header}.${payload}.${signature.slice(0, -1)}`,
    `${header}.${payload}.${signature.slice(1)}`,
    `${header}.${encode({ ...claims, exp: 9e9 })}.${signature}`,
    sign(`${encode({ typ: 'JWT', alg: 'HS256' })}.${payload}`),
    sign(`${encode({ alg: 'none' })}.${payload}`),
    `${encode({ alg: 'none' })}.${payload}.`,
  ]) {
    expect([altered, tokens.open(altered)]).toEqual([altered, 'invalid'])
  }
})

test('a token without an end never was valid', () => {
  expect(
    tokens.open(createSigner({ key, algorithm: 'HS256' })({ sub: 'somebody', ch: 'h5' }) as string),
  ).toBe('expired')
})
