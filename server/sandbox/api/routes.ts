import { randomBytes } from 'node:crypto'
import type { Context, Middleware } from 'koa'
import type Router from 'koa-router'
import { SANDBOX_ACCOUNT } from '../account'
import type { Sandbox } from '../sandbox'
import { ApiFailure } from './errcodes'
import { APPS, type App } from './settings'

const MAX_BODY_BYTES = 10 * 1024 * 1024

/** `form` is what came where it is no JSON. */
type Asked = { query: Record<string, unknown>; body: unknown; form: Buffer; app: App }
type Answer = object | Buffer
type Handle = (asked: Asked) => Answer | Promise<Answer>
type Call = {
  method: 'GET' | 'POST'
  path: string
  name: string
  handle: Handle
  app?: App['kind']
  takesForm?: true
}

/** WeChat's API under the paths it has at api.weixin.qq.com; answers are 200 and JSON, whatever they say. */
export function wechatRoutes(router: Router, sandbox: Sandbox): void {
  const { login, tokens, qrs, menus, messages, subscriptionMessages, mass, weapp, quotas, chat } = sandbox
  const calls: Call[] = [
    {
      method: 'GET',
      path: '/sns/jscode2session',
      name: '小程序登录',
      handle: ({ query }) => login.jscode2session(query),
    },
    {
      method: 'GET',
      path: '/sns/oauth2/access_token',
      name: '网页授权',
      handle: ({ query }) => login.oauthToken(query),
    },
    {
      method: 'GET',
      path: '/sns/userinfo',
      name: '网页授权的用户信息',
      handle: ({ query }) => login.userinfo(query),
    },
    {
      method: 'POST',
      path: '/cgi-bin/stable_token',
      name: '取接口凭证',
      handle: ({ body }) => tokens.stableToken(body as Parameters<typeof tokens.stableToken>[0]),
    },
    {
      ...{ method: 'GET', path: '/cgi-bin/ticket/getticket', name: '取 JS-SDK 票据', app: 'account' },
      handle: ({ query }) => tokens.jsapiTicket(query.type),
    },
    {
      ...{ method: 'GET', path: '/cgi-bin/user/info', name: '查用户信息', app: 'account' },
      handle: ({ query }) => sandbox.userInfo(query.openid),
    },
    {
      ...{ method: 'POST', path: '/cgi-bin/qrcode/create', name: '生成带参数的二维码', app: 'account' },
      handle: ({ body }) => qrs.create(body),
    },
    {
      ...{ method: 'POST', path: '/cgi-bin/menu/create', name: '推送菜单', app: 'account' },
      handle: ({ body }) => menus.create(body),
    },
    { method: 'GET', path: '/cgi-bin/menu/get', name: '读取菜单', app: 'account', handle: () => menus.get() },
    {
      ...{ method: 'POST', path: '/cgi-bin/message/custom/send', name: '发客服消息', app: 'account' },
      handle: ({ body }) => messages.send(body),
    },
    {
      ...{ method: 'GET', path: '/cgi-bin/user/get', name: '数关注者', app: 'account' },
      handle: () => mass.followers(),
    },
    {
      ...{ method: 'POST', path: '/cgi-bin/message/template/send', name: '发模板消息', app: 'account' },
      handle: ({ body }) => mass.sendTemplate(body),
    },
    {
      ...{ method: 'POST', path: '/cgi-bin/media/uploadimg', name: '上传图文里的图片', app: 'account' },
      takesForm: true,
      handle: ({ form }) => mass.keepPicture(form),
    },
    {
      ...{ method: 'POST', path: '/cgi-bin/material/add_material', name: '新增永久素材', app: 'account' },
      takesForm: true,
      handle: ({ form }) => mass.addMaterial(form),
    },
    {
      ...{ method: 'POST', path: '/cgi-bin/draft/add', name: '新增草稿', app: 'account' },
      handle: ({ body }) => mass.addDraft(body),
    },
    {
      ...{ method: 'POST', path: '/cgi-bin/message/mass/sendall', name: '群发', app: 'account' },
      handle: ({ body }) => mass.sendToAll(body),
    },
    {
      ...{ method: 'POST', path: '/cgi-bin/webhook/send', name: '企业微信群机器人' },
      handle: ({ query, body }) => mass.sendToGroup(query.key, body),
    },
    {
      ...{ method: 'POST', path: '/cgi-bin/clear_quota', name: '清零调用次数', app: 'account' },
      handle: ({ app, body }) => quotas.clear(app.appid, (body as { appid?: unknown }).appid),
    },
    {
      ...{ method: 'POST', path: '/wxa/getwxacodeunlimit', name: '生成小程序码', app: 'weapp' },
      handle: ({ body }) => weapp.createCode(body),
    },
    {
      ...{ method: 'POST', path: '/wxa/msg_sec_check', name: '检查文字内容', app: 'weapp' },
      handle: ({ body }) => weapp.checkText(body),
    },
    {
      ...{ method: 'POST', path: '/wxa/media_check_async', name: '检查图片内容', app: 'weapp' },
      handle: ({ body }) => weapp.checkMedia(body),
    },
    {
      ...{ method: 'POST', path: '/cgi-bin/message/subscribe/send', name: '发小程序订阅消息', app: 'weapp' },
      handle: ({ body }) => subscriptionMessages.send('weapp', body),
    },
    {
      ...{ method: 'POST', path: '/cgi-bin/message/subscribe/bizsend', name: '发订阅通知', app: 'account' },
      handle: ({ body }) => subscriptionMessages.send('account', body),
    },
  ] as Call[]
  for (const call of calls) router.all(`/wechat${call.path}`, answer(call))

  router.get('/wechat/cgi-bin/showqrcode', async (ctx) => {
    const picture = await qrs.show(ctx.query.ticket)
    if (!picture) return
    ctx.type = 'image/png'
    ctx.body = picture
  })
  // The page asks who is holding the phone, and goes on to redirect_uri with a code of theirs.
  router.get('/wechat/connect/oauth2/authorize', (ctx) => {
    const error = authorizeError(ctx.query)
    const query = error ? new URLSearchParams({ error }) : ctx.querystring
    ctx.redirect(`/sandbox/authorize.html?${query}`)
  })

  function answer(call: Call): Middleware {
    return async (ctx) => {
      const [at, start] = [new Date(), Date.now()]
      const received = await receive(ctx)
      const sent = call.takesForm ? `（文件，${received.length} 字节）` : received.toString()
      const result = await run(call, ctx, received)
      ctx.status = 200
      ctx.type = Buffer.isBuffer(result) ? 'image/png' : 'json'
      ctx.body = Buffer.isBuffer(result) ? result : jsonOf(result)
      if (isLoadTest(ctx)) return
      const { errcode = null } = result as { errcode?: number }
      await chat
        .record({
          ...{ at, kind: 'api', openid: openidOf(ctx, sent), ms: Date.now() - start, errcode, ok: !errcode },
          title: call.name,
          request: { method: ctx.method, path: call.path, query: { ...ctx.query }, body: sent },
          answer: {
            status: 200,
            body: Buffer.isBuffer(result) ? `（图片，${result.length} 字节）` : ctx.body,
          },
        })
        .catch(() => null)
    }
  }

  async function run(
    { method, path, app: kind, handle, takesForm }: Call,
    ctx: Context,
    form: Buffer,
  ): Promise<Answer> {
    try {
      if (ctx.method !== method) throw new ApiFailure(method === 'POST' ? 43002 : 40066)
      const app = kind ? await tokens.appOfToken(ctx.query.access_token) : APPS[0]!
      if (kind && app.kind !== kind) throw new ApiFailure(48001)
      const body = method === 'POST' && !takesForm ? parse(form.toString()) : undefined
      if (kind) await quotas.take(app.appid, path)
      return await handle({ query: ctx.query, body, form, app })
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error
      return error.answer(`sandbox-${randomBytes(6).toString('hex')}`)
    }
  }
}

