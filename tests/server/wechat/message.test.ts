import { readMessage } from '../../../server/adapters/wechat/message'
import { clip, writeReply } from '../../../server/adapters/wechat/reply'
import { buildXml, parseXml, type XmlTree } from '../../../server/adapters/wechat/xml'
import type { Reply } from '../../../server/ports/messages'
import { ACCOUNT, event, NOW, OPENID, text } from './deliver'

const tree = (fields: XmlTree): XmlTree => {
  const parsed = parseXml(buildXml(fields))
  if (!parsed.ok) throw new Error(parsed.reason)
  return parsed.tree
}
const read = (fields: XmlTree) => readMessage(tree(fields))!
const key = (fields: XmlTree) => read(fields).key
const message = (MsgType: string, more: XmlTree) => {
  const { Content, ...head } = text('')
  return { ...head, MsgType, ...more }
}

const place = { Location_X: '30.593354', Location_Y: '-114.304569', Scale: 15, Label: '湖北省武汉市' }
const list = (...items: XmlTree[]) => ({ List: items })

/** Fields as in WeChat's documentation of each kind, and how they are read. */
test.each<[string, XmlTree, object]>([
  ['text', text('投 A03'), { content: '投 A03' }],
  ['image', message('image', { PicUrl: 'https://p', MediaId: 'm' }), { mediaId: 'm', picUrl: 'https://p' }],
  ['voice', message('voice', { MediaId: 'm', Format: 'amr' }), { format: 'amr', recognition: null }],
  ['voice', message('voice', { MediaId: 'm', Format: 'amr', Recognition: '投票' }), { recognition: '投票' }],
  ['video', message('video', { MediaId: 'm', ThumbMediaId: 't' }), { mediaId: 'm', thumbMediaId: 't' }],
  ['shortvideo', message('shortvideo', { MediaId: 'm', ThumbMediaId: 't' }), { thumbMediaId: 't' }],
  [
    'location',
    message('location', place),
    { latitude: 30.593354, longitude: -114.304569, label: '湖北省武汉市' },
  ],
  [
    'link',
    message('link', { Title: 'a', Description: 'b', Url: 'https://c?d=e&f=g' }),
    { url: 'https://c?d=e&f=g' },
  ],
  ['subscribe', event('subscribe'), { scene: null }],
  ['subscribe', event('subscribe', { EventKey: '' }), { scene: null }],
  ['subscribe', event('subscribe', { EventKey: 'qrscene_login_1', Ticket: 'T' }), { scene: 'login_1' }],
  ['subscribe', event('subscribe', { EventKey: 'last_trade_no_40034' }), { scene: null }],
  ['unsubscribe', event('unsubscribe', { EventKey: '' }), {}],
  ['SCAN', event('SCAN', { EventKey: '0012', Ticket: 'T' }), { scene: '0012' }],
  ['CLICK', event('CLICK', { EventKey: 'vote' }), { eventKey: 'vote' }],
  ['VIEW', event('VIEW', { EventKey: 'https://www.cnhubei.com/' }), { url: 'https://www.cnhubei.com/' }],
  [
    'LOCATION',
    event('LOCATION', { Latitude: '23.13', Longitude: '113.3', Precision: '119.38' }),
    { latitude: 23.13 },
  ],
  [
    'scancode_push',
    event('scancode_push', { EventKey: 'k', ScanCodeInfo: { ScanType: 'qrcode', ScanResult: '1' } }),
    { scanResult: '1' },
  ],
  [
    'scancode_waitmsg',
    event('scancode_waitmsg', { EventKey: 'k', ScanCodeInfo: { ScanType: 'qrcode', ScanResult: '2' } }),
    { scanType: 'qrcode' },
  ],
  [
    'pic_sysphoto',
    event('pic_sysphoto', {
      EventKey: 'k',
      SendPicsInfo: { Count: 1, PicList: { item: { PicMd5Sum: 'x' } } },
    }),
    { count: 1 },
  ],
  [
    'pic_photo_or_album',
    event('pic_photo_or_album', {
      EventKey: 'k',
      SendPicsInfo: { Count: 2, PicList: { item: [{ PicMd5Sum: 'x' }, { PicMd5Sum: 'y' }] } },
    }),
    { count: 2 },
  ],
  [
    'pic_weixin',
    event('pic_weixin', { EventKey: 'k', SendPicsInfo: { Count: 1, PicList: '' } }),
    { eventKey: 'k' },
  ],
  [
    'location_select',
    event('location_select', { EventKey: 'k', SendLocationInfo: { ...place, Poiname: '' } }),
    { latitude: 30.593354 },
  ],
  [
    'view_miniprogram',
    event('view_miniprogram', { EventKey: 'pages/home/index', MenuId: 'MENUID' }),
    { page: 'pages/home/index' },
  ],
  [
    'TEMPLATESENDJOBFINISH',
    event('TEMPLATESENDJOBFINISH', { MsgID: 200163836, Status: 'failed:user block' }),
    { msgId: '200163836', status: 'failed:user block' },
  ],
  [
    'MASSSENDJOBFINISH',
    event('MASSSENDJOBFINISH', {
      MsgID: 1,
      Status: 'send success',
      TotalCount: 100,
      FilterCount: 80,
      SentCount: 75,
      ErrorCount: 5,
    }),
    { sent: 75, failed: 5 },
  ],
  [
    'PUBLISHJOBFINISH',
    event('PUBLISHJOBFINISH', {
      PublishEventInfo: {
        publish_id: '2247503051',
        publish_status: 0,
        article_id: 'b5O2',
        article_detail: { count: 1, item: { idx: 1, article_url: 'u' } },
      },
    }),
    { publishId: '2247503051', status: 0, articleId: 'b5O2' },
  ],
  [
    'PUBLISHJOBFINISH',
    event('PUBLISHJOBFINISH', { PublishEventInfo: { publish_id: '1', publish_status: 2, fail_idx: [1, 2] } }),
    { status: 2, articleId: null },
  ],
  [
    'subscribe_msg_popup_event',
    event('subscribe_msg_popup_event', {
      SubscribeMsgPopupEvent: list(
        { TemplateId: 'a', SubscribeStatusString: 'accept', PopupScene: 2 },
        { TemplateId: 'b', SubscribeStatusString: 'reject', PopupScene: 2 },
      ),
    }),
    {
      subscriptions: [
        { templateId: 'a', status: 'accept' },
        { templateId: 'b', status: 'reject' },
      ],
    },
  ],
  [
    'subscribe_msg_change_event',
    event('subscribe_msg_change_event', {
      SubscribeMsgChangeEvent: list({ TemplateId: 'a', SubscribeStatusString: 'reject' }),
    }),
    { subscriptions: [{ templateId: 'a', status: 'reject' }] },
  ],
  [
    'subscribe_msg_sent_event',
    event('subscribe_msg_sent_event', {
      SubscribeMsgSentEvent: list({ TemplateId: 'a', MsgID: 1, ErrorCode: 0, ErrorStatus: 'success' }),
    }),
    { subscriptions: [{ templateId: 'a', status: 'success' }] },
  ],
  [
    'wxa_media_check',
    event('wxa_media_check', {
      appid: 'wx',
      trace_id: 't1',
      version: 2,
      result: { suggest: 'risky', label: 20001 },
      detail: [{ strategy: 'content_model' }, { strategy: 'keyword' }],
    }),
    { traceId: 't1', suggest: 'risky' },
  ],
  [
    'user_authorization_revoke',
    event('user_authorization_revoke', { OpenID: 'o1', AppID: 'wx', RevokeInfo: '1' }),
    { revokedOpenid: 'o1', revokeInfo: '1' },
  ],
  ['unknown', event('guess_what_event', { EventKey: 'x' }), { msgType: 'event', event: 'guess_what_event' }],
  ['unknown', event('constructor'), { event: 'constructor' }],
  ['unknown', message('hardware', {}), { msgType: 'hardware', event: null }],
  ['unknown', message('location', { ...place, Location_X: 'north' }), { msgType: 'location' }],
  ['unknown', { ...event('x'), Event: '' }, { msgType: 'event' }],
])('%s is read', (kind, fields, expected) => {
  expect(read(fields)).toMatchObject({
    ...{ kind, openid: OPENID, account: ACCOUNT.name, createdAt: NOW, key: expect.any(String) },
    ...expected,
  })
})

