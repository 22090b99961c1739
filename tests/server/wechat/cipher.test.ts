import { createCipheriv } from 'node:crypto'
import fc from 'fast-check'
import { createCipher } from '../../../server/adapters/wechat/cipher'
import { isSignedBy, sign } from '../../../server/adapters/wechat/signature'
import { ACCOUNT } from './deliver'

const cipher = createCipher(ACCOUNT.aesKey, ACCOUNT.appid)
const key = Buffer.from(`${ACCOUNT.aesKey}=`, 'base64')

/** Any bytes at all, encrypted without our padding or layout. */
function encryptRaw(plain: Buffer): string {
  const raw = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  return Buffer.concat([raw.update(plain), raw.final()]).toString('base64')
}

/** 16 random bytes, a length, the message, an appid; then padding as told. */
function layout(length: number, message: string, appid: string, padding?: Buffer): Buffer {
  const size = Buffer.alloc(4)
  size.writeUInt32BE(length)
  const plain = Buffer.concat([Buffer.alloc(16, 'r'), size, Buffer.from(message), Buffer.from(appid)])
  const missing = 32 - (plain.length % 32)
  return Buffer.concat([plain, padding ?? Buffer.alloc(missing, missing)])
}

test('any text comes back as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (message) => {
      expect(cipher.decrypt(cipher.encrypt(message))).toEqual({ ok: true, message })
    }),
    { numRuns: 300 },
  )
})

test('the padding fills blocks of 32 for every length, and is never absent', () => {
  for (let length = 0; length < 130; length++) {
    const encrypted = Buffer.from(cipher.encrypt('x'.repeat(length)), 'base64')
    expect(encrypted.length % 32).toBe(0)
    expect(encrypted.length).toBeGreaterThan(20 + length + ACCOUNT.appid.length)
  }
})

test('the same message is never encrypted alike twice', () => {
  expect(cipher.encrypt('hello')).not.toBe(cipher.encrypt('hello'))
})

test("another account's message is refused, also where its appid only begins or ends like ours", () => {
  for (const appid of [
    'wx0000000000000000',
    `${ACCOUNT.appid}0`,
    `0${ACCOUNT.appid}`,
    '',
    'wxb11529c136998cb',
  ]) {
    expect(cipher.decrypt(createCipher(ACCOUNT.aesKey, appid).encrypt('hello'))).toEqual({
      ok: false,
      reason: 'foreign_appid',
    })
  }
})

test('padding that is not PKCS#7 to 32 is refused', () => {
  const message = 'x'.repeat(32 - 20 - ACCOUNT.appid.length + 32)
  const whole = (padding: Buffer) =>
    cipher.decrypt(encryptRaw(layout(message.length, message, ACCOUNT.appid, padding)))
  expect(whole(Buffer.alloc(32, 32))).toEqual({ ok: true, message })
  for (const padding of [
    Buffer.alloc(32, 0),
    Buffer.alloc(32, 33),
    Buffer.concat([Buffer.alloc(31, 31), Buffer.from([32])]),
    Buffer.alloc(32, 255),
  ]) {
    expect(whole(padding)).toEqual({ ok: false, reason: 'undecryptable' })
  }
})

test('a length that lies is refused', () => {
  for (const length of [6, 4, 0, 1000, 0xffffffff]) {
    const { ok } = cipher.decrypt(encryptRaw(layout(length, 'hello', ACCOUNT.appid)))
    expect(ok).toBe(false)
  }
})

test('what is not base64 of whole blocks is refused, and so is any single changed byte in all but the random part', () => {
  for (const encrypted of ['', 'A', '!!!!', 'YWJj', 'AAAAAAAAAAAAAAAAAAAAAA==', `${cipher.encrypt('x')}\n`]) {
    expect(cipher.decrypt(encrypted)).toEqual({ ok: false, reason: 'undecryptable' })
  }
  const bytes = Buffer.from(
    cipher.encrypt('a message of some length, so that there are many blocks of it'),
    'base64',
  )
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const changed = Buffer.from(bytes)
      changed[at] = changed[at]! ^ change
      // Never an exception; a garbled text may come out, which is why the signature is checked first.
      expect(typeof cipher.decrypt(changed.toString('base64')).ok).toBe('boolean')
    }),
    { numRuns: 500 },
  )
})

test('a key that is no EncodingAESKey is refused at once', () => {
  for (const bad of ['', 'abcde', 'A'.repeat(42), 'A'.repeat(44), `${'A'.repeat(42)}!`]) {
    expect(() => createCipher(bad, ACCOUNT.appid)).toThrow('EncodingAESKey')
  }
})

test('a signature is right only if it is the same in every character', () => {
  const parts = ['token', '1', 'nonce']
  const right = sign(...parts)
  expect(isSignedBy(right, ...parts)).toBe(true)
  for (const wrong of [undefined, '', right.slice(1), `${right}0`, right.toUpperCase(), '签'.repeat(40)]) {
    expect(isSignedBy(wrong, ...parts)).toBe(false)
  }
  fc.assert(
    fc.property(fc.nat(39), (at) => {
      const other = right[at] === '0' ? '1' : '0'
      expect(isSignedBy(right.slice(0, at) + other + right.slice(at + 1), ...parts)).toBe(false)
    }),
  )
})
