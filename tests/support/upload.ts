import type { Upload } from '@shared/upload/contract'
import { CHUNK_BYTES } from '@shared/upload/rules'
import { zipSync } from 'fflate'
import sharp from 'sharp'
import type { Answer, Api } from './api'

type Kind = 'picture' | 'document'
type Progress = Answer<'PUT /api/uploads/:id'>

/** Sends one chunk as a client does. */
export async function sendChunk(api: Api, id: string, offset: number, chunk: Uint8Array): Promise<Progress> {
  const response = await fetch(`${api.url}/api/uploads/${id}?offset=${offset}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${api.token}`, 'content-type': 'application/octet-stream' },
    body: chunk as unknown as string, // the types of fetch know no Buffer
  })
  const { status, headers } = response
  return { status, headers, body: (await response.json()) as Progress['body'] }
}

export const startUpload = (api: Api, name: string, bytes: number, kind?: Kind) =>
  api.call('POST /api/uploads', { body: { name, bytes, ...(kind && { kind }) } })

/** Sends a whole file; answers the first refusal, or the answer to the last chunk. */
export async function sendFile(api: Api, content: Uint8Array, name: string, kind?: Kind, size = CHUNK_BYTES) {
  const started = await startUpload(api, name, content.length, kind)
  let answer = started as Progress
  const { id } = started.body
  for (let offset = 0; answer.status < 300 && offset < content.length; offset += size) {
    answer = await sendChunk(api, id, offset, content.subarray(offset, offset + size))
  }
  return answer
}

/** Sends a file that is as it should be. */
export async function upload(api: Api, content: Uint8Array, name: string): Promise<Upload> {
  const { status, body } = await sendFile(api, content, name)
  if (!body.upload) throw new Error(`not uploaded: ${status} ${JSON.stringify(body)}`)
  return body.upload
}

/** A photo of one colour, as a camera makes it. */
export const photo = (width = 640, height = 480, colour = '#c8102e'): Promise<Buffer> =>
  picture(width, height, colour).jpeg().toBuffer()

/** A picture of one colour, to be written as one likes. */
export const picture = (width = 640, height = 480, colour = '#c8102e') =>
  sharp({ create: { width, height, channels: 3, background: colour } })

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
const text = (words: string) => new TextEncoder().encode(words)

/** A .docx with so much in it as it needs to be taken for one, and more. */
export function docx(more: Record<string, Uint8Array> = {}, main = WORD): Uint8Array {
  return zipSync({
    '[Content_Types].xml': text(
      `<Types><Override PartName="/word/document.xml" ContentType="${main}"/></Types>`,
    ),
    'word/document.xml': text('<w:document/>'),
    ...more,
  })
}

export const pdf = (words = '示例') => Buffer.from(`%PDF-1.7\n% ${words}\n1 0 obj\nendobj\n%%EOF\n`)

/** A file of the small file system that .doc and .xls are, with these names in its directory. */
export function oldOffice(...names: string[]): Buffer {
  const bytes = Buffer.alloc(512 + 128 * names.length)
  bytes.write('d0cf11e0a1b11ae1', 'hex')
  for (const [i, name] of names.entries()) bytes.write(name, 512 + 128 * i, 'utf16le')
  return bytes
}
