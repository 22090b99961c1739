import type { Suggest } from './wechat'

/** What every delivery of the official account carries. */
type Delivered = {
  /** Who sent it. Trustworthy: the delivery was signed by WeChat. */
  openid: string
  /** Our account's original id (`gh_…`), the sender of any reply. */
  account: string
  /** Seconds since 1970, by WeChat's clock. */
  createdAt: number
  /** The same for every delivery of this message and for no other one; holds no OpenID. */
  key: string
}

/** One template of a subscription event and what became of it; `msgId` where it is about a message. */
export type Subscription = { templateId: string; status: string; msgId: string | null }

/** A message or event of the official account; kinds are spelled as WeChat spells them. */
export type Incoming = Delivered &
  (
    | { kind: 'text'; content: string }
    | { kind: 'image'; mediaId: string; picUrl: string }
    /** `recognition` is what WeChat heard, where the account has speech recognition. */
    | { kind: 'voice'; mediaId: string; format: string; recognition: string | null }
    | { kind: 'video' | 'shortvideo'; mediaId: string; thumbMediaId: string }
    | { kind: 'location'; latitude: number; longitude: number; label: string }
    | { kind: 'link'; title: string; description: string; url: string }
    /** `scene` of the parameterised QR through which the follower came. */
    | { kind: 'subscribe'; scene: string | null }
    | { kind: 'unsubscribe' }
    | { kind: 'SCAN'; scene: string }
    | { kind: 'CLICK'; eventKey: string }
    | { kind: 'VIEW'; url: string }
    | { kind: 'LOCATION'; latitude: number; longitude: number }
    | { kind: 'scancode_push' | 'scancode_waitmsg'; eventKey: string; scanType: string; scanResult: string }
    | { kind: 'pic_sysphoto' | 'pic_photo_or_album' | 'pic_weixin'; eventKey: string; count: number }
    | { kind: 'location_select'; eventKey: string; latitude: number; longitude: number; label: string }
    | { kind: 'view_miniprogram'; page: string }
    | { kind: 'TEMPLATESENDJOBFINISH'; msgId: string; status: string }
    | { kind: 'MASSSENDJOBFINISH'; msgId: string; status: string; sent: number; failed: number }
    /** `status` 0 is published; anything else says why not. */
    | { kind: 'PUBLISHJOBFINISH'; publishId: string; status: number; articleId: string | null }
    | { kind: 'subscribe_msg_popup_event' | 'subscribe_msg_change_event'; subscriptions: Subscription[] }
    | { kind: 'subscribe_msg_sent_event'; subscriptions: Subscription[] }
    | { kind: 'wxa_media_check'; traceId: string; suggest: Suggest }
    | { kind: 'user_authorization_revoke'; revokedOpenid: string; revokeInfo: string }
    /** A kind we do not know, or one that does not look as it should: to be logged and answered `success`. */
    | { kind: 'unknown'; msgType: string; event: string | null }
  )

/** A passive reply: one message in answer to one delivery, within five seconds. */
export type Reply =
  | { kind: 'text'; content: string }
  | { kind: 'image' | 'voice'; mediaId: string }
  | { kind: 'video'; mediaId: string; title: string; description: string }
  | { kind: 'music'; title: string; description: string; url: string; hqUrl: string; thumbMediaId: string }
  | { kind: 'news'; title: string; description: string; picUrl: string; url: string }
  /** Hands the person over to customer service. */
  | { kind: 'transfer_customer_service' }

/** Why a POST to the message server is refused. */
export type DeliveryRefusal =
  | 'oversize'
  | 'unsigned'
  | 'forged'
  | 'stale'
  | 'replayed'
  | 'malformed'
  /** An EncodingAESKey is set, and this came without encryption. */
  | 'unencrypted'
  /** Encrypted, and no EncodingAESKey is set. */
  | 'key_missing'
  | 'undecryptable'
  | 'foreign_appid'
  /** The memory of nonces does not answer. WeChat delivers again in five seconds. */
  | 'memory_unavailable'

export type Delivery =
  | {
      ok: true
      message: Incoming
      /** The body of the answer, encrypted as the delivery was; without a reply it is `success`. */
      seal(reply: Reply | null): string
    }
  | { ok: false; reason: DeliveryRefusal }

/** Query parameters of a request by WeChat. */
export type DeliveryQuery = Partial<Record<'signature' | 'msg_signature' | 'timestamp' | 'nonce', string>>

/** The protocol of the official account's message server. */
export type MessageServer = {
  /** Whether a GET that checks our URL is WeChat's; then `echostr` is to be answered. */
  checkUrl(query: DeliveryQuery): boolean
  /** Opens a POST. Never throws: what cannot be trusted is refused with a reason. */
  open(query: DeliveryQuery, body: string): Promise<Delivery>
}

/** Remembers which message a nonce was used for, across processes. */
export type NonceMemory = {
  /** Takes a nonce for a message, and answers for which message it was taken first. */
  claim(nonce: string, message: string, seconds: number): Promise<string>
}
