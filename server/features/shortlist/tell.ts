import type { Log } from '../../ports/work'
import type { Representatives } from '../representative/representative'
import type { AnnouncedRecord } from './model'

type Options = { representatives: Pick<Representatives, 'tell'>; log: Log }

/**
 * Tells who speaks for the units; each is told of the same thing once. Never throws, for what was decided stands; answers
 * whether all have been told.
 */
export type Telling = (announced: AnnouncedRecord[]) => Promise<boolean>

export function createTelling({ representatives, log }: Options): Telling {
  return async (announced) => {
    try {
      for (const one of announced) {
        const { id, unit, news, since } = one
        const [title, text] = WORDS[news](one)
        await representatives.tell(unit.id, {
          ...{ key: `shortlist:${id}:${news}:${since}`, kind: `shortlist.${news}`, title, text },
          path: `/nomination?id=${id}`,
        })
      }
      return true
    } catch (error) {
      log.warn({ err: error }, '入选消息暂时没有通知到单位代表，稍后再通知')
      return false
    }
  }
}

const WORDS: Record<AnnouncedRecord['news'], (one: AnnouncedRecord) => [title: string, text: string]> = {
  listed: ({ title, unit, number }) => [
    '已入选候选名单',
    `“${title || unit.name}”已列入候选名单，编号 ${number}，投票开始时向网友公开。`,
  ],
  dropped: ({ title, unit, reason }) => [
    '候选名单有调整',
    `“${title || unit.name}”不再列入候选名单${reason ? `：${reason}` : '。'}`,
  ],
}
