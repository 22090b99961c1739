import { dayText, endText } from '@shared/kernel/dates'
import { whenText } from '@shared/summit/rules'
import type { Clock, Log } from '../../ports/work'
import type { Candidates } from '../candidate/candidate'
import type { Editions } from '../edition/edition'
import type { Representatives } from '../representative/representative'
import type { InvitationRecord, SummitRecord, SummitStore } from './model'

type Options = {
  store: SummitStore
  editions: Pick<Editions, 'current' | 'isSet'>
  candidates: Pick<Candidates, 'unitIdOf'>
  representatives: Pick<Representatives, 'tell'>
  clock: Clock
  log: Log
}

const DAY = 86_400_000

/** What there is to tell of an invitation; each stage is told once. */
type News = { stage: string; title: string; text: string }

export type SummitTelling = ReturnType<typeof createSummitTelling>

/** Tells who speaks for the invited units, each of everything once, whoever was away when it happened. */
export function createSummitTelling({ store, editions, candidates, representatives, clock, log }: Options) {
  /** Answers whether anybody could be told. */
  async function tell({ _id, candidate }: InvitationRecord, { stage, ...words }: News): Promise<boolean> {
    const unit = candidates.unitIdOf(candidate)
    const key = `summit:${_id}:${stage}`
    const heard = unit
      ? await representatives.tell(unit, { ...words, key, kind: 'summit', path: `/summit?code=${_id}` })
      : 0
    const remindedAt = stage.startsWith('remind') ? { remindedAt: clock.now() } : {}
    await store.told(_id, stage, { unheard: heard === 0, ...remindedAt })
    return heard > 0
  }

  return {
    /** Reminds of one that is not answered; once a day, however often it is called. */
    remind(record: InvitationRecord, summit: SummitRecord): Promise<boolean> {
      return tell(record, reminder(record, summit, `remind:${dayText(clock.now())}`))
    },

    /** Tells what is due by now and has not been told. */
    async tellAll(): Promise<void> {
      if (!editions.isSet()) return
      const { id } = editions.current()
      const summit = await store.findSummit(id)
      if (!summit) return
      const now = clock.now().getTime()
      for (const record of await store.findAll(id)) {
        const due = newsOf(record, summit, now).filter(({ stage }) => !record.told.includes(stage))
        for (const news of due) {
          await tell(record, news).catch((error) =>
            log.warn(
              { err: error, candidate: record.candidate },
              '峰会的消息暂时没有通知到单位代表，稍后再通知',
            ),
          )
        }
      }
    },
  }
}

const whereAndWhen = (summit: SummitRecord) =>
  `时间：${whenText(summit)}；地点：${summit.venue}（${summit.address}）。`

const reminder = ({ recipient }: InvitationRecord, { name, replyBy }: SummitRecord, stage: string): News => ({
  ...{ stage, title: `请回复${name}的邀请` },
  text: `“${recipient}”的邀请还没有回执。请在 ${endText(replyBy)} 前填写谁来参加，不能来也请告诉我们。`,
})

function newsOf(record: InvitationRecord, summit: SummitRecord, now: number): News[] {
  const { recipient, award, withdrawn, reply, moves, invitedAt } = record
  const { name, startsAt, replyBy } = summit
  if (withdrawn) {
    const text = `“${recipient}”的邀请已撤回：${withdrawn.reason}`
    return [{ stage: 'withdrawn', title: `${name}的邀请已撤回`, text }]
  }
  const news: News[] = [
    {
      ...{ stage: 'invited', title: `邀请您参加${name}` },
      text: `祝贺“${recipient}”获评“${award}”，请到会领奖。${whereAndWhen(summit)}请在 ${endText(replyBy)} 前回复。`,
    },
  ]
  if (summit.moves > moves && now < Date.parse(startsAt)) {
    const text = `请按新的安排参加。${whereAndWhen(summit)}`
    news.push({ stage: `moved:${summit.moves}`, title: `${name}的时间或地点有变`, text })
  }
  const closing = Date.parse(replyBy)
  // Who was invited only now has just been told until when.
  if (!reply && now > closing - 2 * DAY && now < closing && invitedAt.getTime() < closing - 3 * DAY) {
    news.push(reminder(record, summit, 'remind:closing'))
  }
  if (reply?.coming && now > Date.parse(startsAt) - DAY && now < Date.parse(startsAt)) {
    const text = `${whereAndWhen(summit)}打开这条消息，出示二维码签到。`
    news.push({ stage: `eve:${summit.moves}`, title: `${name}即将开始`, text })
  }
  return news
}
