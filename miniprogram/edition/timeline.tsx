import type { CurrentEdition, PhaseName } from '@shared/edition/contract'
import { PHASE_NAMES } from '@shared/edition/rules'
import { dayText, endText } from '@shared/kernel/dates'
import { serverNow } from './store'
import './timeline.scss'

/** The phases of an edition in order, the one now picked out. */
export function Timeline({ edition, phase }: { edition: CurrentEdition; phase: PhaseName | null }) {
  const now = serverNow().getTime()
  return (
    <ol className="timeline" aria-label="评选日程">
      {edition.phases.map(({ name, opensAt, closesAt }) => {
        const on = name === phase
        const past = !on && closesAt !== null && Date.parse(closesAt) <= now
        return (
          <li
            key={name}
            className={`timeline-step ${on ? 'is-on' : past ? 'is-past' : ''}`}
            aria-current={on ? 'step' : undefined}
          >
            <span className="timeline-dot" />
            <span className="timeline-name">{PHASE_NAMES[name]}</span>
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
