import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Mark, TallyStore } from '../../ports/tally'
import type { RedisClient } from './redis'

type Script = (...args: (string | number)[]) => Promise<number>
type Scripted = RedisClient & { applyTally: Script; markWhole: Script }

const SCRIPTS = [
  ['applyTally', 3],
  ['markWhole', 2],
] as const

const OUTCOMES = { 1: 'applied', 0: 'repeated', [-1]: 'gap' } as const

/**
 * Live counts in Redis: three hashes per tally, in one slot. Memory grows with candidates, processes and the hours of
 * voting, not with voters.
 */
export function createRedisTally(redis: RedisClient): TallyStore {
  for (const [name, numberOfKeys] of SCRIPTS) {
    const lua = readFileSync(join(__dirname, `lua/${name}-${numberOfKeys}.lua`), 'utf8')
    redis.defineCommand(name, { numberOfKeys, lua })
  }
  const client = redis as Scripted

  /** Hashes of a tally as they were at one moment. */
  async function readHashes(names: string[]): Promise<Record<string, string>[]> {
    const transaction = redis.multi()
    for (const name of names) transaction.hgetall(name)
    return repliesOf(await transaction.exec()) as Record<string, string>[]
  }

  return {
    async apply(tally, writer, from, to, delta) {
      const { ballots, counts, series } = delta
      const code = await client.applyTally(
        ...Object.values(keysOf(tally)),
        ...[writer, formatMark(from), formatMark(to), ballots],
        ...[JSON.stringify(counts), JSON.stringify(series)],
      )
      return OUTCOMES[code as 1 | 0 | -1]
    },
    async read(tally) {
      const { counts, marks } = keysOf(tally)
      const [fields, ends] = await readHashes([counts, marks])
      return snapshotOf(fields!, ends!)
    },
    async readAll(tally) {
      const { counts, marks, series } = keysOf(tally)
      const [fields, ends, points] = await readHashes([counts, marks, series])
      return { ...snapshotOf(fields!, ends!), series: mapValues(points!, Number) }
    },
    async readPoints(tally, points) {
      const { counts, series } = keysOf(tally)
      const transaction = redis.multi().hget(counts, '#whole')
      if (points.length > 0) transaction.hmget(series, ...points)
      const [whole, values] = repliesOf(await transaction.exec()) as [string | null, (string | null)[]?]
      return whole === '1' ? (values ?? []).map(Number) : null
    },
    async markWhole(tally, writers) {
      const { counts, marks } = keysOf(tally)
      return (await client.markWhole(counts, marks, ...writers)) === 1
    },
    async reset(tally) {
      await redis.del(...Object.values(keysOf(tally)))
    },
  }
}

const keysOf = (tally: string) => ({
  counts: `votes:{${tally}}`,
  marks: `votes:{${tally}}:marks`,
  series: `votes:{${tally}}:series`,
})

function repliesOf(replies: [Error | null, unknown][] | null): unknown[] {
  return (replies ?? []).map(([error, reply]) => {
    if (error) throw error
    return reply
  })
}

function snapshotOf(fields: Record<string, string>, marks: Record<string, string>) {
  const { '#ballots': ballots, '#whole': whole, ...counts } = fields
  return {
    ballots: Number(ballots ?? 0),
    whole: whole === '1',
    counts: mapValues(counts, Number),
    marks: mapValues(marks, parseMark),
  }
}

const formatMark = (mark: Mark | null) => (mark ? `${mark.batch}:${mark.entries}` : '')
const parseMark = (text: string): Mark => {
  const [batch, entries] = text.split(':').map(Number)
  return { batch: batch!, entries: entries! }
}
const mapValues = <A, B>(record: Record<string, A>, f: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, f(value)]))
