import type { CSSProperties } from 'react'
import { countText } from './count'
import './chart.css'

type Props = {
  title: string
  /** `note` stands behind the number. */
  bars: { key: string; name: string; value: number; note?: string }[]
  unit: string
  /** What a bar with its words needs, in pixels; bars stand side by side where there is room. */
  width: number
}

/** A list of numbers with a bar each, as long as the number is large. Reads aloud as the list it is. */
export function Bars({ title, bars, unit, width }: Props) {
  const most = Math.max(...bars.map(({ value }) => value), 1)
  return (
    <figure className="chart">
      <figcaption>
        <h2>{title}</h2>
      </figcaption>
      <ul className="bars" style={{ '--bar-width': `${width}px` } as CSSProperties}>
        {bars.map(({ key, name, value, note }) => (
          <li key={key}>
            <span className="bar-name">{name}</span>
            <span className="bar" aria-hidden>
              <span style={{ width: `${(value / most) * 100}%` }} />
            </span>
            <span className="bar-value">
              {countText(value)} {unit}
              {note && <small> {note}</small>}
            </span>
          </li>
        ))}
      </ul>
    </figure>
  )
}
