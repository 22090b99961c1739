import { randomBytes } from 'node:crypto'
import type { Note, SandboxStore } from '../model'
import { SNAPSHOT_PREFIX } from '../people'
import { ApiFailure } from './errcodes'
import { appOf } from './token'

/** Who agrees on the authorize page. */
export type Consent = { openid: string; unionid?: string; snapshot?: boolean; scope?: string }
type Query = Record<string, unknown>
type Doors = { store: SandboxStore; now: () => Date }

const CODE_SECONDS = 300
const TOKEN_SECONDS = 7200
const VISIT_SECONDS = 7200

export type Login = ReturnType<typeof createLogin>

/** WeChat's side of logging in. A code is good once, for five minutes; a consumed one is told apart from a wrong one. */
export function createLogin({ store, now }: Doors) {
  const until = (seconds: number) => new Date(now().getTime() + seconds * 1000)

  async function keep(id: string, value: unknown, seconds: number): Promise<void> {
    const note: Omit<Note, '_id'> = { value, expireAt: until(seconds) }
    await store.notes.updateOne({ _id: id }, { $set: note }, { upsert: true })
  }

  /** A note that is still good. */
  async function find(id: string): Promise<unknown> {
    const note = await store.notes.findOne({ _id: id })
    return note?.expireAt && note.expireAt > now() ? note.value : null
  }

  return {
    /** What a person's consent on the authorize page becomes. */
    async issueCode(consent: Consent): Promise<string> {
      const code = randomBytes(16).toString('hex')
      await keep(`code:${code}`, { consent, used: false }, CODE_SECONDS)
      return code
    },

    /** `GET /sns/jscode2session`; the code `sandbox:<openid>[:<unionid>]` stands for that person. */
    async jscode2session({ appid, secret, js_code: code }: Query) {
      appOf(appid, secret)
      const [scheme, openid, unionid] = String(code ?? '').split(':')
      if (!code) throw new ApiFailure(41008)
      if (scheme !== 'sandbox' || !openid) throw new ApiFailure(40029)
      await keep(`visit:${openid}`, true, VISIT_SECONDS)
      return { openid, session_key: 'c2FuZGJveHNlc3Npb25rZQ==', ...(unionid && { unionid }) }
    },

    /** Whether somebody was in the mini-program within two hours. */
    visited: async (openid: string) => (await find(`visit:${openid}`)) === true,

    /** `GET /sns/oauth2/access_token`. */
    async oauthToken({ appid, secret, code }: Query) {
      appOf(appid, secret)
      if (!code) throw new ApiFailure(41008)
      const id = `code:${code}`
      // Of two who bring the same code one gets the person.
      const note = await store.notes.findOneAndUpdate(
        { _id: id, 'value.used': false, expireAt: { $gt: now() } },
        { $set: { 'value.used': true } },
      )
      if (!note) throw new ApiFailure((await find(id)) ? 40163 : 40029)
      const { consent } = note.value as { consent: Consent }
      const { unionid, snapshot, scope = 'snsapi_base' } = consent
      // A snapshot user has an OpenID that stands for nobody.
      const openid = snapshot ? `${SNAPSHOT_PREFIX}${randomBytes(10).toString('hex')}` : consent.openid
      const token = randomBytes(48).toString('base64url')
      await keep(`oauth:${token}`, { openid, unionid, scope }, TOKEN_SECONDS)
      return {
        access_token: token,
        expires_in: TOKEN_SECONDS,
        refresh_token: randomBytes(48).toString('base64url'),
        openid,
        scope,
        // As WeChat does: who agreed to nothing but `snsapi_base` is told by their OpenID alone.
        ...(unionid && !snapshot && scope === 'snsapi_userinfo' && { unionid }),
        ...(snapshot && { is_snapshotuser: 1 }),
      }
    },

    /** `GET /sns/userinfo`, for those who agreed to it. */
    async userinfo({ access_token, openid }: Query) {
      if (!access_token) throw new ApiFailure(41001)
      const grant = (await find(`oauth:${access_token}`)) as Consent | null
      if (!grant) throw new ApiFailure(40001)
      if (grant.openid !== openid) throw new ApiFailure(40003)
      if (grant.scope !== 'snsapi_userinfo') throw new ApiFailure(48001)
      const person = await store.persons.findOne({ _id: grant.openid })
      return {
        openid,
        nickname: person?.name ?? '微信用户',
        sex: 0,
        language: 'zh_CN',
        city: '',
        province: '',
        country: '',
        headimgurl: '',
        privilege: [],
        ...(grant.unionid && { unionid: grant.unionid }),
      }
    },
  }
}
