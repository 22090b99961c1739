import { readFile, stat } from 'node:fs/promises'
import PostalMime, { type Email } from 'postal-mime'
import type { EnclosedFile, Mail } from '../../ports/papers'
import { textOfPage } from './html'
import { unreadable } from './unreadable'

/** Bounds of a mail: in bytes, in lines that could begin a part, and in mails forwarded in one another. */
const MOST = { bytes: 40 * 2 ** 20, boundaries: 2000, files: 200, depth: 3, text: 200_000, name: 120 }

export type Part = Omit<EnclosedFile, 'path'> & { content: Uint8Array }

/** Reads a mail without asking anybody on the network. Throws Refusal `paper_unreadable` where it is too large or no mail. */
export async function parseMail(path: string): Promise<Omit<Mail, 'files'> & { parts: Part[] }> {
  if ((await stat(path)).size > MOST.bytes) throw unreadable('邮件超过 40 MB，请把附件另外上传')
  const bytes = await readFile(path)
  const mail = await parse(bytes)
  if (!mail.from && !mail.subject && !mail.date)
    throw unreadable('这不是邮件文件，请在邮箱里另存为 .eml 再上传')
  const from = mail.from?.group ? mail.from.group[0] : mail.from
  const sentAt = new Date(mail.date ?? '')
  return {
    id: mail.messageId?.trim().slice(0, 300) || null,
    from: { name: (from?.name ?? '').slice(0, 100), address: (from?.address ?? '').slice(0, 200) },
    subject: (mail.subject ?? '').slice(0, 300),
    text: textOf(mail).slice(0, MOST.text),
    sentAt: Number.isNaN(sentAt.getTime()) ? null : sentAt,
    parts: await partsOf(mail, 1),
  }
}

/** The page, where it has a table, in which somebody may have filled in the form; else the plain text that goes with it. */
function textOf({ html, text }: Email): string {
  return html && (!text || /<table/i.test(html)) ? textOfPage(html) : (text ?? '')
}

async function parse(bytes: Uint8Array): Promise<Email> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (countBoundaries(buffer) > MOST.boundaries) throw unreadable('邮件的附件太多，请分成几封')
  return PostalMime.parse(inUtf8(buffer), {
    maxNestingDepth: 20,
    maxHeadersSize: 2 ** 20,
    maxRfc822NestingDepth: MOST.depth,
  })
}

/** The files of a mail, and those of mails that were put into it as files. */
async function partsOf({ attachments }: Email, depth: number): Promise<Part[]> {
  const parts: Part[] = []
  for (const { filename, mimeType, content, related } of attachments) {
    const bytes = typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content)
    const name = nameOf(filename)
    if (depth < MOST.depth && (mimeType === 'message/rfc822' || /\.eml$/i.test(name))) {
      for (const one of await partsOf(await parse(bytes), depth + 1)) parts.push(one)
    } else {
      parts.push({ name, type: mimeType, bytes: bytes.byteLength, inline: related === true, content: bytes })
    }
    if (parts.length > MOST.files) throw unreadable('邮件的附件太多，请分成几封')
  }
  return parts
}

/** A file's own name, without the folders and signs that could make it something else. */
export function nameOf(filename: string | null): string {
  const last = (filename ?? '').split(/[/\\]/).at(-1)!
  const clean = last.replace(/[\p{Cc}\p{Cf}<>:"|?*]/gu, '').trim()
  const ending = /\.[^.]{1,8}$/.exec(clean)?.[0] ?? ''
  return `${clean.slice(0, clean.length - ending.length).slice(0, MOST.name)}${ending}` || '未命名附件'
}

function countBoundaries(bytes: Buffer): number {
  let count = 0
  for (
    let at = bytes.indexOf('\n--');
    at >= 0 && count <= MOST.boundaries;
    at = bytes.indexOf('\n--', at + 3)
  )
    count++
  return count
}

/** Headers that carry names, as a line with the folded ones below it. */
const NAMING = /^(?:Subject|From|Sender|Content-Type|Content-Disposition):[^\n]*(?:\n[ \t][^\n]*)*/gim

/** Old mailers write Chinese into headers as it is, in GB18030, where only UTF-8 may stand: that is put right. */
function inUtf8(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1')
  let changed = false
  const headers = text.replace(NAMING, (header) => {
    const raw = Buffer.from(header, 'latin1')
    if (isUtf8(raw)) return header
    changed = true
    return Buffer.from(new TextDecoder('gb18030').decode(raw)).toString('latin1')
  })
  return changed ? Buffer.from(headers, 'latin1') : bytes
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}
