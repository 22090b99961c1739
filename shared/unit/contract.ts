import { z } from 'zod'

/** The four levels of the platform: 省 市 县 乡镇. */
export const Level = z.enum(['province', 'city', 'county', 'township'])
export type Level = z.infer<typeof Level>

/**
 * Where a unit is. Codes are six-digit administrative division codes (GB/T 2260).
 * Province-level units carry `cityCode` 420000 and `city` 省直单位.
 */
export const Region = z.object({
  code: z.string().regex(/^\d{6}$/),
  cityCode: z.string().regex(/^\d{6}$/),
  city: z.string(),
  county: z.string().nullable(),
})
export type Region = z.infer<typeof Region>

/** What a unit did with the messages of one year. Counts only: a rate is computed, never stored. */
export const ReplyRecord = z.object({
  year: z.int(),
  received: z.int().min(0),
  answered: z.int().min(0),
  /** Median hours from a message to its answer; null where nothing was answered. */
  medianAnswerHours: z.number().min(0).nullable(),
  /** Messages received per month, January first; sums to `received`. */
  monthlyReceived: z.array(z.int().min(0)).length(12),
  /** Messages answered per month of receipt; sums to `answered`. */
  monthlyAnswered: z.array(z.int().min(0)).length(12),
})
export type ReplyRecord = z.infer<typeof ReplyRecord>

export const Unit = z.object({
  id: z.string(),
  name: z.string(),
  level: Level,
  region: Region,
  /** True for invented units, shown as 示例. */
  sample: z.boolean(),
  replyRecord: ReplyRecord.nullable(),
})
export type Unit = z.infer<typeof Unit>
