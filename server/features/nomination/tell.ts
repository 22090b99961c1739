import type { MoveName } from '@shared/nomination/contract'
import type { Log } from '../../ports/work'
import type { Representatives } from '../representative/representative'
import type { NominationRecord, NominationStore } from './model'

type Options = {
  representatives: Pick<Representatives, 'tell'>
  /** Notes that it was told. */
  told: NominationStore['told']
  log: Log
}

/** Tells all who speak for a nomination's unit what has become of it. Never throws: what was decided stands. */
export type Telling = (record: NominationRecord, what: MoveName | 'answer') => Promise<void>

export function createTelling({ representatives, told, log }: Options): Telling {
  return async (record, what) => {
    const { _id, unit, history, objection } = record
    const words = WORDS[what]?.(record)
    if (!words) return void (await told(_id, what))
    const news = {
      ...{
        key: `nomination:${_id}:${what}:${what === 'answer' ? objection?.answeredAt : history.length}`,
        kind: `nomination.${what}`,
      },
      ...{ title: words[0], text: words[1], path: `/nomination?id=${_id}` },
      data: { subject: record.title || '您的报名', state: words[2] },
    }
    try {
      await representatives.tell(unit, news)
      await told(_id, what)
    } catch (error) {
      log.warn({ err: error }, '报名进展暂时没有通知到单位代表，稍后再通知')
    }
  }
}

/** `state` in at most five characters, as WeChat's templates take it. */
type Words = (record: NominationRecord) => [title: string, text: string, state: string]

const nameOf = ({ title }: NominationRecord) => (title ? `“${title}”` : '您的报名')

const WORDS: Partial<Record<MoveName | 'answer', Words>> = {
  submit: (record) => ['报名已提交', `${nameOf(record)}已收到，我们会尽快审核，结果在这里告诉您。`, '已提交'],
  file: (record) => ['报名已代为提交', `${nameOf(record)}已由工作人员代为提交，请核对内容。`, '已代提交'],
  withdraw: (record) => [
    '报名已撤回',
    `${nameOf(record)}不再参评，内容已为您保留，截止前可以恢复。`,
    '已撤回',
  ],
  return: (record) => [
    '请修改后再提交',
    `${nameOf(record)}需要修改：${record.returned?.reason ?? ''}`,
    '请修改',
  ],
  accept: (record) => ['报名审核通过', `${nameOf(record)}已通过审核，进入初选。`, '审核通过'],
  reject: (record) => [
    '报名没有通过',
    `${nameOf(record)}没有通过审核：${record.rejectedReason ?? ''}`,
    '未通过',
  ],
  reconsider: (record) => [
    '报名正在重新审核',
    `${nameOf(record)}的审核结果已撤销，正在重新审核。`,
    '重新审核',
  ],
  answer: (record) => [
    '您的异议有了答复',
    `${nameOf(record)}的回复情况：${record.objection?.answer ?? ''}`,
    '已答复',
  ],
}
