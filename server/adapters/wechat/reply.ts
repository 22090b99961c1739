import type { Reply } from '../../ports/messages'
import { buildXml, legalText, type XmlTree } from './xml'

/** Beyond this WeChat drops a text and tells the person that the account is out of order. */
export const TEXT_BYTES = 2048

export type Envelope = {
  /** OpenID of the person who gets the reply. */
  to: string
  /** Original id of our account. */
  from: string
  /** Seconds since 1970. */
  createdAt: number
}

/** A passive reply as XML. Source: developers.weixin.qq.com, 被动回复用户消息. */
export function writeReply(reply: Reply, { to, from, createdAt }: Envelope): string {
  const head = { ToUserName: to, FromUserName: from, CreateTime: createdAt, MsgType: reply.kind }
  return buildXml({ ...head, ...content(reply) })
}

function content(reply: Reply): XmlTree {
  switch (reply.kind) {
    case 'text':
      return { Content: clip(reply.content, TEXT_BYTES) }
    case 'image':
      return { Image: { MediaId: reply.mediaId } }
    case 'voice':
      return { Voice: { MediaId: reply.mediaId } }
    case 'video':
      return {
        Video: { MediaId: reply.mediaId, Title: reply.title, Description: reply.description },
      }
    case 'music':
      return {
        Music: {
          ...{ Title: reply.title, Description: reply.description },
          ...{ MusicUrl: reply.url, HQMusicUrl: reply.hqUrl, ThumbMediaId: reply.thumbMediaId },
        },
      }
    case 'news': {
      const { title, description, picUrl, url } = reply
      const item = { Title: title, Description: description, PicUrl: picUrl, Url: url }
      return { ArticleCount: 1, Articles: { item } }
    }
    case 'transfer_customer_service':
      return {}
  }
}

/** A text of at most so many bytes as UTF-8, cut between characters and marked where it was cut. */
export function clip(text: string, bytes: number): string {
  const legal = legalText(text)
  if (Buffer.byteLength(legal) <= bytes) return legal
  const mark = '…'
  let room = bytes - Buffer.byteLength(mark)
  let end = 0
  for (const character of legal) {
    room -= Buffer.byteLength(character)
    if (room < 0) break
    end += character.length
  }
  return `${legal.slice(0, end)}${mark}`
}
