import type { CategoryId } from '../edition/contract'
import type { Cluster } from './cluster'
import { excess, gapsOf, percent, type Reason, scoreOf, spacingPoints, variationOf } from './evidence'
import { choiceOf, hasPlace, type Sighting, type Traits, traitsKey } from './traits'
import { count } from './view'

/** A ballot from a network that had shown nobody but the candidate when it was cast. */
type Lone = { receipt: string; at: number; network: string; choice: string }

type Race = {
  /** Votes by hour since 1970. */
  hours: Map<number, number>
  singles: number
  votes: number
  /** The newest ones, oldest first. */
  lone: Lone[]
}

type Run = {
  /** Ballots by hour. */
  hours: Map<number, number>
  /** What all ballots of a network have chosen; the one seen last at the end. */
  networks: Map<string, readonly string[]>
  races: Map<string, Race>
}

/** An edition's ballots so far, as the slow scan remembers them. Bounded: see {@link NETWORKS} and {@link LONE}. */
export type Course = Map<CategoryId, Run>

const HOUR = 3_600_000
const BEIJING = 8
/** Networks remembered of a category, and lone ballots of a candidate. */
const NETWORKS = 50_000
const LONE = 5_000
/** What is looked at, in hours until now. */
const SPANS = [12, 24, 72, 24 * 30]
/** How long an honest network has to show somebody else before a ballot from it belongs to a drip. */
export const RIPE = 12 * HOUR
const FEWEST = 40
const FLOOR = 30
/** So many times what honest people would cast in an hour those of a drip must be: else they are mostly theirs. */
const PURITY = 4.25

export const emptyCourse = (): Course => new Map()

/** Takes in the next ballot, in the order of time. Changes the course, which is fed a million of them. */
export function follow(course: Course, sighting: Sighting): void {
  const { category, selections, network, at, receipt } = sighting
  const run: Run = course.get(category) ?? { hours: new Map(), networks: new Map(), races: new Map() }
  course.set(category, run)
  const hour = Math.floor(at / HOUR)
  count(run.hours, hour)
  const placed = hasPlace(sighting)
  const common = run.networks.get(network)
  for (const id of selections) {
    const race: Race = run.races.get(id) ?? { hours: new Map(), singles: 0, votes: 0, lone: [] }
    run.races.set(id, race)
    race.votes += 1
    if (selections.length === 1) race.singles += 1
    count(race.hours, hour)
    if (!placed || (common && !common.includes(id))) continue
    race.lone.push({ receipt, at, network, choice: choiceOf(selections) })
    // Not one by one: moving all the others each time would take longer than everything else.
    if (race.lone.length > 2 * LONE) race.lone = stillLone(run, id).slice(-LONE)
  }
  if (!placed) return
  run.networks.delete(network)
  run.networks.set(network, common?.filter((id) => selections.includes(id)) ?? selections)
  if (run.networks.size > NETWORKS) run.networks.delete(run.networks.keys().next().value!)
}

/** Those whose network has to this day shown nobody but the candidate, each network's first few. */
function stillLone(run: Run, candidate: string): Lone[] {
  const seen = new Map<string, number>()
  return run.races.get(candidate)!.lone.filter(({ network }) => {
    if (!run.networks.get(network)?.includes(candidate)) return false
    count(seen, network)
    return seen.get(network)! <= 3
  })
}

/**
 * What looks like votes bought a few each hour over a day or more, the worst first. The newest ballots are left out until
 * their networks have had {@link RIPE half a day} to show somebody else, so it is asked once more half a day after voting.
 */
export function findDrips(course: Course, now: number): Cluster[] {
  return [...course]
    .flatMap(([category, run]) => {
      const lone = new Map([...run.races.keys()].map((id) => [id, stillLone(run, id)] as const))
      const spans = SPANS.map((hours) => spanOf(run, lone, now - hours * HOUR))
      return [...lone].flatMap(([candidate, those]) => {
        const found = spans.flatMap((span) => judge({ category, run, candidate, those, span, now }) ?? [])
        return found.length === 0 ? [] : [found.reduce((a, b) => (b.score >= a.score ? b : a))]
      })
    })
    .sort((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1))
}

/** What a category shows from an instant on. */
type Span = {
  since: number
  votesOf: Map<string, number>
  /** Share of a candidate's votes that are lone, as with the candidate in the middle: some others may be bought too. */
  usual: number
  /** Share of all ballots between midnight and six. */
  night: number
}

function spanOf(run: Run, lone: ReadonlyMap<string, Lone[]>, since: number): Span {
  const votesOf = new Map([...run.races].map(([id, { hours }]) => [id, sumSince(hours, since)] as const))
  const shares = [...lone]
    .map(([id, those]) => (those.length - firstSince(those, since) + 1) / (votesOf.get(id)! + 50))
    .sort((a, b) => a - b)
  return {
    ...{ since, votesOf, usual: shares[shares.length >> 1] ?? 0 },
    night: sumSince(run.hours, since, isNight) / Math.max(sumSince(run.hours, since), 1),
  }
}

const isNight = (hour: number) => (hour + BEIJING) % 24 < 6
const atNight = ({ at }: Lone) => isNight(Math.floor(at / HOUR))

function sumSince(
  hours: ReadonlyMap<number, number>,
  since: number,
  only?: (hour: number) => boolean,
): number {
  let sum = 0
  for (const [hour, n] of hours) if ((hour + 1) * HOUR > since && (!only || only(hour))) sum += n
  return sum
}

