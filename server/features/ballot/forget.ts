import { lastDate } from '@shared/edition/rules'
import type { Clock, Log } from '../../ports/work'
import type { Editions } from '../edition/edition'
import type { BallotStore } from './model'

type Options = {
  store: Pick<BallotStore, 'forgetSignals'>
  editions: Pick<Editions, 'list'>
  clock: Clock
  log: Log
}

/** So long signals are kept after the last date of their edition: time for objections, and for whoever looks into them. */
export const KEPT_DAYS = 60
const DAY_MS = 86_400_000

/** Takes the signals from the ballots of editions that have been over for a while; to be called daily. */
export function createForgetting({ store, editions, clock, log }: Options) {
  return async (): Promise<void> => {
    const before = clock.now().getTime() - KEPT_DAYS * DAY_MS
    for (const edition of await editions.list()) {
      if (lastDate(edition).getTime() > before) continue
      const forgotten = await store.forgetSignals(edition.id)
      if (forgotten > 0) log.info({ edition: edition.id, forgotten }, '已按期删除选票旁的风险信号')
    }
  }
}
