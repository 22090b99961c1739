import { z } from 'zod'

/** What marks between two, both included, stand for. */
export const Anchor = z
  .object({
    from: z.number().min(0).max(100),
    to: z.number().min(0).max(100),
    meaning: z.string().trim().min(1).max(100),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: '上限不能小于下限' })
export type Anchor = z.infer<typeof Anchor>

/** Full marks that divide 100, so that what a mark is worth has no end of decimals. */
const FullMarks = z.union([5, 10, 20, 25, 50, 100].map((full) => z.literal(full)))

/** One thing that experts mark, and how much of their score it is, in per cent. */
export const Criterion = z
  .object({
    /** Made once: marks are kept under it, whatever the criterion is called. */
    key: z.string().regex(/^[a-z][A-Za-z0-9]{0,31}$/, '只能用字母和数字，以小写字母开头'),
    name: z.string().trim().min(1).max(20),
    weight: z.int().min(1).max(100),
    full: FullMarks,
    anchors: z.array(Anchor).max(8),
  })
  .refine(({ anchors, full }) => anchors.every(({ to }) => to <= full), {
    path: ['anchors'],
    message: '分档不能超过满分',
  })
export type Criterion = z.infer<typeof Criterion>

/**
 * How experts' scores become one: their mean; without the highest and the lowest; or each expert's brought to the same
 * mean and spread first. With fewer scores than `minScores` (of a candidate, or for `zscore` by an expert) it is the plain mean.
 */
export const Normalisation = z
  .object({ mode: z.enum(['mean', 'trimmed', 'zscore']), minScores: z.int().min(2).max(100) })
  .refine(({ mode, minScores }) => mode !== 'trimmed' || minScores >= 3, {
    path: ['minScores'],
    message: '去掉最高分和最低分，至少要有 3 个分数',
  })
export type Normalisation = z.infer<typeof Normalisation>

/** How experts review a category. */
export const CategoryReview = z.object({
  criteria: z
    .array(Criterion)
    .min(1)
    .max(12)
    .refine((criteria) => new Set(criteria.map(({ key }) => key)).size === criteria.length, {
      message: '各项指标的标识不能重复',
    })
    .refine((criteria) => criteria.reduce((sum, { weight }) => sum + weight, 0) === 100, {
      message: '各项指标的权重之和应为 100%',
    }),
  /** What marks are multiples of. */
  step: z.union([z.literal(0.5), z.literal(1)]),
  /** How many experts review each candidate; null for all of them. */
  perCandidate: z.int().min(1).max(50).nullable(),
  /** Whether experts see no names. */
  blind: z.boolean(),
  normalisation: Normalisation,
})
export type CategoryReview = z.infer<typeof CategoryReview>
