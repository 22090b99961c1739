import { useNow } from './clock'
import './countdown.scss'

/** Time left until an instant, by the server's clock: days, then hours, minutes and seconds. */
export function Countdown({ until, label }: { until: string; label: string }) {
  const now = useNow(1000)
  const left = Math.max(0, Math.floor((Date.parse(until) - now.getTime()) / 1000))
  const cells = [
    { unit: '天', value: Math.floor(left / 86_400) },
    { unit: '时', value: Math.floor(left / 3600) % 24 },
    { unit: '分', value: Math.floor(left / 60) % 60 },
    { unit: '秒', value: left % 60 },
  ]
  return (
    <div
      className="countdown"
      role="timer"
      aria-label={`${label} ${cells.map((c) => c.value + c.unit).join('')}`}
    >
      <span className="countdown-label">{label}</span>
      <span className="countdown-cells" aria-hidden="true">
        {cells.map(({ unit, value }) => (
          <span key={unit} className="countdown-cell">
            <span className={`countdown-value ${unit === '天' ? 'is-days' : ''}`}>
              {unit === '天' ? value : String(value).padStart(2, '0')}
            </span>
            <span className="countdown-unit">{unit}</span>
          </span>
        ))}
      </span>
    </div>
  )
}
