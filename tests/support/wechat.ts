import { createCipher } from '../../server/adapters/wechat/cipher'
import { readMessage } from '../../server/adapters/wechat/message'
import { sign } from '../../server/adapters/wechat/signature'
import { buildXml, parseXml, type XmlTree } from '../../server/adapters/wechat/xml'
import { SANDBOX_ACCOUNT } from '../../server/sandbox/account'

const { appid, token, aesKey } = SANDBOX_ACCOUNT
const cipher = createCipher(aesKey, appid)
let sent = 0

/** A delivery as WeChat makes it: sent again it is the same, byte for byte. */
export type Posted = { path: string; body: string /** What the server knows the message by. */; key: string }

/** Signs and encrypts a message's fields as WeChat does in safe mode. */
export function deliver(fields: XmlTree): Posted {
  const seconds = Math.floor(Date.now() / 1000)
  const message = { ToUserName: 'gh_sandbox', CreateTime: String(seconds), ...fields }
  const xml = buildXml(message)
  const [timestamp, nonce, encrypted] = [String(seconds), `n${process.pid}${sent++}`, cipher.encrypt(xml)]
  const query = new URLSearchParams({
    ...{ timestamp, nonce, signature: sign(token, timestamp, nonce), encrypt_type: 'aes' },
    msg_signature: sign(token, timestamp, nonce, encrypted),
  })
  return {
    path: `/wechat/message?${query}`,
    body: buildXml({ ToUserName: 'gh_sandbox', Encrypt: encrypted }),
    key: readMessage(message)!.key,
  }
}

export const textOf = (openid: string, content: string, more: XmlTree = {}) =>
  deliver({
    FromUserName: openid,
    MsgType: 'text',
    Content: content,
    MsgId: `${Date.now()}${sent++}`,
    ...more,
  })

export const eventOf = (openid: string, event: string, more: XmlTree = {}) =>
  deliver({ FromUserName: openid, MsgType: 'event', Event: event, ...more })

/** What our server answered a delivery: status, and the reply's fields where there is one. */
export async function post(url: string, { path, body }: Pick<Posted, 'path' | 'body'>) {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'text/xml' },
  })
  const text = await response.text()
  return { status: response.status, text, reply: text.startsWith('<') ? openReply(text) : null }
}

function openReply(xml: string): XmlTree {
  const outer = treeOf(xml)
  const { Encrypt: encrypted, TimeStamp, Nonce, MsgSignature } = outer as Record<string, string>
  expect(MsgSignature).toBe(sign(token, TimeStamp!, Nonce!, encrypted!))
  const opened = cipher.decrypt(encrypted!)
  if (!opened.ok) throw new Error(opened.reason)
  return treeOf(opened.message)
}

function treeOf(xml: string): XmlTree {
  const parsed = parseXml(xml)
  if (!parsed.ok) throw new Error(`not XML: ${xml}`)
  return parsed.tree
}

/** Says something in the chat; answers the text of the reply. */
export async function say(url: string, openid: string, content: string): Promise<string> {
  const { reply } = await post(url, textOf(openid, content))
  return String(reply?.Content ?? '')
}
