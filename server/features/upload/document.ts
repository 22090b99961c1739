import { open, readFile } from 'node:fs/promises'
import { Refusal } from '@shared/kernel/errors'
import type { TYPES } from '@shared/upload/rules'
import { type Entry, openPromise, type ZipFile } from 'yauzl'

type DocumentType = keyof (typeof TYPES)['document']

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const EXCEL = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** What a `.docx` or `.xlsx` may unpack to, and in how many parts. */
const MOST = { unpacked: 300 * 2 ** 20, parts: 5000 }
/** Characters of what it says of its parts. */
const LONGEST_TYPES = 2 ** 20
/** Where a PDF says that it has ended. */
const PDF_TAIL = 4096

/** A PDF that is whole, and not at the same time something else. Refusals: `upload_refused`. */
export async function expectPdf(path: string): Promise<DocumentType> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const tail = Buffer.alloc(Math.min(PDF_TAIL, size))
    await file.read(tail, 0, tail.length, size - tail.length)
    if (!tail.includes('%%EOF')) throw refusal('PDF 文件不完整，请重新导出后再上传')
  } finally {
    await file.close()
  }
  const zip = await openPromise(path).catch(() => null)
  zip?.close()
  if (zip) throw refusal('这个 PDF 里夹带了别的文件，请用 Word 或 WPS 重新导出 PDF 后再上传')
  return 'application/pdf'
}

/**
 * A `.docx` or `.xlsx` by what it declares to be inside. Every part is unpacked once, to nowhere, since a zip may say less of
 * itself than it holds. Refusals: `upload_refused`.
 */
export async function expectOffice(path: string): Promise<DocumentType> {
  const zip = await openPromise(path, { autoClose: false }).catch(() => {
    throw damaged()
  })
  try {
    return typeOf(await readParts(zip))
  } catch (error) {
    throw error instanceof Refusal ? error : damaged()
  } finally {
    zip.close()
  }
}

/** Answers what the package says of its parts. Of a part that holds more than it declared, yauzl throws. */
async function readParts(zip: ZipFile): Promise<string> {
  let declared = 0
  const parts: Entry[] = []
  for await (const part of zip.eachEntry()) {
    declared += part.uncompressedSize
    if (declared > MOST.unpacked || parts.push(part) > MOST.parts) throw tooLarge()
    if (/vbaProject\.bin$/i.test(part.fileName)) throw macros()
  }
  let types = ''
  for (const part of parts) {
    const isTypes = part.fileName === '[Content_Types].xml'
    for await (const chunk of await zip.openReadStreamPromise(part)) {
      if (isTypes && types.length < LONGEST_TYPES) types += chunk
    }
  }
  return types
}

function typeOf(types: string): DocumentType {
  if (/macroEnabled/i.test(types)) throw macros()
  if (types.includes('wordprocessingml.document.main+xml')) return WORD
  if (types.includes('spreadsheetml.sheet.main+xml')) return EXCEL
  throw new Refusal('upload_refused')
}

/**
 * A `.doc` or `.xls`: files of a small file system, told apart by the names in its directory. One may lie in the other; then it
 * is what its name says. Refusals: `upload_refused`.
 */
export async function expectOldOffice(path: string, name: string): Promise<DocumentType> {
  const bytes = await readFile(path)
  if (hasEntry(bytes, 'EncryptedPackage')) throw refusal('文件有密码保护，请先取消密码再上传')
  if (hasEntry(bytes, '_VBA_PROJECT') || hasEntry(bytes, '_VBA_PROJECT_CUR')) throw macros()
  const isWord = hasEntry(bytes, 'WordDocument')
  const isExcel = hasEntry(bytes, 'Workbook') || hasEntry(bytes, 'Book')
  if (isExcel && !(isWord && /\.doc$/i.test(name))) return 'application/vnd.ms-excel'
  if (isWord) return 'application/msword'
  throw new Refusal('upload_refused')
}

/** Entries of the directory begin with their name, in UTF-16 with a zero at the end, and are 128 bytes long. */
function hasEntry(bytes: Buffer, name: string): boolean {
  const wanted = Buffer.from(`${name}\0`, 'utf16le')
  for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, at + 2)) {
    if (at % 128 === 0) return true
  }
  return false
}

const refusal = (message: string) => new Refusal('upload_refused', undefined, message)
const damaged = () => refusal('文件已损坏，请重新保存后再上传')
const macros = () => refusal('文件里有宏，为安全起见不能上传；请另存为不带宏的 .docx、.xlsx 或 PDF')
const tooLarge = () => refusal('文件解开后过大，请删减后另存，或导出为 PDF 再上传')
