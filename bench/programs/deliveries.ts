import { createCipher } from '../../server/adapters/wechat/cipher'
import { sign } from '../../server/adapters/wechat/signature'
import { buildXml } from '../../server/adapters/wechat/xml'

/** The account that the server under test believes to be. */
export type Account = { appid: string; token: string; aesKey: string }

/** A POST as WeChat makes it in safe mode. */
export type Delivery = { path: string; body: string }

/** OpenIDs are as long as WeChat's. */
export const openidOf = (follower: number): string => `oBench${String(follower).padStart(22, '0')}`

/** Signed and encrypted text messages, no two alike: of so many followers in turn, each with a MsgId and nonce of its own. */
export function createDeliveries({ appid, token, aesKey }: Account) {
  const cipher = createCipher(aesKey, appid)
  const to = { ToUserName: 'gh_0123456789ab' }
  let made = 0
  return (content: string, followers: number): Delivery => {
    const number = made++
    const seconds = Math.floor(Date.now() / 1000)
    const encrypted = cipher.encrypt(
      buildXml({
        ...to,
        ...{ FromUserName: openidOf(number % followers), CreateTime: seconds, MsgType: 'text' },
        ...{ Content: content, MsgId: String(24_000_000_000_000_000 + number) },
      }),
    )
    const [timestamp, nonce] = [String(seconds), String(1_000_000_000 + number)]
    const query = new URLSearchParams({
      ...{ signature: sign(token, timestamp, nonce), timestamp, nonce, encrypt_type: 'aes' },
      msg_signature: sign(token, timestamp, nonce, encrypted),
    })
    return { path: `/wechat/message?${query}`, body: buildXml({ ...to, Encrypt: encrypted }) }
  }
}