test.each(['ToUserName', 'FromUserName', 'CreateTime', 'MsgType'])('without %s it is no message', (name) => {
  const { [name]: _, ...rest } = text('hello')
  expect(readMessage(tree(rest))).toBeNull()
  expect(readMessage(tree({ ...rest, [name]: { nested: 'x' } }))).toBeNull()
  expect(readMessage(tree({ ...rest, [name]: '' }))).toBeNull()
})

describe('the key of a delivery', () => {
  test('is the same for a redelivery and says nothing of who it was', () => {
    expect(key(text('hello'))).toBe(key(text('hello')))
    expect(key(text('hello'))).not.toContain(OPENID)
  })
  test('differs for another person with the same MsgId, another time, another MsgId', () => {
    const keys = [
      text('hello'),
      text('hello', { FromUserName: 'somebody-else' }),
      text('hello', { CreateTime: NOW + 1 }),
      text('hello', { MsgId: '1' }),
    ].map(key)
    expect(new Set(keys).size).toBe(4)
  })
  test('tells events of one second apart by Event, EventKey and the job they speak of', () => {
    const check = (trace_id: string) => event('wxa_media_check', { trace_id, result: { suggest: 'pass' } })
    const sent = (MsgID: string) =>
      event('subscribe_msg_sent_event', {
        SubscribeMsgSentEvent: list({ TemplateId: 'a', MsgID, ErrorStatus: 'success' }),
      })
    const keys = [
      ...[
        event('CLICK', { EventKey: 'a' }),
        event('CLICK', { EventKey: 'b' }),
        event('VIEW', { EventKey: 'a' }),
      ],
      ...[event('unsubscribe'), event('subscribe'), check('1'), check('2'), sent('1'), sent('2')],
    ].map(key)
    expect(new Set(keys).size).toBe(keys.length)
  })
})

