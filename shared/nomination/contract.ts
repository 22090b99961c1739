import { z } from 'zod'

export const Figure = z.strictObject({
  /** What is counted, `受益群众`. */
  label: z.string().trim().max(20),
  /** As typed, so that nothing is lost; a number once it is complete. */
  value: z.string().trim().max(15),
  unit: z.string().trim().max(8),
})
export type Figure = z.infer<typeof Figure>

/** What was answered to one field: a text, a tick, numbers, or the ids of uploads. */
export const Answer = z.union([
  z.string().max(60_000),
  z.boolean(),
  z.array(Figure).max(12),
  z.array(z.string().max(64)).max(20),
])
export type Answer = z.infer<typeof Answer>

/** Answers by the key of their field. A draft may lack any. */
export const Answers = z.record(z.string().max(32), Answer)
export type Answers = z.infer<typeof Answers>

export const NominationStatus = z.enum([
  'draft',
  'submitted',
  'returned',
  'accepted',
  'rejected',
  'withdrawn',
])
export type NominationStatus = z.infer<typeof NominationStatus>
