import { z } from 'zod'
import { openReply, type Secrets } from './envelope'
import { readXml } from './xml'

/** What the phone shows of a reply; `transfer` shows nothing of itself. */
export type ReplyContent = Record<string, unknown> & { kind: string }

const TEXT_BYTES = 2048

const Head = z.looseObject({
  ToUserName: z.string(),
  FromUserName: z.string(),
  CreateTime: z.string().regex(/^\d{1,12}$/),
  MsgType: z.string(),
})
const Item = z.object({ Title: z.string(), Description: z.string(), PicUrl: z.string(), Url: z.string() })
const News = z.object({ ArticleCount: z.literal('1'), Articles: z.object({ item: Item }) })

/**
 * Reads a passive reply as strictly as WeChat does. Null where there is nothing to show; throws in words where WeChat
 * would tell the person that the account is out of order. `plain` is what was inside.
 */
export function readReply(
  body: string,
  { openid, account }: { openid: string; account: string },
  secrets: Secrets,
): { content: ReplyContent | null; plain: string | null } {
  if (body === '' || body === 'success') return { content: null, plain: null }
  const plain = openReply(readXml(body), secrets)
  const head = Head.safeParse(readXml(plain))
  if (!head.success) throw new Error('应答缺少 ToUserName、FromUserName、CreateTime 或 MsgType')
  if (head.data.ToUserName !== openid) throw new Error('应答的 ToUserName 不是发来消息的人')
  if (head.data.FromUserName !== account) throw new Error('应答的 FromUserName 不是本公众号的原始 ID')
  return { content: read(head.data), plain }
}

function read(fields: z.output<typeof Head>): ReplyContent {
  switch (fields.MsgType) {
    case 'text': {
      const { Content: content } = fields
      if (typeof content !== 'string' || content === '') throw new Error('文本应答的 Content 为空')
      if (Buffer.byteLength(content) > TEXT_BYTES) throw new Error('文本应答超过 2048 字节')
      return { kind: 'text', content }
    }
    case 'news': {
      const news = News.safeParse(fields)
      if (!news.success) throw new Error('图文应答须有且只有一篇，并带 Title、Description、PicUrl、Url')
      const { Title: title, Description: description, PicUrl: picurl, Url: url } = news.data.Articles.item
      return { kind: 'news', articles: [{ title, description, picurl, url }] }
    }
    case 'transfer_customer_service':
      return { kind: 'transfer' }
    case 'image':
    case 'voice':
    case 'video':
    case 'music':
      return { kind: 'medium', type: fields.MsgType }
    default:
      throw new Error(`应答的 MsgType「${fields.MsgType}」不存在`)
  }
}
