import type { CategoryId } from '@shared/edition/contract'
import type { Sighting } from '@shared/risk/rules'
import type { SightingWindow } from '../../ports/sightings'
import type { RedisClient } from './redis'

/** At most so many of a category, some 8 MB, and none older than so long. */
const MOST = 20_000
const KEPT_MS = 20 * 60_000
const AT_ONCE = 5000

/** Sightings in a stream per category. */
export function createRedisSightings(redis: RedisClient): SightingWindow {
  const keyOf = (edition: string, category: CategoryId) => `sightings:{${edition}:${category}}`
  return {
    async add(edition, sightings) {
      const categories = [...new Set(sightings.map(({ category }) => category))]
      await Promise.all(
        categories.map(async (category) => {
          const key = keyOf(edition, category)
          const batch = redis.pipeline()
          for (const sighting of sightings) {
            if (sighting.category === category) batch.xadd(key, '*', 's', JSON.stringify(sighting))
          }
          batch.xtrim(key, 'MAXLEN', '~', MOST)
          batch.xtrim(key, 'MINID', '~', Date.now() - KEPT_MS)
          batch.pexpire(key, KEPT_MS)
          await batch.exec()
        }),
      )
    },

    async after(edition, category, place) {
      const key = keyOf(edition, category)
      const entries: Awaited<ReturnType<SightingWindow['after']>> = []
      for (let last = place; ; last = entries.at(-1)!.place) {
        const found = await redis.xrange(key, last === null ? '-' : `(${last}`, '+', 'COUNT', AT_ONCE)
        for (const [id, fields] of found) {
          entries.push({ place: id, sighting: JSON.parse(fields[1]!) as Sighting })
        }
        if (found.length < AT_ONCE) return entries
      }
    },
  }
}
