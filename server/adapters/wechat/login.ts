import { Refusal } from '@shared/kernel/errors'
import { z } from 'zod'
import { type WeChat, WeChatError } from '../../ports/wechat'
import type { Log } from '../../ports/work'
import { createCall } from './call'

type App = { appid: string; secret: string }
type Options = { apiBase: string; openBase: string; weapp: App; account: App; log: Log }

const WeappSession = z.object({ openid: z.string().min(1), unionid: z.string().min(1).optional() })
const OauthToken = WeappSession.extend({ is_snapshotuser: z.literal([0, 1]).optional() })

/** Logging in by WeChat's own word: `jscode2session` of the mini-program, OAuth of the official account. */
export function createWeChatLogin({ apiBase, openBase, weapp, account, log }: Options): WeChat {
  const call = createCall({ apiBase, log })

  /** A code is good once, so nothing is asked twice. */
  async function ask<T>(path: string, query: Record<string, string>, shape: z.ZodType<T>): Promise<T> {
    try {
      return await call({ path, query, shape, repeatable: false })
    } catch (error) {
      // Only a bad code is the visitor's; busy, quotas and wrong settings are not.
      const refused = error instanceof WeChatError && error.kind === 'code'
      throw new Refusal(refused ? 'login_failed' : 'wechat_unavailable')
    }
  }

  return {
    async personOfWeappCode(code) {
      const { appid, secret } = weapp
      const query = { appid, secret, js_code: code, grant_type: 'authorization_code' }
      const { openid, unionid } = await ask('/sns/jscode2session', query, WeappSession)
      return { appid, openid, unionid: unionid ?? null, snapshot: false }
    },

    async personOfOauthCode(code) {
      const { appid, secret } = account
      const query = { appid, secret, code, grant_type: 'authorization_code' }
      const { openid, unionid, is_snapshotuser } = await ask('/sns/oauth2/access_token', query, OauthToken)
      return { appid, openid, unionid: unionid ?? null, snapshot: is_snapshotuser === 1 }
    },

    authorizeUrl(redirectUri, state, scope) {
      const query = new URLSearchParams({
        appid: account.appid,
        redirect_uri: redirectUri,
        response_type: 'code',
        scope,
        state,
      })
      return `${openBase}/connect/oauth2/authorize?${query}#wechat_redirect`
    },
  }
}
