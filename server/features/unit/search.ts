import { foldText } from '@shared/kernel/text'
import { pinyin } from 'pinyin-pro'

/** A text as it is found: as written, as full pinyin and as initials (`hyqjj`). */
export function spellings(text: string): string[] {
  const options = { toneType: 'none', type: 'array', nonZh: 'consecutive' } as const
  return [text, pinyin(text, options).join(''), pinyin(text, { ...options, pattern: 'first' }).join('')].map(
    foldText,
  )
}
