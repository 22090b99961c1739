import { randomUUID } from 'node:crypto'
import type { Bubble, Exchange, SandboxStore } from './model'

const SHOWN = 80
const OUTBOX = 200
const EXCHANGES = 150

export type Chat = ReturnType<typeof createChat>

/** What people see in their chats, and what went over the border for it. */
export function createChat({ store, now }: { store: SandboxStore; now: () => Date }) {
  return {
    async append(bubble: Omit<Bubble, '_id' | 'at'>): Promise<void> {
      await store.bubbles.insertOne({ _id: randomUUID(), at: now(), ...bubble })
    },

    /** A person's latest bubbles, in order. */
    async of(openid: string): Promise<Bubble[]> {
      const latest = await store.bubbles
        .find({ openid, via: { $ne: 'notice' } })
        .sort({ at: -1 })
        .limit(SHOWN)
        .toArray()
      return latest.reverse()
    },

    /** What WeChat has told a person in the apps' names, newest first. */
    notices: (openids: string[]): Promise<Bubble[]> =>
      store.bubbles
        .find({ openid: { $in: openids }, via: 'notice' })
        .sort({ at: -1 })
        .limit(SHOWN)
        .toArray(),

    /** What the account and the mini-program sent of themselves, newest first. */
    outbox: (): Promise<Bubble[]> =>
      store.bubbles
        .find({ via: { $in: ['push', 'notice'] } })
        .sort({ at: -1 })
        .limit(OUTBOX)
        .toArray(),

    async record(exchange: Omit<Exchange, '_id'>): Promise<void> {
      await store.exchanges.insertOne({ _id: randomUUID(), ...exchange })
    },

    exchanges: (): Promise<Exchange[]> =>
      store.exchanges.find({}).sort({ at: -1 }).limit(EXCHANGES).toArray(),
  }
}
