import { createReadStream, existsSync } from 'node:fs'
import { open, readFile, rename } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { Refusal } from '@shared/kernel/errors'
import { parse } from 'csv-parse'
import type { Cell, Form, OpenSheet, SheetContent, SheetRow, Sheets } from '../ports/sheets'
import { expectBounded } from './zip-size'

/** What a file may hold at most; beyond it, it is not a list that somebody keeps in a spreadsheet. */
const MOST = { rows: 200_000, cells: 200, text: 2000 }
/** Rows written to disk together. */
const BATCH = 500

/** hucre is an ES module, and we are built as CommonJS. */
const hucre = () => import('hucre/xlsx')

/** Spreadsheets by hucre (.xlsx) and csv-parse (.csv), which both stream. */
export function createSheets(): Sheets {
  return {
    async open(path): Promise<OpenSheet> {
      // hucre reads on whether or not anybody takes the rows, so they are taken to disk at once.
      const unpacked = `${path}.rows`
      if (!existsSync(unpacked)) await unpack(path, unpacked)
      const rows = Number((await readFile(`${unpacked}.count`, 'utf8')).trim())
      return { rows, read: () => readUnpacked(unpacked) }
    },

    write: (content) => Readable.from(written(content)),

    async form({ name, columns, examples, notes }: Form): Promise<Buffer> {
      const { writeXlsx } = await hucre()
      const bytes = await writeXlsx({
        sheets: [
          {
            name,
            columns: columns.map(({ width }) => ({ width })),
            // hucre writes a column's header over records only, not over rows.
            rows: [columns.map(({ title }) => title), ...examples],
            freezePane: { rows: 1 },
            dataValidations: columns.flatMap(({ choices }, i) => {
              const letter = columnName(i)
              return choices
                ? [{ type: 'list' as const, range: `${letter}2:${letter}5000`, values: choices }]
                : []
            }),
          },
          {
            name: '填写说明',
            columns: [{ width: 24 }, { width: 90 }],
            rows: [
              ['列', '怎样填'],
              ...columns.map(({ title, note }) => [title, note]),
              ...notes.map((note) => ['', note]),
            ],
          },
        ],
      })
      return Buffer.from(bytes)
    },
  }
}

async function* written({ name, columns, rows }: SheetContent): AsyncGenerator<Uint8Array> {
  const { writeXlsxStream } = await hucre()
  const header = columns.map(({ title, width }) => ({ header: title, width }))
  yield* writeXlsxStream(rows, { name, columns: header, freezePane: { rows: 1 } })
}

/** `A`, `B`, … `AA`, as a spreadsheet names its columns; the first is 0. */
export function columnName(index: number): string {
  const last = String.fromCharCode(65 + (index % 26))
  return index < 26 ? last : columnName(Math.floor(index / 26) - 1) + last
}

/** Writes the rows of a file to another one as JSON, a line each, which is there when it is whole. */
async function unpack(path: string, to: string): Promise<void> {
  const part = await open(`${to}.part`, 'w')
  let count = 0
  try {
    let batch: string[] = []
    const flush = async () => {
      await part.write(batch.join(''))
      batch = []
    }
    for await (const row of (await isZip(path)) ? xlsxRows(path) : csvRows(path)) {
      if (row.cells.every((cell) => cell === '')) continue
      if (++count > MOST.rows) throw unreadable(`文件超过 ${MOST.rows} 行，请分成几个文件`)
      batch.push(`${JSON.stringify(row)}\n`)
      if (batch.length === BATCH) await flush()
    }
    await flush()
  } finally {
    await part.close()
  }
  const counted = await open(`${to}.count`, 'w')
  await counted.writeFile(String(count))
  await counted.close()
  await rename(`${to}.part`, to)
}

async function* readUnpacked(path: string): AsyncGenerator<SheetRow> {
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })
  for await (const line of lines) yield JSON.parse(line) as SheetRow
}

async function* xlsxRows(path: string): AsyncGenerator<SheetRow> {
  const { streamXlsxRows } = await hucre()
  // Uploads are bounded. Of bytes, unlike of a stream, hucre goes by the directory that has been checked.
  const bytes = await readFile(path)
  try {
    await expectBounded(bytes)
    for await (const { index, values } of streamXlsxRows(bytes)) {
      yield { line: index + 1, cells: values.slice(0, MOST.cells).map((value) => textOf(value as Cell)) }
    }
  } catch (error) {
    if (error instanceof Refusal) throw error
    const isLocked = error instanceof Error && error.name === 'EncryptedFileError'
    throw unreadable(
      isLocked ? '文件有密码保护，请先取消密码再上传' : '文件已损坏或不是 .xlsx 表格，请重新另存后上传',
    )
  }
}

async function* csvRows(path: string): AsyncGenerator<SheetRow> {
  const decoder = new TextDecoder((await isUtf8(path)) ? 'utf-8' : 'gb18030') // drops a byte order mark
  async function* text() {
    for await (const chunk of createReadStream(path)) yield decoder.decode(chunk as Buffer, { stream: true })
    yield decoder.decode()
  }
  const records = Readable.from(text()).pipe(
    parse({ info: true, relax_column_count: true, relax_quotes: true, max_record_size: 1_000_000 }),
  )
  let line = 1
  try {
    for await (const { info, record } of records as AsyncIterable<{
      info: { lines: number }
      record: string[]
    }>) {
      yield { line, cells: record.slice(0, MOST.cells).map(textOf) }
      line = info.lines + 1 // a cell may hold several lines
    }
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw unreadable(`第 ${line} 行起读不下去，可能是引号没有成对，请检查后再上传`)
  }
}

function textOf(value: Cell): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  return String(value).trim().slice(0, MOST.text)
}

/** Told by the first bytes; an old .xls or a locked file is refused in words. Throws Refusal `sheet_unreadable`. */
async function isZip(path: string): Promise<boolean> {
  const file = await open(path)
  const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0).finally(() => file.close())
  if (buffer.readUInt32BE() === 0xd0cf11e0) {
    throw unreadable('这是旧版 .xls 或加了密码的文件，请另存为不带密码的 .xlsx 再上传')
  }
  return buffer.readUInt32BE() === 0x504b0304
}

/** Whether the whole file is UTF-8; what is not, is GB18030, as Excel writes .csv in China. */
async function isUtf8(path: string): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const chunk of createReadStream(path)) decoder.decode(chunk as Buffer, { stream: true })
    decoder.decode()
    return true
  } catch {
    return false
  }
}

const unreadable = (message: string) => new Refusal('sheet_unreadable', undefined, message)
