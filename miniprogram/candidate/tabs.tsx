import type { CategoryId, CurrentEdition } from '@shared/edition/contract'
import { PRESS } from '@/platform/kind'
import './tabs.scss'

type Props = { edition: CurrentEdition; value: CategoryId; onChange: (category: CategoryId) => void }

/** The award's categories, one of them shown. */
export function CategoryTabs({ edition, value, onChange }: Props) {
  return (
    <div className="tabs" role="tablist" aria-label="奖项">
      {edition.categories.map(({ id, letter, shortName }) => (
        <button
          key={id}
          type="button"
          {...PRESS}
          role="tab"
          aria-selected={id === value}
          className={`tabs-tab ${id === value ? 'is-on' : ''}`}
          onClick={() => onChange(id)}
        >
          <span className="tabs-letter">{letter}</span>
          <span className="tabs-name">{shortName}</span>
        </button>
      ))}
    </div>
  )
}
