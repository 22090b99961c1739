import type { Category, CurrentEdition } from '@shared/edition/contract'
import type { Stage } from '@shared/edition/rules'
import { useDraft } from '@/ballot/draft'
import { useBallotOf } from '@/ballot/mine'
import { Button } from '@/components/button'
import { Empty } from '@/components/state'
import { open } from '@/platform/navigate'
import { keptWords, listWords, phaseWords } from './words'

type Props = {
  edition: CurrentEdition
  phase: Stage
  title?: string
  /** Whose ballot one was filling in. */
  category?: Category
}

/** In place of a vote or a list that is not open: where things stand, what became of one's choices, and what one can do now. */
export function Closed({ edition, phase, title, category }: Props) {
  const { state, todo } = phaseWords(edition, phase)
  const later = listWords(edition)
  const stand = later ?? state
  const heading = title ?? stand
  return (
    <Empty
      title={heading}
      action={
        <Button kind="line" onClick={() => open(later ? 'rules' : 'candidates')}>
          {later ? '看评选规则' : '看候选名单'}
        </Button>
      }
    >
      {heading === stand ? '' : `${stand}。`}
      {todo}
      {category && !later ? <Kept edition={edition} phase={phase} category={category} /> : null}
    </Empty>
  )
}

function Kept({ edition, phase, category }: Props & { category: Category }) {
  const picks = useDraft(edition.id, category.id)
  const ballot = useBallotOf(edition, category.id)
  return picks.length && !ballot ? (
    <p className="state-more">{keptWords(picks.length, category, phase)}</p>
  ) : null
}
