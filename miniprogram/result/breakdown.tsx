import type { PublicList, PublicStanding } from '@shared/result/contract'
import { sumsOf } from '@shared/result/sums'
import { ToldOf } from '@/case-library/told'
import { Link } from '@/components/link'
import './breakdown.scss'

type Props = {
  one: PublicStanding
  list: PublicList
  /** Where one objects to it; null while nobody may. */
  objecting: Record<string, string> | null
}

/** How somebody's score came about, with all numbers, and the ways on. */
export function Breakdown({ one, list, objecting }: Props) {
  const { weights, scoring, standings } = list
  const { parts, total, tie } = sumsOf(one, { of: standings, weights, scoring })
  return (
    <div className="breakdown">
      {parts.map(({ part, name, weight, points, lines }) => (
        <div key={part} className="breakdown-part">
          <p className="breakdown-head">
            <span className="breakdown-name">{name}</span>
            <span className="breakdown-weight">占 {weight}%</span>
            <span className="breakdown-points">{points?.toFixed(scoring.decimals) ?? '—'}</span>
          </p>
          <div className="breakdown-track" aria-hidden="true">
            <div className="breakdown-bar" style={{ width: `${points ?? 0}%` }} />
          </div>
          {lines.map((line) => (
            <p key={line} className="breakdown-line">
              {line}
            </p>
          ))}
        </div>
      ))}
      <p className="breakdown-total">综合得分 {total}</p>
      {tie ? <p className="breakdown-line">{tie}。</p> : null}
      <ToldOf candidate={one.id} />
      <div className="breakdown-links">
        <Link page="candidate" query={{ id: one.id }} className="button button-plain">
          看事迹
        </Link>
        {objecting ? (
          <Link page="objections" query={objecting} className="button button-plain">
            对此提出异议
          </Link>
        ) : null}
      </div>
    </div>
  )
}
