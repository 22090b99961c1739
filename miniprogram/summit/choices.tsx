import { PRESS } from '@/platform/kind'
import './choices.scss'

type Props<T> = {
  /** What is chosen. */
  label: string
  value: T | null
  options: readonly { value: T; name: string }[]
  onChange: (value: T) => void
}

/** A few things of which one is chosen. */
export function Choices<T>({ label, value, options, onChange }: Props<T>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: the mini-program has no fieldset
    <div className="choices" role="group" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.name}
          type="button"
          {...PRESS}
          className={`choice ${option.value === value ? 'is-chosen' : ''}`}
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.name}
        </button>
      ))}
    </div>
  )
}
