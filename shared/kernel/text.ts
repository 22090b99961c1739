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
