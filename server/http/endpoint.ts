import type { Endpoint, Output, Parsed } from '@shared/kernel/contract'
import { Refusal } from '@shared/kernel/errors'
import { isPermission, may, type Permission } from '@shared/kernel/policy'
import type { Context, Middleware } from 'koa'
import type Router from 'koa-router'
import type { z } from 'zod'
import type { SignedIn } from '../features/identity/identity'
import type { SignedInReviewer } from '../features/review/review'
import type { SignedInStaff } from '../features/staff/staff'
import { readJson } from './body'
import { type Download, sendFile } from './download'
import { markOf } from './mark'
import type { TakeIn, Upload } from './upload'

/** What a handler gets: the validated parts, who asks, and from where. */
export type Asked<E extends Endpoint> = Parsed<E> & {
  voter: E['auth'] extends 'voter' ? SignedIn : E['auth'] extends 'visitor' ? SignedIn | undefined : undefined
  reviewer: E['auth'] extends 'reviewer' ? SignedInReviewer : undefined
  /** Has the endpoint's permission. */
  staff: E['auth'] extends Permission ? SignedInStaff : undefined
  /** Gives the browser the token of a staff session to show from now on, or takes it back; see `staffCookie`. */
  grant: (token: string | null) => void
  /** The body, taken in as the step `upload` has it. */
  file: E['file'] extends 'upload' ? Upload : undefined
  /** `mark` tells browsers apart while they log in; see `markBrowser`. */
  client: { ip: string; userAgent: string; mark: () => string | null }
}
type Answer<E extends Endpoint> = E['status'] extends 302
  ? Redirect
  : E['response'] extends z.ZodType
    ? Output<E>
    : E['file'] extends 'download'
      ? Download
      : // biome-ignore lint/suspicious/noConfusingVoidType: a handler that answers nothing returns nothing
        void
type Handler<E extends Endpoint> = (asked: Asked<E>) => Answer<E> | Promise<Answer<E>>

/** A response that sends the browser elsewhere. */
export type Redirect = { redirect: string }
export const redirect = (url: string): Redirect => ({ redirect: url })

/**
 * Puts an endpoint on the router: its parts are checked against the contract before the handler sees them, and so is
 * what the handler answers before anybody else does (fields the contract doesn't know are left out).
 * Steps before the handler are ordinary Koa middleware, such as `signedIn`.
 */
export function serve<E extends Endpoint>(
  router: Router,
  endpoint: E,
  ...steps: [...Middleware[], Handler<E>]
): void {
  const handle = steps.pop() as Handler<E>
  const [method, path] = endpoint.route.split(' ') as [string, string]
  router.register(path, [method], [...(steps as Middleware[]), answer])

  async function answer(ctx: Context): Promise<void> {
    if (isPermission(endpoint.auth)) expectPermission(ctx.state.staff, endpoint.auth)
    const sent = endpoint.body && (await readJson(ctx))
    const asked = ask(ctx, endpoint, sent)
    if (endpoint.file === 'upload') Object.assign(asked, { file: await (ctx.state.takeIn as TakeIn)() })
    const result = await handle(asked)
    ctx.status = endpoint.status
    if (endpoint.status === 302) ctx.redirect((result as Redirect).redirect)
    else if (endpoint.file === 'download') sendFile(ctx, result as Download)
    else if (endpoint.response) sendJson(ctx, endpoint.response.parse(result))
  }
}

/** As text: Koa would stringify an object each time somebody asks for its length. */
function sendJson(ctx: Context, body: unknown): void {
  ctx.set('Content-Type', 'application/json; charset=utf-8')
  ctx.body = JSON.stringify(body)
}

function ask<E extends Endpoint>(ctx: Context, endpoint: E, sent: unknown): Asked<E> {
  const voter = ctx.state.voter as SignedIn | undefined
  const reviewer = ctx.state.reviewer as SignedInReviewer | undefined
  const staff = ctx.state.staff as SignedInStaff | undefined
  if (endpoint.auth === 'voter' && !voter) throw new Refusal('unauthenticated')
  if (endpoint.auth === 'reviewer' && !reviewer) throw new Refusal('unauthenticated')
  const client = { ip: ctx.ip, userAgent: ctx.get('user-agent'), mark: () => markOf(ctx) }
  const { params, query, body } = endpoint
  return {
    ...(params && { params: check(params, ctx.params) }),
    ...(query && { query: check(query, { ...ctx.query }) }),
    ...(body && { body: check(body, sent) }),
    voter,
    reviewer,
    staff,
    grant: ctx.state.grant,
    client,
  } as Asked<E>
}

/** Refusals: `staff_unauthenticated`, `password_change_required`, `forbidden`. */
export function expectPermission(staff: SignedInStaff | undefined, permission: Permission): void {
  if (!staff) throw new Refusal('staff_unauthenticated')
  if (staff.mustChangePassword && permission !== 'account.own') throw new Refusal('password_change_required')
  if (!may(staff.roles, permission)) throw new Refusal('forbidden')
}

function check<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new Refusal(
    'invalid_request',
    result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
  )
}
