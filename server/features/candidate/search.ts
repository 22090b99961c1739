import type { CandidateCard } from '@shared/candidate/contract'
import { foldText } from '@shared/kernel/text'
import { pinyin } from 'pinyin-pro'

/** The texts a candidate is found by: each field as written, as full pinyin and as initials (`hyqjj`). */
export function searchTextsOf(candidate: Omit<CandidateCard, 'votes'>): string[] {
  const { number, name, unitName, position, region, summary } = candidate
  const words = [name, unitName, position, `${region.city}${region.county ?? ''}`].filter(
    (text) => text !== null,
  )
  return [number, summary, ...words, ...words.flatMap(spell)].map(foldText)
}

function spell(text: string): string[] {
  const options = { toneType: 'none', type: 'array', nonZh: 'consecutive' } as const
  return [pinyin(text, options).join(''), pinyin(text, { ...options, pattern: 'first' }).join('')]
}
