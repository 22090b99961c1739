import type { CandidateCard } from '@shared/candidate/contract'
import { withdrawnText } from '@shared/candidate/rules'
import './withdrawn.scss'

/** Why a candidate is out of the race; nothing for one that is in it. */
export function Withdrawn({ card }: { card: Pick<CandidateCard, 'withdrawn'> }) {
  return card.withdrawn ? <span className="withdrawn">{withdrawnText(card.withdrawn)}</span> : null
}
