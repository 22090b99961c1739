import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createWeChatLogin } from '../../../server/adapters/wechat/login'
import { OPENID, outgoing, SECRET } from './outgoing'

const out = outgoing()

describe('trouble', () => {
  test.each([
    [40003, 'openid'],
    [43004, 'not_a_follower'],
    [45015, 'window_closed'],
    [45047, 'too_many'],
    [48001, 'unauthorised'],
    [48004, 'banned'],
    [45009, 'quota'],
    [47001, 'data'],
    [43101, 'refused'],
    [40037, 'template'],
    [45065, 'repeated'],
    [99999, 'other'],
  ])('%i is told as %s, in Chinese, with nobody’s name', async (errcode, kind) => {
    out.answer('/cgi-bin/message/custom/send', {
      errcode,
      errmsg: `no, ${OPENID}! rid: 65557e88-016af6aa-17e69df6`,
    })
    const error = await out
      .account()
      .sendMessage(OPENID, { kind: 'text', content: 'x' })
      .catch((e) => e)
    expect(error).toMatchObject({ name: 'WeChatError', kind, errcode })
    expect(error.message).toMatch(/[\u4e00-\u9fff]/)
    expect(`${error.stack}${JSON.stringify(error)}`).not.toContain(OPENID)
    expect(out.logged.join()).toContain('65557e88-016af6aa-17e69df6')
    expect(out.fake.count('/cgi-bin/message/custom/send')).toBe(1)
  })

  test('an answer that is not as documented is told apart from a refusal', async () => {
    for (const json of [{}, [], null, 'ok', { errcode: '0' }, { subscribe: 'yes', openid: OPENID }]) {
      out.answer('/cgi-bin/user/info', json)
      await expect(out.account().userInfo(OPENID)).rejects.toMatchObject({ kind: 'strange', errcode: null })
    }
    out.fake.answers['/cgi-bin/user/info'] = () => ({ bytes: Buffer.from('{broken') })
    await expect(out.account().userInfo(OPENID)).rejects.toMatchObject({ kind: 'strange' })
  })

  test('silence is answered by asking again, where asking twice does no harm', async () => {
    let times = 0
    out.fake.answers['/cgi-bin/user/info'] = ({ query }) =>
      ++times < 3 ? 'silence' : { json: { subscribe: 1, openid: query.openid } }
    await expect(out.account().userInfo(OPENID)).resolves.toMatchObject({ subscribed: true })
    expect(times).toBe(3)

    out.fake.answers['/cgi-bin/message/custom/send'] = () => 'silence'
    await expect(out.account().sendMessage(OPENID, { kind: 'text', content: 'x' })).rejects.toMatchObject({
      kind: 'unreachable',
    })
    expect(out.fake.count('/cgi-bin/message/custom/send')).toBe(1)
  })

  test('a busy WeChat is asked again likewise', async () => {
    out.answer('/cgi-bin/user/info', { errcode: -1, errmsg: 'system error' })
    await expect(out.account().userInfo(OPENID)).rejects.toMatchObject({ kind: 'busy' })
    expect(out.fake.count('/cgi-bin/user/info')).toBe(3)
    out.answer('/cgi-bin/message/custom/send', { errcode: -1, errmsg: 'system error' })
    await expect(out.account().sendMessage(OPENID, { kind: 'text', content: 'x' })).rejects.toMatchObject({
      kind: 'busy',
    })
    expect(out.fake.count('/cgi-bin/message/custom/send')).toBe(1)
  })

  test('after silence in a row nobody asks for a while, then one tries for all', async () => {
    const here = out.account()
    await here.userInfo(OPENID)
    const send = () => here.sendMessage(OPENID, { kind: 'text', content: 'x' })
    const path = '/cgi-bin/message/custom/send'
    out.fake.answers[path] = () => ({ status: 503, bytes: Buffer.from('') })
    for (let i = 0; i < 20; i++) await expect(send()).rejects.toMatchObject({ kind: 'unreachable' })
    expect(out.fake.count(path)).toBe(5)
    // A refusal is an answer: WeChat is back.
    out.answer(path, { errcode: 45015, errmsg: 'no' })
    await new Promise((resolve) => setTimeout(resolve, 450))
    await expect(send()).rejects.toMatchObject({ kind: 'window_closed' })
    delete out.fake.answers[path]
    await Promise.all([send(), send(), send()])
  })

  test('refusals alone never stop the asking', async () => {
    const here = out.account()
    out.answer('/cgi-bin/message/custom/send', { errcode: 45047, errmsg: 'no' })
    for (let i = 0; i < 12; i++) {
      await expect(here.sendMessage(OPENID, { kind: 'text', content: 'x' })).rejects.toMatchObject({
        kind: 'too_many',
      })
    }
    expect(out.fake.count('/cgi-bin/message/custom/send')).toBe(12)
  })

  test('a redirect is not followed, and an endless answer is cut off', async () => {
    const elsewhere = createServer((_, response) => response.end('{}')).listen(0, '127.0.0.1')
    let visitors = 0
    elsewhere.on('request', () => visitors++)
    await new Promise((listening) => elsewhere.once('listening', listening))
    const location = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`
    out.fake.answers['/cgi-bin/menu/create'] = () => ({
      status: 302,
      headers: { location },
      bytes: Buffer.from(''),
    })
    await expect(out.account().setMenu([])).rejects.toMatchObject({ kind: 'unreachable' })
    expect(visitors).toBe(0)
    elsewhere.close()
    out.fake.answers['/wxa/getwxacodeunlimit'] = () => ({ bytes: Buffer.alloc(5 * 1024 * 1024, 0xff) })
    await expect(out.miniProgram().createCode('x', 'p')).rejects.toMatchObject({ kind: 'unreachable' })
  })
})

describe('logging in', () => {
  const login = (apiBase = out.fake.url) =>
    createWeChatLogin({
      ...{ apiBase, openBase: 'https://open.example', log: out.log },
      ...{ weapp: { appid: 'wx2', secret: SECRET }, account: { appid: 'wx1', secret: SECRET } },
    })

  test('tells a person from what WeChat says', async () => {
    out.answer('/sns/jscode2session', { openid: OPENID, unionid: 'u', session_key: 'k' })
    const person = { appid: 'wx2', openid: OPENID, unionid: 'u', snapshot: false }
    expect(await login().personOfWeappCode('code')).toEqual(person)
    out.answer('/sns/oauth2/access_token', { openid: OPENID, access_token: 't', is_snapshotuser: 1 })
    expect(await login().personOfOauthCode('code')).toMatchObject({ unionid: null, snapshot: true })
  })

  test('tells a refused code from a WeChat that does not answer, and tries a code once only', async () => {
    out.answer('/sns/jscode2session', { errcode: 40163, errmsg: 'code been used' })
    await expect(login().personOfWeappCode('code')).rejects.toMatchObject({ code: 'login_failed' })
    out.answer('/sns/jscode2session', { errcode: 0 })
    await expect(login().personOfWeappCode('code')).rejects.toMatchObject({ code: 'wechat_unavailable' })
    out.fake.answers['/sns/jscode2session'] = () => ({ status: 500, bytes: Buffer.from('oops') })
    await expect(login().personOfWeappCode('code')).rejects.toMatchObject({ code: 'wechat_unavailable' })
    expect(out.fake.count('/sns/jscode2session')).toBe(3)
    await expect(login('http://127.0.0.1:1').personOfWeappCode('code')).rejects.toMatchObject({
      code: 'wechat_unavailable',
    })
  })
})
