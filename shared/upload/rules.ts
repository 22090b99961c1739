import type { Upload, UploadKind } from './contract'

/** What one file may weigh, in bytes. */
export const MOST_BYTES: Record<UploadKind, number> = { picture: 20 * 2 ** 20, document: 30 * 2 ** 20 }

/** Bytes that a client sends at a time: few enough to be sent again over a bad line, and for any proxy on the way. */
export const CHUNK_BYTES = 512 * 1024

/** What is taken, by its kind and then its type, with the ending that goes with it. */
export const TYPES = {
  picture: { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' },
  document: {
    'application/pdf': 'pdf',
    'application/msword': 'doc',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
    'application/vnd.ms-excel': 'xls',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  },
} as const satisfies Record<UploadKind, Record<string, string>>

const ENDINGS: Record<string, string> = { ...TYPES.picture, ...TYPES.document }
const LONGEST_NAME = 100

/**
 * A file's name as it may be kept and shown: no folders, nothing invisible, nothing that a file system forbids, and short,
 * with its ending.
 */
export function cleanName(name: string): string {
  const bare = (name.split(/[\\/]/).at(-1) ?? '')
    .normalize('NFC')
    .replace(/\p{C}/gu, '')
    .replace(/[<>:"|?*]/g, '')
    .replace(/\s+/g, ' ')
    .replace(/^[ .]+|[ .]+$/g, '')
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(bare)?.[0] ?? ''
  const stem = [...bare.slice(0, bare.length - ending.length)].slice(0, LONGEST_NAME).join('').trim()
  return `${stem || '未命名'}${ending}`
}

/** The name under which a file is handed out: its ending is that of what it is, whatever it was called. */
export function fileNameOf({ name, type }: Pick<Upload, 'name' | 'type'>): string {
  const ending = ENDINGS[type]
  if (!ending || name.toLowerCase().endsWith(`.${ending}`)) return name
  return `${name.replace(/\.[A-Za-z0-9]{1,8}$/, '')}.${ending}`
}

/** A size as people read it: `350 KB`, `4.2 MB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} KB`
  return `${(bytes / 2 ** 20).toFixed(1).replace(/\.0$/, '')} MB`
}