describe('a reply', () => {
  const envelope = { to: OPENID, from: ACCOUNT.name, createdAt: NOW }
  const head = { ToUserName: OPENID, FromUserName: ACCOUNT.name, CreateTime: String(NOW) }
  test.each<[Reply, object]>([
    [{ kind: 'text', content: '您已投过票 ]]> & <b>' }, { Content: '您已投过票 ]]> & <b>' }],
    [{ kind: 'image', mediaId: 'm' }, { Image: { MediaId: 'm' } }],
    [{ kind: 'voice', mediaId: 'm' }, { Voice: { MediaId: 'm' } }],
    [
      { kind: 'video', mediaId: 'm', title: 't', description: 'd' },
      { Video: { MediaId: 'm', Title: 't', Description: 'd' } },
    ],
    [
      { kind: 'music', title: 't', description: 'd', url: 'u', hqUrl: 'h', thumbMediaId: 'm' },
      { Music: { Title: 't', Description: 'd', MusicUrl: 'u', HQMusicUrl: 'h', ThumbMediaId: 'm' } },
    ],
    [
      { kind: 'news', title: 't', description: 'd', picUrl: 'p', url: 'u?a=1&b=2' },
      {
        ArticleCount: '1',
        Articles: { item: { Title: 't', Description: 'd', PicUrl: 'p', Url: 'u?a=1&b=2' } },
      },
    ],
    [{ kind: 'transfer_customer_service' }, {}],
  ])('is written as WeChat reads it: $kind', (reply, content) => {
    expect(parseXml(writeReply(reply, envelope))).toEqual({
      ok: true,
      tree: { ...head, MsgType: reply.kind, ...content },
    })
  })

  test('text is cut at 2048 bytes, between characters', () => {
    for (const unit of ['字', 'a', '😀', '字a']) {
      const cut = clip(unit.repeat(3000), 2048)
      expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(2048)
      expect(Buffer.byteLength(cut)).toBeGreaterThan(2040)
      expect(cut).not.toContain('\ufffd')
      expect(cut.endsWith('…')).toBe(true)
    }
    expect(clip('字'.repeat(682), 2048)).toBe('字'.repeat(682))
  })
})
