import type { Phase } from '@shared/edition/contract'

/** A link in a text, as WeChat shows it. */
export type Link = (text: string, path: string) => string

export const linksBelow =
  (publicUrl: string): Link =>
  (text, path) =>
    `<a href="${publicUrl}${path}">${text}</a>`

/** Pages of the site. */
export const PAGES = {
  home: '/home',
  mine: '/mine',
  rules: '/rules',
  candidates: (category?: string) => `/candidates${category ? `?category=${category}` : ''}`,
  candidate: (id: string) => `/candidate?id=${encodeURIComponent(id)}`,
}

const BEIJING = 8 * 3_600_000

/** `5月10日 09:00`, Beijing time. */
export function timeIn(instant: string | Date): string {
  const there = new Date(new Date(instant).getTime() + BEIJING)
  const time = there.toISOString().slice(11, 16)
  return `${there.getUTCMonth() + 1}月${there.getUTCDate()}日 ${time}`
}

/** `5月10日 09:00 至 5月20日 18:00`. */
export function windowOf({ opensAt, closesAt }: Phase): string {
  return closesAt ? `${timeIn(opensAt)} 至 ${timeIn(closesAt)}` : `${timeIn(opensAt)} 起`
}

/** Paragraphs, without those that are empty. */
export const lines = (...parts: (string | false | null | undefined)[]) => parts.filter(Boolean).join('\n')
