import type { Phase } from '@shared/edition/contract'
import { isRunning, PHASE_NAMES } from '@shared/edition/rules'
import { endText, momentText } from '@shared/kernel/dates'

const DAY = 86_400_000

/** The phases on one line, as long as they last, and where the present moment is. A phase without an end shows a start. */
export function Timeline({ phases, now }: { phases: Phase[]; now: Date }) {
  const spans = phases.flatMap((phase) => {
    const from = Date.parse(phase.opensAt)
    if (Number.isNaN(from)) return []
    return [{ phase, from, to: phase.closesAt ? Date.parse(phase.closesAt) : from + 5 * DAY }]
  })
  if (spans.length === 0) return null
  const start = Math.min(...spans.map(({ from }) => from))
  const end = Math.max(...spans.map(({ to }) => to))
  const at = (instant: number) => `${((instant - start) / (end - start)) * 100}%`
  const moment = now.getTime()
  return (
    <div className="line" role="img" aria-label={`日程：${phases.map(inWords).join('；')}`}>
      {spans.map(({ phase, from, to }) => (
        <div
          key={phase.name}
          className={`line-span ${isRunning(phase, now) ? 'is-running' : to <= moment ? 'is-past' : ''} ${
            phase.suspended ? 'is-halted' : ''
          }`}
          style={{ left: at(from), width: `${(Math.max(to - from, 0) / (end - start)) * 100}%` }}
          title={inWords(phase)}
        >
          <span className="line-name">{PHASE_NAMES[phase.name]}</span>
          <span className="line-date">{momentText(phase.opensAt).split(' ')[0]}</span>
        </div>
      ))}
      {moment >= start && moment <= end && (
        <div className="line-now" style={{ left: at(moment) }}>
          <span>现在</span>
        </div>
      )}
    </div>
  )
}

function inWords({ name, opensAt, closesAt }: Phase): string {
  if (!opensAt) return PHASE_NAMES[name]
  return `${PHASE_NAMES[name]} ${momentText(opensAt)} ${closesAt ? `至 ${endText(closesAt)}` : '起'}`
}
