import { createHmac, timingSafeEqual } from 'node:crypto'
import { Refusal } from '@shared/kernel/errors'

/** Which of its pictures; a document has but one content. `jpeg` is the whole one, for WeChat, which reads no WebP. */
export type Size = 'whole' | 'thumb' | 'jpeg'

const STEP_SECONDS = 30 * 60

/**
 * Addresses that open a file for whoever has them, for half an hour to an hour. They change every half hour only, so that a
 * browser that has a file does not fetch it again.
 */
export function createAddresses(secretKeys: readonly [string, ...string[]]) {
  const sign = (key: string, id: string, size: Size, until: number) =>
    createHmac('sha256', key).update(`upload ${id} ${size} ${until}`).digest('base64url')

  return {
    addressOf(id: string, size: Size): string {
      const now = Math.floor(Date.now() / 1000)
      const until = now - (now % STEP_SECONDS) + 2 * STEP_SECONDS
      const signature = sign(secretKeys[0], id, size, until)
      return `/api/uploads/${id}/content?size=${size}&until=${until}&signature=${signature}`
    },

    /** For how many seconds an address is still good. Refusals: `upload_address_invalid`, `upload_address_expired`. */
    expectGood(id: string, given: { size: Size; until: number; signature: string }): number {
      const { size, until, signature } = given
      const isOurs = secretKeys.some((key) => isSame(sign(key, id, size, until), signature))
      if (!isOurs) throw new Refusal('upload_address_invalid')
      const seconds = until - Math.floor(Date.now() / 1000)
      if (seconds <= 0) throw new Refusal('upload_address_expired')
      return seconds
    },
  }
}

function isSame(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)]
  return x.length === y.length && timingSafeEqual(x, y)
}
