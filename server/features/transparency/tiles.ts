import { hash } from 'node:crypto'
import { hashPair, type Span, splitOf } from '@shared/transparency/tree'
import { LRUCache } from 'lru-cache'
import type { TransparencyStore } from './model'

/** Hashes in a tile, and below each hash of a tile one level up. */
const WIDTH = 256
const BYTES = 32
/** Entries put into tiles at a time. */
const STRIDE = 64 * WIDTH

export const sha256 = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer')

export type Tiles = ReturnType<typeof createTiles>

/**
 * The tree's inner hashes, kept by 256: any of them comes of three or four small reads however many entries there are. They are made
 * of the chunks, level 0 last, so that what a process that died has left half done is made again.
 */
export function createTiles(store: Pick<TransparencyStore, 'tile' | 'putTile' | 'lastTile' | 'chunksIn'>) {
  /** Full ones do not change. */
  const full = new LRUCache<string, Buffer>({
    maxSize: 16 * 1024 * 1024,
    sizeCalculation: (tile) => tile.length,
  })

  async function tile(edition: string, level: number, n: number): Promise<Buffer> {
    const key = `${edition}:${level}:${n}`
    const kept = full.get(key)
    if (kept) return kept
    const found = (await store.tile(edition, level, n)) ?? Buffer.alloc(0)
    if (found.length === WIDTH * BYTES) full.set(key, found)
    return found
  }

  /** Hash of the tree over entries `[from, to)`, whose tiles are there. Throws where they are not. */
  async function hashOf(edition: string, { from, to }: Span): Promise<Buffer> {
    const size = to - from
    if (size === 0) return sha256(Buffer.alloc(0))
    const whole = largestPower(size) === size && from % size === 0
    if (!whole) {
      const middle = from + splitOf(size)
      const [left, right] = await Promise.all([
        hashOf(edition, { from, to: middle }),
        hashOf(edition, { from: middle, to }),
      ])
      return pair(left, right)
    }
    let [level, width] = [0, 1]
    while (width * WIDTH <= size) [level, width] = [level + 1, width * WIDTH]
    const [start, count] = [from / width, size / width]
    const hashes = await tile(edition, level, Math.floor(start / WIDTH))
    const at = (start % WIDTH) * BYTES
    const part = hashes.subarray(at, at + count * BYTES)
    if (part.length < count * BYTES) throw new Error(`entries ${from} to ${to} are not in tiles`)
    return rootOf(part)
  }

  /** Puts all entries of the first `size` into tiles that are not there yet. */
  async function grow(edition: string, size: number): Promise<void> {
    const last = await store.lastTile(edition)
    const built = last ? last.n * WIDTH + last.hashes.length / BYTES : 0
    if (built >= size) return
    for (let at = built - (built % WIDTH); at < size; ) {
      const to = Math.min(at - (at % WIDTH) + STRIDE, size)
      await put(edition, 1, at / WIDTH, Math.floor(to / WIDTH), await leaves(edition, at, to))
      at = to
    }
  }

  /** Puts the leaves `[from, to)`, `from` the first of a tile, and all that follows from them. */
  async function leaves(edition: string, from: number, to: number): Promise<Buffer[]> {
    const parts: Buffer[] = []
    for await (const { first, hashes } of store.chunksIn(edition, from, to)) {
      const start = Math.max(from - first, 0) * BYTES
      parts.push(hashes.subarray(start, Math.min(hashes.length, (to - first) * BYTES)))
    }
    const all = Buffer.concat(parts)
    if (all.length !== (to - from) * BYTES) throw new Error(`entries ${from} to ${to} are not all there`)
    return Array.from({ length: Math.ceil(all.length / (WIDTH * BYTES)) }, (_, i) =>
      all.subarray(i * WIDTH * BYTES, (i + 1) * WIDTH * BYTES),
    )
  }

  /** Writes the roots of full tiles `[from, to)` of the level below `level`, upper levels first, then the tiles themselves. */
  async function put(
    edition: string,
    level: number,
    from: number,
    to: number,
    below: Buffer[],
  ): Promise<void> {
    const roots = below.slice(0, to - from).map(rootOf)
    if (roots.length > 0) {
      const start = from - (from % WIDTH)
      const before = (await tile(edition, level, start / WIDTH)).subarray(0, (from - start) * BYTES)
      if (before.length !== (from - start) * BYTES) throw new Error(`tiles below ${from} are not all there`)
      const all = Buffer.concat([before, ...roots])
      const tiles = Array.from({ length: Math.ceil(all.length / (WIDTH * BYTES)) }, (_, i) =>
        all.subarray(i * WIDTH * BYTES, (i + 1) * WIDTH * BYTES),
      )
      await put(edition, level + 1, start / WIDTH, Math.floor(to / WIDTH), tiles)
    }
    for (const [i, hashes] of below.entries())
      await store.putTile(edition, level - 1, from + i, Buffer.from(hashes))
  }

  return { hashOf, grow }
}

/** Root of a whole number of hashes that is a power of two. */
function rootOf(hashes: Buffer): Buffer {
  if (hashes.length === BYTES) return Buffer.from(hashes)
  const middle = hashes.length / 2
  return pair(rootOf(hashes.subarray(0, middle)), rootOf(hashes.subarray(middle)))
}

const pair = (left: Buffer, right: Buffer): Buffer => hashPair(sha256, left, right) as Buffer

function largestPower(n: number): number {
  let k = 1
  while (k * 2 <= n) k *= 2
  return k
}
