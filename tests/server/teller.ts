import { createDeps } from '../../server/deps'
import { readEnv } from '../../server/env'
import { wiringOf } from '../../server/process'
import { silent } from '../support/world'

/** What to tell whom, and how often under which keys. */
export type Order = { voter: string; keys: string[] }

/** A process of its own that tells people things as it is ordered to. */
async function main(): Promise<void> {
  const env = readEnv()
  const { notifications } = await createDeps({ env, log: silent, ...wiringOf(env) })
  process.on('message', async ({ voter, keys }: Order) => {
    for (const key of keys) {
      await notifications.notify([voter], { key, kind: 'test', title: '示例消息', text: '', path: null })
    }
    process.send!('done')
  })
  process.send!('ready')
}

process.on('disconnect', () => process.exit())
main()
