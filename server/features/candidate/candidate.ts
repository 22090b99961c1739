import type { Actor } from '@shared/audit/contract'
import type { Candidate, CandidateCard, CandidateQuery } from '@shared/candidate/contract'
import { byChance, byNumber, byVotes, matches, type Searchable } from '@shared/candidate/rules'
import type { CategoryId } from '@shared/edition/contract'
import { Refusal } from '@shared/kernel/errors'
import { LEVEL_NAMES, recordOf } from '@shared/unit/rules'
import type { Clock } from '../../ports/work'
import type { Audit } from '../audit/audit'
import type { Editions } from '../edition/edition'
import type { Units } from '../unit/unit'
import type { CandidateRecord, CandidateStore, ListedRecord } from './model'
import { searchTextsOf } from './search'
import type { Telling } from './tell'

export { createTelling } from './tell'
export type Candidates = ReturnType<typeof createCandidates>
export type { CandidateRecord, ListedRecord }

type Options = {
  store: CandidateStore
  editions: Editions
  units: Pick<Units, 'findMany' | 'findVersion'>
  audit: Pick<Audit, 'act'>
  clock: Clock
  /** Votes of a category by candidate, null while they are not public. */
  votesOf: (category: CategoryId) => Record<string, number> | null
  tell: Telling
}

/** A category's candidates as version `version` of its shortlist has them. */
type Listed = { edition: string; category: CategoryId; version: number; records: ListedRecord[] }

/** The candidates of the current edition: a few hundred, held in memory and searched there. */
export function createCandidates({ store, editions, units, audit, clock, votesOf, tell }: Options) {
  let version = ''
  let refreshing: Promise<void> = Promise.resolve()
  let all: Searchable<Candidate>[] = []
  let byId = new Map<string, Searchable<Candidate>>()
  let idsOf = new Map<CategoryId, Set<string>>()
  let withdrawnIn = new Map<CategoryId, Set<string>>()
  let unitIds: string[] = []
  let unitOf = new Map<string, string | null>()

  return {
    /** Reads the store where it has changed; to be called about once a second. */
    refresh,

    /** Ids of one category, those who left the race included. */
    idsOf: (category: CategoryId): ReadonlySet<string> => idsOf.get(category) ?? NOBODY,

    /** Ids of those of one category who have left the race. */
    withdrawnIn: (category: CategoryId): ReadonlySet<string> => withdrawnIn.get(category) ?? NOBODY,

    /** All of one category, public or not, for staff; without votes. */
    allOf: (category: CategoryId): Candidate[] => all.filter((candidate) => candidate.category === category),

    /** Id of the unit a candidate comes from; null where the registry does not have it. */
    unitIdOf: (id: string): string | null => unitOf.get(id) ?? null,

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

    /** Stores candidates, replacing those of the same id. Refusal `unit_missing`, with none of the new ones stored. */
    async saveAll(records: CandidateRecord[]): Promise<void> {
      if (records.length === 0) return
      const known = new Set((await store.findKnown(records.map(({ _id }) => _id))).map(({ _id }) => _id))
      await store.saveAll(records)
      const gone = await withoutUnit(records)
      if (gone.length === 0) return
      const added = records.filter(({ _id }) => !known.has(_id))
      await store.removeMany(added.map(({ _id }) => _id))
      throw unitMissing(gone)
    },

    /**
     * Makes a category's candidates, as far as they come from its shortlist, those that a version of the list has. Doing
     * it again changes nothing, and a later version's stand whoever comes last. Refusal `unit_missing`, with all of them
     * stored: the list is to be taken back.
     */
    async follow({ edition, category, version: listed, records }: Listed): Promise<void> {
      const ids = records.map(({ _id }) => _id)
      // Once people may have voted for them, nobody is taken out any more.
      if (!editions.areCandidatesPublic()) await store.removeListed(edition, category, listed, ids)
      if (records.length > 0) await store.writeListed(records)
      const gone = await withoutUnit(records)
      if (gone.length > 0) throw unitMissing(gone)
      await refresh()
    },

    /**
     * Takes a candidate out of the race for good, once voting has begun: it stays on the list with the reason, and its
     * votes stand. Refusals: `candidate_not_found`, `voting_not_begun`, `candidate_withdrawn`.
     */
    async withdraw(id: string, { reason, actor }: { reason: string; actor: Actor }): Promise<Candidate> {
      const candidate = byId.get(id)
      if (!candidate) throw new Refusal('candidate_not_found')
      if (!editions.areCandidatesPublic()) throw new Refusal('voting_not_begun')
      if (candidate.withdrawn) throw new Refusal('candidate_withdrawn')
      const subject = { kind: 'candidate', id, name: `${candidate.number} ${candidate.name}` }
      const withdrawn = { at: clock.now().toISOString(), reason }
      const change = { before: { withdrawn: null }, after: { withdrawn } }
      await audit.act({ actor, action: 'candidate.withdraw', subject, ...change, reason }, async () => {
        if (!(await store.withdraw(id, withdrawn))) throw new Refusal('candidate_withdrawn')
      })
      await refresh()
      await tell((await store.find(id))!)
      return this.find(id)
    },

    /** Tells representatives what they should have been told when somebody died, or a store was away. */
    async tellAll(): Promise<void> {
      for (const record of await store.findUntold()) await tell(record)
    },
  }

  /**
   * Those whose unit is not there, or not vouched for: asked after writing, for an import's undoing asks after removing
   * whether a candidate has come, so that one of the two always sees the other.
   */
  async function withoutUnit(records: Pick<CandidateRecord, 'unitId' | 'unitName'>[]) {
    const asked = records.filter(({ unitId }) => unitId !== null)
    const found = await units.findMany(asked.map(({ unitId }) => unitId!))
    const certified = new Set(found.filter(({ status }) => status === 'certified').map(({ id }) => id))
    return asked.filter(({ unitId }) => !certified.has(unitId!))
  }

  function refresh(): Promise<void> {
    // One after the other: an older read must not overwrite a newer one.
    refreshing = refreshing.then(read, read)
    return refreshing
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
    idsOf = new Map(categories.map(({ id }) => [id, idsIn(all, id)]))
    const gone = all.filter(({ withdrawn }) => withdrawn)
    withdrawnIn = new Map(categories.map(({ id }) => [id, idsIn(gone, id)]))
    version = newest
  }

  async function load(edition: string, year: number): Promise<Searchable<Candidate>[]> {
    const records = await store.findAll(edition)
    unitIds = records.flatMap(({ unitId }) => (unitId ? [unitId] : []))
    unitOf = new Map(records.map(({ _id, unitId }) => [_id, unitId]))
    const known = new Map((await units.findMany(unitIds)).map((unit) => [unit.id, unit]))
    return records.map((record) => {
      const {
        _id,
        edition: _edition,
        unitId,
        updatedAt: _updatedAt,
        listVersion: _version,
        untold: _untold,
        ...shown
      } = record
      const replyRecord = recordOf((unitId && known.get(unitId)?.replyRecords) || [], year)
      const withdrawn = record.withdrawn ?? null
      const candidate = { ...shown, id: _id, withdrawn, replyRecord, votes: null }
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

const NOBODY: ReadonlySet<string> = new Set()

function idsIn(candidates: Candidate[], category: CategoryId): Set<string> {
  return new Set(candidates.filter((candidate) => candidate.category === category).map(({ id }) => id))
}

function unitMissing(gone: { unitName: string }[]): Refusal {
  const names = [...new Set(gone.map(({ unitName }) => unitName))]
  return new Refusal('unit_missing', { units: names }, `${names.join('、')}已不在单位库或不再认证，没有保存`)
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
