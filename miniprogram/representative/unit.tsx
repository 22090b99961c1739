import type { RepresentedUnit } from '@shared/representative/contract'
import { STATUS_NAMES } from '@shared/unit/rules'
import type { ReactNode } from 'react'
import { originText } from '@/candidate/place'
import './unit.scss'

/** A unit as one recognises it, with what belongs beside its name. */
export function UnitName({ unit, children }: { unit: RepresentedUnit; children?: ReactNode }) {
  return (
    <div className="unit-name">
      <div className="unit-words">
        <h2 className="unit-title">{unit.name}</h2>
        <p className="unit-origin">
          {originText(unit)}
          {unit.status === 'certified' ? '' : ` · ${STATUS_NAMES[unit.status]}`}
        </p>
      </div>
      {children}
    </div>
  )
}
