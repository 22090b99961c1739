import { fullText } from '../kernel/dates'

/** WeChat's templates by what we use them for. An operator enters the accounts' own ids and field names. */
export const TEMPLATES = ['progress', 'announcement'] as const
export type TemplateName = (typeof TEMPLATES)[number]

/**
 * What a template's field says. `title` and `text` are the message's own, `at` when it came. `subject`: what it is about,
 * as a unit's name. `state`: where that stands, in five Chinese characters at most.
 */
export const SLOTS = ['title', 'text', 'at', 'subject', 'state'] as const
export type Slot = (typeof SLOTS)[number]

/** A field's name as WeChat gives it: its kind and a number, `thing1`. Only kinds that we have something for. */
export const FIELD = /^(thing|short_thing|phrase|time|date)\d{1,3}$/

/** Most characters of a field by its kind. Source: developers.weixin.qq.com, 订阅消息参数值内容限制说明. */
const MOST = { thing: 20, short_thing: 10, phrase: 5, time: 32, date: 32 }

/** A text as a field takes it: one line, cut to its length. What is too long for a `phrase` cannot be cut, and is not said. */
export function fieldText(field: string, text: string): string {
  const kind = FIELD.exec(field)![1] as keyof typeof MOST
  if (kind === 'phrase') return /^\p{Script=Han}{1,5}$/u.test(text) ? text : '有新进展'
  const characters = [...text.replace(/\s+/g, ' ').trim()]
  if (characters.length === 0) return '请点开查看'
  return characters.length > MOST[kind]
    ? `${characters.slice(0, MOST[kind] - 1).join('')}…`
    : characters.join('')
}

/** An instant as a field of kind `time` or `date` takes it. */
export const fieldTime = (at: Date): string => fullText(at)

/** A page of the site as the mini-program knows it: `/mine?a=b` is `pages/mine/index?a=b`. */
export function weappPage(path: string): string {
  const [page, query] = path.replace(/^\//, '').split('?') as [string, string?]
  return `pages/${page || 'home'}/index${query ? `?${query}` : ''}`
}
