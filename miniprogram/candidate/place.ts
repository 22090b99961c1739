import type { CandidateCard } from '@shared/candidate/contract'
import type { Region } from '@shared/unit/contract'
import { LEVEL_NAMES } from '@shared/unit/rules'

/** `武汉市 汉阳区`; province-level units have one place only. */
export function placeText({ city, county }: Region): string {
  return county && county !== city ? `${city} ${county}` : city
}

/** Who stands behind the name: a worker's unit and position, a case's unit; empty where the name is the unit. */
export function unitText({
  name,
  unitName,
  position,
}: Pick<CandidateCard, 'name' | 'unitName' | 'position'>): string {
  const unit = unitName === name ? '' : unitName
  return [unit, position].filter(Boolean).join(' ')
}

/** `武汉市 汉阳区 · 县级`; no line begins with the dot. */
export function originText({ region, level }: Pick<CandidateCard, 'region' | 'level'>): string {
  return `${placeText(region)}\u00a0· ${LEVEL_NAMES[level]}`
}
