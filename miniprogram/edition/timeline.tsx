import type { CurrentEdition } from '@shared/edition/contract'
import { hasEnded, isRunning, PHASE_NAMES, type Stage } from '@shared/edition/rules'
import { dayText, endText } from '@shared/kernel/dates'
import { serverNow } from './store'
import './timeline.scss'

/** The phases of an edition in order, the one now picked out. */
export function Timeline({ edition, phase }: { edition: CurrentEdition; phase: Stage }) {
  const now = serverNow()
  return (
    <ol className="timeline" aria-label="评选日程">
      {edition.phases.map((step) => {
        const { name, opensAt, closesAt, suspended } = step
        const halted = phase === 'suspended' && suspended !== undefined && isRunning(step, now)
        const on = name === phase || halted
        const past = !on && hasEnded(step, now)
        return (
          <li
            key={name}
            className={`timeline-step ${on ? 'is-on' : past ? 'is-past' : ''}`}
            aria-current={on ? 'step' : undefined}
          >
            <span className="timeline-dot" />
            <span className="timeline-name">
              {PHASE_NAMES[name]}
              {halted ? '（暂停）' : ''}
            </span>
            <span className="timeline-span">
              {closesAt ? `${dayText(opensAt)} — ${spanEnd(closesAt)}` : `${dayText(opensAt)}起`}
            </span>
          </li>
        )
      })}
    </ol>
  )
}

const spanEnd = (closesAt: string) => endText(closesAt).split(' ')[0]
