/**
 * Text as it is compared: full-width forms folded to half-width (NFKC), lower case, no white space.
 * `Ａ０１` and `a01` are one.
 */
export function foldText(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, '')
}

/** The folded words of a search, set apart by spaces or commas: `武汉 公安`, `武汉、公安`. */
export function wordsOf(q: string): string[] {
  return q
    .split(/[\s,，、;；]+/)
    .map(foldText)
    .filter(Boolean)
}

/** A telephone number in the mainland: a mobile one, or a fixed one with its area code and maybe an extension. */
export const PHONE = /^(1\d{10}|0\d{2,3}-?\d{7,8}(-\d{1,6})?)$/

export const DIGITS = '〇一二三四五六七八九'

/** 1…99 as Chinese writes it: `六`, `十`, `十二`, `二十`, `三十一`. */
export function numeral(n: number): string {
  const [tens, ones] = [Math.floor(n / 10), n % 10]
  return `${tens > 1 ? DIGITS[tens] : ''}${tens > 0 ? '十' : ''}${ones > 0 ? DIGITS[ones] : ''}`
}

/** A text as the name of a file: without what file systems do not like, 80 characters at most. */
export const fileName = (text: string): string => text.replace(/[\\/:*?"<>|\p{Cc}]/gu, ' ').slice(0, 80)
