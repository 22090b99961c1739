import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Mark, TallyStore } from '../../ports'
import type { RedisClient } from './redis'

type Script = (...args: (string | number)[]) => Promise<number>
type Scripted = RedisClient & { applyTally: Script; markWhole: Script }

const SCRIPTS = ['applyTally', 'markWhole'] as const

const OUTCOMES = { 1: 'applied', 0: 'repeated', [-1]: 'gap' } as const

/** Live counts in Redis: two hashes per tally, in one slot. Memory grows with candidates and processes, not voters. */
export function createRedisTally(redis: RedisClient): TallyStore {
  for (const name of SCRIPTS) {
    redis.defineCommand(name, {
      numberOfKeys: 2,
      lua: readFileSync(join(__dirname, `lua/${name}-2.lua`), 'utf8'),
    })
  }
  const client = redis as Scripted
  return {
    async apply(tally, writer, from, to, delta) {
      const counts = Object.entries(delta.counts).flat()
      const code = await client.applyTally(
        ...keys(tally),
        writer,
        formatMark(from),
        formatMark(to),
        delta.ballots,
        ...counts,
      )
      return OUTCOMES[code as 1 | 0 | -1]
    },
    async read(tally) {
      const [countsKey, marksKey] = keys(tally)
      // One transaction, so that counts and marks belong together.
      const replies = await redis.multi().hgetall(countsKey).hgetall(marksKey).exec()
      const [fields, marks] = (replies ?? []).map(([error, reply]) => {
        if (error) throw error
        return reply as Record<string, string>
      })
      const { '#ballots': ballots, '#whole': whole, ...counts } = fields!
      return {
        ballots: Number(ballots ?? 0),
        whole: whole === '1',
        counts: mapValues(counts, Number),
        marks: mapValues(marks!, parseMark),
      }
    },
    async markWhole(tally, writers) {
      return (await client.markWhole(...keys(tally), ...writers)) === 1
    },
    async reset(tally) {
      await redis.del(...keys(tally))
    },
  }
}

const keys = (tally: string): [string, string] => [`tally:{${tally}}`, `tally:{${tally}}:marks`]
const formatMark = (mark: Mark | null) => (mark ? `${mark.batch}:${mark.entries}` : '')
const parseMark = (text: string): Mark => {
  const [batch, entries] = text.split(':').map(Number)
  return { batch: batch!, entries: entries! }
}
const mapValues = <A, B>(record: Record<string, A>, f: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, f(value)]))
