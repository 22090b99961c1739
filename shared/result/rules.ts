import type { Part, Scale, Scoring, Weights } from '../edition/scoring/contract'
import type { ReplyRecord } from '../unit/contract'

/** A candidate with what is known of it. Whoever has left the race is not among them. */
export type Entrant = {
  id: string
  /** 0…100, by the screener; null where none was given. */
  deeds: number | null
  /** The unit's record of the edition's year; null where there is none. */
  replyRecord: Pick<ReplyRecord, 'received' | 'answered' | 'medianAnswerHours'> | null
  /** 0…100, by the experts; null where nobody scored it. */
  review: number | null
  votes: number
  /** Its lot, drawn by a published seed; empty while none is drawn. */
  lot: string
}

/** A candidate's place and how it came about. All points are 0…100, with the edition's decimals. */
export type Standing = {
  id: string
  /** From 1; no two have the same. */
  rank: number
  score: number
  /** Points of each part; null where there was nothing to judge. */
  parts: Record<Part, number | null>
  /** What the points of the reply record are made of. */
  reply: Record<keyof Scoring['replyParts'], number> | null
  /** The sum of the weights that were counted: 100, unless a missing part left its weight to the others. */
  counted: number
  /** What put it before the next: `score`, a part, or `lot`; null for the last. */
  ahead: 'score' | Part | 'lot' | null
}

export const PARTS: readonly Part[] = ['deeds', 'replyRecord', 'review', 'votes']

/**
 * All entrants, the best first. One can check it with a pocket calculator:
 *
 * 1. Each part becomes points 0…100, rounded half up to the edition's decimals. Deeds and review are points already.
 *    Votes are scaled among the entrants ({@link scaled}). The reply record is rate, volume and speed, each rounded,
 *    by their shares: rate = 100 × answered ÷ received; volume = answers, scaled; speed = median hours, scaled so that
 *    fewer is better, and less than an hour counts as one. Who answered nothing has 0 for all three.
 * 2. Score = (weight × points, summed) ÷ (weights, summed), rounded half up. A missing part is 0 points, or is left out
 *    of both sums, as the edition says.
 * 3. Of equal scores the part that the edition names first decides, then the next: votes by their number, the others by
 *    their points. Where all are equal, the smaller lot is first.
 *
 * Points are whole numbers of the last decimal throughout, so nothing drifts; the order of `entrants` decides nothing.
 */
export function rankEntrants(
  entrants: readonly Entrant[],
  { weights, scoring }: { weights: Weights; scoring: Scoring },
): Standing[] {
  const steps = 10 ** scoring.decimals
  const judged = judgeParts(entrants, scoring).map((one) => ({
    ...one,
    ...weigh(one.parts, weights, scoring.missing),
  }))
  const tests: [Standing['ahead'], (one: (typeof judged)[number]) => number][] = [
    ['score', ({ score }) => score],
    ...scoring.ties.map((part): (typeof tests)[number] => [
      part,
      ({ entrant, parts }) => (part === 'votes' ? entrant.votes : (parts[part] ?? -1)),
    ]),
  ]
  const decide = (a: (typeof judged)[number], b: (typeof judged)[number]) =>
    tests.find(([, measure]) => measure(a) !== measure(b))
  judged.sort((a, b) => {
    const measure = decide(a, b)?.[1]
    return measure ? measure(b) - measure(a) : byLot(a.entrant, b.entrant)
  })
  const points = (value: number) => value / steps
  return judged.map((one, i) => {
    const next = judged[i + 1]
    return {
      ...{ id: one.entrant.id, rank: i + 1, score: points(one.score), counted: one.counted },
      parts: mapValues(one.parts, (value) => (value === null ? null : points(value))),
      reply: one.reply && mapValues(one.reply, points),
      ahead: next ? (decide(one, next)?.[0] ?? 'lot') : null,
    }
  })
}

type Judged = { entrant: Entrant; parts: Standing['parts']; reply: Standing['reply'] }

