import type { Ink, Style } from './ink'
import type { Line } from './lines'

/** What is put on a page whole. Lengths are points. */
export type Piece = {
  height: number
  /** The next piece is on the same page. */
  keep?: boolean
  /** Nothing is seen of it, and a new page does not begin with it. */
  blank?: boolean
  /** Repeated where this piece begins a page. */
  header?: Piece
  draw(x: number, y: number): void
}

export const TEXT: Style = { size: 12, leading: 20 }
export const NOTE: Style = { size: 9.5, leading: 15, color: '#444' }

export const space = (height: number): Piece => ({ height, blank: true, draw() {} })

/** Pieces that stay on one page. */
export function together(pieces: Piece[]): Piece[] {
  return pieces.map((piece, i) => ({ ...piece, keep: i < pieces.length - 1 || piece.keep }))
}

/** Pieces below each other as one. */
export function stacked(pieces: Piece[]): Piece {
  return {
    height: heightOf(pieces),
    draw(x, y) {
      let top = y
      for (const piece of pieces) {
        piece.draw(x, top)
        top += piece.height
      }
    },
  }
}

/** Justified lines; a paragraph's first two and last two are not parted. */
export function running(ink: Ink, text: string, width: number, style: Style, indent = 0): Piece[] {
  const lines = ink.lines(text, width, style, indent)
  return lines.map((line, i) => {
    const inset = line.first ? indent * style.size : 0
    return {
      height: style.leading,
      keep: (line.first && !line.last) || (lines[i + 1]?.last && !lines[i + 1]?.first) || false,
      draw: (x, y) =>
        ink.write(
          line.text,
          x + inset,
          y,
          style,
          line.last ? undefined : { from: line.width * style.size, to: width - inset },
        ),
    }
  })
}

/** Centred lines of about the same length. */
export function centred(ink: Ink, text: string, width: number, style: Style): Piece[] {
  return balanced(ink, text, width, style).map((line) => ({
    height: style.leading,
    draw: (x, y) => ink.write(line.text, x + (width - line.width * style.size) / 2, y, style),
  }))
}

/** No more lines than needed, none much shorter than the others. */
export function balanced(ink: Ink, text: string, width: number, style: Style): Line[] {
  return text.split('\n').flatMap((paragraph) => {
    const widest = ink.lines(paragraph, width, style)
    const least = (widest.reduce((sum, line) => sum + line.width, 0) * style.size) / widest.length
    for (let narrow = least; narrow < width; narrow += style.size / 2) {
      const lines = ink.lines(paragraph, narrow, style)
      if (lines.length === widest.length) return lines
    }
    return widest
  })
}

export const heightOf = (pieces: Piece[]) => pieces.reduce((sum, { height }) => sum + height, 0)
