import type { Notice } from './wechat'

/** An article to be sent to all followers. Its pictures are WeChat's own by then. */
export type MassArticle = {
  title: string
  /** Below the title. */
  digest: string
  body: string
  /** Where “阅读原文” leads. */
  sourceUrl: string
  /** JPEG, 2.35 : 1. */
  cover: Buffer
}

/**
 * What the official account can tell many people. All throw WeChatError. A `key` makes asking twice the same as asking
 * once.
 */
export type MassAccount = {
  /** How many follow the account. */
  countFollowers(): Promise<number>
  /** 模板消息; `notice.page` is an address of the site. Answers WeChat's id of the message. */
  sendTemplate(openid: string, notice: Notice, key: string): Promise<string>
  /** Keeps a JPEG for articles; answers its address at WeChat's. */
  keepPicture(picture: Buffer): Promise<string>
  /** Writes a draft; answers its id. */
  draft(article: MassArticle): Promise<string>
  /** Sends a draft to everybody. Answers WeChat's id of the sending. */
  sendToAll(draft: string, key: string): Promise<string>
}

export type GroupMessage = { title: string; description: string; url: string; pictureUrl: string | null }

/** A robot of a group in WeCom. Throws WeChatError. */
export type GroupRobot = { send(key: string, message: GroupMessage): Promise<void> }
