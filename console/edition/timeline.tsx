import type { Phase } from '@shared/edition/contract'
import { isRunning, PHASE_NAMES } from '@shared/edition/rules'
import { endText, momentText } from '@shared/kernel/dates'
import type { CSSProperties } from 'react'

const DAY = 86_400_000

/**
 * The phases in a row, the longer the wider, but none narrower than its name, and where the present moment is. A phase
 * without an end shows a start.
 */
export function Timeline({ phases, now }: { phases: Phase[]; now: Date }) {
  const spans = phases.map((phase) => {
    const from = Date.parse(phase.opensAt)
    return { phase, from, to: phase.closesAt ? Date.parse(phase.closesAt) : from + 5 * DAY }
  })
  const moment = now.getTime()
  const begun = spans.some(({ from }) => from <= moment)
  const here = begun ? spans.findIndex(({ to }) => moment < to) : -1
  return (
    <div className="line" role="img" aria-label={`日程：${phases.map(inWords).join('；')}`}>
      {spans.map(({ phase, from, to }, i) => (
        <div
          key={phase.name}
          className={`line-span ${isRunning(phase, now) ? 'is-running' : to <= moment ? 'is-past' : ''} ${
            phase.suspended ? 'is-halted' : ''
          }`}
          style={
            {
              flexGrow: Math.max(to - from, 0) / DAY,
              '--passed': `${Math.max((moment - from) / (to - from), 0) * 100}%`,
            } as CSSProperties
          }
          title={inWords(phase)}
        >
          {i === here && <span className="line-now">现在</span>}
          <span className="line-name">{PHASE_NAMES[phase.name]}</span>
          <span className="line-date">{momentText(phase.opensAt).split(' ')[0]}</span>
        </div>
      ))}
    </div>
  )
}

function inWords({ name, opensAt, closesAt }: Phase): string {
  return `${PHASE_NAMES[name]} ${momentText(opensAt)} ${closesAt ? `至 ${endText(closesAt)}` : '起'}`
}
