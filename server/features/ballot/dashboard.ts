import type { CategoryOverview, Dashboard } from '@shared/ballot/contract'
import { STEP_MS } from '@shared/ballot/rules'
import type { Candidate } from '@shared/candidate/contract'
import type { Category, CategoryId, Edition } from '@shared/edition/contract'
import { beijingDay, findPhase, phaseAt } from '@shared/edition/rules'
import { Channel } from '@shared/identity/contract'
import type { NominationStatus } from '@shared/nomination/contract'
import type { TallyStore } from '../../ports/tally'
import type { Clock, Log } from '../../ports/work'
import type { Candidates } from '../candidate/candidate'
import type { Editions } from '../edition/edition'
import type { Nominations } from '../nomination/nomination'
import { type Ballots, reading } from './ballot'
import type { BallotStore } from './model'
import { instants, notNegative, POINTS } from './series'
import { tallyName } from './tally'

export type Dashboards = ReturnType<typeof createDashboards>

type Options = {
  store: Pick<BallotStore, 'countSetAside' | 'countVoters'>
  tallies: Pick<TallyStore, 'readPoints'>
  ballots: Pick<Ballots, 'liveTally'>
  candidates: Pick<Candidates, 'allOf'>
  nominations: Pick<Nominations, 'counts'>
  editions: Editions
  clock: Clock
  log: Log
}

const TOP = 10
/** Counting voters reads a whole index: a count is good for a minute, and for twenty times as long as it took. */
const VOTERS_MS = 60_000
const VOTERS_PATIENCE = 20

/** How many nominations there are, by category, status and city. */
type Filed = Awaited<ReturnType<Nominations['counts']>>
/** The hours of voting so far, in ms since 1970. */
type Span = { from: number; until: number; now: number }

/** Where the edition stands at a glance. Costs the same however many ballots there are. */
export function createDashboards(options: Options) {
  const { store, tallies, ballots, candidates, nominations, editions, clock, log } = options

  let voters: (NonNullable<Dashboard['voters']> & { edition: string }) | null = null
  let votersDueAt = 0

  /** Starts counting where the last count is old; what it finds is shown at a later look. */
  function countVoters(edition: string): void {
    const began = Date.now()
    if (voters?.edition === edition && began < votersDueAt) return
    if (votersDueAt === Number.POSITIVE_INFINITY) return
    votersDueAt = Number.POSITIVE_INFINITY // under way
    store
      .countVoters(edition)
      .then((count) => {
        voters = { edition, count, asOf: clock.now().toISOString() }
      })
      .catch((error) => log.warn({ err: error }, '投票人数暂时没有数出来'))
      .finally(() => {
        votersDueAt = Date.now() + Math.max(VOTERS_MS, VOTERS_PATIENCE * (Date.now() - began))
      })
  }

  async function overview(category: Category, span: Span | null, filed: Filed): Promise<CategoryOverview> {
    const { id, name, shortName, seats } = category
    const all = candidates.allOf(id)
    const tally = ballots.liveTally(id)
    const times = span && (await readTimes(id, span))
    const setAside = await reading(() => store.countSetAside(editions.current().id, id))
    const { hours = [], channels = {} } = times ?? {}
    return {
      ...{ id, name, shortName, seats, hours, channels },
      candidates: all.length,
      cities: citiesOf(all.map(({ region }) => ({ code: region.cityCode, name: region.city, count: 1 }))),
      nominations: nominationsOf(filed.filter((one) => one.category === id)),
      ballots:
        tally && times
          ? {
              ...{ counted: tally.ballots, setAside, asOf: tally.asOf },
              ...{ lastHour: times.lastHour, today: times.today },
            }
          : null,
      top: tally ? topOf(all, tally.counts) : [],
    }
  }

  /** Ballots by time; null while they are being put together. */
  async function readTimes(category: CategoryId, { from, until, now }: Span) {
    const hours = instants(from, until, STEP_MS.hour)
    const minute = Math.floor(now / STEP_MS.minute) * STEP_MS.minute
    const minutes = instants(minute - 59 * STEP_MS.minute, now + 1, STEP_MS.minute)
    const ofEach = (point: (instant: number, channel: Channel) => string, times: number[]) =>
      Channel.options.flatMap((channel) => times.map((instant) => point(instant, channel)))
    const name = tallyName({ edition: editions.current().id, category })
    const points = [...ofEach(POINTS.hour, hours), ...ofEach(POINTS.minute, minutes)]
    const values = (await tallies.readPoints(name, points).catch(() => null))?.map(notNegative)
    if (!values) return null
    const lines = Channel.options.map((_, i) => values.slice(i * hours.length, (i + 1) * hours.length))
    const perHour = hours.map((_, i) => sum(lines.map((line) => line[i]!)))
    const midnight = Date.parse(`${beijingDay(new Date(now))}T00:00:00+08:00`)
    return {
      hours: perHour,
      channels: Object.fromEntries(Channel.options.map((channel, i) => [channel, sum(lines[i]!)])),
      today: sum(perHour.filter((_, i) => hours[i]! >= midnight)),
      lastHour: sum(values.slice(Channel.options.length * hours.length)),
    }
  }

  /** All of it, as of now. Refusal: `ledger_unavailable`. */
  async function show(): Promise<Dashboard> {
    const edition = editions.current()
    const now = clock.now()
    const span = votingSpan(edition, now.getTime())
    countVoters(edition.id)
    const filed = await reading(() => nominations.counts(edition.id))
    return {
      asOf: now.toISOString(),
      edition: edition.name,
      phase: phaseAt(edition, now),
      phases: edition.phases,
      voters: voters?.edition === edition.id ? { count: voters.count, asOf: voters.asOf } : null,
      hoursFrom: span && new Date(span.from).toISOString(),
      categories: await Promise.all(edition.categories.map((category) => overview(category, span, filed))),
    }
  }

  return {
    show,

    /** All of it for those who listen: who has missed one message needs only the next. */
    async change(): Promise<{ id: string; messages: { event: string; data: unknown }[] }> {
      const data = await show()
      return { id: data.asOf, messages: [{ event: 'dashboard', data }] }
    },
  }
}

