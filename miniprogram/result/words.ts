import type { ResponseOf } from '@shared/api'
import { measure } from '@shared/edition/words'
import { endText, fullText, momentText } from '@shared/kernel/dates'
import { foldText } from '@shared/kernel/text'
import type { PublicResult, PublicStanding } from '@shared/result/contract'

export type Results = ResponseOf<'GET /api/results'>

/** `拟表彰 15 个`: how many are in a list. */
const countText = ({ category, list }: PublicResult): string =>
  `${list?.standings.filter(({ winner }) => winner).length ?? 0} ${measure(category)}`

/** Where a category's result stands: in a few words, and in a sentence what comes next. */
export function standWords(
  result: PublicResult,
  { notice, objectionsOpen }: Results,
  now: Date,
): { state: string; words: string } {
  const closes = notice?.closesAt ? endText(notice.closesAt) : null
  switch (result.state) {
    case 'released':
      return {
        state: `正式发布 · 表彰 ${countText(result)}`,
        words: `${fullText(result.releasedAt!)} 发布。每一位的得分、算法和数据都在下面，任何人都可以重算。`,
      }
    case 'revoked':
      return {
        state: '结果已撤回',
        words: `${fullText(result.revoked!.at)} 撤回，原因：${result.revoked!.reason}。更正后会在这里重新发布。`,
      }
    case 'proposed':
      if (!objectionsOpen && !isOver(notice, now)) {
        return {
          state: `公示暂停 · 拟表彰 ${countText(result)}`,
          words: '公示暂停，恢复后可以继续提出异议。名单和全部得分仍可查看。',
        }
      }
      return objectionsOpen
        ? {
            state: `公示中 · 拟表彰 ${countText(result)}`,
            words: `公示${closes ? `到 ${closes} 为止` : '进行中'}。全部参评者的得分和数据都在下面，欢迎核对；有异议请实名提出，核查结果和更正会公开。`,
          }
        : {
            state: `公示期满 · 拟表彰 ${countText(result)}`,
            words: `公示${closes ? `已于 ${closes} 结束` : '已结束'}，异议核查完后正式发布。`,
          }
    default:
      return { state: '还没有结果', words: pendingWords(notice, now) }
  }
}

/** Whether somebody in a list may be meant by what was typed. */
export const isCalled = (
  { name, number, unitName }: Pick<PublicStanding, 'name' | 'number' | 'unitName'>,
  q: string,
): boolean => [name, number, unitName].some((text) => foldText(text).includes(foldText(q)))

/** Whether the notice has come to its end; one without an end has not. */
export const isOver = (notice: Results['notice'], now: Date): boolean =>
  Boolean(notice?.closesAt && now.getTime() >= Date.parse(notice.closesAt))

function pendingWords(notice: Results['notice'], now: Date): string {
  if (!notice) return '结果产生后在这里公布。'
  return now.getTime() < Date.parse(notice.opensAt)
    ? `预计 ${momentText(notice.opensAt)} 起在这里公示拟表彰名单和每一位的得分，公示期内可以实名提出异议。`
    : '这个奖项的名单还在准备，请过些时候再来看。'
}
