import type { PageConfig } from '@shared/jssdk/contract'
import { Refusal } from '@shared/kernel/errors'
import { type OfficialAccount, WeChatError } from '../../ports/wechat'

type Options = {
  account: Pick<OfficialAccount, 'jssdkConfig'>
  /** Empty where there is no official account. */
  accountAppid: string
  /** Where the site is reached from outside. */
  publicUrl: string
  /** Where WeChat's script is. */
  script: string
}

export type PageSigner = ReturnType<typeof createPageSigner>

/** Lets our pages speak with the WeChat around them. */
export function createPageSigner({ account, accountAppid, publicUrl, script }: Options) {
  const { origin } = new URL(publicUrl)

  return {
    /**
     * Signs a page of this site; others could act in the account's name. Refusals: `foreign_page`, `account_missing`,
     * `wechat_unavailable`.
     */
    async configure(url: string): Promise<PageConfig> {
      if (new URL(url).origin !== origin) throw new Refusal('foreign_page')
      if (!accountAppid) throw new Refusal('account_missing')
      try {
        return { script, ...(await account.jssdkConfig(url)) }
      } catch (error) {
        if (error instanceof WeChatError) throw new Refusal('wechat_unavailable')
        throw error
      }
    },
  }
}
