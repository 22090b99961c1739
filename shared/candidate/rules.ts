import { wordsOf } from '../kernel/text'
import type { CandidateCard, CandidateQuery, Withdrawal } from './contract'

/** A candidate with the folded texts it is found by: words, pinyin initials, full pinyin. */
export type Searchable<C extends CandidateCard = CandidateCard> = C & { searchTexts: readonly string[] }

type Filter = Pick<CandidateQuery, 'category' | 'region' | 'level' | 'q'>

/** Whether a candidate passes every filter given. Each word of `q` matches part of any of its search texts. */
export function matches(candidate: Searchable, { category, region, level, q }: Filter): boolean {
  if (category && candidate.category !== category) return false
  if (region && candidate.region.cityCode !== region) return false
  if (level && candidate.level !== level) return false
  return wordsOf(q ?? '').every((word) => candidate.searchTexts.some((text) => text.includes(word)))
}

/** `已退出评选：原因`. */
export const withdrawnText = ({ reason }: Withdrawal) => `已退出评选：${reason.replace(/[。.！!]+$/, '')}`

/** The address of a picture as JPEG, for places that show no WebP: WeChat's cards. */
export const jpegOf = (url: string) => url.replace(/\.webp$/, '.jpg')

/** Order by public number; equal never happens, a number is unique in an edition. */
export function byNumber(a: CandidateCard, b: CandidateCard): number {
  return a.number < b.number ? -1 : a.number > b.number ? 1 : 0
}

/** Most votes first, equals by number. Candidates without visible votes keep their numbers' order. */
export function byVotes(a: CandidateCard, b: CandidateCard): number {
  return (b.votes ?? 0) - (a.votes ?? 0) || byNumber(a, b)
}

/** An order that looks random, differs per seed and stays the same for one seed, so nobody profits from being first. */
export function byChance(seed: number): (a: CandidateCard, b: CandidateCard) => number {
  return (a, b) => scatter(a.number, seed) - scatter(b.number, seed) || byNumber(a, b)
}

/** FNV-1a over the text, started from the seed, with a final avalanche. */
function scatter(text: string, seed: number): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b) >>> 0
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35) >>> 0
  return (hash ^ (hash >>> 16)) >>> 0
}
