import type { Readable } from 'node:stream'

/** A value of a spreadsheet's cell. */
export type Cell = string | number | boolean | Date | null

/** One row as text, trimmed; dates as `2021-05-01`. `line` counts from 1, as people see it in the file. */
export type SheetRow = { line: number; cells: string[] }

/** A file whose rows have been counted; empty ones are left out. `read` starts at the first row each time. */
export type OpenSheet = { rows: number; read(): AsyncIterable<SheetRow> }

export type SheetColumn = { title: string; width: number }

/** A sheet to be written: a header and rows in the order of its columns. */
export type SheetContent = {
  name: string
  columns: SheetColumn[]
  rows: AsyncIterable<Cell[]> | Iterable<Cell[]>
}

/** A sheet to be filled in: per column what to write and what to choose from, some examples, and general notes. */
export type Form = {
  name: string
  columns: (SheetColumn & { note: string; choices?: string[] })[]
  examples: Cell[][]
  notes: string[]
}

/**
 * Spreadsheets, row by row in both directions, so that their length does not show in memory. Whatever is written as text
 * stays text for who opens it: `=1+1` is no formula (cells are typed, so nothing is put before them and an export can be
 * imported again). Serves every import and export.
 */
export type Sheets = {
  /**
   * The first sheet of an `.xlsx`, or a `.csv` in UTF-8 or GB18030, told apart by their bytes. Keeps what it has read in
   * files beside it (`<path>.rows…`). Throws Refusal `sheet_unreadable` in words.
   */
  open(path: string): Promise<OpenSheet>
  /** An `.xlsx` as bytes; rows are taken as these are read. */
  write(content: SheetContent): Readable
  form(form: Form): Promise<Buffer>
}
