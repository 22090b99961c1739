import { SANDBOX_ACCOUNT, SANDBOX_WEAPP } from './account'
import { userInfo } from './api/account'
import { createJssdk } from './api/jssdk'
import { createLogin } from './api/login'
import { createMass } from './api/mass'
import { createMenus } from './api/menu'
import { createMessages } from './api/message'
import { createQrs } from './api/qr'
import { createQuotas } from './api/quota'
import { ORIGINAL_ID, WEAPP_ORIGINAL_ID } from './api/settings'
import { createSubscriptionMessages } from './api/subscription'
import { createTokens } from './api/token'
import { createWeapp } from './api/weapp'
import { createChat } from './chat'
import type { MovableClock } from './clock'
import { createDeliver } from './delivery/deliver'
import type { SandboxStore } from './model'
import { createPeople } from './people'
import { createPhones } from './phone'
import { createShares } from './share'
import { createSubscriptions } from './subscription'

export type Sandbox = ReturnType<typeof createSandbox>

type Options = {
  store: SandboxStore
  clock: MovableClock
  /** Where browsers reach the site, without a trailing slash. */
  site: string
  /** Where this machine reaches it. */
  innerSite: string
  /** WeChat's time. It is not the demo's: signatures and tokens do not travel. */
  now?: () => Date
}

/** All of WeChat that the site ever meets. */
export function createSandbox({ store, clock, site, innerSite, now = () => new Date() }: Options) {
  const people = createPeople({ store, now })
  const chat = createChat({ store, now })
  const login = createLogin({ store, now })
  const qrs = createQrs({ store, now, site })
  const tokens = createTokens({ store, now })
  const menus = createMenus({ store })
  const deliver = createDeliver({
    url: `${innerSite}/wechat/message`,
    account: ORIGINAL_ID,
    secrets: SANDBOX_ACCOUNT,
    chat,
  })
  const deliverToWeapp = createDeliver({
    url: `${innerSite}/wechat/weapp`,
    account: WEAPP_ORIGINAL_ID,
    secrets: SANDBOX_WEAPP,
    chat,
  })
  const subscriptions = createSubscriptions({ store })
  return {
    clock,
    people,
    chat,
    login,
    qrs,
    menus,
    tokens,
    jssdk: createJssdk({ tokens, chat, site, now }),
    shares: createShares({ store, now }),
    quotas: createQuotas({ store, now }),
    messages: createMessages({ people, chat }),
    mass: createMass({ store, people, chat, site, now, deliver }),
    weapp: createWeapp({ login, site, deliver: deliverToWeapp }),
    subscriptions,
    subscriptionMessages: createSubscriptionMessages({
      ...{ people, chat, login, subscriptions, site },
      deliver: { account: deliver, weapp: deliverToWeapp },
    }),
    userInfo: (openid: unknown) => userInfo(people, openid),
    phones: createPhones({ people, chat, qrs, menus, subscriptions, deliver, deliverToWeapp }),
    async prepare(): Promise<void> {
      await store.prepare()
      await people.prepare()
    },
  }
}
