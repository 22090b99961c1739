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

  return {
    /** Takes note of a message or event. Never throws: the worst is that somebody is not written to. */
    async heard({ kind, openid }: Incoming): Promise<void> {
      const spoken = SPOKEN.includes(kind)
      const moved = kind === 'subscribe' || kind === 'unsubscribe'
      if (!moved && (!spoken || lately.has(openid))) return
      try {
        if (spoken) lately.set(openid, true)
        if (kind === 'unsubscribe') lately.delete(openid)
        const voter = await voterOfFollower(openid)
        await store.heard(voter, {
          ...{ follows: kind !== 'unsubscribe' },
          ...(spoken && { spokeAt: new Date() }),
        })
      } catch (error) {
        lately.delete(openid)
        log.warn({ err: error }, '没有记下关注者的互动时间')
      }
    },
  }
}
