import { createCipher } from '../../../server/adapters/wechat/cipher'
import { createMessageServer } from '../../../server/adapters/wechat/envelope'
import { isSignedBy, sign } from '../../../server/adapters/wechat/signature'
import { buildXml } from '../../../server/adapters/wechat/xml'
import { memory } from './deliver'
import { ANSWERS, DELIVERIES, ENCRYPTIONS, SIGNATURES } from './vectors'

describe('published samples', () => {
  test.each(SIGNATURES)('are signed alike: $source', ({ parts, signature }) => {
    expect(sign(...parts)).toBe(signature)
    expect(sign(...[...parts].reverse())).toBe(signature)
  })

  test.each(ANSWERS)('of answers are signed alike: $source', ({ of, parts, signature }) => {
    expect(sign(...parts, ENCRYPTIONS[of]!.encrypted)).toBe(signature)
  })

  test.each(ENCRYPTIONS)('are encrypted alike: $source', ({ aesKey, appid, random, message, encrypted }) => {
    const cipher = createCipher(aesKey, appid)
    expect(cipher.encrypt(message, Buffer.from(random))).toBe(encrypted)
    expect(cipher.decrypt(encrypted)).toEqual({ ok: true, message })
    expect(createCipher(aesKey, `${appid}x`).decrypt(encrypted)).toEqual({
      ok: false,
      reason: 'foreign_appid',
    })
  })

  test.each(DELIVERIES)('are verified and decrypted: $source', (sample) => {
    const { token, timestamp, nonce, encrypted, msg_signature } = sample
    expect(isSignedBy(msg_signature, token, timestamp, nonce, encrypted)).toBe(true)
    const decrypted = createCipher(sample.aesKey, sample.appid).decrypt(encrypted)
    expect(decrypted).toEqual({ ok: true, message: expect.stringContaining(sample.contains) })
  })

  test.each(DELIVERIES.filter(({ fields }) => fields))('are opened and read: $source', async (sample) => {
    const { appid, token, aesKey, timestamp, nonce, msg_signature, encrypted, fields } = sample
    const now = () => Number(timestamp) * 1000
    const server = createMessageServer({ appid, token, aesKeys: [aesKey], nonces: memory(), now })
    const body = buildXml({ ToUserName: 'gh_outside', Encrypt: encrypted })
    const opened = await server.open({ timestamp, nonce, msg_signature }, body)
    expect(opened).toMatchObject({ ok: true, message: fields })
  })
})
