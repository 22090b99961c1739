import type { CurrentEdition } from '@shared/edition/contract'
import type { Stage } from '@shared/edition/rules'
import { grouped } from '@/ballot/votes'
import { Timeline } from './timeline'
import './notice.scss'

/** The organiser's notice and what the award is about. */
export function Notice({ edition }: { edition: CurrentEdition }) {
  const { notice, intro } = edition.texts
  return (
    <section className="notice">
      <h2 className="section-title">评选公告</h2>
      <p className="notice-text">{intro}</p>
      {notice ? <p className="notice-text">{notice}</p> : null}
    </section>
  )
}

/** The year in numbers, once they are known; the rate is computed, never stored. */
export function Figures({ edition }: { edition: CurrentEdition }) {
  const { received, answered, units } = edition.figures
  if (received === 0) return null
  const cells = [
    { name: '网友留言', value: grouped(received), unit: '条' },
    { name: '已获回复', value: grouped(answered), unit: '条' },
    { name: '认证单位', value: grouped(units), unit: '家' },
  ]
  return (
    <section className="figures">
      <h2 className="section-title">{edition.year}年荆楚问政</h2>
      <dl className="figures-list">
        {cells.map(({ name, value, unit }) => (
          <div key={name} className="figure">
            <dd className="figure-value">
              {value}
              <span className="figure-unit">{unit}</span>
            </dd>
            <dt className="figure-name">{name}</dt>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** The schedule as a card, where the head of the page has no room for it. */
export function Schedule({ edition, phase }: { edition: CurrentEdition; phase: Stage }) {
  return (
    <section className="schedule">
      <h2 className="section-title">评选日程</h2>
      <Timeline edition={edition} phase={phase} />
    </section>
  )
}
