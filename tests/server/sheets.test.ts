import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSheets } from '../../server/adapters/sheets'

const sheets = createSheets()
let dir: string
let workbook: Buffer
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'pingxuan-sheets-'))
  workbook = await sheets.form({
    name: '单位',
    columns: [{ title: '单位名称', width: 20, note: '' }],
    examples: [['甲街道（示例）'], ['乙街道（示例）']],
    notes: [],
  })
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

let made = 0
function open(bytes: Buffer) {
  const path = join(dir, String(++made))
  writeFileSync(path, bytes)
  return sheets.open(path)
}

/** The workbook with other bytes for one of its parts to unpack to, as its directory declares them. */
function declaring(part: RegExp, bytes: number, packed?: number): Buffer {
  const changed = Buffer.from(workbook)
  let at = changed.indexOf('PK\x01\x02', 0, 'latin1')
  for (; at >= 0; at = changed.indexOf('PK\x01\x02', at + 1, 'latin1')) {
    const name = changed.toString('utf8', at + 46, at + 46 + changed.readUInt16LE(at + 28))
    if (!part.test(name)) continue
    changed.writeUInt32LE(bytes, at + 24)
    if (packed !== undefined) changed.writeUInt32LE(packed, at + 20)
  }
  return changed
}

const MIB = 2 ** 20
const SHEETS = /^xl\/worksheets\/sheet/

test('a workbook is read whole', async () => {
  expect((await open(workbook)).rows).toBe(3)
})

test.each<[string, () => Buffer, RegExp]>([
  ['declares a worksheet of 301 MiB', () => declaring(/sheet1\.xml$/, 301 * MIB), /过大/],
  ['declares more than 300 MiB in all', () => declaring(SHEETS, 160 * MIB), /过大/],
  ['declares a part read whole of 65 MiB', () => declaring(/styles\.xml$/, 65 * MIB), /过大/],
  ['does not say what a part unpacks to', () => declaring(/sheet1\.xml$/, 0), /过大/],
  ['says that a part takes no room', () => declaring(/sheet1\.xml$/, 1, 0), /过大/],
  ['holds more than it declares', () => declaring(/sheet1\.xml$/, 20), /已损坏/],
])('a workbook that %s is refused', async (_name, build, message) => {
  await expect(open(build())).rejects.toMatchObject({
    code: 'sheet_unreadable',
    message: expect.stringMatching(message),
  })
})

/** A zip with a worksheet as it stands and nothing else: enough to be looked into, too little to be read. */
function worksheet(rows: string): Buffer {
  const [name, data] = [
    Buffer.from('xl/worksheets/sheet1.xml'),
    Buffer.from(`<sheetData>${rows}</sheetData>`),
  ]
  const fields = Buffer.alloc(26)
  fields.writeUInt32LE(data.length, 14)
  fields.writeUInt32LE(data.length, 18)
  fields.writeUInt16LE(name.length, 22)
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, name, data])
  const directory = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), fields, Buffer.alloc(14), name])
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06')
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(local.length, 16)
  return Buffer.concat([local, directory, end])
}

test.each([
  ['few cells far to the right', '<row><c r="XFD1"/></row>'.repeat(500), /已损坏/],
  ['many of them', '<row><c r="XFD1"/></row>'.repeat(700), /过大/],
  ['many of them, spelled otherwise', "<x:row><x:c s='1' r = 'xfd1'/></x:row>".repeat(700), /过大/],
  ['more rows than a sheet has, all empty', '<row/>'.repeat(2 ** 20 + 1), /过大/],
  ['one row without end', `<row>${'<c/>'.repeat(10_000_001)}</row>`, /过大/],
])('a worksheet of %s is held against the memory it would take', async (_name, rows, message) => {
  await expect(open(worksheet(rows))).rejects.toMatchObject({ message: expect.stringMatching(message) })
})
