import { createRedisNonces } from './adapters/redis/nonces'
import type { RedisClient } from './adapters/redis/redis'
import { createOfficialAccount } from './adapters/wechat/account'
import { createCall } from './adapters/wechat/call'
import { createMessageServer } from './adapters/wechat/envelope'
import { createWeChatLogin } from './adapters/wechat/login'
import { createMiniProgram } from './adapters/wechat/miniprogram'
import { createGroupRobot } from './adapters/wechat/wecom'
import { type Env, isSandbox, messageKeys } from './env'
import type { Log } from './ports/work'
import {
  SANDBOX_ACCOUNT,
  SANDBOX_TEMPLATE_MESSAGES,
  SANDBOX_TEMPLATES,
  SANDBOX_WEAPP,
} from './sandbox/account'

/** Wires everything that speaks with WeChat, or with the sandbox that plays it. */
export function connectWeChat({ env, log, redis }: { env: Env; log: Log; redis: RedisClient }) {
  const sandboxed = isSandbox(env)
  const apiBase = env.WECHAT_API_BASE
  const official = sandboxed
    ? SANDBOX_ACCOUNT
    : { appid: env.WECHAT_OA_APPID ?? '', secret: env.WECHAT_OA_SECRET ?? '', token: env.WECHAT_OA_TOKEN }
  const weapp = sandboxed
    ? SANDBOX_WEAPP
    : { appid: env.WECHAT_MP_APPID ?? '', secret: env.WECHAT_MP_SECRET ?? '', token: env.WECHAT_MP_TOKEN }
  const { appid, secret } = official
  const call = createCall({ apiBase, log })
  const nonces = createRedisNonces(redis)

  /** Null where no token is set: then nothing that comes in could be told from a forgery. */
  const serverOf = (app: { appid: string; token?: string }, aesKeys: string[]) =>
    app.token ? createMessageServer({ appid: app.appid, token: app.token, aesKeys, nonces }) : null

  return {
    accountAppid: appid,
    weappAppid: weapp.appid,
    login: createWeChatLogin({
      ...{ apiBase, openBase: sandboxed ? apiBase : env.WECHAT_OPEN_BASE },
      ...{ weapp, account: official, log },
    }),
    account: createOfficialAccount({
      ...{ call, redis, appid, secret },
      ...(sandboxed && { pictureBase: apiBase }),
    }),
    miniProgram: createMiniProgram({ call, redis, appid: weapp.appid, secret: weapp.secret }),
    robot: createGroupRobot(sandboxed ? call : createCall({ apiBase: env.WECOM_API_BASE, log })),
    /** Of 模板消息; those of subscriptions are below. */
    templateMessages: sandboxed ? SANDBOX_TEMPLATE_MESSAGES : env.WECHAT_OA_TEMPLATE_MESSAGES,
    templates: sandboxed
      ? SANDBOX_TEMPLATES
      : { account: env.WECHAT_OA_TEMPLATES, weapp: env.WECHAT_MP_TEMPLATES },
    /** WeChat's script for pages. */
    script: sandboxed ? '/sandbox/jweixin-1.6.0.js' : 'https://res.wx.qq.com/open/js/jweixin-1.6.0.js',
    /** What the account, and the mini-program, are sent. */
    messages: {
      account: serverOf(official, sandboxed ? [SANDBOX_ACCOUNT.aesKey] : messageKeys(env.WECHAT_OA_AES_KEY)),
      weapp: serverOf(weapp, sandboxed ? [SANDBOX_WEAPP.aesKey] : messageKeys(env.WECHAT_MP_AES_KEY)),
    },
  }
}
