import type { Edition } from '../edition/contract'
import type { CategoryReview, Criterion, Normalisation } from '../edition/review/contract'
import { findPhase, hasBegun, PHASE_NAMES } from '../edition/rules'
import { momentText } from '../kernel/dates'
import type { Marks, ReviewState } from './contract'

export const REVIEW_STATE_NAMES: Record<ReviewState, string> = {
  draft: '未提交',
  submitted: '已提交',
  recused: '回避',
}

/** How long after the end reviews are still taken whose marks had arrived before. */
export const GRACE_MS = 2 * 60_000

/** When experts review: from the opening of voting to the end of the review; null for an edition without one. */
export function reviewWindow(
  edition: Pick<Edition, 'phases'>,
): { opensAt: string; closesAt: string | null } | null {
  const review = findPhase(edition, 'review')
  return review
    ? { opensAt: (findPhase(edition, 'voting') ?? review).opensAt, closesAt: review.closesAt }
    : null
}

/** What keeps reviews out at `now`, in words; null for nothing. `arrivedAt`: when their marks had come. */
export function reviewObstacle(
  edition: Pick<Edition, 'phases'>,
  now: Date,
  { arrivedAt }: { arrivedAt?: Date } = {},
): string | null {
  const review = findPhase(edition, 'review')
  const window = reviewWindow(edition)
  if (!review || !window) return '本届没有专家评审'
  const { opensAt, closesAt } = window
  if (now.getTime() < Date.parse(opensAt)) return `专家评审还没有开始，${momentText(opensAt)} 开始`
  if (review.suspended && hasBegun(review, now)) {
    return `${PHASE_NAMES.review}暂停：${review.suspended.reason}`
  }
  if (closesAt === null) return null
  const grace = arrivedAt && arrivedAt.getTime() < Date.parse(closesAt) ? GRACE_MS : 0
  return now.getTime() < Date.parse(closesAt) + grace ? null : `专家评审已于 ${momentText(closesAt)} 截止`
}

/** What is wrong with marks, by the key of their criterion. What is not there yet is not wrong. */
export function markProblems(
  { criteria, step }: Pick<CategoryReview, 'criteria' | 'step'>,
  marks: Marks,
): { key: string; message: string }[] {
  return Object.entries(marks).flatMap(([key, mark]) => {
    const criterion = criteria.find((one) => one.key === key)
    if (!criterion) return [{ key, message: '没有这项指标，请刷新' }]
    const fits = mark >= 0 && mark <= criterion.full && Number.isInteger(mark / step)
    return fits
      ? []
      : [{ key, message: `${criterion.name}应为 0 至 ${criterion.full} 分，最小单位 ${step} 分` }]
  })
}

/** The criteria that are not marked yet. */
export const unmarked = (criteria: readonly Criterion[], marks: Marks): Criterion[] =>
  criteria.filter(({ key }) => marks[key] === undefined)

/** Points are whole numbers of this part throughout, so that nothing drifts: half marks of criteria in whole per cent. */
const PART = 200
/** Parts in a hundredth of a point. */
const HUNDREDTH = PART / 100

/** What marks come to, 0…100: (mark ÷ full marks × weight), summed; exact, at most three decimals. Null while some are missing. */
export function reviewPoints(criteria: readonly Criterion[], marks: Marks): number | null {
  const parts = partsOf(criteria, marks)
  return parts === null ? null : parts / PART
}

function partsOf(criteria: readonly Criterion[], marks: Marks): number | null {
  if (criteria.length === 0 || unmarked(criteria, marks).length > 0) return null
  return criteria.reduce(
    (sum, { key, weight, full }) => sum + Math.round(marks[key]! * 2) * (100 / full) * weight,
    0,
  )
}

/** A review that was handed in: by whom, of whom. */
export type Scored = { reviewer: string; candidate: string; marks: Marks }

/** What became of one: its points, those after normalisation, and whether they are far from the candidate's median. */
export type Judged = {
  reviewer: string
  candidate: string
  points: number
  normalised: number
  outlier: boolean
}

/** A candidate by its experts; two decimals, rounded half up at the very end. */
export type ReviewScore = {
  /** After normalisation: this is what counts. */
  score: number
  /** As marked. */
  mean: number
  median: number
  /** The highest less the lowest, as marked. */
  spread: number
  /** How many reviews there are. */
  n: number
  disagreement: boolean
}

/** A score this far from the median of a candidate's, of which there are at least three, is an outlier. */
export const OUTLIER_POINTS = 15
/** Experts whose highest and lowest score of a candidate are this far apart disagree. */
export const DISAGREEMENT_POINTS = 25
/** Where standard scores have their mean, and how far a standard deviation reaches. */
export const STANDARD = { mean: 75, deviation: 10 }

