import { SANDBOX_ACCOUNT, SANDBOX_WEAPP } from '../../server/sandbox/account'
import { startWorld, type World } from '../support/world'

const ZHOU = 'o-demo-zhou'
const LI = 'o-demo-li'

let world: World
beforeAll(async () => {
  world = await startWorld({ perCategory: 2 })
})
afterAll(() => world?.close())

type Query = Record<string, string>

/** Asks the sandbox's WeChat, as the adapters do. */
async function ask(path: string, query: Query = {}, body?: unknown) {
  const response = await fetch(`${world.url}/sandbox/wechat${path}?${new URLSearchParams(query)}`, {
    redirect: 'manual',
    ...(body !== undefined && {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  })
  const bytes = Buffer.from(await response.arrayBuffer())
  const json = bytes[0] === 0x7b ? JSON.parse(bytes.toString()) : {}
  return { status: response.status, bytes, json }
}

const desk = async (path: string, body: unknown = {}) =>
  (await world.api.send('POST', `/sandbox/api${path}`, body)).body

async function token(
  app: { appid: string; secret: string } = SANDBOX_ACCOUNT,
  force_refresh = false,
): Promise<string> {
  const { appid, secret } = app
  const body = { grant_type: 'client_credential', appid, secret, force_refresh }
  return (await ask('/cgi-bin/stable_token', {}, body)).json.access_token
}

async function errcode(path: string, query: Query, body?: unknown): Promise<number | undefined> {
  return (await ask(path, query, body)).json.errcode
}

const text = (touser: string, content = '您好') => ({ touser, msgtype: 'text', text: { content } })

async function send(body: unknown): Promise<number | undefined> {
  return errcode('/cgi-bin/message/custom/send', { access_token: await token() }, body)
}

describe('tokens', () => {
  test('whoever asks gets the same one; a forced one ends the one before', async () => {
    const first = await token()
    expect(await token()).toBe(first)
    const forced = await token(SANDBOX_ACCOUNT, true)
    expect(forced).not.toBe(first)
    expect(await errcode('/cgi-bin/ticket/getticket', { access_token: first, type: 'jsapi' })).toBe(40001)
    expect(await errcode('/cgi-bin/ticket/getticket', { access_token: forced, type: 'jsapi' })).toBe(0)
  })

  test('of many who ask at once nobody gets another one', async () => {
    await world.api.send('POST', '/sandbox/api/trouble', { what: 'token_expired' })
    expect(new Set(await Promise.all(Array.from({ length: 12 }, () => token()))).size).toBe(1)
  })

  test.each([
    ['none', 41001, () => ''],
    ['an invented one', 40001, () => 'no-such-token'],
    ['one of the mini-program', 48001, () => token(SANDBOX_WEAPP)],
  ])('with %s the answer is %i', async (_what, code, make) => {
    expect(await errcode('/cgi-bin/user/info', { access_token: await make(), openid: ZHOU })).toBe(code)
  })

  test('one that ran out is 42001, one taken back 40001', async () => {
    const old = await token()
    await desk('/trouble', { what: 'token_expired' })
    expect(await errcode('/cgi-bin/user/info', { access_token: old, openid: ZHOU })).toBe(42001)
    const next = await token()
    await desk('/trouble', { what: 'token_revoked' })
    expect(await errcode('/cgi-bin/user/info', { access_token: next, openid: ZHOU })).toBe(40001)
  })

  test.each([
    [40013, { appid: 'wxother', secret: SANDBOX_ACCOUNT.secret }],
    [40125, { appid: SANDBOX_ACCOUNT.appid, secret: 'wrong' }],
    [41002, { secret: SANDBOX_ACCOUNT.secret }],
  ])('wrong settings are %i', async (code, app) => {
    const body = { grant_type: 'client_credential', ...app }
    expect(await errcode('/cgi-bin/stable_token', {}, body)).toBe(code)
  })
})

describe('log-ins', () => {
  const app = { appid: SANDBOX_ACCOUNT.appid, secret: SANDBOX_ACCOUNT.secret }

  async function codeOf(consent: object): Promise<string> {
    return (await desk('/codes', consent)).code
  }

  test('a code is good for one of many who bring it, then 40163; an invented one is 40029', async () => {
    const code = await codeOf({ openid: ZHOU, unionid: 'u-demo-zhou' })
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => ask('/sns/oauth2/access_token', { ...app, code })),
    )
    expect(answers.filter(({ json }) => json.openid === ZHOU)).toHaveLength(1)
    expect(answers.filter(({ json }) => json.errcode === 40163)).toHaveLength(5)
    expect(await errcode('/sns/oauth2/access_token', { ...app, code: 'invented' })).toBe(40029)
    expect(await errcode('/sns/oauth2/access_token', app)).toBe(41008)
  })

  test('a snapshot user gets an OpenID that is nobody’s, and no UnionID', async () => {
    const code = await codeOf({ openid: ZHOU, unionid: 'u-demo-zhou', snapshot: true })
    const { json } = await ask('/sns/oauth2/access_token', { ...app, code })
    expect(json).toMatchObject({ is_snapshotuser: 1 })
    expect(json.openid).not.toBe(ZHOU)
    expect(json.unionid).toBeUndefined()
  })

  test('userinfo is for those who were asked for it', async () => {
    for (const [scope, code] of [
      ['snsapi_userinfo', undefined],
      ['snsapi_base', 48001],
    ] as const) {
      const consent = await codeOf({ openid: ZHOU, unionid: 'u-demo-zhou', scope })
      const { access_token, openid } = (await ask('/sns/oauth2/access_token', { ...app, code: consent })).json
      const { json } = await ask('/sns/userinfo', { access_token, openid })
      expect(json.errcode).toBe(code)
      if (!code)
        expect(json).toMatchObject({ openid: ZHOU, nickname: '周大姐（示例）', unionid: 'u-demo-zhou' })
      expect(await errcode('/sns/userinfo', { access_token, openid: LI })).toBe(40003)
    }
  })

  test('a mini-program code must be one of the sandbox’s, with the right secret', async () => {
    const { appid, secret } = SANDBOX_WEAPP
    expect(
      (await ask('/sns/jscode2session', { appid, secret, js_code: 'sandbox:m1:u1' })).json,
    ).toMatchObject({
      openid: 'm1',
      unionid: 'u1',
    })
    expect(await errcode('/sns/jscode2session', { appid, secret, js_code: 'other' })).toBe(40029)
    expect(await errcode('/sns/jscode2session', { appid, secret: 'no', js_code: 'sandbox:m1' })).toBe(40125)
  })
})

