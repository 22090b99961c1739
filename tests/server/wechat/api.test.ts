import { createRedisNonces } from '../../../server/adapters/redis/nonces'
import { signPage } from '../../../server/adapters/wechat/jssdk'
import type { MenuButton, ServiceMessage } from '../../../server/ports/wechat'
import { OPENID, outgoing } from './outgoing'
import { JSSDK } from './vectors'

const out = outgoing()

describe('the official account', () => {
  test('asks who somebody is', async () => {
    out.answer('/cgi-bin/user/info', { subscribe: 0, openid: OPENID })
    expect(await out.account().userInfo(OPENID)).toEqual({
      ...{ subscribed: false, unionid: null, followedAt: null, scene: null },
    })
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

  test('sends a notice to who has agreed', async () => {
    const notice = {
      templateId: 't1',
      fields: { thing1: '报名', phrase2: '已通过' },
      page: 'https://a.example/x',
    }
    await out.account().sendNotice(OPENID, notice)
    expect(out.last()).toMatchObject({
      path: '/cgi-bin/message/subscribe/bizsend',
      body: {
        ...{ touser: OPENID, template_id: 't1', page: notice.page },
        data: { thing1: { value: '报名' }, phrase2: { value: '已通过' } },
      },
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

describe('the mini-program, to and about people', () => {
  const notice = { templateId: 't2', fields: { thing1: '报名' }, page: 'pages/mine/index?a=b' }

  test('sends a notice to who has agreed, in its own name', async () => {
    await out.miniProgram().sendNotice(OPENID, notice)
    expect(out.last()).toMatchObject({
      path: '/cgi-bin/message/subscribe/send',
      body: { touser: OPENID, template_id: 't2', page: notice.page, data: { thing1: { value: '报名' } } },
    })
    expect(out.fake.asked[0]!.body.appid).toBe('wx2')
  })

  test('hands a picture in and keeps the trace by which the opinion will come', async () => {
    out.answer('/wxa/media_check_async', { errcode: 0, errmsg: 'ok', trace_id: '60f-1' })
    expect(await out.miniProgram().checkPicture(OPENID, 'https://a.example/p.jpg')).toBe('60f-1')
    expect(out.last().body).toEqual({
      ...{ version: 2, scene: 3, openid: OPENID, media_url: 'https://a.example/p.jpg', media_type: 2 },
    })
    out.answer('/wxa/media_check_async', { errcode: 0, errmsg: 'ok' })
    const unasked = out.miniProgram().checkPicture(OPENID, 'https://a.example/p.jpg')
    await expect(unasked).rejects.toMatchObject({ kind: 'strange' })
  })

  test.each([
    [43101, 'refused'],
    [40037, 'template'],
    [40003, 'openid'],
    [47003, 'data'],
    [45009, 'quota'],
    [61010, 'window_closed'],
  ])('a refusal is certain: %i', async (errcode, kind) => {
    out.answer('/cgi-bin/message/subscribe/send', { errcode, errmsg: 'no' })
    await expect(out.miniProgram().sendNotice(OPENID, notice)).rejects.toMatchObject({
      ...{ kind, errcode, undone: true },
    })
  })

  test('silence, a busy WeChat and an answer that says nothing are not', async () => {
    const path = '/cgi-bin/message/subscribe/send'
    const send = () => out.miniProgram().sendNotice(OPENID, notice)
    out.fake.answers[path] = () => 'silence'
    await expect(send()).rejects.toMatchObject({ kind: 'unreachable', undone: false })
    out.answer(path, { errcode: -1, errmsg: 'system error' })
    await expect(send()).rejects.toMatchObject({ kind: 'busy', undone: false })
    out.answer(path, {})
    await expect(send()).rejects.toMatchObject({ kind: 'strange', undone: false })
    expect(out.fake.count(path)).toBe(3)
  })

  test('where there is no token, or nobody asks for a while, nothing has been sent', async () => {
    out.fake.answers['/cgi-bin/stable_token'] = () => ({ status: 500 })
    await expect(out.miniProgram().sendNotice(OPENID, notice)).rejects.toMatchObject({ undone: true })
    expect(out.fake.count('/cgi-bin/message/subscribe/send')).toBe(0)
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
