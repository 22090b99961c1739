import { createHash, timingSafeEqual } from 'node:crypto'

/**
 * WeChat's signature of anything: SHA-1 of the parts in lexical order, joined. Deliveries are signed over (token,
 * timestamp, nonce), encrypted ones over (token, timestamp, nonce, Encrypt).
 * Source: developers.weixin.qq.com, 消息推送.
 */
export function sign(...parts: string[]): string {
  return createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex')
}

/** Whether a signature is right, in a time that says nothing about how wrong it is. */
export function isSignedBy(signature: string | undefined, ...parts: string[]): boolean {
  const expected = Buffer.from(sign(...parts))
  const given = Buffer.from(signature ?? '')
  return given.length === expected.length && timingSafeEqual(given, expected)
}
