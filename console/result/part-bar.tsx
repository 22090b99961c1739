import type { Weights } from '@shared/edition/scoring/contract'
import { PART_NAMES } from '@shared/edition/scoring/words'
import { PARTS, type Standing } from '@shared/result/rules'

type Props = { standing: Pick<Standing, 'parts' | 'counted'>; weights: Weights }

/** What a score is made of, as a bar: each part as long as it adds to the 100 points there are. */
export function PartBar({ standing: { parts, counted }, weights }: Props) {
  return (
    <span className="part-bar" aria-hidden>
      {PARTS.map((part) => (
        <i
          key={part}
          className={`part-${part}`}
          title={PART_NAMES[part]}
          style={{ width: `${counted ? (weights[part] * (parts[part] ?? 0)) / counted : 0}%` }}
        />
      ))}
    </span>
  )
}

/** What its colours mean. */
export function PartKey() {
  return (
    <span className="part-key">
      {PARTS.map((part) => (
        <span key={part}>
          <i className={`part-${part}`} /> {PART_NAMES[part]}
        </span>
      ))}
    </span>
  )
}
