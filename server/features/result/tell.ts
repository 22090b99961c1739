import type { Category, Edition } from '@shared/edition/contract'
import { findCategory } from '@shared/edition/rules'
import { endText } from '@shared/kernel/dates'
import { noticeAt } from '@shared/result/course'
import type { Standing } from '@shared/result/rules'
import type { Clock, Log } from '../../ports/work'
import type { Candidates } from '../candidate/candidate'
import type { Editions } from '../edition/edition'
import type { Representatives } from '../representative/representative'
import type { ResultRecord, ResultStore } from './model'

type Options = {
  store: Pick<ResultStore, 'findAll' | 'markTold'>
  editions: Pick<Editions, 'current' | 'isSet'>
  candidates: Pick<Candidates, 'unitIdOf'>
  representatives: Pick<Representatives, 'tell'>
  clock: Clock
  log: Log
}

/** What there is to tell of a result; `stage` is another each time there is something new. */
type News = { stage: string; title: string; textOf: (name: string, standing: Standing) => string }

/** Tells who speaks for the units what became of them, each once, whoever was away when it happened. */
export function createTelling({ store, editions, candidates, representatives, clock, log }: Options) {
  async function tell(record: ResultRecord, { stage, title, textOf }: News): Promise<void> {
    const { _id, category, proposal } = record
    const names = new Map(proposal!.entrants.map(({ id, name }) => [id, name]))
    for (const standing of proposal!.standings) {
      const { id } = standing
      const unit = candidates.unitIdOf(id)
      if (!unit) continue
      await representatives.tell(unit, {
        ...{ key: `result:${id}:${stage}`, kind: 'result', title, text: textOf(names.get(id)!, standing) },
        path: `/results?category=${category}&id=${encodeURIComponent(id)}`,
      })
    }
    await store.markTold(_id, stage)
  }

  /** Tells what is public by now and has not been told. */
  return async function tellAll(): Promise<void> {
    if (!editions.isSet()) return
    const edition = editions.current()
    for (const record of await store.findAll(edition.id)) {
      const category = findCategory(edition, record.category)
      const news = category && newsOf(record, { edition, category, now: clock.now() })
      if (!news || news.stage === record.told) continue
      await tell(record, news).catch((error) =>
        log.warn({ err: error, result: record._id }, '结果暂时没有通知到单位代表，稍后再通知'),
      )
    }
  }
}

type About = { edition: Edition; category: Category; now: Date }

function newsOf(record: ResultRecord, { edition, category, now }: About): News | null {
  const { state, proposal, releasedAt, revoked } = record
  const award = `“${category.name}”`
  const isWinner = ({ rank }: Standing) => rank <= proposal!.seats
  if (state === 'released') {
    return {
      ...{ stage: `released:${releasedAt}`, title: '评选结果已发布' },
      textOf: (name, standing) =>
        isWinner(standing)
          ? `祝贺！“${name}”获${award}表彰，第 ${standing.rank} 名。`
          : `${award}的结果已发布，“${name}”的得分和名次可以查看。感谢参与。`,
    }
  }
  if (state === 'revoked') {
    const reason = revoked!.reason.replace(/[。.！!]+$/, '')
    return {
      ...{ stage: `revoked:${revoked!.at}`, title: '评选结果已撤回' },
      textOf: () => `${award}的结果已撤回：${reason}。更正后会重新发布。`,
    }
  }
  const notice = noticeAt(edition, now)
  if (state !== 'proposed' || !notice?.begun || notice.ended) return null
  const until = notice.closesAt ? `公示到 ${endText(notice.closesAt)} 为止。` : ''
  return {
    ...{ stage: `proposed:${proposal!.proposedAt}`, title: '拟表彰名单正在公示' },
    textOf: (name, standing) =>
      isWinner(standing)
        ? `“${name}”列入${award}拟表彰名单，第 ${standing.rank} 名。${until}`
        : `${award}拟表彰名单正在公示，“${name}”的得分和名次可以核对。${until}`,
  }
}