describe('customer-service messages', () => {
  beforeEach(async () => {
    await desk(`/phones/${ZHOU}/unfollow`)
  })

  test('nobody who does not follow gets one, nor does an unknown OpenID', async () => {
    expect(await send(text(ZHOU))).toBe(43004)
    expect(await send(text('o-nobody'))).toBe(40003)
  })

  test('three after a follow, five after a message, then 45047; 45015 when two days have passed', async () => {
    await desk(`/phones/${ZHOU}/follow`)
    expect([await send(text(ZHOU)), await send(text(ZHOU)), await send(text(ZHOU))]).toEqual([0, 0, 0])
    expect(await send(text(ZHOU))).toBe(45047)
    await desk(`/phones/${ZHOU}/say`, { text: '在吗' })
    for (let i = 0; i < 5; i++) expect(await send(text(ZHOU, `第 ${i} 条`))).toBe(0)
    expect(await send(text(ZHOU))).toBe(45047)
    await desk(`/phones/${ZHOU}/two-days`)
    expect(await send(text(ZHOU))).toBe(45015)
  })

  test('of many sent at once no more arrive than are allowed', async () => {
    await desk(`/phones/${ZHOU}/follow`)
    const access_token = await token()
    const codes = await Promise.all(
      Array.from({ length: 12 }, () => errcode('/cgi-bin/message/custom/send', { access_token }, text(ZHOU))),
    )
    expect(codes.filter((code) => code === 0)).toHaveLength(3)
    expect(codes.filter((code) => code === 45047)).toHaveLength(9)
  })

  test('what was sent is in the chat and, newest first, in the outbox', async () => {
    await desk(`/phones/${ZHOU}/follow`)
    await send(text(ZHOU, '第一条'))
    await send(text(ZHOU, '第二条'))
    const { items } = (await world.api.send('GET', '/sandbox/api/outbox')).body
    expect(items.slice(0, 2)).toMatchObject([
      { openid: ZHOU, content: { kind: 'text', content: '第二条' } },
      { openid: ZHOU, content: { kind: 'text', content: '第一条' } },
    ])
    const { bubbles } = (await world.api.send('GET', `/sandbox/api/phones/${ZHOU}`)).body
    expect(bubbles.at(-1)).toMatchObject({ from: 'account', via: 'push', content: { content: '第二条' } })
  })

  test.each([
    [40008, { msgtype: 'poem', poem: {} }],
    [44004, { msgtype: 'text', text: { content: '' } }],
    [45002, { msgtype: 'text', text: { content: '长'.repeat(683) } }],
    [40007, { msgtype: 'image', image: { media_id: 'm' } }],
    [47001, { msgtype: 'news', news: { articles: [] } }],
  ])('what cannot be sent is %i', async (code, message) => {
    await desk(`/phones/${ZHOU}/follow`)
    expect(await send({ touser: ZHOU, ...message })).toBe(code)
  })
})

