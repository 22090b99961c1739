import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Incoming, Subscription } from '../../ports/messages'
import type { XmlTree } from './xml'

const Text = z.string()
const Count = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number)
const Degrees = z
  .string()
  .regex(/^-?\d{1,3}(\.\d{1,20})?$/)
  .transform(Number)

/** A group that may stand once, several times or, empty, as a text. */
const listOf = <S extends z.ZodType>(item: S) =>
  z.preprocess((value) => (typeof value === 'object' ? [value].flat() : []), z.array(item))

/** What every delivery has. */
const Head = z.object({
  ToUserName: z.string().min(1).max(128),
  FromUserName: z
    .string()
    .max(128)
    .regex(/^[^\s\p{Cc}]+$/u),
  CreateTime: Count,
  MsgType: z.string().min(1).max(64),
  Event: z.string().max(128).optional(),
  MsgId: z.string().max(64).optional(),
  EventKey: z.string().max(4096).optional(),
})

const Scanned = z.object({ EventKey: Text, ScanCodeInfo: z.object({ ScanType: Text, ScanResult: Text }) })
const Pictures = z.object({ EventKey: Text, SendPicsInfo: z.object({ Count }) })
const Place = z.object({ Location_X: Degrees, Location_Y: Degrees, Label: Text.default('') })
const Video = z.object({ MediaId: Text, ThumbMediaId: Text })

/** By MsgType. Source: developers.weixin.qq.com, 接收普通消息. */
const MESSAGES = {
  text: z.object({ Content: Text }).transform((f) => ({ kind: 'text' as const, content: f.Content })),
  image: z
    .object({ MediaId: Text, PicUrl: Text })
    .transform((f) => ({ kind: 'image' as const, mediaId: f.MediaId, picUrl: f.PicUrl })),
  voice: z.object({ MediaId: Text, Format: Text, Recognition: Text.optional() }).transform((f) => ({
    kind: 'voice' as const,
    ...{ mediaId: f.MediaId, format: f.Format, recognition: f.Recognition || null },
  })),
  video: Video.transform((f) => ({ kind: 'video' as const, ...media(f) })),
  shortvideo: Video.transform((f) => ({ kind: 'shortvideo' as const, ...media(f) })),
  location: Place.transform((f) => ({ kind: 'location' as const, ...place(f) })),
  link: z.object({ Title: Text, Description: Text, Url: Text }).transform((f) => ({
    kind: 'link' as const,
    ...{ title: f.Title, description: f.Description, url: f.Url },
  })),
}

const SCENE = 'qrscene_'

/** By Event. Sources: developers.weixin.qq.com, 接收事件推送, 自定义菜单事件推送, 模板消息, 群发, 发布, 订阅通知, 内容安全, 授权信息变更. */
const EVENTS = {
  // Without a QR the key is empty or absent, and for buyers it is something else altogether.
  subscribe: z.object({ EventKey: Text.default('') }).transform((f) => ({
    kind: 'subscribe' as const,
    scene: f.EventKey.startsWith(SCENE) ? f.EventKey.slice(SCENE.length) : null,
  })),
  unsubscribe: z.object({}).transform(() => ({ kind: 'unsubscribe' as const })),
  SCAN: z.object({ EventKey: Text }).transform((f) => ({ kind: 'SCAN' as const, scene: f.EventKey })),
  CLICK: z.object({ EventKey: Text }).transform((f) => ({ kind: 'CLICK' as const, eventKey: f.EventKey })),
  VIEW: z.object({ EventKey: Text }).transform((f) => ({ kind: 'VIEW' as const, url: f.EventKey })),
  LOCATION: z
    .object({ Latitude: Degrees, Longitude: Degrees })
    .transform((f) => ({ kind: 'LOCATION' as const, latitude: f.Latitude, longitude: f.Longitude })),
  scancode_push: Scanned.transform((f) => ({ kind: 'scancode_push' as const, ...scanned(f) })),
  scancode_waitmsg: Scanned.transform((f) => ({ kind: 'scancode_waitmsg' as const, ...scanned(f) })),
  pic_sysphoto: Pictures.transform((f) => ({ kind: 'pic_sysphoto' as const, ...pictures(f) })),
  pic_photo_or_album: Pictures.transform((f) => ({ kind: 'pic_photo_or_album' as const, ...pictures(f) })),
  pic_weixin: Pictures.transform((f) => ({ kind: 'pic_weixin' as const, ...pictures(f) })),
  location_select: z.object({ EventKey: Text, SendLocationInfo: Place }).transform((f) => ({
    kind: 'location_select' as const,
    ...{ eventKey: f.EventKey, ...place(f.SendLocationInfo) },
  })),
  view_miniprogram: z
    .object({ EventKey: Text })
    .transform((f) => ({ kind: 'view_miniprogram' as const, page: f.EventKey })),
  TEMPLATESENDJOBFINISH: z.object({ MsgID: Text, Status: Text }).transform((f) => ({
    kind: 'TEMPLATESENDJOBFINISH' as const,
    ...{ msgId: f.MsgID, status: f.Status },
  })),
  MASSSENDJOBFINISH: z
    .object({ MsgID: Text, Status: Text, SentCount: Count, ErrorCount: Count })
    .transform((f) => ({
      kind: 'MASSSENDJOBFINISH' as const,
      ...{ msgId: f.MsgID, status: f.Status, sent: f.SentCount, failed: f.ErrorCount },
    })),
  PUBLISHJOBFINISH: z
    .object({
      PublishEventInfo: z.object({
        publish_id: Text,
        publish_status: Count,
        article_id: Text.optional(),
      }),
    })
    .transform(({ PublishEventInfo: f }) => ({
      kind: 'PUBLISHJOBFINISH' as const,
      ...{ publishId: f.publish_id, status: f.publish_status, articleId: f.article_id || null },
    })),
  subscribe_msg_popup_event: subscriptions('SubscribeMsgPopupEvent', 'SubscribeStatusString').transform(
    (found) => ({ kind: 'subscribe_msg_popup_event' as const, subscriptions: found }),
  ),
  subscribe_msg_change_event: subscriptions('SubscribeMsgChangeEvent', 'SubscribeStatusString').transform(
    (found) => ({ kind: 'subscribe_msg_change_event' as const, subscriptions: found }),
  ),
  subscribe_msg_sent_event: subscriptions('SubscribeMsgSentEvent', 'ErrorStatus').transform((found) => ({
    kind: 'subscribe_msg_sent_event' as const,
    subscriptions: found,
  })),
  wxa_media_check: z
    .object({ trace_id: Text, result: z.object({ suggest: z.enum(['pass', 'review', 'risky']) }) })
    .transform((f) => ({
      kind: 'wxa_media_check' as const,
      ...{ traceId: f.trace_id, suggest: f.result.suggest },
    })),
  user_authorization_revoke: z.object({ OpenID: Text, RevokeInfo: Text }).transform((f) => ({
    kind: 'user_authorization_revoke' as const,
    ...{ revokedOpenid: f.OpenID, revokeInfo: f.RevokeInfo },
  })),
}

