import { readFileSync } from 'node:fs'
import { create, type Font } from 'fontkit'
import { areSqueezed, breakLines, type Line } from './lines'

export type Weight = 'regular' | 'bold'

/** Millimetres in points, the unit of everything inside. */
export const MM = 72 / 25.4

/** How a text looks; `size` and `leading` (from line to line) are points. */
export type Style = { size: number; leading: number; weight?: Weight; color?: string; monospaced?: boolean }

const FILES: Record<Weight, () => string> = {
  regular: () => require.resolve('@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf'),
  bold: () => require.resolve('@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf'),
}

/** The mark that printers have always put where a type was missing. */
const LACKING = '〓'
/** Of no width and no ink: controls, joiners, variation selectors. */
const INVISIBLE = /\p{Cc}|\p{Cf}|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]/gu
/** Widest space between the letters of a justified line, in ems; a line that needs more stays ragged. */
const WIDEST = 0.14

const opened: Partial<Record<Weight, Font>> = {}

/** A font, read once for the process (15 MB each) when it is first needed. */
export function fontOf(weight: Weight): Font {
  opened[weight] ??= create(readFileSync(FILES[weight]())) as Font
  return opened[weight]
}

/** What can be printed of a text; `onLacking` hears each character that cannot. Line ends remain. */
export function printable(text: string, onLacking: (character: string) => void): string {
  const font = fontOf('regular')
  const lines = text.split(/\r\n?|\n/).map((line) => {
    let printed = ''
    for (const character of line.replace(/(?!\u3000)[\t\p{Zs}]/gu, ' ').replace(INVISIBLE, '')) {
      const has = font.hasGlyphForCodePoint(character.codePointAt(0)!)
      if (!has) onLacking(character)
      printed += has ? character : LACKING
    }
    return printed
  })
  return lines.join('\n')
}

/** Width of a text in ems. */
export function widthOf(text: string, { weight = 'regular', monospaced }: Style): number {
  if (monospaced) return [...text].length / 2
  const font = fontOf(weight)
  let width = 0
  let before = ''
  for (const character of text) {
    width += font.glyphForCodePoint(character.codePointAt(0)!).advanceWidth
    if (areSqueezed(before, character)) width -= font.unitsPerEm / 2
    before = character
  }
  return width / font.unitsPerEm
}

export type Ink = ReturnType<typeof createInk>

/** Sets text on the pages of one document. */
export function createInk(pdf: PDFKit.PDFDocument, missing: Set<string>) {
  for (const weight of ['regular', 'bold'] as const) {
    pdf.registerFont(weight, fontOf(weight) as unknown as PDFKit.Mixins.PDFFontSource)
  }
  return {
    pdf,

    /** The lines of a text, each of its own lines a paragraph whose first line begins at `indent` ems. */
    lines(text: string, width: number, style: Style, indent = 0): (Line & { first: boolean })[] {
      const paragraphs = printable(text, (character) => missing.add(character))
        .split('\n')
        .map((paragraph) => paragraph.trim())
        .filter((paragraph) => paragraph !== '')
      const wide = width / style.size
      return (paragraphs.length > 0 ? paragraphs : ['']).flatMap((paragraph) =>
        breakLines(paragraph, wide, (part) => widthOf(part, style), indent).map((line, i) => ({
          ...line,
          first: i === 0,
        })),
      )
    },

    /** Writes one line whose leading begins at `y`. `spread` widens it, within reason, to a width. */
    write(text: string, x: number, y: number, style: Style, spread?: { from: number; to: number }): void {
      const { size, leading, weight = 'regular', color = 'black', monospaced } = style
      const gap = spread ? (spread.to - spread.from) / Math.max(1, [...text].length - 1) : 0
      pdf
        .font(weight)
        .fontSize(size)
        .fillColor(color)
        // A Chinese character's middle is 0.38 em above its baseline.
        .text(text, x, y + leading / 2 + 0.38 * size, {
          lineBreak: false,
          baseline: 'alphabetic',
          characterSpacing: gap > 0 && gap <= WIDEST * size ? gap : 0,
          features: [(monospaced ? 'hwid' : 'chws') as PDFKit.Mixins.OpenTypeFeatures],
          // What pdfkit would else measure over again.
          ...{ textWidth: 0, wordCount: 0 },
        })
    },
  }
}
