import { readFileSync } from 'node:fs'
import { Jieba } from '@node-rs/jieba'
import { bodyOf } from '@shared/case-library/rules'
import { type Terms, termsOf, wordsIn } from '@shared/case-library/search'
import type { ExperienceRecord, Publication } from './model'

let jieba: Jieba | undefined

/** Read when it is first needed: the dictionary takes forty megabytes. */
function cutter(): Jieba {
  jieba ??= Jieba.withDict(readFileSync(require.resolve('@node-rs/jieba/dict.txt')))
  return jieba
}

/** The words of a question, as jieba cuts it; a long word stays whole. */
export const questionWords = (q: string): string[] => [
  ...new Set(wordsIn(q, (text) => cutter().cut(text, true))),
]

/** What a publication is found by; long words also by the short ones in them. */
export function termsOfPublication(
  { text }: Pick<Publication, 'text'>,
  { unitName, region }: Pick<ExperienceRecord, 'unitName' | 'region'>,
  topics: string[],
): Terms {
  const parts = {
    title: text.title,
    topics: topics.join(' '),
    unit: `${unitName} ${region.city} ${region.county ?? ''}`,
    summary: text.summary,
    body: bodyOf(text.blocks).join('\n'),
  }
  return termsOf(parts, (sentence) => cutter().cutForSearch(sentence, true))
}
