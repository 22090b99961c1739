import { randomUUID } from 'node:crypto'
import type {
  Delivery,
  DeliveryQuery,
  DeliveryRefusal,
  Incoming,
  MessageServer,
  NonceMemory,
  Reply,
} from '../../ports/messages'
import { type Cipher, createCipher } from './cipher'
import { readMessage } from './message'
import { writeReply } from './reply'
import { isSignedBy, sign } from './signature'
import { buildXml, legalText, parseXml, type XmlTree } from './xml'

type Options = {
  appid: string
  /** The token set in the account's console. */
  token: string
  /**
   * EncodingAESKeys, the current one first; WeChat may still use the last one for a while after a change. With any key
   * set nothing unencrypted is accepted. Empty: plain mode.
   */
  aesKeys: string[]
  nonces: NonceMemory
  /** The machine's time in ms. */
  now?: () => number
}

/** How far a timestamp may be from ours: clocks differ, and the third delivery comes after fifteen seconds. */
const TOLERANCE_SECONDS = 300
/** A timestamp from the future stays good for twice the tolerance. */
const MEMORY_SECONDS = 2 * TOLERANCE_SECONDS + 60

/** WeChat's message server protocol in plain, mixed and safe mode. Throws if a key is not an EncodingAESKey. */
export function createMessageServer({
  appid,
  token,
  aesKeys,
  nonces,
  now = Date.now,
}: Options): MessageServer {
  const ciphers = aesKeys.map((key) => createCipher(key, appid))

  async function open(query: DeliveryQuery, body: string): Promise<Delivery> {
    const { timestamp, nonce } = query
    if (!timestamp || !nonce || !/^\d{1,12}$/.test(timestamp) || nonce.length > 128)
      return refused('unsigned')
    if (Math.abs(now() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return refused('stale')

    const opened = ciphers.length > 0 ? openEncrypted(query, body) : openPlain(query, body)
    if (!opened.ok) return opened
    const message = readMessage(opened.tree)
    if (!message) return refused(opened.tree.Encrypt ? 'key_missing' : 'malformed')

    // WeChat's own redeliveries repeat timestamp and nonce, so a nonce is good for one message, not for one request. In
    // plain mode, where the signature says nothing about the body, this is what ties the two together.
    const first = await nonces.claim(`${timestamp}:${nonce}`, message.key, MEMORY_SECONDS).catch(() => null)
    if (first === null) return refused('memory_unavailable')
    if (first !== message.key) return refused('replayed')
    return { ok: true, message, seal: (reply) => seal(reply, message, opened.cipher) }
  }

  function openPlain({ signature, timestamp, nonce }: DeliveryQuery, body: string): Opened {
    if (!signature) return refused('unsigned')
    if (!isSignedBy(signature, token, timestamp!, nonce!)) return refused('forged')
    const parsed = parseXml(body)
    return parsed.ok ? { ok: true, tree: parsed.tree, cipher: null } : parsed
  }

  /** `signature` does not cover the body; WeChat says not to go by it here. */
  function openEncrypted(query: DeliveryQuery, body: string): Opened {
    const outer = parseXml(body)
    if (!outer.ok) return outer
    const { Encrypt: encrypted } = outer.tree
    if (typeof encrypted !== 'string') return refused('unencrypted')
    if (!query.msg_signature) return refused('unsigned')
    if (!isSignedBy(query.msg_signature, token, query.timestamp!, query.nonce!, encrypted)) {
      return refused('forged')
    }
    let reason: DeliveryRefusal = 'undecryptable'
    for (const cipher of ciphers) {
      const decrypted = cipher.decrypt(encrypted)
      if (decrypted.ok) {
        const inner = parseXml(decrypted.message)
        return inner.ok ? { ok: true, tree: inner.tree, cipher } : inner
      }
      if (decrypted.reason === 'foreign_appid') reason = 'foreign_appid'
    }
    return refused(reason)
  }

  function seal(reply: Reply | null, { openid, account }: Incoming, cipher: Cipher | null): string {
    // An empty text, like no answer at all, would show the person an error.
    if (!reply || (reply.kind === 'text' && legalText(reply.content) === '')) return 'success'
    const seconds = Math.floor(now() / 1000)
    const xml = writeReply(reply, { to: openid, from: account, createdAt: seconds })
    if (!cipher) return xml
    const encrypted = cipher.encrypt(xml)
    const nonce = randomUUID()
    return buildXml({
      Encrypt: encrypted,
      MsgSignature: sign(token, String(seconds), nonce, encrypted),
      TimeStamp: seconds,
      Nonce: nonce,
    })
  }

  return {
    checkUrl: ({ signature, timestamp, nonce }) =>
      Boolean(timestamp && nonce) && isSignedBy(signature, token, timestamp!, nonce!),
    open,
  }
}

type Opened = { ok: true; tree: XmlTree; cipher: Cipher | null } | { ok: false; reason: DeliveryRefusal }

const refused = (reason: DeliveryRefusal) => ({ ok: false, reason }) as const
