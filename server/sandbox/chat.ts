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
      const latest = await store.bubbles.find({ openid }).sort({ at: -1 }).limit(SHOWN).toArray()
      return latest.reverse()
    },

    /** What the account sent of itself, newest first. */
    outbox: (): Promise<Bubble[]> =>
      store.bubbles.find({ via: 'push' }).sort({ at: -1 }).limit(OUTBOX).toArray(),

    async record(exchange: Omit<Exchange, '_id'>): Promise<void> {
      await store.exchanges.insertOne({ _id: randomUUID(), ...exchange })
    },

    exchanges: (): Promise<Exchange[]> =>
      store.exchanges.find({}).sort({ at: -1 }).limit(EXCHANGES).toArray(),
  }
}
