import type { Readable } from 'node:stream'
import { Refusal } from '@shared/kernel/errors'
import { type Entry, fromBufferPromise } from 'yauzl'

/**
 * Bytes that an `.xlsx` may unpack to: as a whole, and in each part that is read whole, which is all but its worksheets. Of a
 * part, how many rows, and cells with those that are left out before each row's last one.
 */
const MOST = { whole: 300 * 2 ** 20, part: 64 * 2 ** 20, rows: 2 ** 20, cells: 10_000_000 }

/**
 * Looks into a zip's directory before anything is unpacked. hucre unpacks by the same directory, and no part to more than
 * it declares there, so what declares less than it holds is found damaged; what declares nothing, hucre would not bound.
 * Then reads each part through, for what its rows ask of memory.
 * Throws Refusal `sheet_unreadable`, and other errors where there is no sound directory.
 */
export async function expectBounded(bytes: Buffer): Promise<void> {
  let whole = 0
  const parts: Entry[] = []
  const zip = await fromBufferPromise(bytes, { autoClose: false })
  for await (const entry of zip.eachEntry()) {
    const { fileName, compressedSize, uncompressedSize } = entry
    whole += uncompressedSize
    const most = fileName.startsWith('xl/worksheets/') ? MOST.whole : MOST.part
    const isUndeclared = !fileName.endsWith('/') && (compressedSize === 0 || uncompressedSize === 0)
    if (uncompressedSize > most || whole > MOST.whole || isUndeclared) throw tooLarge()
    parts.push(entry)
  }
  for (const entry of parts) await expectFewCells(await zip.openReadStreamPromise(entry))
}

/** A tag that has not ended after so many characters is no cell's. */
const LONGEST_TAG = 64 * 1024

/** An opening row or cell, or a cell's reference by its column. Looser than XML: what it takes for one too many is no harm. */
const MARKS = /<(?:[\w.-]+:)?(row|c)(?=[\s/>])|[\s"']r\s*=\s*["']?\$?([A-Za-z]{1,3})(?=\$?\d)/g

/**
 * Counts the cells that a worksheet asks room for. hucre makes a row as wide as its last cell and reads on whether or not
 * anybody takes the rows, so that a few bytes a row could fill the memory.
 */
async function expectFewCells(part: Readable): Promise<void> {
  let [rows, cells, inRow, widest] = [0, 0, 0, 0]
  let rest = ''
  for await (const chunk of part.setEncoding('utf8')) {
    const text = rest + chunk
    const end = Math.max(text.lastIndexOf('<'), text.length - LONGEST_TAG)
    rest = text.slice(end)
    for (const [, tag, column] of text.slice(0, end).matchAll(MARKS)) {
      if (tag === 'row') {
        rows++
        cells += Math.max(inRow, widest)
        inRow = widest = 0
      } else if (tag) inRow++
      else widest = Math.max(widest, columnOf(column!))
    }
    if (rows > MOST.rows || cells + Math.max(inRow, widest) > MOST.cells) throw tooLarge()
  }
}

/** `A` is 1, `XFD` 16384. */
const columnOf = (letters: string) =>
  [...letters.toUpperCase()].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0)

const tooLarge = () =>
  new Refusal('sheet_unreadable', undefined, '文件解开后过大，不像一张单位表，请检查后重新另存再上传')
