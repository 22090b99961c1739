import { join } from 'node:path'
import { bodyParser } from '@koa/bodyparser'
import { PhaseName } from '@shared/edition/contract'
import { Refusal } from '@shared/kernel/errors'
import type Koa from 'koa'
import Router from 'koa-router'
import { z } from 'zod'
import type { Editions } from '../features/edition/edition'
import { folder } from '../http/static'
import type { MovableClock } from './clock'
import type { SandboxWeChat } from './wechat'

const Person = z.strictObject({
  openid: z.string().regex(/^[\w-]{1,64}$/),
  unionid: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .optional(),
  snapshot: z.boolean().optional(),
})

type Doors = { wechat: SandboxWeChat; clock: MovableClock; editions: Editions }

/** The sandbox: WeChat's endpoints under `/sandbox/wechat`, its own under `/sandbox/api`, its pages at `/sandbox/`. */
export function mountSandbox(app: Koa, { wechat, clock, editions }: Doors): void {
  const router = new Router({ prefix: '/sandbox' })
  router.use(bodyParser({ enableTypes: ['json'] }))

  router.get('/wechat/sns/jscode2session', (ctx) => {
    ctx.body = wechat.jscode2session(String(ctx.query.js_code ?? ''))
  })
  router.get('/wechat/sns/oauth2/access_token', async (ctx) => {
    ctx.body = await wechat.accessToken(String(ctx.query.code ?? ''))
  })
  // The page asks who is holding the phone, and goes on to redirect_uri with a code of theirs.
  router.get('/wechat/connect/oauth2/authorize', (ctx) =>
    ctx.redirect(`/sandbox/authorize.html?${ctx.querystring}`),
  )

  router.post('/api/codes', async (ctx) => {
    ctx.body = { code: await wechat.issueCode(parse(Person, ctx.request.body)) }
  })
  router.get('/api/clock', (ctx) => {
    ctx.body = { now: clock.now().toISOString(), phase: editions.show().phase }
  })
  router.post('/api/clock', async (ctx) => {
    const { phase } = parse(z.strictObject({ phase: PhaseName }), ctx.request.body)
    await clock.moveTo(editions.current(), phase)
    ctx.body = { now: clock.now().toISOString(), phase: editions.show().phase }
  })
  app.use(router.routes())
  app.use(router.allowedMethods())
  app.use(folder('/sandbox', join(__dirname, 'page')))
}

function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value)
  if (!result.success) throw new Refusal('invalid_request', result.error.issues)
  return result.data
}
