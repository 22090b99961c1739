import type { RepresentedUnit } from '@shared/representative/contract'
import { LEVEL_NAMES } from '@shared/unit/rules'
import { placeOf } from './words'

/** A unit in a table: its name, and below it what tells it from others of that name. */
export function NamedUnit({ unit }: { unit: RepresentedUnit }) {
  return (
    <>
      <div>{unit.name}</div>
      <small className="faint">
        {LEVEL_NAMES[unit.level]} · {placeOf(unit)}
      </small>
    </>
  )
}
