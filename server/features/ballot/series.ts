import { STEP_MS } from '@shared/ballot/rules'
import type { Channel } from '@shared/identity/contract'
import type { Delta } from '../../ports/tally'

const { minute: MINUTE, hour: HOUR } = STEP_MS

/** Names of the points at which votes are counted by time. All instants are in ms since 1970. */
export const POINTS = {
  /** Ballots of a minute on a channel. */
  minute: (instant: number, channel: Channel) => `m${Math.floor(instant / MINUTE)}@${channel}`,
  /** Ballots of an hour on a channel. */
  hour: (instant: number, channel: Channel) => `h${Math.floor(instant / HOUR)}@${channel}`,
  /** Votes of an hour for a candidate. */
  votes: (instant: number, candidate: string) => `h${Math.floor(instant / HOUR)}:${candidate}`,
}

export type Series = Record<string, number>

/** What entries add to a tally, by the number of the hour or minute in which their ballots were cast. */
export type Gathered = {
  /** Votes of an hour by candidate. */
  votes: Map<number, Series>
  /** Ballots of a minute by channel. */
  ballots: Map<number, Series>
}

export const nothing = (): Gathered => ({ votes: new Map(), ballots: new Map() })

type Timed = { castAt: Date; channel: Channel; selections: string[] }

/** Adds a ballot at the time it was cast; with -1 takes it out again. */
export function addBallot(to: Gathered, { castAt, channel, selections }: Timed, effect: number): void {
  const votes = stepOf(to.votes, castAt, HOUR)
  for (const id of selections) addPoint(votes, id, effect)
  addPoint(stepOf(to.ballots, castAt, MINUTE), channel, effect)
}

function stepOf(steps: Map<number, Series>, instant: Date, stepMs: number): Series {
  const number = Math.floor(instant.getTime() / stepMs)
  let step = steps.get(number)
  if (!step) {
    step = {}
    steps.set(number, step)
  }
  return step
}

export function addPoint(series: Series, point: string, n: number): void {
  series[point] = (series[point] ?? 0) + n
}

/** As the counting store takes it, its points named. */
export function deltaOf({ votes, ballots }: Gathered): Delta {
  const delta: Delta = { counts: {}, ballots: 0, series: {} }
  for (const [hour, counts] of votes) {
    for (const [id, n] of Object.entries(counts)) {
      addPoint(delta.counts, id, n)
      addPoint(delta.series, POINTS.votes(hour * HOUR, id), n)
    }
  }
  for (const [minute, channels] of ballots) {
    for (const [channel, n] of Object.entries(channels) as [Channel, number][]) {
      delta.ballots += n
      addPoint(delta.series, POINTS.minute(minute * MINUTE, channel), n)
      addPoint(delta.series, POINTS.hour(minute * MINUTE, channel), n)
    }
  }
  return delta
}

/** The starts of the steps that cover `[from, until)`; `from` is the first one. */
export function instants(from: number, until: number, stepMs: number): number[] {
  return Array.from({ length: Math.max(Math.ceil((until - from) / stepMs), 0) }, (_, i) => from + i * stepMs)
}

/** A ruling may be counted a moment before its ballot is. */
export const notNegative = (n: number): number => Math.max(n, 0)

/** What the engine counts: votes by hour and candidate, ballots by minute and channel. Rulings carry their effect. */
export type Sum = {
  votes: { _id: { hour: Date; candidate: string }; n: number }[]
  ballots: { _id: { minute: Date; channel: Channel }; n: number; entries: number }[]
}

/** All of it as one delta, and of how many ballots and rulings it is. */
export function total(sums: Sum[]): { delta: Delta; entries: number } {
  const gathered = nothing()
  let entries = 0
  for (const { votes, ballots } of sums) {
    for (const { _id, n } of votes) addPoint(stepOf(gathered.votes, _id.hour, HOUR), _id.candidate, n)
    for (const { _id, n, entries: found } of ballots) {
      addPoint(stepOf(gathered.ballots, _id.minute, MINUTE), _id.channel, n)
      entries += found
    }
  }
  return { delta: deltaOf(gathered), entries }
}
