import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

/**
 * WeChat's end of its message encryption, written apart from ours (`adapters/wechat/`) on purpose: a mistake in one is
 * noticed by the other. Source: developers.weixin.qq.com, 消息加解密说明.
 */
export type Secrets = { appid: string; token: string; aesKey: string }

/** A request as it goes over the wire. */
export type Sealed = { query: Record<string, string>; body: string }

const sha1 = (...parts: string[]) => createHash('sha1').update(parts.sort().join('')).digest('hex')
const keyOf = (aesKey: string) => Buffer.from(`${aesKey}=`, 'base64')

/** Signs and encrypts a message for the account's server. */
export function sealDelivery(
  xml: string,
  { openid, seconds, nonce }: { openid: string; seconds: number; nonce: string },
  { appid, token, aesKey }: Secrets,
): Sealed {
  const timestamp = String(seconds)
  const text = Buffer.from(xml)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(text.length)
  const plain = Buffer.concat([randomBytes(16), length, text, Buffer.from(appid)])
  const missing = 32 - (plain.length % 32)
  const key = keyOf(aesKey)
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  const encrypted = Buffer.concat([
    cipher.update(Buffer.concat([plain, Buffer.alloc(missing, missing)])),
    cipher.final(),
  ]).toString('base64')
  return {
    query: {
      signature: sha1(token, timestamp, nonce),
      timestamp,
      nonce,
      openid,
      encrypt_type: 'aes',
      msg_signature: sha1(token, timestamp, nonce, encrypted),
    },
    body: `<xml><ToUserName><![CDATA[${/<ToUserName><!\[CDATA\[(.*?)\]\]>/.exec(xml)?.[1] ?? ''}]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`,
  }
}

/** The message inside an encrypted reply; throws in words where WeChat would not take it. */
export function openReply(
  fields: { Encrypt?: unknown; MsgSignature?: unknown; TimeStamp?: unknown; Nonce?: unknown },
  { appid, token, aesKey }: Secrets,
): string {
  const { Encrypt: encrypted, MsgSignature: signature, TimeStamp: timestamp, Nonce: nonce } = fields
  if (typeof encrypted !== 'string' || !signature || !timestamp || !nonce) {
    throw new Error('安全模式下的应答缺少 Encrypt、MsgSignature、TimeStamp 或 Nonce')
  }
  if (signature !== sha1(token, String(timestamp), String(nonce), encrypted)) {
    throw new Error('应答的 MsgSignature 不正确')
  }
  const bytes = Buffer.from(encrypted, 'base64')
  const key = keyOf(aesKey)
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  if (bytes.length === 0 || bytes.length % 32 !== 0) throw new Error('应答的密文长度不正确')
  const padded = Buffer.concat([decipher.update(bytes), decipher.final()])
  const plain = padded.subarray(0, padded.length - padded.at(-1)!)
  const end = 20 + (plain.length < 20 ? 0 : plain.readUInt32BE(16))
  if (plain.toString('utf8', end) !== appid) throw new Error('应答密文末尾的 AppID 不是本公众号的')
  return plain.toString('utf8', 20, end)
}
