import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import PDFDocument from 'pdfkit'
import type { Pdf, PdfDocument, PrintedCertificate } from '../../ports/pdf'
import { layOut } from './blocks'
import { drawCertificate } from './certificate'
import { createInk, type Ink, MM, printable, type Style } from './ink'
import { heightOf, NOTE, type Piece } from './pieces'

/** Margins of official documents, GB/T 9704. */
const PAGE = {
  width: 210 * MM,
  height: 297 * MM,
  top: 37 * MM,
  bottom: 35 * MM,
  left: 28 * MM,
  right: 26 * MM,
}
const WIDTH = PAGE.width - PAGE.left - PAGE.right
const END = PAGE.height - PAGE.bottom
const RED = '#c8161d'
const ORGANISER: Style = { size: 24, leading: 32, weight: 'bold', color: RED }
const NUMBER: Style = { size: 12, leading: 16 }

/** PDFs by pdfkit, set in Noto Serif SC. */
export function createPdf(): Pdf {
  return {
    render: (document, missing = new Set()) =>
      Readable.from(rendered(document, missing), { objectMode: false }),
    certificates: (title, author, certificates) =>
      Readable.from(certified(title, author, certificates), { objectMode: false }),
    missing(text) {
      const found = new Set<string>()
      printable(text, (character) => found.add(character))
      return [...found]
    },
  }
}

/** A document without pages yet. */
function begin({ title, author }: { title: string; author: string }, missing: Set<string>): Ink {
  const pdf = new PDFDocument({
    size: 'A4',
    margin: 0,
    autoFirstPage: false,
    // It would keep every text it has seen.
    fontLayoutCache: false,
    lang: 'zh-CN',
    displayTitle: true,
    pdfVersion: '1.7',
    info: { Title: title, Author: author },
  })
  return createInk(pdf, missing)
}

async function* certified(title: string, author: string, certificates: Iterable<PrintedCertificate>) {
  const ink = begin({ title, author }, new Set())
  for (const certificate of certificates) {
    drawCertificate(ink, certificate)
    yield* taken(ink.pdf)
    await setImmediate()
  }
  ink.pdf.end()
  yield* taken(ink.pdf)
}

/** The bytes, page by page: a page is drawn when those before it have been taken. */
async function* rendered(document: PdfDocument, missing: Set<string>): AsyncGenerator<Buffer> {
  const ink = begin(document, missing)
  const { pdf } = ink
  const pages = createPages(ink, document)
  for await (const block of document.blocks) {
    if (block.kind === 'pageBreak') pages.end()
    else for (const piece of await layOut(ink, block, WIDTH)) pages.put(piece)
    yield* taken(pdf)
    // Whatever else the process does has its turn, also where nobody makes us wait.
    await setImmediate()
  }
  pages.finish()
  pdf.end()
  yield* taken(pdf)
}

/** What pdfkit has written so far; it never waits for its reader. */
function* taken(pdf: PDFKit.PDFDocument): Generator<Buffer> {
  for (let chunk = pdf.read(); chunk !== null; chunk = pdf.read()) yield chunk as Buffer
}

/** Puts pieces on pages, those that keep together on the same one if they fit on any. */
function createPages(ink: Ink, { letterhead, footer }: PdfDocument) {
  /** Where the next piece goes; null before a letter's first page. */
  let y: number | null = null
  let number = 0
  let isEmpty = true
  let together: Piece[] = []

  const room = () => END - (y ?? END)

  function turn(header?: Piece): void {
    isEmpty = false
    number++
    y = PAGE.top
    ink.pdf.addPage()
    if (letterhead && number === 1) drawLetterhead(ink, letterhead)
    else middle(ink, `— ${number} —`, END + 7 * MM, NUMBER)
    if (footer) middle(ink, footer, END + 15 * MM, NOTE)
    if (header) draw(header)
  }

  function flush(): void {
    const begun = together.findIndex(({ blank }) => !blank)
    if (y === null) {
      if (together.length > 0) turn(together[0]!.header)
    } else if (begun >= 0 && heightOf(together) > room()) {
      // Space gives way first.
      together = together.slice(begun)
      if (heightOf(together) > room()) turn(together[0]!.header)
    }
    for (const piece of together) {
      // More than a page holds: divided after all.
      if (piece.height > room() && !piece.blank && y! > PAGE.top) turn(piece.header)
      draw(piece)
    }
    together = []
  }

  function draw(piece: Piece): void {
    piece.draw(PAGE.left, y!)
    y! += piece.height
  }

  return {
    put(piece: Piece): void {
      together.push(piece)
      if (!piece.keep) flush()
    },
    /** Ends the page. */
    end(): void {
      flush()
      y = null
      if (letterhead) number = 0
    },
    /** Ends the last page; a document has at least one. */
    finish(): void {
      flush()
      if (isEmpty) turn()
    },
  }
}

/** The organiser in red over a double rule, as official letters begin. */
function drawLetterhead(ink: Ink, { organiser, edition }: NonNullable<PdfDocument['letterhead']>): void {
  const bottom = middle(ink, organiser, 18 * MM, ORGANISER)
  const end = middle(ink, edition, bottom, { ...NOTE, size: 11, color: RED })
  const [left, right] = [20 * MM, PAGE.width - 20 * MM]
  ink.pdf
    .moveTo(left, end + 5)
    .lineTo(right, end + 5)
    .lineWidth(2)
    .stroke(RED)
  ink.pdf
    .moveTo(left, end + 8)
    .lineTo(right, end + 8)
    .lineWidth(0.6)
    .stroke(RED)
}

/** Writes in the middle of the page from `y` on; answers where it ends. */
function middle(ink: Ink, text: string, y: number, style: Style): number {
  let top = y
  for (const line of ink.lines(text, WIDTH, style)) {
    ink.write(line.text, (PAGE.width - line.width * style.size) / 2, top, style)
    top += style.leading
  }
  return top
}