function firstSince(those: readonly Lone[], since: number): number {
  const first = those.findIndex(({ at }) => at >= since)
  return first < 0 ? those.length : first
}

type Question = {
  category: CategoryId
  run: Run
  candidate: string
  those: readonly Lone[]
  span: Span
  now: number
}

function judge({ category, run, candidate, those: all, span, now }: Question): Cluster | null {
  const those = all.slice(firstSince(all, span.since))
  if (those.length < FEWEST) return null
  const race = run.races.get(candidate)!
  const reasons = [
    strangers(those, race, span),
    spacing(those),
    night(those, span.night),
    sameChoice(those, candidate, race),
  ].filter((reason) => reason !== null)
  const score = scoreOf(reasons)
  const hours = boughtHours(those, race, span.usual)
  const ripe = those.filter(({ at }) => at <= now - RIPE && hours.has(Math.floor(at / HOUR)))
  if (score < FLOOR || ripe.length === 0) return null
  const traits: Traits = { strange: true }
  return {
    ...{ key: `${category}:${candidate}:drip:${traitsKey(traits)}`, category, candidate, traits },
    ...{ from: ripe[0]!.at, to: ripe.at(-1)!.at, size: ripe.length, score, reasons },
    ...{ receipts: ripe.map(({ receipt }) => receipt) },
  }
}

/** Hours with so many of them that most are bought. In the others, a broadcast's say, most are honest: those are left alone. */
function boughtHours(those: readonly Lone[], { hours }: Race, usual: number): Set<number> {
  const counts = new Map<number, number>()
  for (const { at } of those) count(counts, Math.floor(at / HOUR))
  return new Set([...counts].flatMap(([hour, n]) => (n >= PURITY * usual * hours.get(hour)! ? [hour] : [])))
}

/**
 * Many more ballots than others have from networks that never showed anybody else, with the benefit of hindsight: an honest
 * network, once new, has shown somebody else by the next day. By itself at night too, when a well-liked candidate has no more
 * honest ones than others.
 */
function strangers(those: readonly Lone[], { hours }: Race, { since, usual }: Span): Reason | null {
  const judged = [
    { words: '', some: those, votes: sumSince(hours, since) },
    { words: '夜里 ', some: those.filter(atNight), votes: sumSince(hours, since, isNight) },
  ].map(({ words, some, votes }) => {
    const expected = usual * votes
    const points = Math.min(Math.max(Math.round(10 * Math.log2(some.length / (expected + 5))), 0), 30)
    return { words, some, votes, expected, points }
  })
  const { words, some, votes, expected, points } = judged.reduce((a, b) => (b.points > a.points ? b : a))
  if (points === 0) return null
  const networks = new Set(some.map(({ network }) => network)).size
  return {
    ...{ code: 'strange_networks', points },
    text: `${words}${votes} 票里有 ${some.length} 票来自 ${networks} 个至今没有投过别人的网络，按其他候选的比例应约 ${Math.round(expected)} 票`,
  }
}

/**
 * As even as a clock, over hours. Honest ballots among them make it less even, never more; at night there are few of them, so
 * the nights are looked at by themselves as well.
 */
function spacing(those: readonly Lone[]): Reason | null {
  const gaps = gapsOf(those.map(({ at }) => at))
  const nightly = gapsOf(those.filter(atNight).map(({ at }) => at)).filter((gap) => gap < 6 * HOUR)
  const judged = [gaps, nightly].map((some) => {
    const variation = variationOf(some)
    return { some, variation, points: spacingPoints(variation, some.length) }
  })
  const { some, variation, points } = judged.reduce((a, b) => (b.points > a.points ? b : a))
  if (points === 0) return null
  const minutes = some.reduce((sum, gap) => sum + gap, 0) / some.length / 60_000
  return {
    ...{ code: 'even_spacing', points },
    text: `${some === gaps ? '' : '夜里'}间隔均匀得像机器：平均 ${minutes.toFixed(1)} 分钟，离散系数 ${variation.toFixed(2)}（自然来的人约为 1）`,
  }
}

/** People sleep: between midnight and six the field is nearly silent, a program is not. Tells only over a whole day. */
function night(those: readonly Lone[], usual: number): Reason | null {
  if (those.at(-1)!.at - those[0]!.at < 20 * HOUR) return null
  const mine = those.filter(atNight).length
  const points = Math.round(25 * Math.min(5 * excess(mine, those.length, usual), 1))
  if (points === 0) return null
  const text = `夜里也不停：${percent(mine / those.length)} 在 0 点到 6 点，全部选票里是 ${percent(usual)}`
  return { code: 'no_night', points, text }
}

/** The same selections more often than the candidate's voters make them. */
function sameChoice(those: readonly Lone[], candidate: string, race: Race): Reason | null {
  const counts = new Map<string, number>()
  for (const { choice } of those) count(counts, choice)
  const [choice, n] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a))
  const usual = choice === candidate ? race.singles / race.votes : 0.05
  const points = Math.round(10 * excess(n, those.length, usual))
  if (points === 0) return null
  return {
    ...{ code: 'same_choice', points },
    text: `其中 ${percent(n / those.length)} 的选择完全相同，这个候选的选票里平时约 ${percent(usual)}`,
  }
}
