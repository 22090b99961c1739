import { decodeEntities } from './entities'

/** A mail's page is cut off here; a form in it is much shorter. */
const MOST = 500_000
/** What stands in these is not shown. */
const HIDDEN = new Set(['style', 'script', 'head', 'title'])
const ENDS_LINE = new Set(['br', '/p', '/div', '/li', '/tr', '/h1', '/h2', '/h3', '/table'])

/** The words of a mail's page: a line for each paragraph and for each row of a table, whose cells are set apart by tabs. */
export function textOfPage(html: string): string {
  const parts: string[] = []
  let hidden: string | null = null
  let inCell = false
  for (const piece of `>${html.slice(0, MOST)}`.split('<')) {
    const tag = /^\/?[a-z]+\d?/i.exec(piece)?.[0].toLowerCase() ?? ''
    if (hidden) {
      if (tag !== `/${hidden}`) continue
      hidden = null
    } else if (HIDDEN.has(tag)) {
      hidden = tag
      continue
    }
    if (tag === 'td' || tag === 'th') inCell = true
    if (tag === '/td' || tag === '/th') {
      inCell = false
      parts.push('\t')
    } else if (ENDS_LINE.has(tag)) parts.push(inCell ? ' ' : '\n')
    const end = piece.indexOf('>')
    if (end >= 0) parts.push(decodeEntities(piece.slice(end + 1).replace(/\s+/g, ' ')))
  }
  return parts
    .join('')
    .split('\n')
    .map((line) =>
      line
        .split('\t')
        .map((cell) => cell.trim())
        .join('\t'),
    )
    .join('\n')
    .trim()
}
