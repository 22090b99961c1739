import type { Block } from '@shared/nomination/paper/collect'
import { Parser } from 'htmlparser2'

/** No form has more rows and paragraphs, nor tables and text boxes deeper in each other; of the former, no more are read. */
const MOST = { rows: 3000, deep: 60 }

/** What has been opened around a text: a paragraph, a cell of a table, or a table. */
type Around = { is: 'p'; text: string } | { is: 'tc'; lines: string[] } | { is: 'tbl'; rows: string[][] }

/** What is drawn instead where a program knows less: the same text again. */
const AGAIN = 'Fallback'

/**
 * Tables and paragraphs of a `.docx`'s main part. A cell's paragraphs are its lines; a table within it is lines of cells, set
 * apart by tabs. Throws where it is no such XML.
 */
export function readDocument(xml: string): Block[] {
  const blocks: Block[] = []
  const around: Around[] = []
  let [again, rows, isText, isParagraphs] = [0, 0, false, false]

  /** Adds what has been closed to what it stands in. */
  function put(text: string): void {
    const top = around.at(-1)
    if (top?.is === 'p') top.text += `${text}\n`
    else if (top?.is === 'tc') top.lines.push(text)
    else if (!top && ++rows <= MOST.rows) {
      if (!isParagraphs) blocks.push([])
      isParagraphs = true
      blocks.at(-1)!.push([text])
    }
  }

  function putTable(table: string[][]): void {
    if (around.length > 0) put(table.map((cells) => cells.join('\t')).join('\n'))
    else {
      blocks.push(table)
      isParagraphs = false
    }
  }

  function write(text: string): void {
    const top = around.at(-1)
    if (top?.is === 'p') top.text += text
  }

  function open(name: string): void {
    const top = around.at(-1)
    if (around.length > MOST.deep) throw new Error('nested too deep')
    if (name === 'p') around.push({ is: 'p', text: '' })
    else if (name === 'tbl') around.push({ is: 'tbl', rows: [] })
    else if (name === 'tr' && top?.is === 'tbl' && ++rows <= MOST.rows) top.rows.push([])
    else if (name === 'tc' && top?.is === 'tbl') around.push({ is: 'tc', lines: [] })
    else if (name === 't') isText = true
    else if (name === 'tab') write('\t')
    else if (name === 'br' || name === 'cr') write('\n')
  }

  function close(name: string): void {
    if (name === 't') isText = false
    if (around.at(-1)?.is !== name) return
    const closed = around.pop()!
    const top = around.at(-1)
    if (closed.is === 'p') put(closed.text.trim())
    else if (closed.is === 'tbl') putTable(closed.rows)
    else if (top?.is === 'tbl') top.rows.at(-1)?.push(closed.lines.join('\n').trim())
  }

  const parser = new Parser(
    {
      onopentagname(name) {
        if (localOf(name) === AGAIN) again++
        else if (again === 0) open(localOf(name))
      },
      onclosetag(name) {
        if (localOf(name) === AGAIN) again--
        else if (again === 0) close(localOf(name))
      },
      ontext(text) {
        if (isText && again === 0) write(text)
      },
      onprocessinginstruction(name) {
        // There are no entities to expand; a document that declares some is not Word's.
        if (name.startsWith('!')) throw new Error('a document has no DOCTYPE')
      },
    },
    { xmlMode: true },
  )
  parser.end(xml)
  return blocks
}

const localOf = (name: string) => name.slice(name.indexOf(':') + 1)
