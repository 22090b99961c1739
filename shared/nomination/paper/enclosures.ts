import type { Form } from '../../edition/form/contract'

/** A file that came with a form: attached to its mail, or put into its page. */
export type Enclosure = {
  name: string
  /** As its sender declares it; may say anything. */
  type: string
  bytes: number
  /** Whether it belongs to the page it came in. */
  inline: boolean
}

/** Where files go: to which field each, in their order, and of those that go nowhere a sentence why. */
export type Places<E> = { placed: Map<string, E[]>; unread: string[] }

/** Signatures' little pictures are smaller than this, photos never. */
const ORNAMENT = 8 * 1024
const PICTURE = /\.(jpe?g|png|webp|hei[cf]|gif|bmp|tiff?)$/i
const DOCUMENT = /\.(pdf|docx?|xlsx?)$/i
const ARCHIVE = /\.(zip|rar|7z|tar|gz)$/i

/** Puts pictures where the form asks for photos and documents where it asks for files, as many as it takes. */
export function placeEnclosures<E extends Enclosure>(form: Form, enclosures: E[]): Places<E> {
  const placed = new Map<string, E[]>()
  const unread: string[] = []
  for (const one of enclosures) {
    const kind = kindOf(one)
    if (kind === 'picture' && one.inline && one.bytes < ORNAMENT) continue
    const fields = form.filter((field) => field.kind === (kind === 'picture' ? 'photos' : 'files'))
    const free = fields.find((field) => 'max' in field && (placed.get(field.key)?.length ?? 0) < field.max)
    if (!kind) unread.push(foreign(one.name))
    else if (free) placed.set(free.key, [...(placed.get(free.key) ?? []), one])
    else unread.push(fields[0] ? full(one.name, fields[0]) : `本表没有放附件“${one.name}”的栏目`)
  }
  for (const field of form) {
    if (field.kind !== 'photos' && field.kind !== 'files') continue
    if (field.required && !placed.has(field.key)) unread.push(`没有收到“${field.label}”`)
  }
  return { placed, unread }
}

function kindOf({ name, type }: Enclosure): 'picture' | 'document' | null {
  if (PICTURE.test(name)) return 'picture'
  if (DOCUMENT.test(name)) return 'document'
  return type.startsWith('image/') && !/\.\w+$/.test(name) ? 'picture' : null
}

function foreign(name: string): string {
  if (/^winmail\.dat$/i.test(name)) {
    return '附件“winmail.dat”是 Outlook 的专用格式，里面的内容读不出来，请对方改用 HTML 或纯文本格式重发'
  }
  if (ARCHIVE.test(name)) return `附件“${name}”是压缩包，没有放入，请解压后把里面的文件传上来`
  return `附件“${name}”不是支持的格式，没有放入`
}

function full(name: string, { label, ...field }: Form[number]): string {
  return `“${label}”只收 ${'max' in field ? field.max : 0} 个，“${name}”没有放入`
}
