/**
 * Text as it is compared: full-width forms folded to half-width (NFKC), lower case, no white space.
 * `Ａ０１` and `a01` are one.
 */
export function foldText(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, '')
}
