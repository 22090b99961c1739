import type { Log } from '../../ports/work'
import type { Representatives } from '../representative/representative'
import type { AnnouncedRecord, EntryRecord } from './model'

type Options = { representatives: Pick<Representatives, 'tell'>; log: Log }

type Told = AnnouncedRecord & Partial<Pick<EntryRecord, 'dropped'>>

/** What may become of somebody on the list that their unit is to know. */
export type News = 'listed' | 'dropped'

/**
 * Tells who speaks for the units; each is told of the same thing once. Never throws, for what was decided stands; answers
 * whether all have been told.
 */
export type Telling = (entries: Told[], news: News) => Promise<boolean>

export function createTelling({ representatives, log }: Options): Telling {
  return async (entries, news) => {
    try {
      for (const entry of entries) {
        const [title, text] = WORDS[news](entry)
        await representatives.tell(entry.unit.id, {
          ...{ key: `shortlist:${entry.id}:${news}:${entry.number}`, kind: `shortlist.${news}`, title, text },
          path: `/nomination?id=${entry.id}`,
        })
      }
      return true
    } catch (error) {
      log.warn({ err: error }, '入选消息暂时没有通知到单位代表，稍后再通知')
      return false
    }
  }
}

const WORDS: Record<News, (entry: Told) => [title: string, text: string]> = {
  listed: ({ title, unit, number }) => [
    '已入选候选名单',
    `“${title || unit.name}”已列入候选名单，编号 ${number}，投票开始时向网友公开。`,
  ],
  dropped: ({ title, unit, dropped }) => [
    '候选名单有调整',
    `“${title || unit.name}”不再列入候选名单${dropped ? `：${dropped.reason}` : '。'}`,
  ],
}
