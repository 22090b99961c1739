import { parseReceipt } from '../ballot/receipt'
import { dayText, fullText, timeText } from '../kernel/dates'
import type { Diet, StaffSummitInvitation, Summit } from './contract'

export const DIET_NAMES: Record<Diet, string> = { any: '无特殊要求', halal: '清真', vegetarian: '素食' }

/** `2022年6月10日 09:00 至 12:00`. */
export function whenText({ startsAt, endsAt }: Pick<Summit, 'startsAt' | 'endsAt'>): string {
  const isOneDay = dayText(startsAt) === dayText(endsAt)
  return `${fullText(startsAt)} 至 ${isOneDay ? timeText(endsAt) : fullText(endsAt)}`
}

export const takesReplies = ({ replyBy }: Pick<Summit, 'replyBy'>, now: Date): boolean =>
  now.getTime() < Date.parse(replyBy)

/** The code of an invitation in what was scanned or typed, be it the code or a link with it; null for none. */
export const codeIn = (text: string): string | null =>
  parseReceipt(/[?&#]code=([^&#\s]+)/.exec(text)?.[1] ?? text)

/** Where the answers stand: invitations that hold, and the people who come. */
export function headcount(invitations: readonly Pick<StaffSummitInvitation, 'withdrawn' | 'reply'>[]) {
  const valid = invitations.filter(({ withdrawn }) => !withdrawn)
  const replies = valid.flatMap(({ reply }) => reply ?? [])
  const guests = replies.flatMap((reply) => (reply.coming ? reply.guests : []))
  const coming = replies.filter((reply) => reply.coming).length
  return {
    invited: valid.length,
    coming,
    declined: replies.length - coming,
    silent: valid.length - replies.length,
    guests: guests.length,
    arrived: guests.filter(({ arrived }) => arrived).length,
    cars: replies.filter(({ coming, car }) => coming && car !== '').length,
    diets: {
      halal: guests.filter(({ diet }) => diet === 'halal').length,
      vegetarian: guests.filter(({ diet }) => diet === 'vegetarian').length,
    },
  }
}
