import { LRUCache } from 'lru-cache'
import qrcode from 'qrcode-generator'
import sharp from 'sharp'

/** Makes the code that opens a page of the mini-program; `scene` has at most 32 characters. */
export type CreateCode = (scene: string) => Promise<Buffer>

/** Pixels of a side. */
const SIDE = 430

/**
 * The codes on posters, as PNG: the mini-program's where there is one and WeChat answers, else a QR of the address. They never
 * change, and WeChat counts how many are made.
 */
export function createCodes(createCode: CreateCode | null, addressOf: (id: string) => string) {
  const made = new LRUCache<string, Buffer>({ max: 200 })

  return async (id: string): Promise<Buffer> => {
    const known = made.get(id)
    if (known) return known
    const picture = id.length <= 32 && createCode ? await createCode(id).catch(() => null) : null
    const png = picture ? await sharp(picture).resize(SIDE, SIDE).png().toBuffer() : await qrOf(addressOf(id))
    if (picture || !createCode) made.set(id, png)
    return png
  }
}

function qrOf(text: string): Promise<Buffer> {
  const code = qrcode(0, 'M')
  code.addData(text, 'Byte')
  code.make()
  const svg = code.createSvgTag({ cellSize: 10, margin: 40, scalable: true })
  return sharp(Buffer.from(svg), { density: 144 })
    .resize(SIDE, SIDE)
    .flatten({ background: '#fff' })
    .png()
    .toBuffer()
}