/** The scores of all candidates that have any, by id; see {@link judgeReviews}. */
export const reviewScores = (
  reviews: readonly Scored[],
  criteria: readonly Criterion[],
  normalisation: Normalisation,
): Record<string, ReviewScore> => judgeReviews(reviews, criteria, normalisation).scores

/**
 * One category's reviews, handed in and complete (others are passed over). One can check it with a pocket calculator:
 *
 * 1. A review's points are (mark ÷ full marks × weight), summed.
 * 2. `mean`: a candidate's score is the mean of its points. `trimmed`: the same without one highest and one lowest, from
 *    `minScores` on. `zscore`: of an expert with at least `minScores` reviews, points become
 *    75 + 10 × (points − the expert's mean) ÷ the expert's standard deviation (of all the expert's points), rounded half up
 *    to two decimals and kept within 0…100, or 75 where the expert gave all the same; others' stay as they are. Then the mean.
 * 3. The score is rounded half up to two decimals.
 *
 * The order of reviews decides nothing.
 */
export function judgeReviews(
  reviews: readonly Scored[],
  criteria: readonly Criterion[],
  normalisation: Normalisation,
): { scores: Record<string, ReviewScore>; judged: Judged[]; standardised: string[] } {
  const whole = reviews.flatMap(({ reviewer, candidate, marks }) => {
    const parts = partsOf(criteria, marks)
    return parts === null ? [] : [{ reviewer, candidate, parts, normalised: parts }]
  })
  const standardised: string[] = []
  if (normalisation.mode === 'zscore') {
    for (const [reviewer, own] of groupBy(whole, (one) => one.reviewer)) {
      if (own.length < normalisation.minScores) continue
      standardised.push(reviewer)
      const standard = standardParts(own.map(({ parts }) => parts))
      own.forEach((one, i) => {
        one.normalised = standard[i]!
      })
    }
  }
  const scores: Record<string, ReviewScore> = {}
  const judged: Judged[] = []
  for (const [candidate, own] of groupBy(whole, (one) => one.candidate)) {
    const parts = own.map((one) => one.parts).sort((a, b) => a - b)
    const n = parts.length
    // Twice the median, which is whole also where it lies between two.
    const middle = parts[Math.floor((n - 1) / 2)]! + parts[Math.ceil((n - 1) / 2)]!
    const spread = parts[n - 1]! - parts[0]!
    const normalised = own.map((one) => one.normalised).sort((a, b) => a - b)
    const trims = normalisation.mode === 'trimmed' && n >= Math.max(3, normalisation.minScores)
    scores[candidate] = {
      score: meanOf(trims ? normalised.slice(1, -1) : normalised),
      mean: meanOf(parts),
      median: roundedPoints(middle, 2),
      spread: roundedPoints(spread, 1),
      n,
      disagreement: n >= 2 && spread >= DISAGREEMENT_POINTS * PART,
    }
    for (const one of own) {
      const distance = Math.abs(2 * one.parts - middle)
      judged.push({
        ...{ reviewer: one.reviewer, candidate, points: one.parts / PART },
        normalised: one.normalised / PART,
        outlier: n >= 3 && distance >= 2 * OUTLIER_POINTS * PART,
      })
    }
  }
  return { scores, judged, standardised }
}

const meanOf = (parts: number[]): number =>
  roundedPoints(
    parts.reduce((sum, one) => sum + one, 0),
    parts.length,
  )

/** `sum ÷ n` as points with two decimals, rounded half up, by whole numbers alone. */
function roundedPoints(sum: number, n: number): number {
  const divisor = n * HUNDREDTH
  return Math.floor((2 * sum + divisor) / (2 * divisor)) / 100
}

/** An expert's points as standard scores. */
function standardParts(parts: number[]): number[] {
  const n = parts.length
  const sum = parts.reduce((all, one) => all + one, 0)
  const from = parts.map((one) => n * one - sum)
  // Without what they have in common, so that an expert who marks on twice the scale comes to the very same numbers.
  const common = from.reduce(gcd, 0)
  if (common === 0) return parts.map(() => STANDARD.mean * PART)
  const reduced = from.map((one) => one / common)
  const deviation = Math.sqrt(reduced.reduce((all, one) => all + one * one, 0) / n)
  return reduced.map((one) => {
    const hundredths = STANDARD.mean * 100 + halfUp((STANDARD.deviation * 100 * one) / deviation)
    return Math.min(Math.max(hundredths, 0), 100 * 100) * HUNDREDTH
  })
}

const halfUp = (value: number): number => Math.floor(value + 0.5)

function gcd(a: number, b: number): number {
  let [x, y] = [Math.abs(a), Math.abs(b)]
  while (y !== 0) [x, y] = [y, x % y]
  return x
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}
