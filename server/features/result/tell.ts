import type { Category, Edition } from '@shared/edition/contract'
import { findCategory } from '@shared/edition/rules'
import { endText } from '@shared/kernel/dates'
import type { FrozenEntrant } from '@shared/result/correction'
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
type News = { stage: string; of: (entrant: FrozenEntrant, standing: Standing | undefined) => Words | null }
/** What one of them is told, once for each `key`. */
type Words = { key: string; title: string; text: string }

/** Tells who speaks for the units what became of them, each once, whoever was away when it happened. */
export function createTelling({ store, editions, candidates, representatives, clock, log }: Options) {
  async function tell({ _id, category, proposal }: ResultRecord, { stage, of }: News): Promise<void> {
    const standings = new Map(proposal!.standings.map((standing) => [standing.id, standing]))
    for (const entrant of proposal!.entrants) {
      const { id } = entrant
      const unit = candidates.unitIdOf(id)
      const words = unit && of(entrant, standings.get(id))
      if (!words) continue
      await representatives.tell(unit, {
        ...{ ...words, key: `result:${id}:${words.key}`, kind: 'result' },
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
  const wins = (place: { rank: number } | null | undefined) => !!place && place.rank <= proposal!.seats
  if (state === 'released') {
    const stage = `released:${releasedAt}`
    const of: News['of'] = ({ name }, standing) =>
      standing
        ? {
            ...{ key: stage, title: '评选结果已发布' },
            text: wins(standing)
              ? `祝贺！“${name}”获${award}表彰，第 ${standing.rank} 名。`
              : `${award}的结果已发布，“${name}”的得分和名次可以查看。感谢参与。`,
          }
        : null
    return { stage, of }
  }
  if (state === 'revoked') {
    const stage = `revoked:${revoked!.at}`
    const text = `${award}的结果已撤回：${unended(revoked!.reason)}。更正后会重新发布。`
    return { stage, of: () => ({ key: stage, title: '评选结果已撤回', text }) }
  }
  const notice = noticeAt(edition, now)
  if (state !== 'proposed' || !notice?.begun || notice.ended) return null
  const until = notice.closesAt ? `公示到 ${endText(notice.closesAt)} 为止。` : ''
  const made = record.corrections.filter((one) => one.state === 'made')
  const key = `proposed:${proposal!.proposedAt}`
  return {
    stage: `${key}:${made.length}`,
    of({ id, name }, standing) {
      const concerning = made.findLast(
        ({ candidate, moves }) =>
          candidate === id || moves.some((move) => move.id === id && wins(move.before) !== wins(move.after)),
      )
      if (concerning) {
        const now = !standing
          ? `“${name}”不再参加${award}的排名`
          : wins(standing)
            ? `“${name}”现在列入${award}拟表彰名单，第 ${standing.rank} 名`
            : `“${name}”现在是${award}第 ${standing.rank} 名，不在拟表彰名单中`
        const text = `${now}。更正的原因：${unended(concerning.reason)}。${until}`
        return { key: `${key}:${concerning.id}`, title: '公示名单有更正', text }
      }
      if (!standing) return null
      const text = wins(standing)
        ? `“${name}”列入${award}拟表彰名单，第 ${standing.rank} 名。${until}`
        : `${award}拟表彰名单正在公示，“${name}”的得分和名次可以核对。${until}`
      return { key, title: '拟表彰名单正在公示', text }
    },
  }
}

/** A reason inside a sentence of ours. */
const unended = (reason: string) => reason.replace(/[。.！!]+$/, '')
