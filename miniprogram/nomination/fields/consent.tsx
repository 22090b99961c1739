import { PRESS } from '@/platform/kind'
import { type Control, useTied } from './field'
import './consent.scss'

/** A box to tick, with what is agreed to. */
export function Consent({ field, value, problem, onChange, onLeave }: Control<boolean>) {
  const tick = () => {
    onChange(!value)
    onLeave()
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: the whole sentence is the checkbox, and one element serves both programs
    <button
      type="button"
      {...PRESS}
      {...useTied(field, problem)}
      role="checkbox"
      aria-checked={value}
      className={`agree ${value ? 'is-on' : ''}`}
      onClick={tick}
    >
      <span className="agree-box" />
      <span className="agree-words">{field.help || field.label}</span>
    </button>
  )
}
