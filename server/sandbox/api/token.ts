import { randomBytes } from 'node:crypto'
import type { SandboxStore } from '../model'
import { ApiFailure } from './errcodes'
import { APPS, type App } from './settings'

type Asking = { appid: unknown; secret: unknown; grant_type: unknown; force_refresh?: unknown }
type Doors = { store: SandboxStore; now: () => Date }

const SECONDS = 7200
/** Within so long of a token's end WeChat hands out the next one, and takes both. */
const OVERLAP_SECONDS = 300
const FORCES_A_DAY = 20

export type Tokens = ReturnType<typeof createTokens>

/** Access tokens by `stable_token`, and tickets of the JS-SDK. Source: developers.weixin.qq.com, 获取稳定版接口调用凭据. */
export function createTokens({ store, now }: Doors) {
  /** The current value, or a new one where there is none, it ends soon or it is forced. */
  async function issue(name: string, force: boolean): Promise<{ value: string; seconds: number }> {
    for (;;) {
      const at = now()
      const current = await store.credentials.findOne({ _id: name })
      const left = current ? (current.expiresAt.getTime() - at.getTime()) / 1000 : 0
      if (current && left > OVERLAP_SECONDS && !force)
        return { value: current.value, seconds: Math.floor(left) }
      const next = {
        value: `${SECONDS}_${randomBytes(48).toString('base64url')}`,
        expiresAt: new Date(at.getTime() + SECONDS * 1000),
        // Whoever forces a change wants the old one to be worth nothing.
        previous: force ? null : (current?.value ?? null),
        previousUntil: current && !force ? current.expiresAt : null,
      }
      const won = current
        ? (await store.credentials.updateOne({ _id: name, value: current.value }, { $set: next }))
            .modifiedCount === 1
        : await store.credentials
            .updateOne({ _id: name }, { $setOnInsert: next }, { upsert: true })
            .then((result) => result.upsertedCount === 1)
            .catch(isTaken)
      if (won) return { value: next.value, seconds: SECONDS }
    }
  }

  return {
    /** `POST /cgi-bin/stable_token`. */
    async stableToken({ appid, secret, grant_type, force_refresh = false }: Asking) {
      const app = appOf(appid, secret)
      if (grant_type !== 'client_credential' || typeof force_refresh !== 'boolean')
        throw new ApiFailure(40097)
      if (force_refresh && !(await mayForce(app))) throw new ApiFailure(45009)
      const { value, seconds } = await issue(`${app.appid}:access_token`, force_refresh)
      return { access_token: value, expires_in: seconds }
    },

    /** `GET /cgi-bin/ticket/getticket`. */
    async jsapiTicket(type: unknown) {
      if (type !== 'jsapi') throw new ApiFailure(40097)
      const { value, seconds } = await issue('jsapi_ticket', false)
      return { errcode: 0, errmsg: 'ok', ticket: value, expires_in: seconds }
    },

    /** The tickets by which a page may be signed now. */
    async goodTickets(): Promise<string[]> {
      const held = await store.credentials.findOne({ _id: 'jsapi_ticket' })
      const at = now()
      return [
        ...(held && held.expiresAt > at ? [held.value] : []),
        ...(held?.previous && held.previousUntil && held.previousUntil > at ? [held.previous] : []),
      ]
    },

    /** Whose token it is. Throws 41001, 40001 and 42001. */
    async appOfToken(token: unknown): Promise<App> {
      if (typeof token !== 'string' || token === '') throw new ApiFailure(41001)
      for (const app of APPS) {
        const held = await store.credentials.findOne({ _id: `${app.appid}:access_token` })
        if (!held) continue
        const until =
          token === held.value ? held.expiresAt : token === held.previous ? held.previousUntil : null
        if (!until) continue
        if (until.getTime() <= now().getTime()) throw new ApiFailure(42001)
        return app
      }
      throw new ApiFailure(40001)
    },

    /** As if the app's token had run out, or as if WeChat had taken it back. */
    async spoil(appid: string, how: 'expire' | 'revoke'): Promise<void> {
      const change =
        how === 'expire'
          ? { expiresAt: new Date(now().getTime() - 1000) }
          : { value: randomBytes(8).toString('hex') }
      await store.credentials.updateOne({ _id: `${appid}:access_token` }, { $set: change })
    },
  }

  async function mayForce({ appid }: App): Promise<boolean> {
    const day = now().toISOString().slice(0, 10)
    const expireAt = new Date(now().getTime() + 2 * 86_400_000)
    const { calls } = (await store.counts.findOneAndUpdate(
      { _id: `${appid}:force_refresh:${day}` },
      { $inc: { calls: 1 }, $set: { expireAt } },
      { upsert: true, returnDocument: 'after' },
    ))!
    return calls <= FORCES_A_DAY
  }
}

/** The app of an appid and its secret. Throws 41002, 40013 and 40125. */
export function appOf(appid: unknown, secret: unknown): App {
  if (!appid) throw new ApiFailure(41002)
  const app = APPS.find((one) => one.appid === appid)
  if (!app) throw new ApiFailure(40013)
  if (app.secret !== secret) throw new ApiFailure(40125)
  return app
}

/** Somebody else was quicker; anything else is thrown on. */
function isTaken(error: { code?: number }): false {
  if (error.code !== 11_000) throw error
  return false
}
