import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { openXlsx, saveXlsx } from 'hucre/xlsx'
import type { Answer, Api } from './api'

/** What a person writes beside a label: a text, or the rows of a small table. */
export type Written = Record<string, string | string[][]>

const isLabelled = (text: string, label: string) => text === label || text === `${label}*`

/** A blank Excel form as somebody fills it in. */
export async function fillSheet(blank: Buffer, written: Written): Promise<Buffer> {
  const book = await openXlsx(blank)
  const [sheet] = book.sheets
  for (const [label, answer] of Object.entries(written)) {
    const row = sheet!.rows.findIndex(([text]) => isLabelled(String(text ?? ''), label))
    if (row < 0) throw new Error(`no row for ${label}`)
    const rows = typeof answer === 'string' ? [[answer]] : answer
    rows.forEach((cells, down) => {
      cells.forEach((cell, right) => {
        const at = row + down + (typeof answer === 'string' ? 0 : 1)
        sheet!.rows[at]![2 + right] = cell
      })
    })
  }
  return Buffer.from(await saveXlsx(book))
}

const xmlOf = (text: string) => text.replace(/[<>&]/g, (sign) => `&#${sign.charCodeAt(0)};`)
const paragraphs = (text: string) =>
  text
    .split('\n')
    .map((line) => `<w:p><w:r><w:t xml:space="preserve">${xmlOf(line)}</w:t></w:r></w:p>`)
    .join('')

/** A blank Word form as somebody fills it in, a paragraph for each line. */
export function fillWord(blank: Buffer, written: Written): Buffer {
  return withPart(blank, 'word/document.xml', (xml) => {
    const rows = xml.split('</w:tr>')
    const fill = (row: number, cell: number, text: string) => {
      const cells = rows[row]!.split('</w:tc>')
      // The last paragraph of the cell is the empty one.
      cells[cell] = cells[cell]!.replace(/<w:p(?:\/>|>(?:(?!<w:p[ >/]).)*<\/w:p>)$/s, () => paragraphs(text))
      rows[row] = cells.join('</w:tc>')
    }
    for (const [label, answer] of Object.entries(written)) {
      const at = rows.findIndex((row) => isLabelled(/<w:t[^>]*>([^<]*)<\/w:t>/.exec(row)?.[1] ?? '', label))
      if (at < 0) throw new Error(`no row for ${label}`)
      if (typeof answer === 'string') fill(at, 1, answer)
      else {
        for (const [down, cells] of answer.entries()) {
          for (const [right, text] of cells.entries()) fill(at + 1 + down, 1 + right, text)
        }
      }
    }
    return rows.join('</w:tr>')
  })
}

/** A zip with one of its parts changed, or one more. */
export function withPart(zip: Buffer, name: string, change: (text: string) => string | Uint8Array): Buffer {
  const parts = unzipSync(zip)
  const changed = change(parts[name] ? strFromU8(parts[name]) : '')
  return Buffer.from(zipSync({ ...parts, [name]: typeof changed === 'string' ? strToU8(changed) : changed }))
}

/** A part of a mail: its headers, a line each, and what is below them. */
export type MailPart = { headers: string[]; body: Uint8Array | string }

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replace(/.{76}/g, '$&\r\n')

/** A file as mail programs attach it. */
export const attached = (bytes: Uint8Array, ...headers: string[]): MailPart => ({
  headers: [...headers, 'Content-Transfer-Encoding: base64'],
  body: base64(bytes),
})

/** A mail of several parts; headers and bodies go out byte by byte, as they are. */
export function mail(headers: (string | Buffer)[], parts: MailPart[], boundary = '=_part_示例'): Buffer {
  const line = (text: string | Uint8Array) => [Buffer.from(text), Buffer.from('\r\n')]
  return Buffer.concat([
    ...headers.flatMap(line),
    ...line('MIME-Version: 1.0'),
    ...line(`Content-Type: multipart/mixed; boundary="${boundary}"`),
    ...line(''),
    ...parts.flatMap(({ headers, body }) => [
      ...line(`--${boundary}`),
      ...headers.flatMap(line),
      ...line(''),
      ...line(body),
    ]),
    ...line(`--${boundary}--`),
  ])
}

/** Drops a mail or a form into the console. */
export async function drop(api: Api, content: Uint8Array, query: Record<string, string>) {
  const path = `/api/staff/nomination-mails?${new URLSearchParams(query)}`
  const response = await fetch(api.url + path, {
    method: 'POST',
    headers: api.cookieFor(path),
    body: content as unknown as string, // the types of fetch know no Buffer
  })
  return {
    status: response.status,
    body: (await response.json()) as Answer<'POST /api/staff/nomination-mails'>['body'],
  }
}
