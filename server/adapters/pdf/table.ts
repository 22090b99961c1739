import type { PdfBlock } from '../../ports/pdf'
import { type Ink, MM, type Style } from './ink'
import { type Piece, stacked, TEXT } from './pieces'

type Column = Extract<PdfBlock, { kind: 'table' }>['columns'][number]
type Cell = { text: string; style: Style; align?: 'centre' | 'right'; shade?: boolean }

const CELL: Style = { ...TEXT, size: 11, leading: 17 }
const PADDING = { x: 2 * MM, y: 1.6 * MM }
/** A row of more lines may be divided between pages. */
const WHOLE = 12

/** Labels on grey, each with what it stands for; a label takes a quarter of the width at most. */
export function layFacts(ink: Ink, rows: [string, string][], width: number): Piece[] {
  const longest = Math.max(0, ...rows.map(([label]) => label.length)) * CELL.size + 2 * PADDING.x
  const first = Math.min(Math.max(longest, 26 * MM), width / 4)
  return rows.flatMap(([label, value]) =>
    layRow(
      ink,
      [
        { text: label, style: CELL, align: 'centre', shade: true },
        { text: value, style: CELL },
      ],
      [first, width - first],
    ),
  )
}

/** A table under a header that each of its pages begins with. */
export function layTable(ink: Ink, columns: Column[], rows: string[][], width: number): Piece[] {
  const shares = columns.reduce((sum, { share }) => sum + share, 0)
  const widths = columns.map(({ share }) => (width * share) / shares)
  const heads = columns.map(
    ({ title }): Cell => ({ text: title, style: { ...CELL, weight: 'bold' }, align: 'centre', shade: true }),
  )
  const header: Piece = { ...stacked(layRow(ink, heads, widths)), keep: true }
  const body = rows.flatMap((row, i) => {
    const cells = columns.map(({ align }, n): Cell => ({ text: row[n] ?? '', style: CELL, align }))
    const slices = layRow(ink, cells, widths)
    // Neither the first row nor the last one stands alone.
    if (i === 0 || i === rows.length - 2) slices.at(-1)!.keep = i < rows.length - 1
    return slices
  })
  return [header, ...body.map((piece) => ({ ...piece, header }))]
}

/** A row as slices of one line, which stay together unless the row is long. */
function layRow(ink: Ink, cells: Cell[], widths: number[]): Piece[] {
  const lines = cells.map(({ text, style }, i) => ink.lines(text, widths[i]! - 2 * PADDING.x, style))
  const count = Math.max(...lines.map(({ length }) => length))
  return Array.from({ length: count }, (_, slice): Piece => {
    const above = slice === 0 ? PADDING.y : 0
    const below = slice === count - 1 ? PADDING.y : 0
    const height = CELL.leading + above + below
    return {
      height,
      keep: count <= WHOLE && slice < count - 1,
      draw(x, y) {
        const { pdf } = ink
        let left = x
        for (const [i, { style, align, shade }] of cells.entries()) {
          const width = widths[i]!
          if (shade) pdf.rect(left, y, width, height).fill('#f3f3f3')
          pdf
            .moveTo(left, y)
            .lineTo(left, y + height)
            .moveTo(left + width, y)
            .lineTo(left + width, y + height)
          if (slice === 0) pdf.moveTo(left, y).lineTo(left + width, y)
          if (slice === count - 1) pdf.moveTo(left, y + height).lineTo(left + width, y + height)
          pdf.lineWidth(0.5).stroke('#888')
          // A short cell's lines are in the middle of a row.
          const own = lines[i]!
          const line = own[slice - Math.floor((count - own.length) / 2)]
          if (line) {
            const blank = width - 2 * PADDING.x - line.width * style.size
            const shift = align === 'centre' ? blank / 2 : align === 'right' ? blank : 0
            ink.write(line.text, left + PADDING.x + shift, y + above, style)
          }
          left += width
        }
      },
    }
  })
}
