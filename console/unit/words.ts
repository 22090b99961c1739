import type { Unit } from '@shared/unit/contract'

/** Where a unit is, as people say it. */
export const placeOf = ({ region }: Pick<Unit, 'region'>) => `${region.city}${region.county ?? ''}`
