import type { PdfBlock } from '../../ports/pdf'
import { type Ink, MM, type Style } from './ink'
import { layPictures } from './pictures'
import { balanced, centred, NOTE, type Piece, running, space, stacked, TEXT, together } from './pieces'
import { drawQr } from './qr'
import { layFacts, layTable } from './table'

const TITLE: Style = { size: 20, leading: 30, weight: 'bold' }
const HEADING: Style = { size: 14, leading: 24, weight: 'bold' }
const ADDRESS: Style = { size: 12, leading: 18 }
const CODE: Style = { size: 27, leading: 40, weight: 'bold', monospaced: true }

/** Where a window shows paper folded in three, whichever way it has slipped, and how wide that is. */
const WINDOW = { top: 15 * MM, width: 72 * MM, height: 54 * MM }
/** The folds of a sheet in three. */
const FOLDS = [99 * MM, 198 * MM]

/** The pieces of a block for a width. */
export async function layOut(ink: Ink, block: PdfBlock, width: number): Promise<Piece[]> {
  switch (block.kind) {
    case 'title':
      return [space(4), ...centred(ink, block.text, width, TITLE), space(8)].map(kept)
    case 'heading':
      return [space(8), ...running(ink, block.text, width, HEADING), space(2)].map(kept)
    case 'paragraph':
      return running(ink, block.text, width, TEXT, block.flush ? 0 : 2)
    case 'signature':
      return together([space(26), ...signed(ink, block.lines, width)])
    case 'address':
      return [address(ink, block.lines)]
    case 'facts':
      return layFacts(ink, block.rows, width)
    case 'table':
      return layTable(ink, block.columns, block.rows, width)
    case 'pictures':
      return layPictures(ink, block.pictures, block.perRow, width)
    case 'qr': {
      const size = block.size * MM
      const draw = (x: number, y: number) => drawQr(ink.pdf, block.text, x + (width - size) / 2, y, size)
      return together([{ height: size + 4, draw }, ...centred(ink, block.caption, width, NOTE)])
    }
    case 'code':
      return together([...centred(ink, block.caption, width, NOTE), ...centred(ink, block.text, width, CODE)])
    case 'panel':
      return [space(6), await panel(ink, block.columns, width), space(6)]
    case 'space':
      return [space(block.height * MM)]
    case 'pageBreak':
      return []
  }
}

const kept = (piece: Piece): Piece => ({ ...piece, keep: true })

/** Lines under each other's middles, the longest ending four characters before the margin. */
function signed(ink: Ink, texts: string[], width: number): Piece[] {
  const lines = texts.flatMap((text) => ink.lines(text, width - 4 * TEXT.size, TEXT))
  const middle = width - 4 * TEXT.size - (Math.max(...lines.map((line) => line.width)) * TEXT.size) / 2
  return lines.map((line) => ({
    height: TEXT.leading + 4,
    draw: (x, y) => ink.write(line.text, x + middle - (line.width * TEXT.size) / 2, y, TEXT),
  }))
}

function address(ink: Ink, texts: string[]): Piece {
  const lines = texts.flatMap((text) => balanced(ink, text, WINDOW.width, ADDRESS))
  return {
    height: WINDOW.height,
    draw(x, y) {
      for (const [i, line] of lines.entries()) {
        ink.write(line.text, x, y + WINDOW.top + i * ADDRESS.leading, ADDRESS)
      }
      for (const fold of FOLDS) {
        ink.pdf
          .moveTo(5 * MM, fold)
          .lineTo(9 * MM, fold)
          .lineWidth(0.4)
          .stroke('#aaa')
      }
    },
  }
}

/** Columns in a frame, each in the middle of its height. */
async function panel(
  ink: Ink,
  columns: { share: number; blocks: PdfBlock[] }[],
  width: number,
): Promise<Piece> {
  const gap = 4 * MM
  const shares = columns.reduce((sum, { share }) => sum + share, 0)
  const inner = width - gap * (columns.length + 1)
  const laid: (Piece & { width: number })[] = []
  for (const { share, blocks } of columns) {
    const own = (inner * share) / shares
    const pieces: Piece[] = []
    for (const block of blocks) pieces.push(...(await layOut(ink, block, own)))
    laid.push({ ...stacked(pieces), width: own })
  }
  const height = Math.max(...laid.map((column) => column.height)) + 2 * gap
  return {
    height,
    draw(x, y) {
      ink.pdf.roundedRect(x, y, width, height, 4).lineWidth(0.8).stroke('#999')
      let left = x + gap
      for (const column of laid) {
        column.draw(left, y + (height - column.height) / 2)
        left += column.width + gap
      }
    },
  }
}
