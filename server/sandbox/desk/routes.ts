import { PhaseName } from '@shared/edition/contract'
import { Refusal } from '@shared/kernel/errors'
import type { Context } from 'koa'
import type Router from 'koa-router'
import { z } from 'zod'
import type { Editions } from '../../features/edition/edition'
import { SANDBOX_ACCOUNT, SANDBOX_WEAPP } from '../account'
import { DAILY } from '../api/settings'
import type { Person } from '../people'
import type { Sandbox } from '../sandbox'

const Id = z.string().regex(/^[\w-]{1,64}$/)
const Consent = z.strictObject({
  openid: Id,
  unionid: Id.optional(),
  snapshot: z.boolean().optional(),
  scope: z.enum(['snsapi_base', 'snsapi_userinfo']).optional(),
})
const Phase = z.strictObject({ phase: PhaseName })
const Name = z.strictObject({ name: z.string().trim().min(1).max(12) })
const Text = z.strictObject({
  text: z.string().min(1).max(2000),
  prank: z.enum(['tampered', 'unsigned', 'foreign', 'doubled']).optional(),
})
const Follow = z.strictObject({ qr: z.string().max(64).nullish() })
const Scan = z.strictObject({ text: z.string().trim().min(1).max(2000) })
const Claim = z.object({
  appId: z.string().max(64),
  timestamp: z.coerce.string().max(20),
  nonceStr: z.string().max(64),
  signature: z.string().max(64),
  jsApiList: z.array(z.string().max(64)).max(60),
  url: z.url().max(4096),
  openid: Id.nullable(),
})
const Passed = z.strictObject({
  to: Id.nullable(),
  card: z.strictObject({
    title: z.string().min(1).max(200),
    desc: z.string().max(500),
    link: z.url().max(2048),
    imgUrl: z.union([z.literal(''), z.url().max(2048)]),
  }),
})
const Tap = z.strictObject({ type: z.enum(['click', 'view']), key: z.string().min(1).max(1024) })
const Subscription = z.strictObject({
  openid: Id,
  template: z.string().max(128),
  act: z.enum(['accept', 'reject', 'off']),
})
const Trouble = z.strictObject({
  what: z.enum(['token_expired', 'token_revoked', 'quota']),
  app: z.enum(['account', 'weapp']).default('account'),
  path: z.string().optional(),
})

