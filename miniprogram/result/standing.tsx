import type { PublicList, PublicStanding } from '@shared/result/contract'
import { originText, unitText } from '@/candidate/place'
import { Sample } from '@/candidate/sample'
import { Icon } from '@/components/icon'
import { PRESS } from '@/platform/kind'
import { Breakdown } from './breakdown'
import './standing.scss'

type Props = {
  one: PublicStanding
  list: PublicList
  open: boolean
  onToggle: () => void
  objecting: Record<string, string> | null
}

/** A place in a list; opened it says how it came about. */
export function Place({ one, list, open, onToggle, objecting }: Props) {
  const { id, rank, number, name, score, winner } = one
  const unit = unitText(one)
  const isCorrected = list.corrections.some(({ candidate }) => candidate.id === id)
  return (
    <li id={`standing-${id}`} className={`standing ${winner ? 'is-winner' : ''}`}>
      <button
        type="button"
        {...PRESS}
        className={`standing-head ${open ? 'is-open' : ''}`}
        aria-expanded={open}
        onClick={onToggle}
      >
        <span className="standing-rank">{rank}</span>
        <span className="standing-who">
          <span className="standing-name">
            {name} <Sample card={one} />
            {isCorrected ? <span className="badge">有更正</span> : null}
          </span>
          <span className="standing-unit">
            {number}
            {unit ? ` · ${unit}` : ''} · {originText(one)}
          </span>
        </span>
        <span className="standing-score">{score.toFixed(list.scoring.decimals)}</span>
        <Icon name="next" />
      </button>
      {open ? <Breakdown one={one} list={list} objecting={objecting} /> : null}
    </li>
  )
}
