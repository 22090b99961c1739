import { createCipher } from '../../../server/adapters/wechat/cipher'
import { createMessageServer } from '../../../server/adapters/wechat/envelope'
import { isSignedBy, sign } from '../../../server/adapters/wechat/signature'
import { buildXml, parseXml } from '../../../server/adapters/wechat/xml'
import type { Delivery, Reply } from '../../../server/ports/messages'
import { ACCOUNT, memory, NOW, post, server, text } from './deliver'

const OTHER_KEY = 'kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR'
const reasonOf = (delivery: Delivery) => (delivery.ok ? 'opened' : delivery.reason)
const open = async (mode: 'plain' | 'mixed' | 'safe', { query, body }: ReturnType<typeof post>) =>
  reasonOf(await server(mode).open(query, body))

describe.each(['plain', 'mixed', 'safe'] as const)('in %s mode', (mode) => {
  test('a message of WeChat is opened', async () => {
    const { query, body } = post(mode, text('投 A03'))
    expect(await server(mode).open(query, body)).toMatchObject({
      ok: true,
      message: { kind: 'text', content: '投 A03' },
    })
  })

  test('a forged signature is refused, whatever it is', async () => {
    const { query, body } = post(mode, text('投 A03'))
    const name = mode === 'plain' ? 'signature' : 'msg_signature'
    expect(await open(mode, { query: { ...query, [name]: 'f'.repeat(40) }, body })).toBe('forged')
    expect(await open(mode, { query: { ...query, [name]: `${query[name]}0` }, body })).toBe('forged')
    expect(await open(mode, post(mode, text('投 A03'), { token: 'another' }))).toBe('forged')
  })

  test('an unsigned post is refused', async () => {
    const { query, body } = post(mode, text('投 A03'))
    for (const name of ['timestamp', 'nonce', mode === 'plain' ? 'signature' : 'msg_signature'] as const) {
      expect(await open(mode, { query: { ...query, [name]: undefined }, body })).toBe('unsigned')
      expect(await open(mode, { query: { ...query, [name]: '' }, body })).toBe('unsigned')
    }
    expect(await open(mode, { query: {}, body })).toBe('unsigned')
  })

  test('an old or far-off timestamp is refused, one within five minutes is not', async () => {
    for (const seconds of [-301, 301, -86_400]) {
      expect(await open(mode, post(mode, text('x'), { timestamp: NOW + seconds }))).toBe('stale')
    }
    for (const seconds of [-299, 0, 15, 299]) {
      expect(await open(mode, post(mode, text('x'), { timestamp: NOW + seconds }))).toBe('opened')
    }
  })

  test("WeChat's own redelivery, with the same nonce or a new one, is opened and has the same key", async () => {
    const here = server(mode)
    const first = post(mode, text('投 A03'), { nonce: 'n' })
    const keys = []
    for (const { query, body } of [
      first,
      first,
      post(mode, text('投 A03'), { nonce: 'n' }),
      post(mode, text('投 A03')),
    ]) {
      const delivery = await here.open(query, body)
      keys.push(delivery.ok && delivery.message.key)
    }
    expect(keys[0]).toEqual(expect.any(String))
    expect(new Set(keys).size).toBe(1)
  })

  test('a nonce that comes back with another message is refused, by any process', async () => {
    const shared = memory()
    const [one, other] = [server(mode, shared), server(mode, shared)]
    const first = post(mode, text('投 A03'), { nonce: 'n' })
    expect(reasonOf(await one.open(first.query, first.body))).toBe('opened')
    const replayed = post(mode, text('投 A07', { MsgId: '2' }), { nonce: 'n' })
    expect(reasonOf(await other.open(replayed.query, replayed.body))).toBe('replayed')
    // What was refused has not taken the nonce from the message it belongs to.
    expect(reasonOf(await other.open(first.query, first.body))).toBe('opened')
  })

  test('without the memory of nonces nothing is let in', async () => {
    const away = { claim: () => Promise.reject(new Error('connection lost')) }
    const { query, body } = post(mode, text('x'))
    expect(reasonOf(await server(mode, away).open(query, body))).toBe('memory_unavailable')
  })

  test('a reply is sealed as the message came', async () => {
    const { query, body } = post(mode, text('我的票'))
    const delivery = await server(mode).open(query, body)
    if (!delivery.ok) throw new Error(delivery.reason)
    const sealed = delivery.seal({ kind: 'text', content: '回执 ]]> 😀' })
    const tree = (xml: string) => {
      const parsed = parseXml(xml)
      return parsed.ok ? (parsed.tree as Record<string, string>) : {}
    }
    let inner = sealed
    if (mode !== 'plain') {
      const { Encrypt, MsgSignature, TimeStamp, Nonce } = tree(sealed)
      expect(isSignedBy(MsgSignature, ACCOUNT.token, TimeStamp!, Nonce!, Encrypt!)).toBe(true)
      expect(TimeStamp).toBe(String(NOW))
      const decrypted = createCipher(ACCOUNT.aesKey, ACCOUNT.appid).decrypt(Encrypt!)
      inner = decrypted.ok ? decrypted.message : decrypted.reason
    }
    expect(tree(inner)).toMatchObject({ MsgType: 'text', Content: '回执 ]]> 😀', FromUserName: ACCOUNT.name })
  })

  test('no reply, or nothing to say, is `success`', async () => {
    const { query, body } = post(mode, text('x'))
    const delivery = await server(mode).open(query, body)
    const replies: (Reply | null)[] = [
      null,
      { kind: 'text', content: '' },
      { kind: 'text', content: '\u0007' },
    ]
    for (const reply of replies) expect(delivery.ok && delivery.seal(reply)).toBe('success')
  })

  test('a body that is too large or not XML is refused', async () => {
    expect(await open(mode, post(mode, text('x'.repeat(70_000))))).toBe('oversize')
    const { query } = post(mode, text('x'))
    for (const body of ['', 'hello', '{"a":1}', '<xml>']) {
      expect(await open(mode, { query, body })).toBe('malformed')
    }
    expect(await open(mode, post(mode, '<!DOCTYPE x><xml><A>1</A></xml>'))).toBe('malformed')
    expect(await open(mode, post(mode, '<xml><A>1</A></xml>'))).toBe('malformed')
  })
})

