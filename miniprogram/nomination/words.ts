import type { CategoryId } from '@shared/edition/contract'
import type { Form } from '@shared/edition/form/contract'
import { momentText, timeText } from '@shared/kernel/dates'
import type { Answers, Nomination, NominationCard, NominationStatus } from '@shared/nomination/contract'
import { findProblems } from '@shared/nomination/form'
import { publicPartOf } from '@shared/nomination/public'
import { type Draft, isDirty } from './draft'
import type { Save } from './save'

/** What a category's nomination is of, as a heading without a name of its own. */
const NAMELESS: Record<CategoryId, string> = {
  unit: '单位报名',
  worker: '还没有写姓名',
  caseStudy: '还没有写标题',
}

/** How a nomination is called in lists: the unit, the worker's name, the case's title. */
export function nameOf(form: Form | null, { category, unit, answers }: Draft): string {
  if (category === 'unit') return unit.name
  return (form && publicPartOf(form, answers).name) || NAMELESS[category]
}

export function nameOfCard({ title, category, unit }: NominationCard): string {
  return title || (category === 'unit' ? unit.name : NAMELESS[category])
}

/** How many of the questions that must be answered are, and well; `wrong` are others that were answered and not well. */
export function progressOf(form: Form, answers: Answers): { done: number; of: number; wrong: number } {
  const problems = findProblems(form, answers)
  const asked = form.filter(({ required }) => required)
  const lacking = asked.filter(({ key }) => problems.some((problem) => problem.key === key)).length
  return { done: asked.length - lacking, of: asked.length, wrong: problems.length - lacking }
}

/** Where a nomination stands and what to do next, in a sentence. */
export function nextWords({ status, updatedAt, submittedAt }: NominationCard): string {
  const filed = submittedAt ? momentText(submittedAt) : ''
  const words: Record<NominationStatus, string> = {
    draft: submittedAt
      ? `${momentText(updatedAt)} 保存。已收回修改，请记得重新提交`
      : `${momentText(updatedAt)} 保存，还没有提交`,
    submitted: `${filed} 提交，等待审核`,
    returned: '请按审核意见修改后重新提交',
    accepted: '审核通过，等待初选结果',
    rejected: '审核未通过，点开看原因',
    withdrawn: `${momentText(updatedAt)} 撤回，不参评`,
  }
  return words[status]
}

/** Who saved a nomination last, without the unit that is told with the name. */
export const writerOf = ({ savedBy }: Pick<Nomination, 'savedBy'>): string => savedBy.split(' · ')[0]!

/** Where what one has written is now. `kept`: whether the device keeps it. */
export function savedWords(draft: Draft, save: Save | undefined, kept: boolean): string {
  const here = kept ? '已存在本机' : '请不要关闭本页'
  switch (save?.state) {
    case 'saving':
      return '正在保存…'
    case 'waiting':
      return kept ? '已存在本机，即将保存' : '即将保存'
    case 'offline':
      return `网络不通，${here}，恢复后自动保存`
    case 'late':
      return `已过截止时间，最后的修改${here}，没有计入`
    case 'login':
      return `登录已过期，${here}`
    case 'conflict':
      return `别人也改过，${here}，请先选定`
    case 'refused':
      return `没有保存到服务器，${here}`
    default:
      if (!draft.seen) return '填写后自动保存'
      return isDirty(draft) ? `${here}，还没有保存到服务器` : `已保存 ${timeText(draft.seen.savedAt)}`
  }
}
