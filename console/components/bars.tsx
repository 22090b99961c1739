import './chart.css'

/** Shares side by side; `note` stands behind the number. */
type Props = {
  title: string
  bars: { key: string; name: string; value: number; note?: string }[]
  unit: string
}

/** A list of numbers with a bar each, as long as the number is large. Reads aloud as the list it is. */
export function Bars({ title, bars, unit }: Props) {
  const most = Math.max(...bars.map(({ value }) => value), 1)
  return (
    <figure className="chart">
      <figcaption>
        <h2>{title}</h2>
      </figcaption>
      <ul className="bars">
        {bars.map(({ key, name, value, note }) => (
          <li key={key}>
            <span className="bar-name">{name}</span>
            <span className="bar" aria-hidden>
              <span style={{ width: `${(value / most) * 100}%` }} />
            </span>
            <span className="bar-value">
              {value.toLocaleString('zh-CN')} {unit}
              {note && <small> {note}</small>}
            </span>
          </li>
        ))}
      </ul>
    </figure>
  )
}