describe('with a key set', () => {
  test('an unencrypted post is refused, however well it is signed', async () => {
    expect(await open('safe', post('plain', text('投 A03')))).toBe('unencrypted')
  })

  test('the plain half of a mixed post counts for nothing', async () => {
    const { query, body } = post('mixed', text('投 A03'))
    const changed = body.replace('<![CDATA[投 A03]]>', '<![CDATA[投 A07]]>')
    expect(changed).not.toBe(body)
    expect(await server('mixed').open(query, changed)).toMatchObject({ message: { content: '投 A03' } })
  })

  test("a post to another account, or with another account's key, is refused", async () => {
    expect(await open('safe', post('safe', text('x'), { appid: 'wx2c2769f8efd9abc2' }))).toBe('foreign_appid')
    expect(await open('safe', post('safe', text('x'), { aesKey: OTHER_KEY }))).toBe('undecryptable')
  })

  test('the URL’s own signature does not stand in for that of the message', async () => {
    const { query, body } = post('safe', text('x'))
    expect(await open('safe', { query: { ...query, msg_signature: query.signature }, body })).toBe('forged')
    expect(await open('safe', { query: { ...query, msg_signature: undefined }, body })).toBe('unsigned')
  })

  test('an Encrypt that is a group or missing is refused', async () => {
    const { query } = post('safe', text('x'))
    for (const Encrypt of [{ a: 'b' }, [{ a: 'b' }, { a: 'c' }]]) {
      expect(await open('safe', { query, body: buildXml({ Encrypt }) })).toBe('unencrypted')
    }
  })

  test('the last key is good for a while after a change, and answers go back under it', async () => {
    const both = server('safe', memory(), [OTHER_KEY, ACCOUNT.aesKey])
    for (const aesKey of [OTHER_KEY, ACCOUNT.aesKey]) {
      const { query, body } = post('safe', text(aesKey), { aesKey })
      const delivery = await both.open(query, body)
      if (!delivery.ok) throw new Error(delivery.reason)
      const sealed = parseXml(delivery.seal({ kind: 'text', content: 'x' }))
      const { Encrypt } = (sealed.ok ? sealed.tree : {}) as { Encrypt: string }
      expect(createCipher(aesKey, ACCOUNT.appid).decrypt(Encrypt).ok).toBe(true)
    }
  })

  test('a key that is none stops the start', () => {
    const { appid, token } = ACCOUNT
    expect(() => createMessageServer({ appid, token, aesKeys: ['short'], nonces: memory() })).toThrow(
      'EncodingAESKey',
    )
  })
})

test('without a key a safe post is refused, and of a mixed one the plain half is read', async () => {
  expect(await open('plain', post('safe', text('x')))).toBe('key_missing')
  expect(await open('plain', post('mixed', text('x')))).toBe('opened')
})

test('the check of our URL is answered only if WeChat signed it', () => {
  const [timestamp, nonce] = ['1714036504', '1514711492']
  const query = { timestamp, nonce, signature: sign(ACCOUNT.token, timestamp, nonce) }
  expect(server('plain').checkUrl(query)).toBe(true)
  expect(server('safe').checkUrl(query)).toBe(true)
  for (const wrong of [
    { signature: 'f'.repeat(40) },
    { nonce: '1' },
    { timestamp: undefined },
    { signature: undefined },
  ]) {
    expect(server('safe').checkUrl({ ...query, ...wrong })).toBe(false)
  }
})