describe('QR codes', () => {
  const order = (scene_str: unknown, more = {}) => ({
    expire_seconds: 60,
    action_name: 'QR_STR_SCENE',
    action_info: { scene: { scene_str } },
    ...more,
  })
  const create = async (body: unknown) =>
    (await ask('/cgi-bin/qrcode/create', { access_token: await token() }, body)).json

  test('a code’s picture is a PNG, and it leads a stranger to follow and a follower to SCAN', async () => {
    const { ticket, url, expire_seconds } = await create(order('login-1'))
    expect(expire_seconds).toBe(60)
    const { bytes } = await ask('/cgi-bin/showqrcode', { ticket })
    expect(bytes.subarray(1, 4).toString()).toBe('PNG')
    await desk(`/phones/${LI}/unfollow`)
    const asked = await desk(`/phones/${LI}/scan`, { text: url })
    expect(asked.kind).toBe('follow')
    await desk(`/phones/${LI}/follow`, { qr: asked.qr })
    expect((await desk(`/phones/${LI}/scan`, { text: url })).kind).toBe('scanned')
    const { items } = (await world.api.send('GET', '/sandbox/api/exchanges')).body
    const sent = items.map(({ request }: { request: { plain?: string } }) => request.plain ?? '')
    expect(sent.some((xml: string) => xml.includes('<![CDATA[qrscene_login-1]]>'))).toBe(true)
    expect(sent.some((xml: string) => /SCAN.*<!\[CDATA\[login-1\]\]>/.test(xml))).toBe(true)
  })

  test('a code that has run out is over', async () => {
    const { url } = await create(order('short', { expire_seconds: 1 }))
    await new Promise((resolve) => setTimeout(resolve, 1100))
    expect((await desk(`/phones/${LI}/scan`, { text: url })).kind).toBe('over')
  })

  test.each([
    [40052, order('x', { action_name: 'QR_POEM' })],
    [40053, order('')],
    [40053, order('x'.repeat(65))],
    [40097, order('x', { expire_seconds: 2_592_001 })],
    [47001, 'not json'],
    [44002, ''],
  ])('an order that makes no sense is %i', async (code, body) => {
    expect((await create(body)).errcode).toBe(code)
  })

  test('a ticket nobody has is 404', async () => {
    expect((await ask('/cgi-bin/showqrcode', { ticket: 'none' })).status).toBe(404)
  })
})

describe('the rest', () => {
  test('a day’s calls used up are 45009 until they are cleared, which is good ten times a month', async () => {
    const access_token = await token()
    const menu = { button: [{ type: 'view', name: '投票', url: `${world.url}/` }] }
    expect(await errcode('/cgi-bin/menu/create', { access_token }, menu)).toBe(0)
    await desk('/trouble', { what: 'quota', path: '/cgi-bin/menu/create' })
    expect(await errcode('/cgi-bin/menu/create', { access_token }, menu)).toBe(45009)
    const clear = () => errcode('/cgi-bin/clear_quota', { access_token }, { appid: SANDBOX_ACCOUNT.appid })
    expect(await clear()).toBe(0)
    expect(await errcode('/cgi-bin/menu/create', { access_token }, menu)).toBe(0)
    for (let i = 1; i < 10; i++) await clear()
    expect(await clear()).toBe(48006)
  })

  test.each([
    [40016, [1, 2, 3, 4].map((n) => ({ type: 'click', name: `${n}`, key: 'k' }))],
    [40018, [{ type: 'click', name: '这个名字实在太长了', key: 'k' }]],
    [40015, [{ type: 'jump', name: '跳' }]],
    [40019, [{ type: 'click', name: '点', key: '' }]],
    [40020, [{ type: 'view', name: '看', url: 'nowhere' }]],
    [
      40023,
      [
        {
          name: '多',
          sub_button: [1, 2, 3, 4, 5, 6].map((n) => ({ type: 'click', name: `${n}`, key: 'k' })),
        },
      ],
    ],
  ])('a menu that WeChat would not take is %i', async (code, button) => {
    expect(await errcode('/cgi-bin/menu/create', { access_token: await token() }, { button })).toBe(code)
  })

  test('the wrong method is 43002', async () => {
    expect(await errcode('/cgi-bin/menu/create', { access_token: await token() })).toBe(43002)
  })

  test('texts are judged for those who were in the mini-program lately', async () => {
    const { appid, secret } = SANDBOX_WEAPP
    await ask('/sns/jscode2session', { appid, secret, js_code: 'sandbox:m-visitor' })
    const access_token = await token(SANDBOX_WEAPP)
    const check = async (openid: string, content: string) =>
      (await ask('/wxa/msg_sec_check', { access_token }, { openid, content, version: 2, scene: 3 })).json
    expect((await check('m-visitor', '路灯修好了')).result.suggest).toBe('pass')
    expect((await check('m-visitor', '违规示例')).result.suggest).toBe('risky')
    expect((await check('m-stranger', '路灯修好了')).errcode).toBe(61010)
  })

  test('a mini-program code is a picture, and a scene over 32 characters is 40169', async () => {
    const access_token = await token(SANDBOX_WEAPP)
    const code = (scene: string) =>
      ask('/wxa/getwxacodeunlimit', { access_token }, { scene, page: 'pages/home/index', check_path: false })
    expect((await code('c=1')).bytes.subarray(1, 4).toString()).toBe('PNG')
    expect((await code('x'.repeat(33))).json.errcode).toBe(40169)
  })
})
