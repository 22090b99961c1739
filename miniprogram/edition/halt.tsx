import type { CurrentEdition } from '@shared/edition/contract'
import type { Stage } from '@shared/edition/rules'
import { phaseWords } from './words'
import './halt.scss'

/** Where one would vote, while one cannot: that the vote is halted, since when and why. Nothing otherwise. */
export function Halt({ edition, phase }: { edition: CurrentEdition; phase: Stage }) {
  if (phase !== 'suspended') return null
  const { state, todo } = phaseWords(edition, phase)
  return (
    <p className="halt" role="status">
      <span className="halt-state">{state}</span>
      {todo}
    </p>
  )
}