/** Step 1: points as whole numbers of the last decimal. */
function judgeParts(entrants: readonly Entrant[], scoring: Scoring): Judged[] {
  const { decimals, replyParts, volumeScale, speedScale, votesScale } = scoring
  const points = (value: number | null) => (value === null ? null : whole(value, decimals))
  const votes = scaled(
    entrants.map((one) => one.votes),
    votesScale,
    decimals,
  )
  const answered = entrants.map(({ replyRecord }) => replyRecord?.answered ?? 0)
  const volume = scaled(answered, volumeScale, decimals)
  const speed = scaledHours(
    entrants.map(({ replyRecord }) => (replyRecord?.answered ? replyRecord.medianAnswerHours : null)),
    speedScale,
    decimals,
  )
  return entrants.map((entrant, i) => {
    const { replyRecord, deeds, review } = entrant
    const reply = replyRecord?.received
      ? {
          rate: divide(replyRecord.answered * 100 * 10 ** decimals, replyRecord.received),
          volume: answered[i] ? volume[i]! : 0,
          speed: speed[i]!,
        }
      : null
    const { rate, volume: amount, speed: pace } = replyParts
    const replyPoints = reply && divide(rate * reply.rate + amount * reply.volume + pace * reply.speed, 100)
    return {
      ...{ entrant, reply },
      parts: { deeds: points(deeds), replyRecord: replyPoints, review: points(review), votes: votes[i]! },
    }
  })
}

/** Step 2. */
function weigh(parts: Standing['parts'], weights: Weights, missing: Scoring['missing']) {
  const present = PARTS.filter((part) => parts[part] !== null || missing[part] === 'zero')
  const counted = present.reduce((sum, part) => sum + weights[part], 0)
  const sum = present.reduce((total, part) => total + weights[part] * (parts[part] ?? 0), 0)
  return { counted, score: counted === 0 ? 0 : divide(sum, counted) }
}

/**
 * Numbers as points. `leader`: 100 × own ÷ the greatest. `rank`: 100 × (n + 1 − place) ÷ n, where equals share the better
 * place. `log`: 100 × ln(1 + own) ÷ ln(1 + the greatest). All are 0 where the greatest is.
 */
function scaled(values: readonly number[], scale: Scale, decimals: number): number[] {
  const most = Math.max(0, ...values)
  if (most === 0) return values.map(() => 0)
  if (scale === 'rank') return places(values).map((place) => byPlace(place, values.length, decimals))
  if (scale === 'leader') return values.map((value) => divide(value * 100 * 10 ** decimals, most))
  return values.map((value) => whole((100 * Math.log1p(value)) / Math.log1p(most), decimals))
}

/** Hours as points, fewer is better; `leader`: 100 × the least ÷ own. Null is 0 points. */
function scaledHours(
  hours: readonly (number | null)[],
  scale: 'leader' | 'rank',
  decimals: number,
): number[] {
  // Hundredths of an hour, so that a median of 12.25 hours is a whole number.
  const waits = hours.map((value) => (value === null ? null : whole(Math.max(value, 1), 2)))
  const least = Math.min(...waits.filter((wait) => wait !== null))
  const place = places(waits.map((wait) => (wait === null ? Number.NEGATIVE_INFINITY : -wait)))
  return waits.map((wait, i) => {
    if (wait === null) return 0
    return scale === 'rank'
      ? byPlace(place[i]!, waits.length, decimals)
      : divide(least * 100 * 10 ** decimals, wait)
  })
}

const byPlace = (place: number, count: number, decimals: number): number =>
  divide((count + 1 - place) * 100 * 10 ** decimals, count)

/** Of each value its place, 1 for the greatest; equals share the better place. */
function places(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => b - a)
  const place = new Map<number, number>()
  sorted.forEach((value, i) => {
    if (!place.has(value)) place.set(value, i + 1)
  })
  return values.map((value) => place.get(value)!)
}

/** a ÷ b of whole numbers, neither negative, rounded half up; exact below 2⁵². */
function divide(a: number, b: number): number {
  const rest = a % b
  return (a - rest) / b + (rest * 2 >= b ? 1 : 0)
}

/** A decimal number as a whole number of its last decimal, rounded half up; what a double adds to it is left out. */
const whole = (value: number, decimals: number): number =>
  Math.floor(Number((value * 10 ** decimals).toPrecision(12)) + 0.5)

/** The smaller lot is first; without lots the order is one of names only, the same on every machine. */
function byLot(a: Entrant, b: Entrant): number {
  if (a.lot !== b.lot) return a.lot < b.lot ? -1 : 1
  return a.id < b.id ? -1 : 1
}

const mapValues = <K extends string, A, B>(record: Record<K, A>, f: (value: A) => B) =>
  Object.fromEntries(Object.entries<A>(record).map(([key, value]) => [key, f(value)])) as Record<K, B>
