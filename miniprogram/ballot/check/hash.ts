const BITS = 2 ** 32

/** The first 32 bits of the fractional parts of roots of the first primes. */
const fractions = (count: number, root: number): Int32Array => {
  const primes: number[] = []
  for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n)
  return Int32Array.from(primes, (prime) => (prime ** (1 / root) % 1) * BITS)
}

const ROUND = fractions(64, 3)
const START = fractions(8, 2)
const schedule = new Int32Array(64)

const turned = (word: number, by: number) => (word >>> by) | (word << (32 - by))

/**
 * SHA-256 (FIPS 180-4) of at most 13 words of 32 bits, which is all a check asks for. Written out because the library's needs
 * BigInt, which the phones of many an older voter do not have.
 */
export function hashWords(words: ArrayLike<number>): Int32Array {
  const w = schedule.fill(0, 0, 16)
  w.set(words)
  w[words.length] = 0x8000_0000 | 0
  w[15] = words.length * 32
  for (let i = 16; i < 64; i++) {
    const [x, y] = [w[i - 15]!, w[i - 2]!]
    const near = turned(x, 7) ^ turned(x, 18) ^ (x >>> 3)
    const far = turned(y, 17) ^ turned(y, 19) ^ (y >>> 10)
    w[i] = (w[i - 16]! + near + w[i - 7]! + far) | 0
  }
  let [a, b, c, d, e, f, g, h] = START as unknown as [
    ...[number, number, number, number],
    ...[number, number, number, number],
  ]
  for (let i = 0; i < 64; i++) {
    const mixed = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)
    const first = (h + mixed + ((e & f) ^ (~e & g)) + ROUND[i]! + w[i]!) | 0
    const second = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))
    h = g
    g = f
    f = e
    e = (d + first) | 0
    d = c
    c = b
    b = a
    a = (first + second) | 0
  }
  const result = Int32Array.of(a, b, c, d, e, f, g, h)
  for (let i = 0; i < 8; i++) result[i]! += START[i]!
  return result
}

/** Hex of whole words. */
export const wordsOf = (hex: string): number[] =>
  (hex.match(/.{8}/g) ?? []).map((part) => Number.parseInt(part, 16) | 0)

export const hexOf = (words: ArrayLike<number>): string =>
  Array.from(words, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
