import type { Readable } from 'node:stream'

/** A part of a printed page. Parts follow each other downwards; lengths are millimetres. */
export type PdfBlock =
  /** A title is centred. A heading stays with what follows it. */
  | { kind: 'title' | 'heading'; text: string }
  /** Its lines are indented paragraphs, and justified; `flush` ones are not indented. */
  | { kind: 'paragraph'; text: string; flush?: boolean }
  /** Who signs, and when: to the right, with room for a seal. */
  | { kind: 'signature'; lines: string[] }
  /** To whom a letter goes, where the window of a DL envelope shows it; with marks for folding. First on its page. */
  | { kind: 'address'; lines: string[] }
  /** Labels and what they stand for. */
  | { kind: 'facts'; rows: [label: string, value: string][] }
  /** `share` is a column's part of the width. The header is repeated on each page. */
  | {
      kind: 'table'
      columns: { title: string; share: number; align?: 'centre' | 'right' }[]
      rows: string[][]
    }
  /** Whatever sharp reads; what it cannot is said in the picture's place. */
  | { kind: 'pictures'; perRow: number; pictures: { image: Buffer; caption: string }[] }
  /** The text as a QR of `size`, and in words what it is for. */
  | { kind: 'qr'; text: string; size: number; caption: string }
  /** Large letters of one width, to be copied by hand. */
  | { kind: 'code'; text: string; caption: string }
  /** Beside each other in a frame that no page's end divides. */
  | { kind: 'panel'; columns: { share: number; blocks: PdfBlock[] }[] }
  | { kind: 'space'; height: number }
  /** With a letterhead, the next letter begins: it has the letterhead too, and its own page numbers. */
  | { kind: 'pageBreak' }

/** An A4 document with the margins of official ones (GB/T 9704). First pages under a letterhead bear no number. */
export type PdfDocument = {
  title: string
  author: string
  letterhead?: { organiser: string; edition: string }
  /** Stands at the foot of each page. */
  footer?: string
  /** Taken as the bytes are read. */
  blocks: Iterable<PdfBlock> | AsyncIterable<PdfBlock>
}

/** What stands on a certificate. `check` is where anybody can look whether it is one. */
export type PrintedCertificate = {
  edition: string
  title: string
  recipient: string
  text: string
  signers: string[]
  date: string
  number: string
  check: { url: string; words: string }
  /** Across the whole page, in pale letters: `样张`. */
  note?: string
}

/** Prints in Chinese. Text can be searched and copied. */
export type Pdf = {
  /** A page for each, A4 across. */
  certificates(title: string, author: string, certificates: Iterable<PrintedCertificate>): Readable
  /**
   * A PDF as bytes; how many pages it has does not show in memory. Characters that the font lacks are printed as 〓 and
   * added to `missing`, which is whole when the bytes have ended.
   */
  render(document: PdfDocument, missing?: Set<string>): Readable
  /** The characters of a text that would be printed as 〓. */
  missing(text: string): string[]
}
