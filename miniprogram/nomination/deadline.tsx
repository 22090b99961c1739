import type { CurrentEdition } from '@shared/edition/contract'
import type { Nomination } from '@shared/nomination/contract'
import { Phone } from '@/components/phone'
import { useNow } from '@/edition/clock'
import { Countdown } from '@/edition/countdown'
import { type Gate, gateAt, obstacleWords, untilWords } from './gate'
import './deadline.scss'

/** The gate now, ticking. */
export function useGate(edition: CurrentEdition, nomination: Nomination | null | undefined): Gate {
  return gateAt(edition, useNow(1000), nomination)
}

const HOUR = 3_600_000

/** How much time is left to hand a nomination in, more urgent as it runs out; after the end, exactly how things stand. */
export function Deadline({
  edition,
  nomination,
}: {
  edition: CurrentEdition
  nomination: Nomination | null
}) {
  const now = useNow(1000)
  const gate = gateAt(edition, now, nomination)
  if (gate.graceUntil) {
    return (
      <div className="deadline is-over" role="alert">
        <p className="deadline-words">
          {obstacleWords(gate)}。您的内容在截止前已经保存，请在倒计时结束前提交。
        </p>
        <Countdown until={new Date(gate.graceUntil).toISOString()} label="还可以提交" />
      </div>
    )
  }
  if (gate.isAsMailed) {
    return (
      <p className="deadline is-over" role="status">
        {obstacleWords(gate)}，不能再改。这份报名表是邮件寄来的，截止前寄出的由荆楚网核对后按来信代为提交。
        有疑问请联系荆楚网：
        <Phone text={edition.contact.phone} />。
      </p>
    )
  }
  if (gate.obstacle) {
    return (
      <p className="deadline is-over" role="status">
        {obstacleWords(gate)}。
        {gate.obstacle.reason === 'closed' ? '没有提交的不参评，写好的内容都保留着。' : '写好的内容都在。'}
      </p>
    )
  }
  if (!gate.end) return null
  const isSoon = Date.parse(gate.end) - now.getTime() < HOUR
  return isSoon ? (
    <div className="deadline is-soon">
      <Countdown until={gate.end} label={nomination?.returned ? '距再次提交截止' : '距报名截止'} />
    </div>
  ) : (
    <p className="deadline">
      {nomination?.returned?.dueAt === gate.end ? '请在修改后重新提交，' : ''}
      {nomination?.returned?.dueAt === gate.end ? '' : '报名 '}
      {untilWords(gate)}
    </p>
  )
}
