import type { Log } from '../../ports/work'
import type { Representatives } from '../representative/representative'
import type { CandidateRecord, CandidateStore } from './model'

type Options = {
  representatives: Pick<Representatives, 'tell'>
  /** Notes that it was told. */
  told: CandidateStore['told']
  log: Log
}

/** Tells all who speak for a candidate's unit that it has left the race. Never throws: what was decided stands. */
export type Telling = (candidate: CandidateRecord) => Promise<void>

export function createTelling({ representatives, told, log }: Options): Telling {
  return async ({ _id, unitId, number, name, withdrawn }) => {
    const news = {
      ...{ key: `candidate:${_id}:withdrawn`, kind: 'candidate.withdrawn', title: '候选已退出评选' },
      text: `${number} ${name}已退出评选：${withdrawn?.reason ?? ''}`,
      path: `/candidate?id=${_id}`,
      data: { subject: name, state: '已退出' },
    }
    try {
      if (unitId) await representatives.tell(unitId, news)
      await told(_id)
    } catch (error) {
      log.warn({ err: error }, '候选退出评选暂时没有通知到单位代表，稍后再通知')
    }
  }
}
