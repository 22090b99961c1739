import type { CategoryId } from '../edition/contract'
import { beijingDay } from '../edition/rules'
import type { Background } from './background'
import { type Group, type Reason, reasonsOf, scoreOf, type Usual, usualOf } from './evidence'
import { type Sighting, shows, type Trait, type Traits, traitsKey } from './traits'
import { countsOf, isStrange, type Seen, type View, viewOf } from './view'

/**
 * Ballots that look like one deed: those of a candidate in a span that have the traits in common. There is always a trait,
 * and never only the network.
 */
export type Cluster = {
  /** The same for the same deed as it grows. */
  key: string
  category: CategoryId
  candidate: string
  traits: Traits
  /** ms since 1970 of its first and last ballot. */
  from: number
  to: number
  size: number
  score: number
  reasons: Reason[]
  receipts: string[]
  /** So many honest people have these traits too that a single ballot's belonging to it is a guess. */
  guess?: true
}

/** Fewer ballots tell nothing, and change little. */
const FEWEST = 12
/** Below this nobody need look. */
const FLOOR = 30
/** So many times what honest people with these traits would cast a cluster must be: else it is mostly theirs. */
const PURITY = 5
/** Groups of a candidate that are looked at closely, those furthest beyond the usual: more would take too long. */
const MOST = 24
/** Traits that more than this share of honest people have tell a crowd, not a person. */
const RARE = 0.02
/** What nearly all members of a group show belongs to its traits. */
const NEARLY_ALL = 0.95

/** What looks like stuffing in the last minutes, the worst first. */
export function findClusters(window: readonly Sighting[], background: Background, now: number): Cluster[] {
  const categories = new Map<CategoryId, Sighting[]>()
  for (const sighting of window) {
    if (sighting.at > now) continue
    const those = categories.get(sighting.category)
    if (those) those.push(sighting)
    else categories.set(sighting.category, [sighting])
  }
  return [...categories]
    .flatMap(([category, those]) => clustersIn(category, viewOf(those, background.fields[category])))
    .sort((a, b) => b.score - a.score || b.size - a.size || (a.key < b.key ? -1 : 1))
}

function clustersIn(category: CategoryId, view: View): Cluster[] {
  const instants = view.all.map(({ at }) => at)
  return [...view.by].flatMap(([candidate, own]) => {
    if (own.length < FEWEST) return []
    const counts = countsOf(own)
    const usual = usualOf(view.counts, counts, view.field, candidate)
    const expected = rhythmOf(candidate, own, instants, view)
    const inAll = expected(own[0]!.at, own.at(-1)!.at)
    const worthwhile = traitsIn(own, candidate, FEWEST, counts)
      .map(({ traits, n }) => ({ traits, n, beyond: n - PURITY * inAll * shareOf(traits, usual) }))
      .filter(({ beyond }) => beyond >= 0)
      .sort((a, b) => b.beyond - a.beyond || b.n - a.n)
      .slice(0, MOST)
    const found = new Map<string, Cluster & { honest: number }>()
    for (const { traits } of worthwhile) {
      const whole = closed(traits, own, candidate)
      const key = traitsKey(whole)
      if (found.has(key)) continue
      const usually = shareOf(whole, usual)
      const members = dense(
        own.filter((seen) => has(seen, candidate, whole)),
        (from, to) => expected(from, to) * usually,
      )
      if (members.length < FEWEST) continue
      const [from, to] = [members[0]!.at, members.at(-1)!.at]
      const meanwhile = own.filter(({ at }) => at >= from && at <= to)
      const reasons = reasonsOf(groupOf(candidate, whole, { members, own: meanwhile, usual, expected }))
      const score = scoreOf(reasons)
      if (score < FLOOR || Object.keys(whole).every((trait) => trait === 'network')) continue
      found.set(key, {
        ...{
          key: `${category}:${candidate}:${dayOf(from)}:${key}`,
          category,
          candidate,
          traits: whole,
          from,
          to,
        },
        ...{ size: members.length, score, reasons, receipts: members.map(({ receipt }) => receipt) },
        ...(usually > RARE && { guess: true as const }),
        honest: expected(from, to) * usually,
      })
    }
    return distinct([...found.values()])
  })
}

/**
 * Without those at the beginning and at the end who come no faster than honest people with these traits might: who votes once
 * a burst is over does not belong to it.
 */
function dense(members: readonly Seen[], honest: (from: number, to: number) => number): readonly Seen[] {
  const few = (n: number, from: number, to: number) => n <= PURITY * honest(from, to)
  let [first, last] = [0, members.length]
  for (let i = 1; i < members.length; i++) if (few(i, members[0]!.at, members[i]!.at)) first = i
  for (let i = members.length - 1; i > first; i--) {
    if (few(members.length - i, members[i - 1]!.at, members.at(-1)!.at)) last = i
  }
  return members.slice(first, last)
}

