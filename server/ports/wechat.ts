/** What WeChat says of a person who logs in. OpenIDs come from here and nowhere else. */
export type WeChatPerson = { appid: string; openid: string; unionid: string | null; snapshot: boolean }

/** `snsapi_base` asks the person nothing and tells no UnionID; `snsapi_userinfo` asks for their consent. */
export type OauthScope = 'snsapi_base' | 'snsapi_userinfo'

export type WeChat = {
  /** Mini-program `jscode2session`. Throws Refusal `login_failed` or `wechat_unavailable`. */
  personOfWeappCode(code: string): Promise<WeChatPerson>
  /** OAuth `access_token` of the official account. Throws as above. */
  personOfOauthCode(code: string): Promise<WeChatPerson>
  /** Where to send a browser for OAuth. */
  authorizeUrl(redirectUri: string, state: string, scope: OauthScope): string
}

/** A message within 48 hours of the person's own; needs no delivery to answer to. */
export type ServiceMessage =
  | { kind: 'text'; content: string }
  | { kind: 'image'; mediaId: string }
  | { kind: 'news'; title: string; description: string; picUrl: string; url: string }
  | { kind: 'miniprogrampage'; appid: string; pagePath: string; title: string; thumbMediaId: string }
  /** Choices that are answered by a tap, which arrives as a text message with the choice's content. */
  | { kind: 'msgmenu'; head: string; choices: { id: string; content: string }[]; tail: string }

/** A button of the account's menu, spelled as WeChat spells it. At most three, with at most five below each. */
export type MenuButton = { name: string } & (
  | { type: 'click'; key: string }
  | { type: 'view'; url: string }
  | { type: 'miniprogram'; url: string; appid: string; pagepath: string }
  | { sub_button: MenuButton[] }
)

/** What `wx.config` needs of us. */
export type JsSdkConfig = { appId: string; timestamp: number; nonceStr: string; signature: string }

/** A parameterised QR: what it says, and WeChat's own picture of it. */
export type SceneQr = { url: string; pictureUrl: string; expiresInSeconds: number }

/**
 * A message to somebody who has agreed to one of its template; sending it spends that consent. `fields` are named and
 * bounded as the template says.
 */
export type Notice = { templateId: string; fields: Record<string, string>; page: string }

/** How somebody came to follow, as coarsely as is useful. */
export type FollowScene = 'search' | 'qr' | 'card' | 'article' | 'other'

/** What the official account can do of itself. All throw {@link WeChatError}. */
export type OfficialAccount = {
  /** Since when and by what way somebody follows is told of followers only. */
  userInfo(openid: string): Promise<{
    subscribed: boolean
    unionid: string | null
    followedAt: Date | null
    scene: FollowScene | null
  }>
  /** A temporary QR; whoever scans it arrives as `subscribe` or `SCAN` with the scene (1–64 characters). */
  createQr(scene: string, seconds: number): Promise<SceneQr>
  setMenu(buttons: MenuButton[]): Promise<void>
  sendMessage(openid: string, message: ServiceMessage): Promise<void>
  /** 订阅通知; `page` is an address of the site. Answers WeChat's id of the message, where it tells one. */
  sendNotice(openid: string, notice: Notice): Promise<string | null>
  /** Signs a page for the JS-SDK; the fragment does not count. */
  jssdkConfig(url: string): Promise<JsSdkConfig>
}

/** `pass`, or a human should look, or it must not be shown. */
export type Suggest = 'pass' | 'review' | 'risky'

/** What the mini-program can do of itself. All throw {@link WeChatError}. */
export type MiniProgram = {
  /** A picture of a code that opens `page` with `scene` (at most 32 characters). */
  createCode(scene: string, page: string): Promise<Buffer>
  /** WeChat's opinion of a text by somebody seen in the mini-program within two hours. */
  checkText(openid: string, content: string): Promise<Suggest>
  /**
   * Hands in a picture (JPEG, PNG, BMP or GIF of at most 10 MB) that WeChat can fetch, from somebody seen as above. Answers
   * the trace by which the opinion comes as `wxa_media_check` within half an hour.
   */
  checkPicture(openid: string, url: string): Promise<string>
  /** 订阅消息; `page` is the mini-program's: `pages/mine/index?a=b`. Answers as above. */
  sendNotice(openid: string, notice: Notice): Promise<string | null>
}

/** What kind of trouble WeChat's API answered with; the codes behind them are in `adapters/wechat/errcodes.ts`. */
export type WeChatTrouble =
  | 'token'
  | 'openid'
  | 'code'
  | 'template'
  | 'not_a_follower'
  | 'refused'
  | 'quota'
  | 'window_closed'
  | 'too_many'
  | 'repeated'
  | 'data'
  | 'unauthorised'
  | 'banned'
  | 'settings'
  | 'busy'
  /** No answer, or none in time, or so many of those that we stopped asking for a while. */
  | 'unreachable'
  /** An answer that is not what WeChat documents. */
  | 'strange'
  /** Our own store of tokens does not answer. */
  | 'store'
  | 'other'

const UNCERTAIN: WeChatTrouble[] = ['unreachable', 'strange', 'busy', 'other']

/** Trouble with WeChat's API. The message is for our own people, in plain Chinese, and names nobody. */
export class WeChatError extends Error {
  constructor(
    readonly kind: WeChatTrouble,
    /** WeChat's code; null where it did not come so far. */
    readonly errcode: number | null,
    message: string,
    /** Whether WeChat has certainly not done what it was to do: it refused, or was never asked. */
    readonly undone = !UNCERTAIN.includes(kind),
  ) {
    super(message)
    this.name = 'WeChatError'
  }
}
