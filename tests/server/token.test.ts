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