function media(f: z.output<typeof Video>) {
  return { mediaId: f.MediaId, thumbMediaId: f.ThumbMediaId }
}

function place(f: z.output<typeof Place>) {
  return { latitude: f.Location_X, longitude: f.Location_Y, label: f.Label }
}

function scanned(f: z.output<typeof Scanned>) {
  return {
    eventKey: f.EventKey,
    scanType: f.ScanCodeInfo.ScanType,
    scanResult: f.ScanCodeInfo.ScanResult,
  }
}

function pictures(f: z.output<typeof Pictures>) {
  return { eventKey: f.EventKey, count: f.SendPicsInfo.Count }
}

/** `<group><List>…</List>…</group>`, where either may repeat. */
function subscriptions(group: string, status: string) {
  const item = z.looseObject({ TemplateId: Text, [status]: Text, MsgID: Text.optional() })
  return z
    .looseObject({ [group]: listOf(z.object({ List: listOf(item) })) })
    .transform((fields): Subscription[] =>
      (fields[group] as { List: Record<string, string>[] }[])
        .flatMap(({ List }) => List)
        .map((one) => ({ templateId: one.TemplateId!, status: one[status]!, msgId: one.MsgID ?? null })),
    )
}

/**
 * Reads a delivery's fields; null if it lacks what every delivery has. A kind that is unknown, or known and not as
 * documented, is `unknown`: WeChat adds to both without asking us.
 */
export function readMessage(tree: XmlTree): Incoming | null {
  const parsed = Head.safeParse(tree)
  if (!parsed.success) return null
  const head = parsed.data
  const delivered = {
    openid: head.FromUserName,
    account: head.ToUserName,
    createdAt: head.CreateTime,
    key: deliveryKey(head, tree),
  }
  const isEvent = head.MsgType === 'event'
  const shape = isEvent ? own(EVENTS, head.Event) : own(MESSAGES, head.MsgType)
  const body = shape?.safeParse(tree)
  if (body?.success) return { ...delivered, ...body.data }
  return { ...delivered, kind: 'unknown', msgType: head.MsgType, event: head.Event ?? null }
}

function own<T extends object>(table: T, name: string | undefined): T[keyof T] | undefined {
  return name !== undefined && Object.hasOwn(table, name) ? table[name as keyof T] : undefined
}

/**
 * What a redelivery shares with its first delivery: sender, time and MsgId, for events Event and EventKey. MsgId alone
 * repeats across people. Events about jobs may come several in a second, so their ids count too. A digest, so that it may
 * be stored and logged. Source: 接收事件推送, "关于重试的消息排重".
 */
function deliveryKey(head: z.output<typeof Head>, tree: XmlTree): string {
  const { FromUserName, CreateTime, MsgId, Event = '', EventKey = '' } = head
  const identity = MsgId
    ? [FromUserName, CreateTime, MsgId]
    : [FromUserName, CreateTime, Event, EventKey, ...jobIds(tree)]
  return createHash('sha256').update(JSON.stringify(identity)).digest('base64url').slice(0, 32)
}

const JOB_IDS = new Set(['MsgID', 'publish_id', 'trace_id', 'TemplateId'])

function jobIds(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([name, child]) =>
    JOB_IDS.has(name) ? [`${name}=${JSON.stringify(child)}`] : jobIds(child),
  )
}
