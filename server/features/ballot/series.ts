import type { Channel } from '@shared/identity/contract'
import type { Delta } from '../../ports'

const MINUTE = 60_000
const HOUR = 3_600_000

/** Names of the points at which votes are counted by time. All instants are in ms since 1970. */
export const POINTS = {
  /** Ballots of a minute on a channel. */
  minute: (instant: number, channel: Channel) => `m${Math.floor(instant / MINUTE)}@${channel}`,
  /** Ballots of an hour on a channel. */
  hour: (instant: number, channel: Channel) => `h${Math.floor(instant / HOUR)}@${channel}`,
  /** Votes of an hour for a candidate. */
  votes: (instant: number, candidate: string) => `h${Math.floor(instant / HOUR)}:${candidate}`,
}

/** Milliseconds from one point to the next. */
export const STEP_MS = { minute: MINUTE, hour: HOUR } as const

export type Series = Record<string, number>

type Timed = { castAt: Date; channel: Channel; selections: string[] }

/** Adds a ballot at the points of the time it was cast; with -1 takes it out again. */
export function addBallot(series: Series, { castAt, channel, selections }: Timed, effect: number): void {
  const instant = castAt.getTime()
  addPoint(series, POINTS.minute(instant, channel), effect)
  addPoint(series, POINTS.hour(instant, channel), effect)
  for (const id of selections) addPoint(series, POINTS.votes(instant, id), effect)
}

export function addPoint(series: Series, point: string, n: number): void {
  series[point] = (series[point] ?? 0) + n
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
  const delta: Delta = { counts: {}, ballots: 0, series: {} }
  let entries = 0
  for (const { votes, ballots } of sums) {
    for (const { _id, n } of votes) {
      delta.counts[_id.candidate] = (delta.counts[_id.candidate] ?? 0) + n
      addPoint(delta.series, POINTS.votes(Number(_id.hour), _id.candidate), n)
    }
    for (const { _id, n, entries: found } of ballots) {
      delta.ballots += n
      entries += found
      addPoint(delta.series, POINTS.minute(Number(_id.minute), _id.channel), n)
      addPoint(delta.series, POINTS.hour(Number(_id.minute), _id.channel), n)
    }
  }
  return { delta, entries }
}
