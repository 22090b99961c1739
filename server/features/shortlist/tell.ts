import type { Log } from '../../ports'
import type { Notifications } from '../notification/notification'
import type { Representatives } from '../representative/representative'
import type { EntryRecord } from './model'

type Options = {
  representatives: Pick<Representatives, 'of'>
  notifications: Pick<Notifications, 'notify'>
  log: Log
}

/** What may become of somebody on the list that their unit is to know. */
export type News = 'listed' | 'dropped'

/** Tells who speaks for the units; each is told of the same thing once. Never throws: what was decided stands. */
export type Telling = (entries: EntryRecord[], news: News) => Promise<void>

export function createTelling({ representatives, notifications, log }: Options): Telling {
  return async (entries, news) => {
    for (const entry of entries) {
      try {
        const voters = (await representatives.of(entry.unit.id)).map(({ voter }) => voter)
        const [title, text] = WORDS[news](entry)
        await notifications.notify(voters, {
          ...{ key: `shortlist:${entry.id}:${news}:${entry.number}`, kind: `shortlist.${news}`, title, text },
          path: `/nomination?id=${entry.id}`,
        })
      } catch (error) {
        log.warn({ err: error }, '入选消息暂时没有通知到单位代表')
      }
    }
  }
}

const WORDS: Record<News, (entry: EntryRecord) => [title: string, text: string]> = {
  listed: ({ title, unit, number }) => [
    '已入选候选名单',
    `“${title || unit.name}”已列入候选名单，编号 ${number}，投票开始时向网友公开。`,
  ],
  dropped: ({ title, unit, dropped }) => [
    '候选名单有调整',
    `“${title || unit.name}”不再列入候选名单：${dropped?.reason ?? ''}`,
  ],
}
