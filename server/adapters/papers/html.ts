import { Parser } from 'htmlparser2'

/** A mail's page is cut off here; a form in it is much shorter. */
const MOST = 500_000
/** What stands in these is not shown. */
const HIDDEN = new Set(['style', 'script', 'title'])
const LINES = new Set(['br', 'p', 'div', 'li', 'tr', 'h1', 'h2', 'h3', 'table'])
const CELLS = new Set(['td', 'th'])

/** The words of a mail's page: a line for each paragraph and for each row of a table, whose cells are set apart by tabs. */
export function textOfPage(html: string): string {
  const parts: string[] = []
  let [hidden, cells] = [0, 0]
  const parser = new Parser({
    onopentagname(name) {
      if (HIDDEN.has(name)) hidden++
      if (CELLS.has(name)) cells++
    },
    onclosetag(name) {
      if (HIDDEN.has(name)) hidden--
      if (CELLS.has(name)) {
        cells--
        parts.push('\t')
      } else if (LINES.has(name)) parts.push(cells > 0 ? ' ' : '\n')
    },
    ontext(text) {
      if (hidden === 0) parts.push(text.replace(/\s+/g, ' '))
    },
  })
  parser.end(html.slice(0, MOST))
  const lines = parts.join('').split('\n')
  return lines
    .map((line) => line.split('\t').map(trimmed).join('\t'))
    .join('\n')
    .trim()
}

const trimmed = (cell: string) => cell.trim()
