import { z } from 'zod'

/** What a composite score is made of: deeds by their screener, the unit's reply record, the experts, the netizens. */
export const Part = z.enum(['deeds', 'replyRecord', 'review', 'votes'])
export type Part = z.infer<typeof Part>

const Percent = z.int().min(0).max(100)
const sumsTo100 = (parts: Record<string, number>) =>
  Object.values(parts).reduce((sum, n) => sum + n, 0) === 100

/** What the composite score is made of, in per cent that sum to 100. */
export const Weights = z
  .object({ deeds: Percent, replyRecord: Percent, review: Percent, votes: Percent })
  .refine(sumsTo100, { message: '四项权重之和应为 100%' })
export type Weights = z.infer<typeof Weights>

/** How a number without a natural maximum becomes points: its share of the best, its place, or its logarithm. */
export const Scale = z.enum(['leader', 'rank', 'log'])
export type Scale = z.infer<typeof Scale>

/** A part that somebody lacks: counts nothing, or leaves its weight to the others. */
export const Missing = z.enum(['zero', 'others'])
export type Missing = z.infer<typeof Missing>

/** How parts become points, and points a rank. What each setting means is `shared/result/rules.ts`' to say. */
export const Scoring = z.object({
  /** Decimals of all points. */
  decimals: z.int().min(0).max(4),
  /** What a reply record's points are made of, in per cent that sum to 100. */
  replyParts: z
    .object({ rate: Percent, volume: Percent, speed: Percent })
    .refine(sumsTo100, { message: '回复情况三项之和应为 100%' }),
  volumeScale: Scale,
  speedScale: z.enum(['leader', 'rank']),
  votesScale: Scale,
  missing: z.record(Part, Missing),
  /** Of equal scores the one that is better here is first, part by part; a draw decides where all are equal. */
  ties: z
    .array(Part)
    .max(4)
    .refine((parts) => new Set(parts).size === parts.length, { message: '同分比较的次序里不能有重复' }),
})
export type Scoring = z.infer<typeof Scoring>

export const USUAL_SCORING: Scoring = {
  decimals: 2,
  replyParts: { rate: 50, volume: 30, speed: 20 },
  volumeScale: 'log',
  speedScale: 'leader',
  votesScale: 'leader',
  missing: { deeds: 'zero', replyRecord: 'zero', review: 'zero', votes: 'zero' },
  ties: ['review', 'votes', 'replyRecord', 'deeds'],
}
