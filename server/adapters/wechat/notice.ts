import { z } from 'zod'

/** All that WeChat says of something it has done. */
export const Done = z.object({ errcode: z.literal(0) })

/** The same of a message, with WeChat's id of it where it tells one. */
export const Sent = Done.extend({ msgid: z.union([z.string(), z.number().int()]).optional() })
export const sentId = ({ msgid }: z.output<typeof Sent>): string | null =>
  msgid === undefined ? null : String(msgid)

/** A template's fields as WeChat takes them. */
export function valuesOf(fields: Record<string, string>): Record<string, { value: string }> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { value }]))
}