/** What WeChat's page would show instead of asking. */
function authorizeError({ appid, redirect_uri, response_type, scope }: Context['query']): string | null {
  if (appid !== SANDBOX_ACCOUNT.appid) return 'AppID 参数错误（微信错误 10001）'
  if (!URL.canParse(String(redirect_uri ?? ''))) return 'redirect_uri 参数错误（微信错误 10003）'
  if (response_type !== 'code') return 'response_type 参数错误'
  if (scope !== 'snsapi_base' && scope !== 'snsapi_userinfo') return 'Scope 参数错误（微信错误 10005）'
  return null
}

function parse(text: string): unknown {
  if (text === '') throw new ApiFailure(44002)
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value
  } catch {
    // said below
  }
  throw new ApiFailure(47001)
}

/** Ids of messages are numbers in WeChat's JSON, longer than ours can be. */
const jsonOf = (answer: object) =>
  JSON.stringify(answer).replace(/("(?:msgid|msg_id|msg_data_id)":)"(\d+)"/g, '$1$2')

/** The body, whatever type it is called; what is too long is left out, and so is no JSON. */
async function receive(ctx: Context): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of ctx.req as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= MAX_BODY_BYTES) chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Log-ins by `sandbox:` codes come by the thousand and are all alike. */
const isLoadTest = (ctx: Context) => String(ctx.query.js_code ?? '').startsWith('sandbox:')

function openidOf(ctx: Context, sent: string): string | null {
  return (ctx.query.openid as string | undefined) ?? /"(?:touser|openid)":"([^"]+)"/.exec(sent)?.[1] ?? null
}
