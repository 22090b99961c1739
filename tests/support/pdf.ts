import { inflateSync } from 'node:zlib'

/** A text that was written at once, as who copies it gets it; `x` and `y` of its beginning, points from the top left. */
export type Written = { text: string; x: number; y: number; size: number; spacing: number }
export type Rectangle = { x: number; y: number; width: number; height: number }
export type PrintedPage = { texts: Written[]; rectangles: Rectangle[]; images: number }

/** Reads a PDF as server/adapters/pdf writes it, its texts by the tables that viewers copy by. */
export function readPdf(bytes: Buffer): PrintedPage[] {
  const objects = new Map<string, { head: string; content: Buffer }>()
  const file = bytes.toString('latin1')
  for (const { 1: id = '', index } of file.matchAll(/(?<=^|\n)(\d+) 0 obj\n/g)) {
    const end = file.indexOf('endobj', index)
    const stream = file.indexOf('\nstream\n', index)
    const isStream = stream >= 0 && stream < end
    const head = file.slice(index, isStream ? stream : end)
    const from = stream + '\nstream\n'.length
    const length = Number(/\/Length (\d+)/.exec(head)?.[1] ?? 0)
    const raw = bytes.subarray(from, from + length)
    const content = !isStream ? Buffer.alloc(0) : head.includes('/FlateDecode') ? inflateSync(raw) : raw
    objects.set(id, { head, content })
  }
  const reference = (head: string, name: string) => new RegExp(`/${name} (\\d+) 0 R`).exec(head)?.[1] ?? ''

  const unicode = (font: string): Map<string, string> => {
    const table = objects.get(reference(objects.get(font)!.head, 'ToUnicode'))!.content.toString('latin1')
    const texts = new Map<string, string>()
    for (const [, from = '', , list = ''] of table.matchAll(/<(\w{4})> <(\w{4})> \[([^\]]*)\]/g)) {
      for (const [i, [, hex = '']] of [...list.matchAll(/<([\w ]*)>/g)].entries()) {
        const glyph = (Number.parseInt(from, 16) + i).toString(16).padStart(4, '0')
        texts.set(glyph, Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'))
      }
    }
    return texts
  }
  const fonts = new Map<string, Map<string, string>>()

  const kids = [...objects.values()].find(({ head }) => head.includes('/Type /Pages'))!.head
  return [...kids.match(/\/Kids \[([^\]]*)\]/)![1]!.matchAll(/(\d+) 0 R/g)].map(([, id = '']) => {
    const { head } = objects.get(id)!
    const resources = objects.get(reference(head, 'Resources'))!.head
    const content = objects.get(reference(head, 'Contents'))!.content.toString('latin1')
    const height = Number(/MediaBox \[0 0 [\d.]+ ([\d.]+)\]/.exec(head)![1])
    const texts = [
      ...content.matchAll(
        /1 0 0 1 ([\d.-]+) ([\d.-]+) Tm\n\/(\w+) ([\d.]+) Tf\n(?:([\d.]+) Tc\n)?[^[]*\[([^\]]*)\] TJ/g,
      ),
    ].map(([, x, y, name = '', size, spacing, shown = '']): Written => {
      const font = reference(resources, name)
      if (!fonts.has(font)) fonts.set(font, unicode(font))
      const glyphs = [...shown.matchAll(/<(\w*)>/g)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? [])
      const text = glyphs.map((glyph) => fonts.get(font)!.get(glyph)).join('')
      return { text, x: Number(x), y: height - Number(y), size: Number(size), spacing: Number(spacing ?? 0) }
    })
    const rectangles = [...content.matchAll(/([\d.-]+) ([\d.-]+) ([\d.-]+) ([\d.-]+) re\n/g)].map(
      ([, x, y, width, height]) => ({ x: +x!, y: +y!, width: +width!, height: +height! }),
    )
    return { texts, rectangles, images: content.match(/\/\w+ Do\n/g)?.length ?? 0 }
  })
}
