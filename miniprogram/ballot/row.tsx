import type { CandidateCard } from '@shared/candidate/contract'
import type { CurrentEdition } from '@shared/edition/contract'
import { placeText, unitText } from '@/candidate/place'
import { Sample } from '@/candidate/sample'
import { Withdrawn } from '@/candidate/withdrawn'
import { Link } from '@/components/link'
import { Picture } from '@/components/picture'
import { PRESS } from '@/platform/kind'
import { toggle, useChosen } from './draft'
import { Votes } from './votes'
import './row.scss'

type Props = { edition: CurrentEdition; card: CandidateCard; max: number }

/** One line of the ballot paper: the whole line is the checkbox, 事迹 leads to the deeds. */
export function Row({ edition, card, max }: Props) {
  const chosen = useChosen(edition.id, card)
  const unit = unitText(card)
  return (
    <div className={`row ${chosen ? 'is-on' : ''}`}>
      {/* biome-ignore lint/a11y/useSemanticElements: the whole line is the checkbox, and one element serves both programs */}
      <button
        type="button"
        {...PRESS}
        role="checkbox"
        aria-checked={chosen}
        disabled={card.withdrawn !== null && !chosen}
        className="row-pick"
        onClick={() => toggle(edition.id, card, max)}
      >
        <span className="row-box" />
        <Picture path={card.picture.thumbUrl} alt="" className="row-picture" />
        <span className="row-text">
          <span className="row-name">{card.name}</span>
          <span className="row-line">{unit || placeText(card.region)}</span>
          <span className="row-line">
            <span className="row-number">{card.number}</span>
            <Sample card={card} />
            <Votes edition={edition} card={card} />
          </span>
          <Withdrawn card={card} />
        </span>
      </button>
      <Link page="candidate" query={{ id: card.id }} className="row-deeds" label={`看${card.name}的事迹`}>
        事迹
      </Link>
    </div>
  )
}
