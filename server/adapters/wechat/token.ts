import { z } from 'zod'
import type { RedisClient } from '../redis/redis'
import type { Call } from './call'
import { type Credential, createCredential } from './credential'

type Options = { call: Call; redis: RedisClient; appid: string; secret: string }

const Token = z.object({
  access_token: z.string().min(1).max(1024),
  expires_in: z.number().int().min(1).max(86_400),
})

/** A forced change ends the old token at once and is rationed to twenty a day. */
const FORCE_SECONDS = 3600

/**
 * The access token of an app, by `stable_token`: whoever else asks gets the same one, so that systems side by side do not
 * take it from each other. Source: developers.weixin.qq.com, 获取稳定版接口调用凭据.
 */
export function createAccessToken({ call, redis, appid, secret }: Options): Credential {
  const ask = async (force: boolean) => {
    const body = { grant_type: 'client_credential', appid, secret, force_refresh: force }
    const answer = await call({ path: '/cgi-bin/stable_token', body, shape: Token, repeatable: !force })
    return { value: answer.access_token, seconds: answer.expires_in }
  }
  return createCredential({
    redis,
    name: `${appid}:access_token`,
    async fetch(stale) {
      const token = await ask(false)
      if (token.value !== stale) return token
      // WeChat holds on to a token that it refuses.
      const forced = `wechat:{${appid}:access_token}:forced`
      const may = await redis.set(forced, '1', 'EX', FORCE_SECONDS, 'NX').catch(() => null)
      return may === 'OK' ? ask(true) : token
    },
  })
}
