import type { ExperienceFilter, Topic } from '@shared/case-library/contract'
import { FIRST_TOPICS } from '@shared/case-library/rules'
import { compacted, createIndex, find, known, nearest, put, remove } from '@shared/case-library/search'
import { CATEGORY_NAMES } from '@shared/edition/changes'
import { LEVEL_NAMES } from '@shared/unit/rules'
import type { ExperienceStore, FoundRecord } from './model'
import { questionWords } from './words'

/** What a public experience is narrowed and ordered by. */
type Shown = Pick<FoundRecord, 'year' | 'category' | 'level' | 'region'> & { topics: string[]; at: number }

/** What comes late of another process, whose clock may be a little behind. */
const OVERLAP_MS = 60_000

const RELATED = 4

/** What is public, in memory: the words of each stand in the store, here they are turned round to be searched by. */
export function createCatalogue(store: ExperienceStore) {
  let index = createIndex()
  const shown = new Map<string, Shown>()
  const versions = new Map<string, number>()
  let newest = 0
  let topics: { version: number; items: readonly Topic[] } = { version: 0, items: FIRST_TOPICS }
  let loading: Promise<void> | null = null

  function take({ _id, published, found, version, ...record }: FoundRecord): void {
    versions.set(_id, version)
    if (!published) {
      shown.delete(_id)
      remove(index, _id)
      return
    }
    const { year, category, level, region } = record
    shown.set(_id, {
      ...{ year, category, level, region, topics: published.text.topics },
      at: published.at.getTime(),
    })
    put(index, _id, found)
  }

  async function read(): Promise<void> {
    topics = (await store.readTopics()) ?? topics
    for await (const record of store.changedSince(new Date(newest - OVERLAP_MS))) {
      if (versions.get(record._id) !== record.version) take(record)
      newest = Math.max(newest, record.changedAt.getTime())
    }
    index = compacted(index)
  }

  /** Reads what has changed; one after the other, so that no older read overwrites a newer one. */
  function refresh(): Promise<void> {
    const before = loading
    const mine = (async () => {
      await before?.catch(() => {})
      await read()
    })()
    loading = mine
    mine.catch(() => {
      if (loading === mine) loading = before
    })
    return mine
  }

  const accepts =
    ({ topic, region, level, category, year }: ExperienceFilter) =>
    (id: string): boolean => {
      const one = shown.get(id)
      return (
        one !== undefined &&
        (!topic || one.topics.includes(topic)) &&
        (!region || one.region.cityCode === region) &&
        (!level || one.level === level) &&
        (!category || one.category === category) &&
        (!year || one.year === year)
      )
    }

  const byAge = (a: string, b: string) => shown.get(b)!.at - shown.get(a)!.at || (a < b ? -1 : 1)

  /** Ids in order, and the words they were found by. */
  function search(filter: ExperienceFilter): { ids: string[]; words: string[] } {
    if (!filter.q) return { ids: [...shown.keys()].filter(accepts(filter)).sort(byAge), words: [] }
    const words = known(index, questionWords(filter.q))
    return { ids: find(index, words, accepts(filter)).map(({ id }) => id), words }
  }

  return {
    refresh,

    /** Reads what has changed where somebody has asked for anything yet. */
    keepFresh: async (): Promise<void> => {
      if (loading) await refresh()
    },

    /** Until everything has been read once. */
    ready: (): Promise<void> => loading ?? refresh(),

    search,

    nearest: (id: string): string[] =>
      nearest(index, id, (other) => shown.get(other)?.topics ?? [], RELATED).map(({ id }) => id),

    topics: () => ({ version: topics.version, items: [...topics.items] }),

    namesOf: (ids: readonly string[]): Topic[] => topics.items.filter(({ id }) => ids.includes(id)),

    /** What a list can be narrowed by, and how many are left then. */
    facets(filter: ExperienceFilter) {
      const count = (
        without: keyof ExperienceFilter,
        of: (one: Shown) => [value: string, name: string][],
        order: (a: Facet, b: Facet) => number = byCount,
      ) => {
        const facets = new Map<string, Facet>()
        for (const id of search({ ...filter, [without]: undefined }).ids) {
          for (const [value, name] of of(shown.get(id)!)) {
            const facet = facets.get(value) ?? { value, name, count: 0 }
            facet.count += 1
            facets.set(value, facet)
          }
        }
        return [...facets.values()].sort(order)
      }
      const names = new Map(topics.items.map(({ id, name }) => [id, name]))
      return {
        topics: count('topic', (one) =>
          one.topics.flatMap((id): [string, string][] => (names.has(id) ? [[id, names.get(id)!]] : [])),
        ),
        regions: count('region', ({ region }) => [[region.cityCode, region.city]], byValue),
        levels: count('level', ({ level }) => [[level, LEVEL_NAMES[level]]], byLevel),
        categories: count('category', ({ category }) => [[category, CATEGORY_NAMES[category]]]),
        years: count(
          'year',
          ({ year }) => [[String(year), `${year}年度`]],
          (a, b) => byValue(b, a),
        ),
      }
    },
  }
}

export type Catalogue = ReturnType<typeof createCatalogue>

type Facet = { value: string; name: string; count: number }

const LEVELS = Object.keys(LEVEL_NAMES)
const byValue = (a: Facet, b: Facet) => (a.value < b.value ? -1 : 1)
const byCount = (a: Facet, b: Facet) => b.count - a.count || byValue(a, b)
const byLevel = (a: Facet, b: Facet) => LEVELS.indexOf(a.value) - LEVELS.indexOf(b.value)
