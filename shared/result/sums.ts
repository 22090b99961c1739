import type { Part, Scale, Scoring, Weights } from '../edition/scoring/contract'
import { PART_NAMES, REPLY_PART_NAMES } from '../edition/scoring/words'
import { type Entrant, PARTS, type Standing } from './rules'

/** A part of somebody's score: how its points came about, a line each. */
export type Sum = { part: Part; name: string; weight: number; points: number | null; lines: string[] }

/** How somebody's score came about, with all numbers, so that a pocket calculator comes to the same. */
export type Sums = { parts: Sum[]; total: string; tie: string | null }

type Rule = { weights: Weights; scoring: Scoring }

/** `of` all that are ranked, whatever their order. */
export function sumsOf(
  one: Entrant & Standing,
  { of, weights, scoring }: Rule & { of: readonly Entrant[] },
): Sums {
  const shown = (points: number) => points.toFixed(scoring.decimals)
  const linesOf: Record<Part, () => string[]> = {
    deeds: () => [`初审评分 ${one.deeds}`],
    replyRecord: () => replyLines(one, of, scoring),
    review: () => [`专家评分汇总 ${one.review}`],
    votes: () => [
      `${PART_NAMES.votes} ${scaledText(
        one.votes,
        of.map(({ votes }) => votes),
        scoring.votesScale,
      )} = ${shown(one.parts.votes ?? 0)}`,
    ],
  }
  return {
    parts: PARTS.filter((part) => weights[part] > 0).map((part) => ({
      ...{ part, name: PART_NAMES[part], weight: weights[part], points: one.parts[part] },
      lines: one.parts[part] === null ? [missingText(part, scoring)] : linesOf[part](),
    })),
    total: totalText(one, { weights, scoring }),
    tie: one.ahead === null || one.ahead === 'score' ? null : tieText(one.ahead),
  }
}

const missingText = (part: Part, { missing }: Scoring): string =>
  missing[part] === 'zero'
    ? `没有${PART_NAMES[part]}的数据，按 0 分计`
    : `没有${PART_NAMES[part]}的数据，不计，权重由其余各项按比例分担`

const tieText = (ahead: Part | 'lot'): string =>
  ahead === 'lot'
    ? '与下一名各项都相同，按抽签在前'
    : `与下一名得分相同，${ahead === 'votes' ? '票数更多' : `${PART_NAMES[ahead]}得分更高`}，在前`

function totalText({ parts, counted, score }: Standing, { weights, scoring }: Rule): string {
  const shown = (points: number) => points.toFixed(scoring.decimals)
  const present = PARTS.filter(
    (part) => weights[part] > 0 && (parts[part] !== null || scoring.missing[part] === 'zero'),
  )
  const whole = counted === 100
  const products = present.map((part) => `${shown(parts[part] ?? 0)} × ${weights[part]}${whole ? '%' : ''}`)
  const sum = products.join(' + ') || '0'
  return whole || counted === 0 ? `${sum} = ${shown(score)}` : `(${sum}) ÷ ${counted} = ${shown(score)}`
}

function replyLines(
  { replyRecord, reply, parts }: Entrant & Standing,
  of: readonly Entrant[],
  scoring: Scoring,
): string[] {
  const { replyParts, volumeScale, speedScale, decimals } = scoring
  const shown = (points: number) => points.toFixed(decimals)
  const { received, answered, medianAnswerHours: hours } = replyRecord!
  const names = REPLY_PART_NAMES
  const record = `收到 ${received} 件，回复 ${answered} 件${hours === null ? '' : `，答复时长中位数 ${hours} 小时`}`
  if (answered === 0) return [`${record}，得 0 分`]
  const { rate, volume, speed } = reply!
  const amounts = of.map((other) => other.replyRecord?.answered ?? 0)
  return [
    record,
    `${names.rate} ${answered} ÷ ${received} × 100 = ${shown(rate)}`,
    `${names.volume} ${scaledText(answered, amounts, volumeScale)} = ${shown(volume)}`,
    `${names.speed} ${hours === null ? '0' : speedText(hours, of, speedScale)} = ${shown(speed)}`,
    `${PART_NAMES.replyRecord} ${shown(rate)} × ${replyParts.rate}% + ${shown(volume)} × ${replyParts.volume}% + ${shown(speed)} × ${replyParts.speed}% = ${shown(parts.replyRecord!)}`,
  ]
}

function scaledText(value: number, all: readonly number[], scale: Scale): string {
  const most = Math.max(...all)
  if (most === 0) return '0'
  if (scale === 'leader') return `${value} ÷ ${most} × 100`
  if (scale === 'log') return `ln(1 + ${value}) ÷ ln(1 + ${most}) × 100`
  return placeText(all.filter((other) => other > value).length + 1, all.length)
}

function speedText(hours: number, of: readonly Entrant[], scale: Scoring['speedScale']): string {
  const waits = of.flatMap(({ replyRecord }) =>
    replyRecord?.answered && replyRecord.medianAnswerHours !== null
      ? [waitOf(replyRecord.medianAnswerHours)]
      : [],
  )
  const own = waitOf(hours)
  return scale === 'leader'
    ? `${Math.min(...waits)} ÷ ${own} × 100`
    : placeText(waits.filter((wait) => wait < own).length + 1, of.length)
}

/** In hundredths of an hour, and an hour at least, as they are compared. */
const waitOf = (hours: number): number => Math.round(Math.max(hours, 1) * 100) / 100

const placeText = (place: number, count: number) => `(${count} + 1 − ${place}) ÷ ${count} × 100`
