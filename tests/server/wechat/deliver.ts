import { createCipher } from '../../../server/adapters/wechat/cipher'
import { createMessageServer } from '../../../server/adapters/wechat/envelope'
import { sign } from '../../../server/adapters/wechat/signature'
import { buildXml, type XmlTree } from '../../../server/adapters/wechat/xml'
import type { DeliveryQuery, NonceMemory } from '../../../server/ports/messages'

/** Our account as the tests have it. */
export const ACCOUNT = {
  appid: 'wxb11529c136998cb6',
  token: 'pamtest',
  aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
  name: 'gh_7f083739789a',
}
export const NOW = 1_652_173_200
export const OPENID = 'oyORnuP8q7ou2gfYjqLzSIWZf0rs'

/** A memory of nonces as Redis keeps it, without the expiry. */
export function memory(): NonceMemory {
  const taken = new Map<string, string>()
  return {
    async claim(nonce, message) {
      if (!taken.has(nonce)) taken.set(nonce, message)
      return taken.get(nonce)!
    },
  }
}

export type Mode = 'plain' | 'mixed' | 'safe'

/** Our message server at the time of the tests, in a mode. */
export function server(mode: Mode, nonces = memory(), aesKeys = [ACCOUNT.aesKey]) {
  return createMessageServer({
    appid: ACCOUNT.appid,
    token: ACCOUNT.token,
    aesKeys: mode === 'plain' ? [] : aesKeys,
    nonces,
    now: () => NOW * 1000,
  })
}

/** A text message's fields. */
export function text(content: string, more: XmlTree = {}): XmlTree {
  return {
    ...{ ToUserName: ACCOUNT.name, FromUserName: OPENID, CreateTime: NOW },
    ...{ MsgType: 'text', Content: content, MsgId: '23671253612735612' },
    ...more,
  }
}

/** An event's fields. */
export function event(name: string, more: XmlTree = {}): XmlTree {
  return {
    ...{ ToUserName: ACCOUNT.name, FromUserName: OPENID, CreateTime: NOW },
    ...{ MsgType: 'event', Event: name },
    ...more,
  }
}

let nonces = 0

type Posting = { timestamp?: number; nonce?: string; aesKey?: string; appid?: string; token?: string }

/** What WeChat sends for a message in a mode: the query and the body. */
export function post(mode: Mode, message: XmlTree | string, given: Posting = {}) {
  const { appid, token, aesKey } = { ...ACCOUNT, ...given }
  const timestamp = String(given.timestamp ?? NOW)
  const nonce = given.nonce ?? `nonce${nonces++}`
  const xml = typeof message === 'string' ? message : buildXml(message)
  const query: DeliveryQuery = { timestamp, nonce, signature: sign(token, timestamp, nonce) }
  if (mode === 'plain') return { query, body: xml }
  const encrypted = createCipher(aesKey, appid).encrypt(xml)
  const plain = mode === 'mixed' && typeof message === 'object' ? message : { ToUserName: ACCOUNT.name }
  return {
    query: { ...query, msg_signature: sign(token, timestamp, nonce, encrypted) } as DeliveryQuery,
    body: buildXml({ ...plain, Encrypt: encrypted }),
  }
}
