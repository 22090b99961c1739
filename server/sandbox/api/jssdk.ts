import { createHash } from 'node:crypto'
import { SANDBOX_ACCOUNT } from '../account'
import type { Chat } from '../chat'
import type { Tokens } from './token'

/** What a page gave to `wx.config`, and where WeChat sees the page. */
export type PageClaim = {
  appId: string
  timestamp: string
  nonceStr: string
  signature: string
  jsApiList: string[]
  url: string
  openid: string | null
}

type Doors = { tokens: Tokens; chat: Chat; site: string; now: () => Date }

export type Jssdk = ReturnType<typeof createJssdk>

/** WeChat's side of `wx.config`. Source: developers.weixin.qq.com, JS-SDK 附录 1 and 5. */
export function createJssdk({ tokens, chat, site, now }: Doors) {
  /** As in the account's settings: a name without scheme and port. */
  const domain = new URL(site).hostname

  async function judge(claim: PageClaim, text: string): Promise<string> {
    if (claim.appId !== SANDBOX_ACCOUNT.appid) return 'config:invalid appid'
    if (!inDomain(claim.url)) return 'config:invalid url domain'
    const tickets = await tokens.goodTickets()
    const isSigned = tickets.some((ticket) => claim.signature === sha1(`jsapi_ticket=${ticket}&${text}`))
    return isSigned ? 'config:ok' : 'config:invalid signature'
  }

  /** Whether an address lies in the account's JS 接口安全域名. */
  function inDomain(url: string): boolean {
    return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) && new URL(url).hostname === domain
  }

  return {
    inDomain,

    /** Answers as `wx.ready` and `wx.error` hear it. */
    async config(claim: PageClaim): Promise<{ errMsg: string }> {
      const { openid, url, ...given } = claim
      const page = url.replace(/#.*$/s, '')
      const text = `noncestr=${given.nonceStr}&timestamp=${given.timestamp}&url=${page}`
      const errMsg = await judge(claim, text)
      await chat.record({
        ...{ at: now(), kind: 'page', openid, title: '页面配置 JS-SDK', ms: 0, errcode: null },
        ok: errMsg === 'config:ok',
        request: {
          method: 'wx.config',
          path: new URL(url).pathname,
          plain: `jsapi_ticket=…&${text}`,
          body: given,
        },
        answer: { body: { errMsg }, reason: REASONS[errMsg] },
      })
      return { errMsg }
    },
  }
}

const REASONS: Record<string, string> = {
  'config:invalid appid': 'AppID 不是这个公众号的',
  'config:invalid url domain': '页面所在域名不在公众号的“JS 接口安全域名”里',
  'config:invalid signature': '签名与上面的明文对不上：票据、随机串、时间或页面地址有一项不同',
}

const sha1 = (text: string) => createHash('sha1').update(text).digest('hex')