/** From the hour in which voting opened until it closed, or now; null before. */
function votingSpan(edition: Edition, now: number): Span | null {
  const voting = findPhase(edition, 'voting')
  const opened = voting ? Date.parse(voting.opensAt) : Number.POSITIVE_INFINITY
  if (opened > now) return null
  const until = voting?.closesAt ? Math.min(Date.parse(voting.closesAt), now + 1) : now + 1
  return { from: Math.floor(opened / STEP_MS.hour) * STEP_MS.hour, until, now }
}

/** Statuses of what its unit has not handed in. */
const AT_HOME: NominationStatus[] = ['draft', 'withdrawn']

function nominationsOf(filed: Filed): CategoryOverview['nominations'] {
  const counts: CategoryOverview['nominations']['counts'] = {}
  for (const { status, count } of filed) counts[status] = (counts[status] ?? 0) + count
  const handedIn = filed.filter(({ status }) => !AT_HOME.includes(status))
  return {
    counts,
    cities: citiesOf(handedIn.map(({ cityCode, city, count }) => ({ code: cityCode, name: city, count }))),
  }
}

function citiesOf(from: CategoryOverview['cities']): CategoryOverview['cities'] {
  const cities = new Map<string, CategoryOverview['cities'][number]>()
  for (const { code, name, count } of from) {
    cities.set(code, { code, name, count: (cities.get(code)?.count ?? 0) + count })
  }
  return [...cities.values()].sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1))
}

function topOf(all: Candidate[], counts: Record<string, number>): CategoryOverview['top'] {
  return all
    .map(({ id, number, name, unitName }) => ({ id, number, name, unitName, votes: counts[id] ?? 0 }))
    .sort((a, b) => b.votes - a.votes || (a.number < b.number ? -1 : 1))
    .slice(0, TOP)
}

const sum = (numbers: number[]): number => numbers.reduce((total, n) => total + n, 0)
