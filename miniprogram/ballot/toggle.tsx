import type { CandidateCard } from '@shared/candidate/contract'
import type { CurrentEdition } from '@shared/edition/contract'
import { findCategory } from '@shared/edition/rules'
import { Icon } from '@/components/icon'
import { PRESS } from '@/platform/kind'
import { toggle, useChosen } from './draft'
import { useBallotOf } from './mine'
import './toggle.scss'

/** 选择 / 已选: puts a candidate on the ballot or takes it off. Says what was chosen once the ballot is cast. */
export function Toggle({
  edition,
  card,
  large,
}: {
  edition: CurrentEdition
  card: CandidateCard
  large?: boolean
}) {
  const chosen = useChosen(edition.id, card)
  const ballot = useBallotOf(edition, card.category)
  const rule = findCategory(edition, card.category)?.ballotRule
  if (!rule) return null
  if (ballot) {
    return (
      <span className="toggle-cast">
        {ballot.selections.includes(card.id) ? '您投了这一票' : '本奖项已投票'}
      </span>
    )
  }
  if (card.withdrawn && !chosen) return <span className="toggle-cast">已退出评选</span>
  return (
    <button
      type="button"
      {...PRESS}
      className={`toggle ${chosen ? 'is-on' : ''} ${large ? 'toggle-large' : ''}`}
      aria-pressed={chosen}
      aria-label={card.withdrawn ? `取消选择${card.name}` : `选择${card.name}`}
      onClick={() => toggle(edition.id, card, rule.max)}
    >
      {chosen && !card.withdrawn ? <Icon name="check" /> : null}
      {card.withdrawn ? '取消选择' : chosen ? '已选' : '选择'}
    </button>
  )
}
