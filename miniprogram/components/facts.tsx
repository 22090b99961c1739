import type { ReactNode } from 'react'
import './facts.scss'

/** What something is, where and when: names and what they stand for, one below the other. */
export function Facts({ rows }: { rows: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="facts">
      {rows.map(([name, value]) => (
        <div key={name} className="fact">
          <dt className="fact-name">{name}</dt>
          <dd className="fact-value">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
