import type { MoveName } from '@shared/nomination/contract'
import type { Log } from '../../ports'
import type { Representatives } from '../representative/representative'
import type { NominationRecord } from './model'

/** News for people; which the notifications keep, and pass on by whatever way they agreed to. */
type Notify = (
  voters: string[],
  news: { key: string; kind: string; title: string; text: string; path: string },
) => Promise<void>

type Options = { representatives: Pick<Representatives, 'of'>; notify: Notify; log: Log }

/** Tells all who speak for a nomination's unit what has become of it. Never throws: what was decided stands. */
export type Telling = (record: NominationRecord, what: MoveName | 'answer') => Promise<void>

export function createTelling({ representatives, notify, log }: Options): Telling {
  return async (record, what) => {
    const words = WORDS[what]?.(record)
    if (!words) return
    const { _id, unit, version } = record
    const news = {
      ...{ key: `nomination:${_id}:${what}:${version}`, kind: `nomination.${what}` },
      ...{ title: words[0], text: words[1], path: `/nomination?id=${_id}` },
    }
    try {
      await notify(
        (await representatives.of(unit)).map(({ voter }) => voter),
        news,
      )
    } catch (error) {
      log.warn({ err: error }, '报名进展暂时没有通知到单位代表')
    }
  }
}

type Words = (record: NominationRecord) => [title: string, text: string]

const nameOf = ({ title }: NominationRecord) => (title ? `“${title}”` : '您的报名')

const WORDS: Partial<Record<MoveName | 'answer', Words>> = {
  submit: (record) => ['报名已提交', `${nameOf(record)}已收到，我们会尽快审核，结果在这里告诉您。`],
  file: (record) => ['报名已代为提交', `${nameOf(record)}已由工作人员代为提交，请核对内容。`],
  withdraw: (record) => ['报名已撤回', `${nameOf(record)}不再参评，内容已为您保留，截止前可以恢复。`],
  return: (record) => ['请修改后再提交', `${nameOf(record)}需要修改：${record.returned?.reason ?? ''}`],
  accept: (record) => ['报名审核通过', `${nameOf(record)}已通过审核，进入初选。`],
  reject: (record) => ['报名没有通过', `${nameOf(record)}没有通过审核：${record.rejectedReason ?? ''}`],
  reconsider: (record) => ['报名正在重新审核', `${nameOf(record)}的审核结果已撤销，正在重新审核。`],
  answer: (record) => ['您的异议有了答复', `${nameOf(record)}的回复情况：${record.objection?.answer ?? ''}`],
}
