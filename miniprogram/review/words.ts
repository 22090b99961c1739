import type { Criterion } from '@shared/edition/review/contract'
import { timeText } from '@shared/kernel/dates'
import type { Marks, ReviewCard } from '@shared/review/contract'
import { reviewPoints, unmarked } from '@shared/review/rules'
import { type Draft, isDirty } from './draft'
import type { Save } from './save'
import type { Group } from './shelf'

/** What the marks that are there come to, 0…100; null where there are none. */
export function pointsSoFar(criteria: readonly Criterion[], marks: Marks): number | null {
  return reviewPoints(
    criteria.filter(({ key }) => marks[key] !== undefined),
    marks,
  )
}

/** How many of a category are marked whole, of how many that are to be marked. */
export function progressOf({ criteria, items }: Pick<Group, 'criteria' | 'items'>) {
  const own = items.filter(({ state }) => state !== 'recused')
  const done = own.filter((card) => isWhole(criteria, card)).length
  const submitted = own.filter(({ state }) => state === 'submitted').length
  return { done, submitted, of: own.length }
}

export const isWhole = (criteria: readonly Criterion[], { state, marks }: ReviewCard): boolean =>
  state === 'submitted' || (state === 'draft' && unmarked(criteria, marks).length === 0)

/** Where a review stands, in words and a colour's name. */
export function standing(criteria: readonly Criterion[], card: ReviewCard): { words: string; tone: string } {
  if (card.state === 'recused') return { words: '回避，不用评', tone: 'quiet' }
  if (card.state === 'submitted') return { words: '已提交', tone: 'done' }
  const left = unmarked(criteria, card.marks).length
  if (card.reopened) return { words: '退回修改', tone: 'warn' }
  if (left === 0) return { words: '已评完', tone: 'good' }
  return left === criteria.length
    ? { words: '还没评', tone: 'open' }
    : { words: `还差 ${left} 项`, tone: 'warn' }
}

/** Where what was written is now. `kept`: whether the device keeps it. */
export function savedWords(
  card: ReviewCard,
  draft: Draft | undefined,
  save: Save | undefined,
  kept: boolean,
): string {
  const here = kept ? '已存在本机' : '请不要关闭本页'
  switch (save?.state) {
    case 'saving':
      return '正在保存…'
    case 'waiting':
      return kept ? '已存在本机，即将保存' : '即将保存'
    case 'offline':
      return `${here}，联网后自动保存`
    case 'login':
      return `登录已过期，${here}`
    case 'refused':
      return `没有保存到服务器，${here}`
    default:
      if (draft && isDirty(draft)) return `${here}，还没有保存到服务器`
      return card.savedAt ? `已保存 ${timeText(card.savedAt)}` : '打分后自动保存'
  }
}
