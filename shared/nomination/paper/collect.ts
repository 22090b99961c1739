import { COLUMNS } from './blank'
import type { FindLabel } from './labels'

/** What stands in a document: tables of text, row by row. Paragraphs between tables are a table of rows with one cell. */
export type Block = string[][]

/** What stands after a label: rows of cells. */
export type Under = string[][]

/** What was found after each label, and the beginnings of what stands after none. */
export type Collected = { under: Map<string, Under>; lost: string[] }

/** No form has more. */
const MOST_LINES = 3000

/** A text as a document: lines with tabs are rows of a table, those between them paragraphs. */
export function blocksOf(text: string): Block[] {
  const blocks: Block[] = []
  let wasTable: boolean | null = null
  for (const line of text.split('\n', MOST_LINES)) {
    const isTable = line.includes('\t')
    if (isTable !== wasTable) blocks.push([])
    blocks.at(-1)!.push(line.split('\t'))
    wasTable = isTable
  }
  return blocks
}

/** Shorter text that stands alone in a table is a heading. */
const HEADING = 20
const INLINE = /^([^:：\n]{1,30})[:：]([\s\S]*)$/

/**
 * Goes through a document for labels and what follows them: in the next cells, in rows below whose first cell is empty, after
 * a colon, or, between tables, in the paragraphs up to the next label. Of a label that comes twice the first answer counts.
 */
export function collect(blocks: Block[], find: FindLabel): Collected {
  const under = new Map<string, Under>()
  const lost: string[] = []
  for (const block of blocks) collectBlock(block, find, under, lost)
  return { under, lost }
}

function collectBlock(block: Block, find: FindLabel, under: Map<string, Under>, lost: string[]): void {
  const isTable = block.some((row) => row.length > 1)
  const left = block.reduce((least, row) => {
    const at = row.findIndex((cell) => cell.trim())
    return at < 0 ? least : Math.min(least, at)
  }, Number.POSITIVE_INFINITY)
  let help = -1
  let begun = false
  let open: { rows: Under; alone: boolean } | null = null

  const begin = (what: string, alone = false) => {
    const before = under.get(what)
    const rows = before && before.length === 0 ? before : []
    if (!before) under.set(what, rows)
    open = { rows, alone } // a second one is read into nowhere
    begun = true
  }
  const add = (cells: string[]) => {
    const [from, to] = [cells.findIndex(Boolean), cells.findLastIndex(Boolean)]
    if (from >= 0) open?.rows.push(cells.slice(from, to + 1))
  }
  const lose = (text: string) => {
    open = null
    if (begun) lost.push(text)
  }

  for (const raw of block) {
    const heading = raw.findIndex((cell) => cell.trim() === COLUMNS.help)
    if (heading >= 0) {
      help = heading
      open = null
      continue
    }
    const row = raw.filter((_, at) => at >= left && at !== help).map((cell) => cell.trim())
    const filled = row.filter(Boolean)
    const first = row[0] ?? ''
    if (filled.length === 0) continue
    if (filled.length === 1) takeAlone(filled[0]!, row)
    else {
      if (first && !labelOf(first, find)) lose(first)
      takeRow(row)
    }
  }

  function takeRow(row: string[]): void {
    let values: string[] = []
    for (const cell of row) {
      const label = labelOf(cell, find)
      if (label) {
        add(values)
        values = []
        begin(label.what)
      } else values.push(cell)
    }
    add(values)
  }

  function takeAlone(text: string, row: string[]): void {
    const isFirst = row[0] !== ''
    const alone = row.length === 1
    const label = labelOf(text, find)
    const [, before, after] = INLINE.exec(text) ?? []
    const inline = isFirst && before !== undefined ? find(before) : null
    if (label) {
      begin(label.what, alone)
      if (alone) add([label.rest]) // in a cell of its own below the label stands help, in the same one the answer
    } else if (inline) {
      begin(inline)
      add([after!.trim()])
    } else if (!isTable || !isFirst) add([text])
    else if (open?.alone && open.rows.length === 0) add([text])
    else if (text.length > HEADING) lose(text)
    else open = null
  }
}

/** A cell that is a label as a whole, or by its first line. */
function labelOf(cell: string, find: FindLabel): { what: string; rest: string } | null {
  const whole = cell && find(cell)
  if (whole) return { what: whole, rest: '' }
  const end = cell.indexOf('\n')
  const what = end > 0 ? find(cell.slice(0, end)) : null
  return what ? { what, rest: cell.slice(end + 1).trim() } : null
}
