import { z } from 'zod'

/** All that WeChat says of something it has done. */
export const Done = z.object({ errcode: z.literal(0) })

/** A template's fields as WeChat takes them. */
export function valuesOf(fields: Record<string, string>): Record<string, { value: string }> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { value }]))
}
