import type { CurrentEdition } from '@shared/edition/contract'
import { findPhase } from '@shared/edition/rules'
import { endText, momentText } from '@shared/kernel/dates'
import { useNow } from '@/edition/clock'
import { Countdown } from '@/edition/countdown'
import { gateAt, obstacleWords } from './gate'
import './window.scss'

/** What keeps nominations out, as a heading. */
export const WINDOW_NAMES = {
  not_open: '报名还没有开始',
  closed: '报名已经截止',
  suspended: '报名暂停',
} as Record<string, string | undefined>

/** When nominations are taken: whether now, until when or from when, and how much time is left. */
export function Window({ edition }: { edition: CurrentEdition }) {
  const now = useNow(1000)
  const phase = findPhase(edition, 'nomination')
  const gate = gateAt(edition, now)
  if (!phase) return null
  const soon = gate.obstacle?.reason === 'not_open'
  return (
    <section className="window">
      <p className="window-state">{gate.obstacle ? WINDOW_NAMES[gate.obstacle.reason] : '报名征集中'}</p>
      <p className="window-span">
        {momentText(phase.opensAt)} 至 {phase.closesAt ? endText(phase.closesAt) : '另行通知'}
      </p>
      {gate.obstacle?.reason === 'suspended' ? (
        <p className="window-words">{obstacleWords(gate)}。写好的内容都在，恢复后可以接着填。</p>
      ) : gate.obstacle?.reason === 'closed' ? (
        <p className="window-words">不再接受新的报名。已提交的可以在下面查看进展。</p>
      ) : null}
      {soon ? <Countdown until={phase.opensAt} label="距报名开始" /> : null}
      {!gate.obstacle && phase.closesAt ? (
        <>
          <Countdown until={phase.closesAt} label="距报名截止" />
          <p className="window-words">以服务器时间为准。截止前内容已经保存的，截止后两分钟内仍可提交。</p>
        </>
      ) : null}
    </section>
  )
}
