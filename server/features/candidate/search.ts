import type { CandidateCard } from '@shared/candidate/contract'
import { foldText } from '@shared/kernel/text'
import { spellings } from '../unit/unit'

/** The texts a candidate is found by: each field as written, as full pinyin and as initials (`hyqjj`). */
export function searchTextsOf(candidate: Omit<CandidateCard, 'votes'>): string[] {
  const { number, name, unitName, position, region, summary } = candidate
  const words = [name, unitName, position, `${region.city}${region.county ?? ''}`].filter(
    (text) => text !== null,
  )
  return [...[number, summary].map(foldText), ...words.flatMap(spellings)]
}
