/**
 * The Merkle tree of RFC 6962 and RFC 9162, section 2.1: what a proof is made of and how it is checked. SHA-256 is handed in,
 * since each place that runs this has its own.
 */
export type Sha256 = (bytes: Uint8Array) => Uint8Array

/** Entries `[from, to)` of a tree, whose hash is part of a proof. */
export type Span = { from: number; to: number }

export function hashLeaf(sha256: Sha256, entry: Uint8Array): Uint8Array {
  return sha256(concat([Uint8Array.of(0), entry]))
}

export function hashPair(sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(concat([Uint8Array.of(1), left, right]))
}

/** The largest power of two below `n`, for `n` of 2 or more: where a tree of `n` entries parts. */
export function splitOf(n: number): number {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

/** What proves that entry `index` is in the tree of the first `size`: hashes from the entry up (RFC 9162, 2.1.3.1). */
export function inclusionSpans(index: number, size: number): Span[] {
  const spans: Span[] = []
  let [from, to] = [0, size]
  while (to - from > 1) {
    const middle = from + splitOf(to - from)
    spans.push(index < middle ? { from: middle, to } : { from, to: middle })
    if (index < middle) to = middle
    else from = middle
  }
  return spans.reverse()
}

/** What proves that the tree of the first `old` entries is the beginning of that of `size` (RFC 9162, 2.1.4.1). */
export function consistencySpans(old: number, size: number): Span[] {
  if (old === 0 || old === size) return []
  const spans: Span[] = []
  let [from, to] = [0, size]
  while (to > old) {
    const middle = from + splitOf(to - from)
    spans.push(old <= middle ? { from: middle, to } : { from, to: middle })
    if (old <= middle) to = middle
    else from = middle
  }
  // Whoever has the old tree's hash needs none of what it is itself.
  if (from > 0) spans.push({ from, to })
  return spans.reverse()
}

/** Whether `path` leads from an entry's hash to `root` (RFC 9162, 2.1.3.2). */
export function provesInclusion(
  sha256: Sha256,
  proof: { index: number; size: number; leaf: Uint8Array; path: readonly Uint8Array[]; root: Uint8Array },
): boolean {
  const { index, size, leaf, path, root } = proof
  if (index < 0 || index >= size) return false
  let [fn, sn, hash] = [index, size - 1, leaf]
  for (const p of path) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      hash = hashPair(sha256, p, hash)
      while (fn % 2 === 0 && fn > 0) [fn, sn] = [half(fn), half(sn)]
    } else hash = hashPair(sha256, hash, p)
    ;[fn, sn] = [half(fn), half(sn)]
  }
  return sn === 0 && same(hash, root)
}

/** Whether `path` shows that the tree of `root` begins with that of `oldRoot` (RFC 9162, 2.1.4.2). */
export function provesConsistency(
  sha256: Sha256,
  proof: {
    old: number
    size: number
    oldRoot: Uint8Array
    root: Uint8Array
    path: readonly Uint8Array[]
  },
): boolean {
  const { old, size, oldRoot, root } = proof
  if (old > size || old < 0) return false
  if (old === size) return proof.path.length === 0 && same(oldRoot, root)
  if (old === 0) return proof.path.length === 0
  const path = isPowerOfTwo(old) ? [oldRoot, ...proof.path] : proof.path
  const [first, ...rest] = path
  if (!first) return false
  let [fn, sn] = [old - 1, size - 1]
  while (fn % 2 === 1) [fn, sn] = [half(fn), half(sn)]
  let [fr, sr] = [first, first]
  for (const c of rest) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      fr = hashPair(sha256, c, fr)
      sr = hashPair(sha256, c, sr)
      while (fn % 2 === 0 && fn > 0) [fn, sn] = [half(fn), half(sn)]
    } else sr = hashPair(sha256, sr, c)
    ;[fn, sn] = [half(fn), half(sn)]
  }
  return sn === 0 && same(fr, oldRoot) && same(sr, root)
}

const half = (n: number) => Math.floor(n / 2)

/** By division: trees may outgrow 32 bits. */
function isPowerOfTwo(n: number): boolean {
  let k = 1
  while (k < n) k *= 2
  return k === n
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}

function concat(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
