import type { Blank, BlankRow } from '@shared/nomination/paper/blank'
import type { Block } from '@shared/nomination/paper/collect'
import type { CellStyle, CellValue } from 'hucre/xlsx'
import { expectBounded } from '../zip-size'

/** hucre is an ES module, and we are built as CommonJS. */
const hucre = () => import('hucre/xlsx')

/** No form has more; what comes after is not read. */
const MOST = { rows: 3000, cells: 30 }
const LINE_HEIGHT = 17
/** Excel shows no row higher. */
const HIGHEST = 400
/** The narrowest column that help is wrapped in holds so many characters a line. */
const HELP_LINE = 20

const GREY = { color: { rgb: '7A7A7A' }, size: 10 }
const line = { style: 'thin', color: { rgb: 'BFBFBF' } } as const
const border = { top: line, right: line, bottom: line, left: line }
const wrapped = { wrapText: true, vertical: 'center' } as const
const STYLES = {
  title: { font: { bold: true, size: 16 }, alignment: { ...wrapped, horizontal: 'center' } },
  note: { font: GREY, alignment: wrapped },
  heading: {
    font: { bold: true },
    alignment: { ...wrapped, horizontal: 'center' },
    fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'F2F2F2' } },
    border,
  },
  label: { font: { bold: true }, alignment: wrapped, border },
  help: { font: GREY, alignment: wrapped, border },
  /** Text, so that a telephone number keeps its zeros. */
  answer: { alignment: { ...wrapped, vertical: 'top' }, numFmt: '@', border },
} satisfies Record<string, CellStyle>

/** A form as an `.xlsx`: a row for each answer, in columns C to E. */
export async function writeSheet({ title, notes, columns, rows }: Blank): Promise<Buffer> {
  const page = new Page()
  page.add([title, '', '', '', ''], Array(5).fill('title'), 36, [[0, 4]])
  for (const note of notes) page.add([note, '', '', '', ''], Array(5).fill('note'), 20, [[0, 4]])
  const { label, help, answer } = columns
  page.add([label, help, answer, '', ''], Array(5).fill('heading'), 22, [[2, 4]])
  for (const row of rows) page.addRow(row)
  const { writeXlsx } = await hucre()
  const bytes = await writeXlsx({
    sheets: [
      {
        name: '报名表',
        columns: [{ width: 16 }, { width: 2 * HELP_LINE }, { width: 48 }, { width: 12 }, { width: 10 }],
        rows: page.rows,
        cells: page.cells,
        merges: page.merges,
        rowDefs: page.heights,
        dataValidations: page.choices,
        pageSetup: { paperSize: 'a4', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
      },
    ],
    properties: { title },
  })
  return Buffer.from(bytes)
}

/** The rows of a sheet as it grows, with what hucre wants to know beside them. */
class Page {
  readonly rows: CellValue[][] = []
  readonly cells = new Map<string, { style: CellStyle }>()
  readonly merges: { startRow: number; startCol: number; endRow: number; endCol: number }[] = []
  readonly heights = new Map<number, { height: number }>()
  readonly choices: { type: 'list'; range: string; values: string[] }[] = []

  add(values: string[], styles: (keyof typeof STYLES)[], height: number, spans: [number, number][] = []) {
    const row = this.rows.push(values.map((value) => value || null)) - 1
    styles.forEach((style, column) => {
      this.cells.set(`${row},${column}`, { style: STYLES[style] })
    })
    for (const [startCol, endCol] of spans) this.merges.push({ startRow: row, endRow: row, startCol, endCol })
    this.heights.set(row, { height })
  }

  addRow({ label, help, value, lines, choices, table }: BlankRow) {
    const top = this.rows.length
    const helpLines = help.split('\n').reduce((sum, text) => sum + Math.ceil(text.length / HELP_LINE), 0)
    const height = Math.min(HIGHEST, LINE_HEIGHT * Math.max(lines, helpLines) + 8)
    if (!table) {
      this.add([label, help, value, '', ''], ['label', 'help', 'answer', 'answer', 'answer'], height, [
        [2, 4],
      ])
      if (choices.length > 0) {
        this.choices.push({ type: 'list', range: `C${top + 1}`, values: choices })
      }
      return
    }
    const each = Math.max(20, Math.ceil(height / (table.rows + 1)))
    this.add(
      [label, help, ...table.columns],
      ['label', 'help', ...table.columns.map(() => 'heading' as const)],
      each,
    )
    for (let i = 0; i < table.rows; i++) {
      this.add(['', '', '', '', ''], ['label', 'help', 'answer', 'answer', 'answer'], each)
    }
    for (const column of [0, 1]) {
      this.merges.push({ startRow: top, endRow: top + table.rows, startCol: column, endCol: column })
    }
  }
}

/** The first sheet of an `.xlsx`, as text. Throws where it is damaged, or would not fit into memory. */
export async function readSheet(bytes: Buffer): Promise<Block[]> {
  await expectBounded(bytes)
  const { streamXlsxRows } = await hucre()
  const block: Block = []
  for await (const { values } of streamXlsxRows(bytes)) {
    block.push(values.slice(0, MOST.cells).map(textOf))
    if (block.length >= MOST.rows) break
  }
  return [block]
}

function textOf(value: CellValue): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10)
  return String(value).replace(/\r\n?/g, '\n').trim()
}
