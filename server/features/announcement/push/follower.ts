import { LRUCache } from 'lru-cache'
import type { Incoming } from '../../../ports/messages'
import type { Log } from '../../../ports/work'
import type { PushStore } from './model'

type Options = {
  store: Pick<PushStore, 'heard'>
  voterOfFollower: (openid: string) => Promise<string>
  log: Log
}

/** Who writes often is written down once in so long. */
const OFTEN_MS = 600_000

const SPOKEN: Incoming['kind'][] = ['text', 'image', 'voice', 'video', 'shortvideo', 'location', 'link']

/** Who follows the official account, and who has written to it lately: only them it may write to of itself. */
export function createFollowers({ store, voterOfFollower, log }: Options) {
  const lately = new LRUCache<string, true>({ max: 20_000, ttl: OFTEN_MS })
  /** One is written down after another: when thousands write at once, their answers come first. */
  let written: Promise<void> = Promise.resolve()

  async function write(openid: string, change: { follows: boolean; spokeAt?: Date }): Promise<void> {
    try {
      await store.heard(await voterOfFollower(openid), change)
    } catch (error) {
      lately.delete(openid)
      log.warn({ err: error }, '没有记下关注者的互动时间')
    }
  }

  return {
    /** Takes note of a message or event. Never throws: the worst is that somebody is not written to. */
    heard({ kind, openid }: Incoming): void {
      const spoken = SPOKEN.includes(kind)
      const moved = kind === 'subscribe' || kind === 'unsubscribe'
      if (!moved && (!spoken || lately.has(openid))) return
      if (spoken) lately.set(openid, true)
      if (kind === 'unsubscribe') lately.delete(openid)
      const change = { follows: kind !== 'unsubscribe', ...(spoken && { spokeAt: new Date() }) }
      written = written.then(() => write(openid, change))
    },
  }
}
