import { mkdir, open, readFile, stat, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { EnclosedFile, Papers } from '../../ports/papers'
import { type Archive, openArchive } from './archive'
import { readDocument } from './document'
import { type Part, parseMail } from './mail'
import { readSheet, writeSheet } from './sheet'
import { orUnreadable, unreadable } from './unreadable'
import { writeWord } from './word'

/** A form that is larger holds more pictures than it asks for. */
const MOST_BYTES = 40 * 2 ** 20
const MAIN_PART = 'word/document.xml'

/** Forms on paper by hucre and docx, and back by hucre and htmlparser2; mails by postal-mime. */
export function createPapers(): Papers {
  return {
    sheet: writeSheet,
    word: writeWord,

    async read(path) {
      const bytes = await readOffice(path)
      const damaged = '文件已损坏，或解开后过大，请检查后重新另存再上传'
      const { blocks, pictures } = await orUnreadable(damaged, async () => {
        const archive = await openArchive(bytes)
        const isWord = archive.has(MAIN_PART)
        const blocks = isWord
          ? readDocument((await archive.read(MAIN_PART)).toString('utf8'))
          : await readSheet(bytes)
        return { blocks, pictures: await picturesOf(archive) }
      })
      return { blocks, pictures: await keep(path, pictures) }
    },

    async readMail(path) {
      const { parts, ...mail } = await orUnreadable('邮件读不出来，请在邮箱里重新另存为 .eml 再上传', () =>
        parseMail(path),
      )
      return { ...mail, files: await keep(path, parts) }
    },
  }
}

/** The bytes of what begins as a zip does; all else is refused in words that help. */
async function readOffice(path: string): Promise<Buffer> {
  if ((await stat(path)).size > MOST_BYTES) throw unreadable('文件超过 40 MB，请把照片另外上传')
  const file = await open(path)
  const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0).finally(() => file.close())
  const begins = buffer.toString('latin1')
  if (begins === '\xd0\xcf\x11\xe0') {
    throw unreadable('这是旧版 .doc、.xls 或加了密码的文件，请另存为不带密码的 .docx 或 .xlsx 再上传')
  }
  if (begins === '%PDF') throw unreadable('PDF 表格读不出来，请用填好的 Word 或 Excel 表；PDF 可以作为附件')
  if (begins !== 'PK\x03\x04') throw unreadable('只能读取 .xlsx、.docx 表格和 .eml 邮件')
  return readFile(path)
}

async function picturesOf(archive: Archive): Promise<Part[]> {
  const parts: Part[] = []
  for (const name of archive.pictures) {
    const content = await archive.read(name)
    const ending = extname(name).toLowerCase()
    parts.push({
      name: `表内图片${parts.length + 1}${ending}`,
      type: `image/${ending.slice(1)}`,
      bytes: content.length,
      inline: true,
      content,
    })
  }
  return parts
}

/** Puts files on disk under names of our own. */
async function keep(path: string, parts: Part[]): Promise<EnclosedFile[]> {
  const dir = `${path}.parts`
  if (parts.length > 0) await mkdir(dir, { recursive: true })
  return Promise.all(
    parts.map(async ({ content, ...file }, i) => {
      const kept = join(dir, String(i))
      await writeFile(kept, content, { mode: 0o600 })
      return { ...file, path: kept }
    }),
  )
}
