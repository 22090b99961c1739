import { SANDBOX_ACCOUNT, SANDBOX_TEMPLATES, SANDBOX_WEAPP } from '../../server/sandbox/account'
import { eventually, startWorld, type World } from '../support/world'

let world: World
beforeAll(async () => {
  world = await startWorld({ perCategory: 1 })
})
afterAll(() => world?.close())

const APPS = {
  account: {
    path: '/cgi-bin/message/subscribe/bizsend',
    openid: 'o-demo-zhou',
    template: SANDBOX_TEMPLATES.account.progress.id,
    good: () => ({
      page: `${world.url}/messages`,
      data: {
        thing1: '某单位（示例）',
        phrase2: '已通过',
        time3: '2022年5月10日 09:00',
        thing4: '您的报名已通过',
      },
    }),
  },
  weapp: {
    path: '/cgi-bin/message/subscribe/send',
    openid: 'm-demo-zhou',
    template: SANDBOX_TEMPLATES.weapp.progress.id,
    good: () => ({
      page: 'pages/messages/index?id=1',
      data: {
        thing2: '某单位（示例）',
        phrase5: '已通过',
        date3: '2022年5月10日 09:00',
        thing7: '您的报名已通过',
      },
    }),
  },
} as const
type App = keyof typeof APPS

/** Asks the sandbox's WeChat in an app's name. */
async function ask(app: App, path: string, body: unknown) {
  const { appid, secret } = app === 'account' ? SANDBOX_ACCOUNT : SANDBOX_WEAPP
  const post = async (at: string, sent: unknown) =>
    (await fetch(`${world.url}/sandbox/wechat${at}`, { method: 'POST', body: JSON.stringify(sent) })).json()
  const { access_token } = (await post('/cgi-bin/stable_token', {
    ...{ grant_type: 'client_credential', appid, secret },
  })) as { access_token: string }
  return (await post(`${path}?access_token=${access_token}`, body)) as { errcode: number; trace_id?: string }
}

type Message = { touser?: string; template_id?: string; page?: string; data?: Record<string, string> }

async function send(app: App, more: Message = {}): Promise<number> {
  const { path, openid, template, good } = APPS[app]
  const { data, ...rest } = { touser: openid, template_id: template, ...good(), ...more }
  const values = Object.fromEntries(Object.entries(data).map(([name, value]) => [name, { value }]))
  return (await ask(app, path, { ...rest, data: values })).errcode
}

const act = (app: App, what: 'accept' | 'reject' | 'off') =>
  world.api.send('POST', '/sandbox/api/subscriptions', {
    ...{ openid: APPS[app].openid, template: APPS[app].template, act: what },
  })

describe.each<App>(['account', 'weapp'])('a subscription message of the %s', (app) => {
  test('takes one consent each; refusing one takes none away, switching off takes all', async () => {
    expect(await send(app)).toBe(43101)
    for (let i = 0; i < 3; i++) await act(app, 'accept')
    expect(await send(app)).toBe(0)
    await act(app, 'reject')
    expect(await send(app)).toBe(0)
    await act(app, 'off')
    expect(await send(app)).toBe(43101)
  })

  test('of many sent at once as many arrive as were agreed to', async () => {
    await Promise.all([1, 2, 3].map(() => act(app, 'accept')))
    const codes = await Promise.all(Array.from({ length: 9 }, () => send(app)))
    expect(codes.filter((code) => code === 0)).toHaveLength(3)
    expect(codes.filter((code) => code === 43101)).toHaveLength(6)
  })

  test('a wrong person, template, page or field is refused, and spends nothing', async () => {
    await act(app, 'accept')
    const { data } = APPS[app].good()
    const [first, phrase] = Object.keys(data) as [string, string]
    const wrong: [number, Message][] = [
      [40003, { touser: 'nobody' }],
      [40003, { touser: '' }],
      [40037, { template_id: 'no-such-template' }],
      [40037, { template_id: APPS[app === 'account' ? 'weapp' : 'account'].template }],
      [41030, { page: app === 'weapp' ? '/messages' : 'pages/messages/index' }],
      [47003, { data: { ...data, [first]: '长'.repeat(21) } }],
      [47003, { data: { ...data, [first]: '' } }],
      [47003, { data: { ...data, [phrase]: 'ok' } }],
      [47003, { data: { ...data, thing99: '多出来的' } }],
    ]
    for (const [code, more] of wrong) expect([code, more, await send(app, more)]).toEqual([code, more, code])
    expect(await send(app)).toBe(0)
  })

  test('what was sent is on the phone among 服务通知, not in the chat, and in the outbox', async () => {
    await act(app, 'accept')
    await send(app)
    const { notices, bubbles } = (await world.api.send('GET', '/sandbox/api/phones/o-demo-zhou')).body
    expect(notices[0]).toMatchObject({ openid: APPS[app].openid, content: { kind: 'notice', app } })
    expect(notices[0].content.fields[0]).toMatchObject({ value: '某单位（示例）' })
    expect(JSON.stringify(bubbles)).not.toContain('notice')
    const { items } = (await world.api.send('GET', '/sandbox/api/outbox')).body
    expect(items[0]).toMatchObject({ openid: APPS[app].openid, content: { kind: 'notice' } })
  })

  test('a day’s messages used up are 45009', async () => {
    await act(app, 'accept')
    await world.api.send('POST', '/sandbox/api/trouble', { what: 'quota', app, path: APPS[app].path })
    expect(await send(app)).toBe(45009)
  })
})

describe('pictures', () => {
  const check = (media_url: string, more = {}) =>
    ask('weapp', '/wxa/media_check_async', {
      ...{ openid: 'm-visitor', media_url, media_type: 2, version: 2, scene: 3, ...more },
    })

  test('an opinion comes as a signed event to the mini-program’s server, by the mark in the address', async () => {
    await world.api.as('m-visitor')
    const asked = [
      ['pass', `${world.url}/a.jpg`],
      ['risky', `${world.url}/${encodeURIComponent('违规示例')}.jpg`],
      ['review', `${world.url}/存疑示例.jpg`],
    ] as const
    const traces = new Map<string, string>()
    for (const [suggest, url] of asked) traces.set((await check(url)).trace_id!, suggest)
    type Exchange = { kind: string; ok: boolean; request: { plain: string; url: string } }
    const events = await eventually(
      async () =>
        ((await world.api.send('GET', '/sandbox/api/exchanges')).body.items as Exchange[]).filter(
          ({ kind, request }) => kind === 'delivery' && request.plain.includes('wxa_media_check'),
        ),
      (found) => found.length === asked.length,
    )
    for (const { ok, request } of events) {
      expect([ok, request.url]).toEqual([true, `${world.url}/wechat/weapp`])
      const trace = /<trace_id><!\[CDATA\[(\w+)\]\]>/.exec(request.plain)![1]!
      expect(request.plain).toContain(`<suggest><![CDATA[${traces.get(trace)}]]></suggest>`)
    }
  })

  test('only of those who were in the mini-program lately, and only as documented', async () => {
    expect((await check(`${world.url}/a.jpg`, { openid: 'm-stranger' })).errcode).toBe(61010)
    expect((await check('no-address')).errcode).toBe(47001)
    expect((await check(`${world.url}/a.jpg`, { version: 1 })).errcode).toBe(47001)
    expect((await check(`${world.url}/a.jpg`, { media_type: 3 })).errcode).toBe(47001)
  })
})
