import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import sharp from 'sharp'
import { createPageSigner } from '../../server/features/jssdk/jssdk'
import { WeChatError } from '../../server/ports/wechat'
import { SANDBOX_ACCOUNT } from '../../server/sandbox/account'
import { startWorld, type World } from '../support/world'

let world: World
beforeAll(async () => {
  world = await startWorld({ perCategory: 1 })
})
afterAll(() => world.close())

const configure = (url: string) => world.api.call('GET /api/wechat/jssdk', { query: { url } })

/** WeChat's formula, by hand. */
async function signature(url: string, { nonceStr, timestamp }: { nonceStr: string; timestamp: number }) {
  const redis = new Redis(world.stores.redisUrl!)
  const ticket = await redis.get(`wechat:{${SANDBOX_ACCOUNT.appid}:jsapi_ticket}:value`)
  redis.disconnect()
  const text = `jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${url}`
  return createHash('sha1').update(text).digest('hex')
}

test('a page of the site is signed by WeChat’s formula, without its fragment', async () => {
  const url = `${world.url}/candidate?id=a03&name=${encodeURIComponent('武汉')}`
  const { status, body, headers } = await configure(`${url}#handoff=secret`)
  expect(status).toBe(200)
  expect(body).toMatchObject({ appId: SANDBOX_ACCOUNT.appid, script: '/sandbox/jweixin-1.6.0.js' })
  expect(body.signature).toBe(await signature(url, body))
  expect(Math.abs(body.timestamp - Date.now() / 1000)).toBeLessThan(60)
  expect(headers.get('cache-control')).toBe('private, max-age=60')
})

test('many pages cost one ticket', async () => {
  const asked = () => world.deps.sandbox!.chat.exchanges()
  await Promise.all(Array.from({ length: 30 }, (_, i) => configure(`${world.url}/candidate?id=a${i}`)))
  const tickets = (await asked()).filter(({ request }) => request.path === '/cgi-bin/ticket/getticket')
  expect(tickets).toHaveLength(1)
})

test.each([
  ['another site', 'https://evil.example/'],
  ['a site whose name begins with ours', (own: string) => `http://${new URL(own).hostname}.evil.example/`],
  ['ours behind somebody’s name', (own: string) => `https://${new URL(own).host}@evil.example/`],
  ['our host on another port', () => 'http://127.0.0.1:1/'],
  ['our host by another scheme', (own: string) => own.replace('http:', 'https:')],
])('%s is not signed', async (_name, url) => {
  const { status, body, headers } = await configure(typeof url === 'string' ? url : url(world.url))
  expect([status, body.error!.code]).toEqual([422, 'foreign_page'])
  expect(headers.get('cache-control')).toBe('no-store')
})

test.each([
  ['no address', ''],
  ['an empty one', '?url='],
  ['a path', '?url=/candidate'],
  ['a script', '?url=javascript:alert(1)'],
  ['two', '?url=http://a.example/&url=http://b.example/'],
  ['more than an address', '?url=http://a.example/&ticket=1'],
  ['one without an end', `?url=http://a.example/${'x'.repeat(3000)}`],
])('%s is refused as not understood', async (_name, query) => {
  const { status, body } = await world.api.send('GET', `/api/wechat/jssdk${query}`)
  expect([status, body.error.code]).toEqual([422, 'invalid_request'])
})

describe('a page learns why it goes without', () => {
  const away = async () => {
    throw new WeChatError('unreachable', null, '微信接口没有应答')
  }
  const signer = (accountAppid: string) =>
    createPageSigner({
      ...{ account: { jssdkConfig: away }, accountAppid },
      ...{ publicUrl: 'https://px.example.cn', script: '/jweixin.js' },
    })

  test('when WeChat does not answer', async () => {
    const refused = signer('wx1').configure('https://px.example.cn/home')
    await expect(refused).rejects.toMatchObject({ code: 'wechat_unavailable', status: 502 })
  })
  test('when there is no official account', async () => {
    const refused = signer('').configure('https://px.example.cn/home')
    await expect(refused).rejects.toMatchObject({ code: 'account_missing', status: 503 })
  })
})

describe('pictures for cards', () => {
  const get = (path: string) => fetch(`${world.url}${path}`)
  beforeAll(async () => {
    const dir = join(world.stores.dataDir, 'files/sample')
    mkdirSync(dir, { recursive: true })
    const red = { width: 40, height: 30, channels: 3 as const, background: '#a8201a' }
    writeFileSync(join(dir, 'a03-full.webp'), await sharp({ create: red }).webp().toBuffer())
    writeFileSync(join(dir, 'broken.webp'), 'no picture')
  })

  test('a WebP picture is to be had as JPEG', async () => {
    const answer = await get('/files/sample/a03-full.jpg')
    expect(answer.headers.get('content-type')).toBe('image/jpeg')
    expect(await sharp(Buffer.from(await answer.arrayBuffer())).metadata()).toMatchObject({
      ...{ format: 'jpeg', width: 40, height: 30 },
    })
  })

  test.each(['sample/none', 'sample/broken', 'sample/..%2f..%2fsecret', 'sample/.a03-full'])(
    'there is none of %s',
    async (name) => {
      expect((await get(`/files/${name}.jpg`)).status).toBe(404)
    },
  )
})

describe('WeChat, as the sandbox plays it', () => {
  type Claim = Record<string, unknown>
  const check = async (change: (good: Claim) => Claim = (good) => good) => {
    const url = `${world.url}/candidate?id=a03`
    const { script: _, ...config } = (await configure(url)).body
    const good: Claim = { ...config, url, openid: 'o-demo-li', jsApiList: ['updateTimelineShareData'] }
    return (await world.api.send('POST', '/sandbox/api/jssdk', change(good))).body.errMsg
  }

  test('takes what our server has signed, whatever the fragment', async () => {
    expect(await check()).toBe('config:ok')
    expect(await check((good) => ({ ...good, url: `${good.url}#deeds` }))).toBe('config:ok')
  })

  test.each<[string, (good: Claim) => Claim, string]>([
    ['another page', (good) => ({ ...good, url: `${world.url}/home` }), 'config:invalid signature'],
    ['another time', (good) => ({ ...good, timestamp: 1 }), 'config:invalid signature'],
    ['another nonce', (good) => ({ ...good, nonceStr: 'x' }), 'config:invalid signature'],
    ['another account', (good) => ({ ...good, appId: 'wx0' }), 'config:invalid appid'],
    ['a foreign domain', (good) => ({ ...good, url: 'http://localhost/home' }), 'config:invalid url domain'],
  ])('refuses %s', async (_name, change, errMsg) => {
    expect(await check(change)).toBe(errMsg)
  })

  test('lets nobody pass on a page of a foreign domain', async () => {
    const card = { title: '好消息', desc: '', link: 'https://evil.example/', imgUrl: '' }
    const answer = await world.api.send('POST', '/sandbox/api/phones/o-demo-li/share', { to: null, card })
    expect([answer.status, answer.body.error.code]).toEqual([422, 'invalid_request'])
  })
})
