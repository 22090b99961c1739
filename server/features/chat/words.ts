import type { Phase } from '@shared/edition/contract'
import { endText, momentText } from '@shared/kernel/dates'

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
  results: '/results',
  nominations: '/nominations',
  announcements: '/announcements',
  candidates: (category?: string) => `/candidates${category ? `?category=${category}` : ''}`,
  ballot: (category: string) => `/ballot?category=${category}`,
  candidate: (id: string) => `/candidate?id=${encodeURIComponent(id)}`,
}

/** `5月10日 09:00 至 5月20日 18:00`. */
export function windowOf({ opensAt, closesAt }: Phase): string {
  return closesAt ? `${momentText(opensAt)} 至 ${endText(closesAt)}` : `${momentText(opensAt)} 起`
}

/** Paragraphs, without those that are empty. */
export const lines = (...parts: (string | false | null | undefined)[]) => parts.filter(Boolean).join('\n')
