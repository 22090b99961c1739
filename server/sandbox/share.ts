import { randomUUID } from 'node:crypto'
import type { Card, SandboxStore, Share } from './model'

const SHOWN = 60

/** Pages that people pass on: to a friend's chat, or to all of their friends (here: everybody). */
export function createShares({ store, now }: { store: SandboxStore; now: () => Date }) {
  return {
    /** `to` is a person's OpenID; null is 朋友圈. */
    async send(from: string, to: string | null, card: Card): Promise<void> {
      await store.shares.insertOne({ _id: randomUUID(), at: now(), from, to, card })
    },

    /** What a person sees, in order. */
    async of(openid: string): Promise<Share[]> {
      const latest = await store.shares
        .find({ $or: [{ from: openid }, { to: { $in: [openid, null] } }] })
        .sort({ at: -1 })
        .limit(SHOWN)
        .toArray()
      return latest.reverse()
    },
  }
}
