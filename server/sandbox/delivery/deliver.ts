import { randomBytes } from 'node:crypto'
import type { Chat } from '../chat'
import { type Sealed, type Secrets, sealDelivery } from './envelope'
import { type ReplyContent, readReply } from './reply'
import { type Fields, writeXml } from './xml'

/** What became of a message: shown on the phone as it is. */
export type Outcome = { ok: true; content: ReplyContent | null } | { ok: false; reason: string }

/** Ways to send what WeChat would never send, to see that it is refused or taken once. */
export type Prank = 'tampered' | 'unsigned' | 'foreign' | 'doubled'

export type DeliverOptions = {
  /** Where the account's message server is. */
  url: string
  /** The account's original id. */
  account: string
  secrets: Secrets
  chat: Chat
  timeoutMs?: number
}

const TIMEOUT_MS = 5000
const DELIVERIES = 3

export type Deliver = (title: string, openid: string, fields: Fields, prank?: Prank) => Promise<Outcome>

/**
 * Takes a message to the account's server, as WeChat does: signed, encrypted, five seconds for an answer, and where none
 * comes the same request again, three in all. Source: developers.weixin.qq.com, 接收普通消息 and 被动回复用户消息.
 */
export function createDeliver({
  url,
  account,
  secrets,
  chat,
  timeoutMs = TIMEOUT_MS,
}: DeliverOptions): Deliver {
  type Try = { status: number; body: string } | { silence: string }

  async function post({ query, body }: Sealed): Promise<Try> {
    try {
      const response = await fetch(`${url}?${new URLSearchParams(query)}`, {
        method: 'POST',
        headers: { 'content-type': 'text/xml', 'user-agent': 'Mozilla/4.0' },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      })
      return { status: response.status, body: await response.text() }
    } catch (error) {
      const { name } = error as Error
      return { silence: name === 'TimeoutError' ? `${timeoutMs / 1000} 秒内没有应答` : '连接不上' }
    }
  }

  return async (title, openid, fields, prank) => {
    const at = new Date()
    const seconds = Math.floor(at.getTime() / 1000)
    const xml = writeXml({ ToUserName: account, FromUserName: openid, CreateTime: seconds, ...fields })
    const nonce = String(randomBytes(4).readUInt32BE())
    const mine = prank === 'foreign' ? { ...secrets, appid: 'wxsomebodyelse0001' } : secrets
    const sealed = spoil(sealDelivery(xml, { openid, seconds, nonce }, mine), prank)

    for (let delivery = 1; ; delivery++) {
      const start = Date.now()
      const answer = await post(sealed)
      const outcome = judge(answer, openid)
      await chat.record({
        at: new Date(start),
        kind: 'delivery',
        openid,
        title: delivery === 1 ? title : `${title}（第 ${delivery} 次投递）`,
        ms: Date.now() - start,
        errcode: null,
        ok: outcome.ok,
        request: { method: 'POST', url, query: sealed.query, body: sealed.body, plain: xml },
        answer: { ...answer, plain: outcome.plain, ...(!outcome.ok && { reason: outcome.reason }) },
      })
      // Silence is all that is answered by asking again; who wants to see that does it with 'doubled'.
      const again = outcome.silent || (prank === 'doubled' && delivery === 1)
      if (!again || delivery === DELIVERIES) return outcome
    }
  }

  function judge(answer: Try, openid: string): Outcome & { silent: boolean; plain: string | null } {
    if ('silence' in answer) return { ok: false, silent: true, plain: null, reason: answer.silence }
    if (answer.status !== 200) {
      const reason = `服务器应答 ${answer.status}`
      return { ok: false, silent: answer.status >= 500, plain: null, reason }
    }
    try {
      return { ok: true, silent: false, ...readReply(answer.body, { openid, account }, secrets) }
    } catch (error) {
      return { ok: false, silent: false, plain: null, reason: (error as Error).message }
    }
  }
}

function spoil(sealed: Sealed, prank: Prank | undefined): Sealed {
  const { query, body } = sealed
  if (prank === 'tampered') {
    return {
      query,
      body: body.replace(/(<Encrypt><!\[CDATA\[.{40})(.)/, (_, head, c) => head + (c === 'A' ? 'B' : 'A')),
    }
  }
  if (prank === 'unsigned') {
    const { msg_signature: _, ...rest } = query
    return { query: rest, body }
  }
  return sealed
}
