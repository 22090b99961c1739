import type { Candidate, CandidateCard, CandidateQuery } from '@shared/candidate/contract'
import { byChance, byNumber, byVotes, matches, type Searchable } from '@shared/candidate/rules'
import type { CategoryId } from '@shared/edition/contract'
import { Refusal } from '@shared/kernel/errors'
import { LEVEL_NAMES, recordOf } from '@shared/unit/rules'
import type { Editions } from '../edition/edition'
import type { Units } from '../unit/unit'
import type { CandidateRecord, CandidateStore } from './model'
import { searchTextsOf } from './search'

export type Candidates = ReturnType<typeof createCandidates>
export type { CandidateRecord }

type Options = {
  store: CandidateStore
  editions: Editions
  units: Units
  /** Votes of a category by candidate, null while they are not public. */
  votesOf: (category: CategoryId) => Record<string, number> | null
}

/** The candidates of the current edition: a few hundred, held in memory and searched there. */
export function createCandidates({ store, editions, units, votesOf }: Options) {
  let version = ''
  let refreshing: Promise<void> = Promise.resolve()
  let all: Searchable<Candidate>[] = []
  let byId = new Map<string, Searchable<Candidate>>()
  let idsOf = new Map<CategoryId, Set<string>>()
  let unitIds: string[] = []

  return {
    /** Reads the store where it has changed; to be called about once a second. */
    refresh(): Promise<void> {
      // One after the other: an older read must not overwrite a newer one.
      refreshing = refreshing.then(read, read)
      return refreshing
    },

    /** Ids of one category. */
    idsOf: (category: CategoryId): ReadonlySet<string> => idsOf.get(category) ?? new Set(),

    /** All of one category, public or not, for staff; without votes. */
    allOf: (category: CategoryId): Candidate[] => all.filter((candidate) => candidate.category === category),

    /** One page of the list. Throws nothing: a filter that fits nobody gives an empty page. */
    list(query: CandidateQuery) {
      const found = withVotes(shown().filter((candidate) => matches(candidate, query)))
      const order = { number: byNumber, votes: byVotes, random: byChance(query.seed) }[query.sort]
      const { page, pageSize } = query
      const items = found.sort(order).slice((page - 1) * pageSize, page * pageSize)
      return { items: items.map(cardOf), total: found.length, page, pageSize }
    },

    /** One candidate. Throws Refusal `candidate_not_found`. */
    find(id: string): Candidate {
      const candidate = byId.get(id)
      if (!candidate || !editions.areCandidatesPublic()) throw new Refusal('candidate_not_found')
      const { searchTexts, ...seen } = withVotes([candidate])[0]!
      return seen
    },

    /** One candidate by its public number; null for none. */
    findByNumber(number: string): Candidate | null {
      const candidate = shown().find((one) => one.number === number)
      return candidate ? this.find(candidate.id) : null
    },

    /** What a list can be filtered by. */
    facets(category?: CategoryId) {
      const those = shown().filter((candidate) => !category || candidate.category === category)
      return {
        regions: countBy(those, ({ region }) => [region.cityCode, region.city]),
        levels: countBy(those, ({ level }) => [level, LEVEL_NAMES[level]]).sort(fromTheProvinceDown),
      }
    },

    saveAll: store.saveAll,
  }

  /** What the public may see: nobody before voting opens. */
  function shown(): Searchable<Candidate>[] {
    return editions.areCandidatesPublic() ? all : []
  }

  async function read(): Promise<void> {
    const { id, categories, year } = editions.current()
    const versions = await Promise.all([store.findVersion(id), units.findVersion(unitIds)])
    const newest = [year, ...versions].join(' ')
    if (newest === version) return
    all = await load(id, year)
    byId = new Map(all.map((candidate) => [candidate.id, candidate]))
    idsOf = new Map(categories.map((category) => [category.id, idsIn(category.id)]))
    version = newest
  }

  function idsIn(category: CategoryId): Set<string> {
    return new Set(all.filter((candidate) => candidate.category === category).map(({ id }) => id))
  }

  async function load(edition: string, year: number): Promise<Searchable<Candidate>[]> {
    const records = await store.findAll(edition)
    unitIds = records.flatMap(({ unitId }) => (unitId ? [unitId] : []))
    const known = new Map((await units.findMany(unitIds)).map((unit) => [unit.id, unit]))
    return records.map((record) => {
      const { _id, edition: _edition, unitId, updatedAt: _updatedAt, ...shown } = record
      const replyRecord = recordOf((unitId && known.get(unitId)?.replyRecords) || [], year)
      const candidate = { ...shown, id: _id, replyRecord, votes: null }
      return { ...candidate, searchTexts: searchTextsOf(candidate) }
    })
  }

  function withVotes(those: Searchable<Candidate>[]): Searchable<Candidate>[] {
    const votesIn = new Map([...idsOf.keys()].map((category) => [category, votesOf(category)]))
    return those.map((candidate) => {
      const votes = votesIn.get(candidate.category)
      return { ...candidate, votes: votes ? (votes[candidate.id] ?? 0) : null }
    })
  }
}

function cardOf({ deeds, replyRecord, searchTexts, ...card }: Searchable<Candidate>): CandidateCard {
  return card
}

const LEVELS = Object.keys(LEVEL_NAMES)
const fromTheProvinceDown = (a: { value: string }, b: { value: string }) =>
  LEVELS.indexOf(a.value) - LEVELS.indexOf(b.value)

/** Value, name and number of each kind, in order of value. */
function countBy<T>(items: T[], keyOf: (item: T) => [value: string, name: string]) {
  const facets = new Map<string, { value: string; name: string; count: number }>()
  for (const item of items) {
    const [value, name] = keyOf(item)
    const facet = facets.get(value) ?? { value, name, count: 0 }
    facet.count += 1
    facets.set(value, facet)
  }
  return [...facets.values()].sort((a, b) => (a.value < b.value ? -1 : 1))
}
