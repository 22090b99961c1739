import { useState } from 'react'
import { Icon } from '@/components/icon'
import { PRESS } from '@/platform/kind'
import './fold.scss'

type Props = { rows: readonly (readonly [name: string, value: string])[] }

/** What only who knows the matter reads, word for word: shown when it is asked for. */
export function Fold({ rows }: Props) {
  const [open, setOpen] = useState(false)
  return (
    <div className="fold">
      <button
        type="button"
        {...PRESS}
        className={`fold-head ${open ? 'is-open' : ''}`}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        技术细节
        <Icon name="next" />
      </button>
      {open
        ? rows.map(([name, value]) => (
            <div key={name} className="fold-row">
              <p className="fold-name">{name}</p>
              <p className="fold-value">{value}</p>
            </div>
          ))
        : null}
    </div>
  )
}
