import { Refusal } from '@shared/kernel/errors'
import { z } from 'zod'
import type { Log, WeChat } from '../../ports'

type App = { appid: string; secret: string }
type Options = { apiBase: string; openBase: string; weapp: App; account: App; log: Log }

const TIMEOUT_MS = 4000

/** What WeChat answers; `errcode` is absent or 0 on success. */
const Failure = z.object({ errcode: z.number().int(), errmsg: z.string().default('') })
const WeappSession = z.object({ openid: z.string().min(1), unionid: z.string().min(1).optional() })
const OauthToken = WeappSession.extend({ is_snapshotuser: z.literal(1).optional() })

/** Logging in by WeChat's own word: `jscode2session` of the mini-program, OAuth of the official account. */
export function createWeChatLogin({ apiBase, openBase, weapp, account, log }: Options): WeChat {
  async function call<T>(path: string, query: Record<string, string>, shape: z.ZodType<T>): Promise<T> {
    let answer: unknown
    try {
      const url = `${apiBase}${path}?${new URLSearchParams(query)}`
      const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) })
      answer = await response.json()
    } catch (error) {
      log.warn({ path, error: String(error) }, '微信接口没有应答')
      throw new Refusal('wechat_unavailable')
    }
    const failure = Failure.safeParse(answer)
    if (failure.success && failure.data.errcode !== 0) {
      log.warn({ path, errcode: failure.data.errcode }, '微信接口拒绝了登录')
      throw new Refusal('login_failed')
    }
    const parsed = shape.safeParse(answer)
    if (!parsed.success) throw new Refusal('wechat_unavailable')
    return parsed.data
  }

  return {
    async personOfWeappCode(code) {
      const { appid, secret } = weapp
      const query = { appid, secret, js_code: code, grant_type: 'authorization_code' }
      const { openid, unionid } = await call('/sns/jscode2session', query, WeappSession)
      return { appid, openid, unionid: unionid ?? null, snapshot: false }
    },

    async personOfOauthCode(code) {
      const { appid, secret } = account
      const query = { appid, secret, code, grant_type: 'authorization_code' }
      const { openid, unionid, is_snapshotuser } = await call('/sns/oauth2/access_token', query, OauthToken)
      return { appid, openid, unionid: unionid ?? null, snapshot: is_snapshotuser === 1 }
    },

    authorizeUrl(redirectUri, state) {
      const query = new URLSearchParams({
        appid: account.appid,
        redirect_uri: redirectUri,
        response_type: 'code',
        scope: 'snsapi_base',
        state,
      })
      return `${openBase}/connect/oauth2/authorize?${query}#wechat_redirect`
    },
  }
}
