import type { CurrentEdition } from '@shared/edition/contract'
import type { Stage } from '@shared/edition/rules'
import { Button } from '@/components/button'
import { Empty } from '@/components/state'
import { open } from '@/platform/navigate'
import { listWords, phaseWords } from './words'

type Props = { edition: CurrentEdition; phase: Stage; title?: string }

/** In place of a vote or a list that is not open: where things stand, and what one can do now. */
export function Closed({ edition, phase, title }: Props) {
  const { state, todo } = phaseWords(edition, phase)
  const later = listWords(edition)
  return (
    <Empty
      title={title ?? later ?? state}
      action={
        <Button kind="line" onClick={() => open(later ? 'rules' : 'candidates')}>
          {later ? '看评选规则' : '看候选名单'}
        </Button>
      }
    >
      {title && later ? `${later}。` : ''}
      {todo}
    </Empty>
  )
}
