import type { Category, CurrentEdition } from '@shared/edition/contract'
import { measure } from '@shared/edition/words'
import { useEffect, useState } from 'react'
import { Button } from '@/components/button'
import { open } from '@/platform/navigate'
import { useDraft, useDrafts, withdrawnWords } from './draft'
import { useBallotOf } from './mine'
import './bar.scss'

/** For a few seconds after a choice was refused because the ballot is full: true. */
export function useRefused(): boolean {
  const refusals = useDrafts((state) => state.refusals)
  const [seen, setSeen] = useState(refusals)
  useEffect(() => {
    if (refusals === seen) return
    const timer = setTimeout(() => setSeen(refusals), 4000)
    return () => clearTimeout(timer)
  }, [refusals, seen])
  return refusals !== seen
}

/** How many may still be chosen: `还可选 12 个`, of people `还可选 12 名`. */
export function countWords(chosen: number, { id, ballotRule: { min, max } }: Category): string {
  const unit = measure(id)
  if (chosen < min)
    return chosen === 0 ? `可选 ${min} 至 ${max} ${unit}` : `至少还要选 ${min - chosen} ${unit}`
  return chosen >= max ? '已选满' : `还可选 ${max - chosen} ${unit}`
}

type Props = { edition: CurrentEdition; category: Category }

/** At the lower edge of a phone: what is chosen, what is left, and the way on. It keeps its own room below the page. */
export function BallotBar(props: Props) {
  return (
    <div className="bar-room">
      <Bar {...props} />
    </div>
  )
}

function Bar({ edition, category }: Props) {
  const picks = useDraft(edition.id, category.id)
  const ballot = useBallotOf(edition, category.id)
  const refused = useRefused()
  const rule = category.ballotRule
  const unit = measure(category.id)
  const gone = withdrawnWords(picks, unit)
  if (ballot) {
    return (
      <div className="bar">
        <p className="bar-text">
          <span className="bar-count">本奖项您已投票</span>
        </p>
        <Button kind="line" onClick={() => open('receipt', { no: ballot.receipt })}>
          查看回执
        </Button>
      </div>
    )
  }
  return (
    <div className="bar">
      <p className="bar-text" aria-live="polite">
        <span className="bar-count">
          已选 <span className="bar-number">{picks.length}</span> / {rule.max}
        </span>
        <span className={`bar-left ${refused || gone ? 'is-refused' : ''}`}>
          {refused
            ? `最多选 ${rule.max} ${unit}，换选请先取消一${unit}`
            : gone || countWords(picks.length, category)}
        </span>
      </p>
      <Button disabled={picks.length < rule.min} onClick={() => open('review', { category: category.id })}>
        核对选票
      </Button>
    </div>
  )
}
