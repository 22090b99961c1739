import { foldText, wordsOf } from '@shared/kernel/text'
import { pinyin } from 'pinyin-pro'

/** A text as it is found: as written, as full pinyin and as initials (`hyqjj`). */
export function spellings(text: string): string[] {
  const options = { toneType: 'none', type: 'array', nonZh: 'consecutive' } as const
  return [text, pinyin(text, options).join(''), pinyin(text, { ...options, pattern: 'first' }).join('')].map(
    foldText,
  )
}

/** What is stored to be searched: the spellings of all texts, a line each. */
export const searchOf = (...texts: string[]): string => texts.flatMap(spellings).filter(Boolean).join('\n')

/** Condition of the store on a field `search`: that it holds every word of `q`, in whatever spelling. */
export function searching(q = ''): { $and?: object[] } {
  const words = wordsOf(q).map((word) => ({
    search: { $regex: word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') },
  }))
  return words.length > 0 ? { $and: words } : {}
}