/** What the sandbox's own page and the tests ask. */
export function deskRoutes(router: Router, doors: { sandbox: Sandbox; editions: Editions }): void {
  const { sandbox, editions } = doors
  const { clock, people, chat, login, qrs, menus, phones, tokens, quotas, jssdk, shares } = sandbox
  const { subscriptions } = sandbox

  router.post('/api/codes', async (ctx) => {
    ctx.body = { code: await login.issueCode(parse(Consent, ctx.request.body)) }
  })

  const time = () => ({ now: clock.now().toISOString(), phase: editions.show().phase })
  router.get('/api/clock', (ctx) => {
    ctx.body = time()
  })
  router.post('/api/clock', async (ctx) => {
    await clock.moveTo(editions.current(), parse(Phase, ctx.request.body).phase)
    ctx.body = time()
  })

  router.get('/api/persons', async (ctx) => {
    ctx.body = { items: (await people.list()).map(present) }
  })
  router.post('/api/persons', async (ctx) => {
    ctx.status = 201
    ctx.body = present(await people.add(parse(Name, ctx.request.body).name))
  })

  /** All a phone shows, in one answer that is asked for every second. */
  router.get('/api/phones/:openid', async (ctx) => {
    const person = await holder(ctx)
    const openids = { account: person._id, weapp: person.weappOpenid }
    const [all, bubbles, menu, passed, notices, templates] = await Promise.all([
      people.list(),
      chat.of(person._id),
      menus.find(),
      shares.of(person._id),
      chat.notices(Object.values(openids)),
      subscriptions.of(openids),
    ])
    const friends = all
      .filter(({ _id }) => _id !== person._id)
      .map(({ _id, name }) => ({ openid: _id, name }))
    const shown = { person: present(person), menu: menu?.button ?? [], bubbles, shares: passed, friends }
    ctx.body = { ...shown, notices, templates }
  })
  router.post('/api/phones/:openid/say', async (ctx) => {
    const { text, prank } = parse(Text, ctx.request.body)
    const person = await holder(ctx)
    if (!person.follows) throw new Refusal('invalid_request', '还没有关注公众号')
    ctx.body = await phones.say(person, text, prank)
  })
  router.post('/api/phones/:openid/follow', async (ctx) => {
    const { qr } = parse(Follow, ctx.request.body ?? {})
    const found = qr ? await qrs.read(`/sandbox/q/${qr}`) : null
    ctx.body = await phones.follow(await holder(ctx), found && !qrs.isOver(found) ? found : null)
  })
  router.post('/api/phones/:openid/unfollow', async (ctx) => {
    await phones.unfollow(await holder(ctx))
    ctx.body = { ok: true }
  })
  router.post('/api/phones/:openid/scan', async (ctx) => {
    ctx.body = await phones.scan(await holder(ctx), parse(Scan, ctx.request.body).text)
  })
  router.post('/api/phones/:openid/tap', async (ctx) => {
    const { type, key } = parse(Tap, ctx.request.body)
    if (!(await phones.tap(await holder(ctx), type, key))) throw new Refusal('not_found')
    ctx.body = { ok: true }
  })
  router.post('/api/phones/:openid/share', async (ctx) => {
    const { to, card } = parse(Passed, ctx.request.body)
    const person = await holder(ctx)
    if (to && !(await people.find(to))) throw new Refusal('not_found')
    if (!jssdk.inDomain(card.link)) throw new Refusal('invalid_request', '链接不在安全域名内')
    await shares.send(person._id, to, card)
    ctx.body = { ok: true }
  })
  router.post('/api/phones/:openid/two-days', async (ctx) => {
    await people.grow((await holder(ctx))._id)
    ctx.body = { ok: true }
  })

  /** What a person answers in WeChat's own window, or switches off in its list. */
  router.post('/api/subscriptions', async (ctx) => {
    const { openid, template, act } = parse(Subscription, ctx.request.body)
    if (!(await phones.subscribe(openid, template, act))) throw new Refusal('not_found')
    ctx.body = { ok: true }
  })

  /** What `wx.config` asks WeChat. */
  router.post('/api/jssdk', async (ctx) => {
    ctx.body = await jssdk.config(parse(Claim, ctx.request.body))
  })

  router.get('/api/qrs', async (ctx) => {
    const items = await qrs.recent()
    ctx.body = {
      items: items.map(({ _id, ticket, createdAt, expiresAt }) => ({
        ...{ id: _id, createdAt, expiresAt },
        pictureUrl: `/sandbox/wechat/cgi-bin/showqrcode?ticket=${encodeURIComponent(ticket)}`,
      })),
    }
  })
  // What a QR says: whoever opens it in a browser is asked who scans.
  router.get('/q/:id', (ctx) => ctx.redirect(`/sandbox/?scan=${encodeURIComponent(ctx.path)}`))

  router.get('/api/exchanges', async (ctx) => {
    ctx.body = { items: await chat.exchanges() }
  })
  router.get('/api/outbox', async (ctx) => {
    const items = (await chat.outbox()).map(({ openid, at, content }) => ({ openid, at, content }))
    ctx.body = { items }
  })
  router.post('/api/trouble', async (ctx) => {
    const { what, app, path } = parse(Trouble, ctx.request.body)
    const { appid } = app === 'weapp' ? SANDBOX_WEAPP : SANDBOX_ACCOUNT
    if (what === 'quota') {
      if (!path || !Object.hasOwn(DAILY, path)) throw new Refusal('invalid_request', '没有这个接口')
      await quotas.exhaust(appid, path)
    } else {
      await tokens.spoil(appid, what === 'token_expired' ? 'expire' : 'revoke')
    }
    ctx.body = { ok: true }
  })

  async function holder(ctx: Context): Promise<Person> {
    const person = await people.find(String(ctx.params.openid))
    if (!person) throw new Refusal('not_found')
    return person
  }
}

function present({ _id, order: _, ...person }: Person) {
  return { openid: _id, ...person }
}

function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value)
  if (!result.success) throw new Refusal('invalid_request', result.error.issues)
  return result.data
}
