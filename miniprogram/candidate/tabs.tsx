import type { CategoryId, CurrentEdition } from '@shared/edition/contract'
import { PRESS } from '@/platform/kind'
import './tabs.scss'

type Props = { edition: CurrentEdition; value: CategoryId; onChange: (category: CategoryId) => void }

/** The award's categories, one of them shown. */
export function CategoryTabs({ edition, value, onChange }: Props) {
  return (
    <nav className="tabs" aria-label="奖项">
      {edition.categories.map(({ id, letter, shortName }) => (
        <button
          key={id}
          type="button"
          {...PRESS}
          aria-current={id === value || undefined}
          className={`tabs-tab ${id === value ? 'is-on' : ''}`}
          onClick={() => onChange(id)}
        >
          <span className="tabs-letter">{letter}</span>
          <span className="tabs-name">{shortName}</span>
        </button>
      ))}
    </nav>
  )
}
