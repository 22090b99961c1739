import { createRedisNonces } from '../../../server/adapters/redis/nonces'
import { signPage } from '../../../server/adapters/wechat/jssdk'
import type { MenuButton, ServiceMessage } from '../../../server/ports'
import { OPENID, outgoing } from './outgoing'
import { JSSDK } from './vectors'

const out = outgoing()

describe('the official account', () => {
  test('asks who somebody is', async () => {
    out.answer('/cgi-bin/user/info', { subscribe: 0, openid: OPENID })
    expect(await out.account().userInfo(OPENID)).toEqual({ subscribed: false, unionid: null })
    expect(out.last().query).toMatchObject({ openid: OPENID, lang: 'zh_CN' })
    out.answer('/cgi-bin/user/info', { subscribe: 1, openid: 'o-another', unionid: 'u' })
    await expect(out.account().userInfo(OPENID)).rejects.toMatchObject({ kind: 'strange' })
  })

  test('makes a temporary QR for a scene', async () => {
    out.answer('/cgi-bin/qrcode/create', {
      ticket: 'g/Q+=',
      expire_seconds: 60,
      url: 'http://weixin.qq.com/q/x',
    })
    expect(await out.account().createQr('login_1', 60.7)).toEqual({
      url: 'http://weixin.qq.com/q/x',
      pictureUrl: 'https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=g%2FQ%2B%3D',
      expiresInSeconds: 60,
    })
    expect(out.last().body).toEqual({
      ...{
        expire_seconds: 60,
        action_name: 'QR_STR_SCENE',
        action_info: { scene: { scene_str: 'login_1' } },
      },
    })
    for (const [scene, seconds] of [
      ['', 60],
      ['x'.repeat(65), 60],
      ['x', 0],
      ['x', 2_592_001],
    ] as const) {
      await expect(out.account().createQr(scene, seconds)).rejects.toMatchObject({ kind: 'data' })
    }
  })

  test('sets the menu as it is given', async () => {
    const buttons: MenuButton[] = [
      { name: '投票', type: 'view', url: 'https://a.example/' },
      { name: '更多', sub_button: [{ name: '帮助', type: 'click', key: 'help' }] },
    ]
    await out.account().setMenu(buttons)
    expect(out.last().body).toEqual({ button: buttons })
  })

  test.each<[ServiceMessage, object]>([
    [{ kind: 'text', content: '您好' }, { text: { content: '您好' } }],
    [{ kind: 'image', mediaId: 'm' }, { image: { media_id: 'm' } }],
    [
      { kind: 'news', title: 't', description: 'd', picUrl: 'p', url: 'u' },
      { news: { articles: [{ title: 't', description: 'd', picurl: 'p', url: 'u' }] } },
    ],
    [
      { kind: 'miniprogrampage', appid: 'wx2', pagePath: 'p', title: 't', thumbMediaId: 'm' },
      { miniprogrampage: { appid: 'wx2', pagepath: 'p', title: 't', thumb_media_id: 'm' } },
    ],
    [
      { kind: 'msgmenu', head: 'h', choices: [{ id: '1', content: '是' }], tail: 't' },
      { msgmenu: { head_content: 'h', list: [{ id: '1', content: '是' }], tail_content: 't' } },
    ],
  ])('sends a service message: $kind', async (message, expected) => {
    await out.account().sendMessage(OPENID, message)
    expect(out.last()).toMatchObject({
      path: '/cgi-bin/message/custom/send',
      body: { touser: OPENID, msgtype: message.kind, ...expected },
    })
  })

  test('signs pages as WeChat does, whatever their fragment', async () => {
    const { ticket, signature, ...page } = JSSDK
    expect(signPage(ticket, page)).toBe(signature)
    expect(signPage(ticket, { ...page, url: `${page.url}#/a?b=c` })).toBe(signature)
    const config = await out.account().jssdkConfig(page.url)
    expect(config).toMatchObject({ appId: 'wx1', timestamp: expect.any(Number) })
    expect(config.signature).toBe(signPage('ticket-1', { ...page, ...config }))
  })
})

describe('the mini-program', () => {
  const JPEG = Buffer.from('ffd8ffe000104a464946', 'hex')
  test('gets its codes as pictures, in its own name', async () => {
    out.fake.answers['/wxa/getwxacodeunlimit'] = () => ({
      bytes: JPEG,
      headers: { 'content-type': 'image/jpeg' },
    })
    expect(await out.miniProgram().createCode('c=a01', 'pages/candidate/index')).toEqual(JPEG)
    expect(out.last().body).toMatchObject({ scene: 'c=a01', page: 'pages/candidate/index' })
    expect(out.fake.asked[0]!.body.appid).toBe('wx2')
    await expect(out.miniProgram().createCode('x'.repeat(33), 'p')).rejects.toMatchObject({ kind: 'data' })
  })

  test('takes nothing else for a picture', async () => {
    out.fake.answers['/wxa/getwxacodeunlimit'] = () => ({ bytes: Buffer.from('<html>') })
    await expect(out.miniProgram().createCode('x', 'p')).rejects.toMatchObject({ kind: 'strange' })
    out.answer('/wxa/getwxacodeunlimit', { errcode: 41030, errmsg: 'invalid page' })
    await expect(out.miniProgram().createCode('x', 'p')).rejects.toMatchObject({
      kind: 'data',
      errcode: 41030,
    })
  })

  test('goes by what WeChat suggests, not by errcode 0', async () => {
    for (const suggest of ['pass', 'review', 'risky']) {
      out.answer('/wxa/msg_sec_check', { errcode: 0, errmsg: 'ok', result: { suggest, label: 20001 } })
      expect(await out.miniProgram().checkText(OPENID, '内容')).toBe(suggest)
    }
    expect(out.last().body).toEqual({ version: 2, scene: 3, openid: OPENID, content: '内容' })
    out.answer('/wxa/msg_sec_check', { errcode: 0, errmsg: 'ok' })
    await expect(out.miniProgram().checkText(OPENID, '内容')).rejects.toMatchObject({ kind: 'strange' })
    out.answer('/wxa/msg_sec_check', { errcode: 0, result: { suggest: 'fine' } })
    await expect(out.miniProgram().checkText(OPENID, '内容')).rejects.toMatchObject({ kind: 'strange' })
  })

  test('has a long text looked at piece by piece, and goes by the worst', async () => {
    out.fake.answers['/wxa/msg_sec_check'] = ({ body }) => ({
      json: { errcode: 0, result: { suggest: String(body.content).includes('坏') ? 'review' : 'pass' } },
    })
    expect(await out.miniProgram().checkText(OPENID, `${'😀'.repeat(2499)}坏${'好'.repeat(2500)}`)).toBe(
      'review',
    )
    const pieces = out.fake.asked
      .filter(({ path }) => path === '/wxa/msg_sec_check')
      .map(({ body }) => body.content)
    expect(pieces).toEqual([`${'😀'.repeat(2499)}坏`, '好'.repeat(2500)])
    expect(await out.miniProgram().checkText(OPENID, '')).toBe('pass')
  })
})

test('a nonce belongs to the message it came with first, in every process', async () => {
  const [one, other] = [createRedisNonces(out.client), createRedisNonces(out.client)]
  const claims = await Promise.all(
    ['a', 'b', 'c'].map((message, i) => (i % 2 ? one : other).claim('n', message, 60)),
  )
  expect(new Set(claims).size).toBe(1)
  expect(await one.claim('n', 'd', 60)).toBe(claims[0])
  expect(await one.claim('m', 'd', 60)).toBe('d')
  expect(await out.client.ttl('nonce:n')).toBeGreaterThan(50)
})
