import type { SandboxStore } from '../model'
import { ApiFailure, DONE } from './errcodes'
import { CLEARS_A_MONTH, DAILY } from './settings'

const DAY_MS = 86_400_000

/** How often an app has called what today. Source: developers.weixin.qq.com, 接口调用频次限制. */
export function createQuotas({ store, now }: { store: SandboxStore; now: () => Date }) {
  const dayId = (appid: string, path: string) => `${appid}:${path}:${now().toISOString().slice(0, 10)}`
  const expireAt = () => new Date(now().getTime() + 2 * DAY_MS)

  async function count(_id: string, until: Date): Promise<number> {
    const counted = await store.counts.findOneAndUpdate(
      { _id },
      { $inc: { calls: 1 }, $set: { expireAt: until } },
      { upsert: true, returnDocument: 'after' },
    )
    return counted!.calls
  }

  return {
    /** Counts a call. Throws 45009 where it is one too many. */
    async take(appid: string, path: string): Promise<void> {
      const limit = DAILY[path]
      if (limit && (await count(dayId(appid, path), expireAt())) > limit) throw new ApiFailure(45009)
    },

    /** As if all of today's calls had been made. */
    async exhaust(appid: string, path: string): Promise<void> {
      const change = { $set: { calls: DAILY[path] ?? 0, expireAt: expireAt() } }
      await store.counts.updateOne({ _id: dayId(appid, path) }, change, { upsert: true })
    },

    /** `POST /cgi-bin/clear_quota`, ten times a month. */
    async clear(appid: string, asked: unknown) {
      if (asked !== appid) throw new ApiFailure(40013)
      const month = `${appid}:clear:${now().toISOString().slice(0, 7)}`
      if ((await count(month, new Date(now().getTime() + 32 * DAY_MS))) > CLEARS_A_MONTH) {
        throw new ApiFailure(48006)
      }
      await store.counts.deleteMany({ _id: { $in: Object.keys(DAILY).map((path) => dayId(appid, path)) } })
      return DONE
    },
  }
}

export type Quotas = ReturnType<typeof createQuotas>
