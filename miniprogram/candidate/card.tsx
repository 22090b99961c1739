import type { CandidateCard } from '@shared/candidate/contract'
import type { CurrentEdition } from '@shared/edition/contract'
import type { Stage } from '@shared/edition/rules'
import { Toggle } from '@/ballot/toggle'
import { Votes } from '@/ballot/votes'
import { Link } from '@/components/link'
import { Picture } from '@/components/picture'
import { originText, unitText } from './place'
import { Sample } from './sample'
import { Withdrawn } from './withdrawn'
import './card.scss'

type Props = { edition: CurrentEdition; card: CandidateCard; phase: Stage }

/** A candidate in the grid: who, where, what they did, and the one action. */
export function Card({ edition, card, phase }: Props) {
  const unit = unitText(card)
  return (
    <article className="card">
      <Link page="candidate" query={{ id: card.id }} className="card-open">
        <Picture path={card.picture.thumbUrl} alt="" className="card-picture" />
        <div className="card-text">
          <p className="card-meta">
            <span className="card-number">{card.number}</span>
            <Sample card={card} />
          </p>
          <h3 className="card-name">{card.name}</h3>
          {unit ? <p className="card-unit">{unit}</p> : null}
          <p className="card-origin">{originText(card)}</p>
          <p className="card-summary">{card.summary}</p>
          <Withdrawn card={card} />
        </div>
      </Link>
      <div className="card-foot">
        <Votes edition={edition} card={card} />
        {phase === 'voting' ? <Toggle edition={edition} card={card} /> : null}
      </div>
    </article>
  )
}
