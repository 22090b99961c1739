import { type Entry, fromBufferPromise } from 'yauzl'

/** What an Office file may hold, in parts and in bytes unpacked. */
const MOST = { parts: 3000, xml: 4 * 2 ** 20, picture: 30 * 2 ** 20, pictures: 60, whole: 100 * 2 ** 20 }
const PICTURE = /^(?:word|xl)\/media\/([^/]+)$/

/** An Office file's parts. `read` holds each to what its directory declares, and that to the bounds above. */
export type Archive = {
  has(name: string): boolean
  read(name: string): Promise<Buffer>
  /** Names of the pictures in it, in the order they were put in. */
  pictures: string[]
}

/** Opens a zip. Throws where it has no sound directory, names that lead out of it, or declares too much. */
export async function openArchive(bytes: Buffer): Promise<Archive> {
  const zip = await fromBufferPromise(bytes, { autoClose: false })
  if (zip.entryCount > MOST.parts) throw new Error('too many parts')
  const parts = new Map<string, Entry>()
  let whole = 0
  for await (const entry of zip.eachEntry()) {
    whole += entry.uncompressedSize
    const isLong = entry.fileName.endsWith('.xml') && entry.uncompressedSize > MOST.xml
    if (isLong || whole > MOST.whole) throw new Error('unpacks to too much')
    parts.set(entry.fileName, entry)
  }
  const natural = new Intl.Collator('en', { numeric: true }).compare
  return {
    has: (name) => parts.has(name),
    pictures: [...parts.keys()]
      .filter((name) => PICTURE.test(name))
      .sort(natural)
      .slice(0, MOST.pictures),
    async read(name) {
      const entry = parts.get(name)
      const most = PICTURE.test(name) ? MOST.picture : MOST.xml
      if (!entry || entry.uncompressedSize > most) throw new Error(`no ${name} of a sensible size`)
      const chunks: Buffer[] = []
      for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer)
      return Buffer.concat(chunks)
    },
  }
}
