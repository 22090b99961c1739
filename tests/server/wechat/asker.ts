import { connectRedis } from '../../../server/adapters/redis/redis'
import { createOfficialAccount } from '../../../server/adapters/wechat/account'
import { createCall } from '../../../server/adapters/wechat/call'
import type { Log } from '../../../server/ports/work'

/** What to do: ask for users' data so many times at once, having forgotten everything first or not. */
export type Order = { askers: number; fresh: boolean }

/** A process of its own that asks as it is ordered to, and answers with the different outcomes. */
const silent: Log = { info() {}, warn() {}, error() {} }
const [redisUrl, apiBase] = process.argv.slice(2) as [string, string]
const redis = connectRedis(redisUrl, silent)
const start = () => {
  const call = createCall({ apiBase, log: silent, timeoutMs: 60_000 })
  return createOfficialAccount({ call, redis, appid: 'wx1', secret: 's' })
}
let account = start()

process.on('message', async ({ askers, fresh }: Order) => {
  if (fresh) account = start()
  const outcomes = await Promise.all(
    Array.from({ length: askers }, (_, i) =>
      account.userInfo(`openid-${i}`).then(
        ({ unionid }) => unionid ?? 'none',
        (error) => `${error.name}:${error.kind}`,
      ),
    ),
  )
  process.send!([...new Set(outcomes)])
})
process.on('disconnect', () => process.exit())
redis.once('ready', () => process.send!('ready'))
