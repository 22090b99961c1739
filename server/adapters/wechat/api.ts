import { WeChatError } from '../../ports/wechat'
import type { Call } from './call'
import type { Credential } from './credential'

/**
 * Calls in an app's name. A token that WeChat refuses is replaced once and the call made once more, which is safe for any
 * call: the refused one did nothing.
 */
export function createApi(call: Call, token: Credential): Call {
  return async (request) => {
    const withToken = (access_token: string) =>
      call({ ...request, query: { ...request.query, access_token } })
    const current = await beforehand(token.get())
    try {
      return await withToken(current)
    } catch (error) {
      if (!(error instanceof WeChatError && error.kind === 'token')) throw error
      return withToken(await beforehand(token.replace(current)))
    }
  }
}

/** Whatever goes wrong in getting a token, the call itself has not been made. */
function beforehand(token: Promise<string>): Promise<string> {
  return token.catch((error) => {
    if (!(error instanceof WeChatError)) throw error
    throw new WeChatError(error.kind, error.errcode, error.message, true)
  })
}
