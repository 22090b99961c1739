import type { Challenge, Solved } from '@shared/risk/check/contract'
import { hashWords, hexOf, wordsOf } from './hash'

/** The page answers touches after each slice of work. */
const SLICE_MS = 12
const TOLD_MS = 200

/** Somebody who waits for the work, and may have gone away. */
type Waiting = { onProgress: (share: number) => void; isOver: () => boolean }

/**
 * Finds a challenge's counter: the key of a counter is the SHA-256 of salt, nonce and counter, hashed again `cost` times in
 * all. Null where there is none, or nobody waits for it any more.
 */
export async function solve(challenge: Challenge, { onProgress, isOver }: Waiting): Promise<Solved | null> {
  const { nonce, salt, cost, keyPrefix, data } = challenge.parameters
  const wanted = wordsOf(keyPrefix)
  const message = [...wordsOf(salt), ...wordsOf(nonce), 0]
  const last = message.length - 1
  let toldAt = Date.now()
  for (let counter = 0; counter <= data.most; ) {
    for (const until = Date.now() + SLICE_MS; Date.now() < until && counter <= data.most; counter++) {
      message[last] = counter
      let key = hashWords(message)
      for (let i = 1; i < cost; i++) key = hashWords(key)
      if (wanted.every((word, i) => key[i] === word)) return { challenge, counter, derivedKey: hexOf(key) }
    }
    await new Promise((resolve) => setTimeout(resolve, 0))
    if (isOver()) return null
    if (Date.now() - toldAt < TOLD_MS) continue
    toldAt = Date.now()
    onProgress(counter / data.most)
  }
  return null
}