/** Of groups that are nearly the same ballots, the one with the higher score, then the one furthest beyond the usual. */
function distinct(found: (Cluster & { honest: number })[]): Cluster[] {
  const told = new Set<string>()
  const beyond = ({ size, honest }: Cluster & { honest: number }) => size - PURITY * honest
  return found
    .sort((a, b) => b.score - a.score || beyond(b) - beyond(a) || (a.key < b.key ? -1 : 1))
    .flatMap(({ honest, ...cluster }) => {
      const known = cluster.receipts.filter((receipt) => told.has(receipt)).length
      if (known > 0.9 * cluster.size) return []
      for (const receipt of cluster.receipts) told.add(receipt)
      return [cluster]
    })
}

/** Each trait that so many of a candidate's ballots have, alone, and how many have it. */
function traitsIn(
  own: readonly Seen[],
  candidate: string,
  least: number,
  counts = countsOf(own),
): { traits: Traits; n: number }[] {
  const found: { traits: Traits; n: number }[] = []
  for (const [choice, n] of counts.choice)
    if (n >= least) found.push({ traits: { selections: choice.split(' ') }, n })
  for (const trait of ['device', 'login', 'network'] as const) {
    for (const [value, n] of counts[trait]) if (n >= least) found.push({ traits: { [trait]: value }, n })
  }
  for (const kind of ['minutes', 'none'] as const) {
    found.push({ traits: { follow: kind }, n: counts.follow.get(kind) ?? 0 })
  }
  let [referred, strange] = [0, 0]
  for (const seen of own) {
    if (seen.referrer === candidate) referred++
    if (isStrange(seen, candidate)) strange++
  }
  found.push({ traits: { referrer: candidate }, n: referred }, { traits: { strange: true }, n: strange })
  found.push({ traits: { outside: true }, n: counts.outside })
  return found.filter(({ n }) => n >= least)
}

/** The traits with all others that nearly all who have them share: a cluster is told by everything its ballots have in common. */
function closed(traits: Traits, own: readonly Seen[], candidate: string): Traits {
  const members = own.filter((seen) => has(seen, candidate, traits))
  const more = traitsIn(members, candidate, NEARLY_ALL * members.length)
  return Object.assign({}, traits, ...more.map((one) => one.traits)) as Traits
}

const has = (seen: Seen, candidate: string, traits: Traits, but?: Trait) =>
  shows(seen, traits, () => isStrange(seen, candidate), but)

function groupOf(
  candidate: string,
  traits: Traits,
  { own, ...rest }: Pick<Group, 'members' | 'usual' | 'expected'> & { own: readonly Seen[] },
): Group {
  const without: Group['without'] = (trait) =>
    traits[trait] === undefined ? rest.members : own.filter((seen) => has(seen, candidate, traits, trait))
  return { candidate, without, ...rest }
}

/** Which share of honest ballots for the candidate would have all the traits. */
function shareOf(traits: Traits, usual: Usual): number {
  let share = 1
  if (traits.selections) share *= traits.selections.length === 1 ? usual.single : 0.05
  if (traits.device) share *= usual.device(traits.device)
  if (traits.network) share *= usual.network(traits.network)
  if (traits.login) share *= usual.login(traits.login)
  if (traits.follow) share *= usual.follow(traits.follow)
  if (traits.referrer) share *= usual.referred
  if (traits.outside) share *= usual.outside
  if (traits.strange) share *= usual.strange
  return share
}

/** Weighs, in ballots, what all candidates get on average against what this one has had. */
const PRIOR = 200

/** How many votes a candidate should have had in a span of the window: its share in the last days of what others get now. */
function rhythmOf(
  candidate: string,
  own: readonly Seen[],
  instants: readonly number[],
  view: View,
): Group['expected'] {
  const { field, by, all } = view
  const average = [...by.values()].reduce((sum, those) => sum + those.length, 0) / by.size / all.length
  const share = Math.min(
    ((field.votes[candidate] ?? 0) + PRIOR * Math.min(average, 0.1)) / (field.ballots + PRIOR),
    0.8,
  )
  const mine = own.map(({ at }) => at)
  return (from, to) => {
    const others = between(instants, from, to) - between(mine, from, to)
    return (share / (1 - share)) * others
  }
}

/** How many of the sorted instants are in a span, both ends included. */
function between(sorted: readonly number[], from: number, to: number): number {
  return firstAfter(sorted, to) - firstAfter(sorted, from - 1)
}

function firstAfter(sorted: readonly number[], at: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! <= at) low = middle + 1
    else high = middle
  }
  return low
}

/** A deed is one day's: tomorrow's like it is another, to be decided by itself. */
const dayOf = (at: number) => beijingDay(new Date(at))
