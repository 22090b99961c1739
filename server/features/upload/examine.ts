import { open, stat } from 'node:fs/promises'
import { Refusal } from '@shared/kernel/errors'
import type { Upload, UploadKind } from '@shared/upload/contract'
import { MOST_BYTES, sizeText } from '@shared/upload/rules'
import { expectOffice, expectOldOffice, expectPdf } from './document'
import { makePictures } from './picture'

/** A file that came, not to be believed; `kind` is what it must be, where it must. */
export type Given = { path: string; name: string; kind?: UploadKind | null }

/** What a file is, and the files that are to be kept of it: itself, or what was made of it. */
export type Examined = Pick<Upload, 'kind' | 'type' | 'bytes' | 'width' | 'height'> & {
  whole: string
  thumb: string | null
}

type Sign = 'picture' | 'heic' | 'pdf' | 'zip' | 'cfb' | null

/** A list of what is taken, told by the first bytes; a name says nothing. */
function signOf(head: Buffer): Sign {
  const hex = head.toString('hex')
  const word = (from: number) => head.toString('latin1', from, from + 4)
  if (hex.startsWith('ffd8ff') || hex.startsWith('89504e470d0a1a0a')) return 'picture'
  if (word(0) === 'RIFF' && word(8) === 'WEBP') return 'picture'
  if (word(4) === 'ftyp' && /^(hei[cxms]|hev[cxms]|mif1|msf1)$/.test(word(8))) return 'heic'
  if (head.toString('latin1', 0, 5) === '%PDF-') return 'pdf'
  if (hex.startsWith('504b0304')) return 'zip'
  if (hex.startsWith('d0cf11e0a1b11ae1')) return 'cfb'
  return null
}

/**
 * Finds out what a file is and makes of it what is kept; what is made begins with the path `made`. Refusals, in words:
 * `upload_refused`, `upload_too_large`.
 */
export async function examine({ path, name, kind: wanted }: Given, made: string): Promise<Examined> {
  const sign = signOf(await headOf(path))
  // What sharp brings along reads AVIF but not HEVC, which is under patents.
  if (sign === 'heic') throw refusal(HEIC)
  if (sign === null) throw new Refusal('upload_refused')
  const kind = sign === 'picture' ? 'picture' : 'document'
  if (wanted && wanted !== kind) throw refusal(WANTED[wanted])
  const { size: bytes } = await stat(path)
  expectSize(kind, bytes)
  if (kind === 'picture') {
    const to = { whole: `${made}.whole`, thumb: `${made}.thumb` }
    return { kind, type: 'image/webp', ...(await makePictures(path, to)), ...to }
  }
  const look = { pdf: expectPdf, zip: expectOffice, cfb: expectOldOffice }[sign as 'pdf' | 'zip' | 'cfb']
  const type = await look(path, name)
  return { kind, type, bytes, width: null, height: null, whole: path, thumb: null }
}

/** Refusals: `upload_too_large`. */
export function expectSize(kind: UploadKind, bytes: number): void {
  if (bytes <= MOST_BYTES[kind]) return
  const what = kind === 'picture' ? '图片' : '文件'
  const message = `${what}有 ${sizeText(bytes)}，超过 ${sizeText(MOST_BYTES[kind])}，请压缩后再上传`
  throw new Refusal('upload_too_large', undefined, message)
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path)
  const { buffer } = await file.read(Buffer.alloc(16), 0, 16, 0).finally(() => file.close())
  return buffer
}

const refusal = (message: string) => new Refusal('upload_refused', undefined, message)
const HEIC =
  '这是 HEIC 格式的照片，请换成 JPG 再上传：苹果手机可在“设置 → 相机 → 格式”里选“兼容性最佳”后重拍，或把照片用微信发给自己（不选原图）再保存'
const WANTED: Record<UploadKind, string> = {
  picture: '这里请上传 JPG、PNG 或 WebP 图片',
  document: '这里请上传 PDF、Word 或 Excel 文件',
}
