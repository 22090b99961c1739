import { z } from 'zod'

const Hex = z.string().regex(/^([0-9a-f]{2}){8,64}$/)
const Count = z.int().min(1).max(1_000_000)

/**
 * Some work for the device that votes: the counter whose key begins as told is to be found, from 0 up to `data.most`. ALTCHA's
 * challenge, version 2; how a key is derived says `miniprogram/ballot/check/work.ts`.
 */
export const Challenge = z.strictObject({
  parameters: z.strictObject({
    algorithm: z.literal('SHA-256'),
    nonce: Hex,
    salt: Hex,
    /** Hashes per key. */
    cost: Count,
    keyLength: z.literal(32),
    keyPrefix: Hex,
    keySignature: Hex,
    /** Seconds since 1970. */
    expiresAt: z.int(),
    data: z.strictObject({ most: Count }),
  }),
  signature: Hex,
})
export type Challenge = z.infer<typeof Challenge>

/** A challenge with the counter that was found and its key. */
export const Solved = z.strictObject({ challenge: Challenge, counter: z.int().min(0), derivedKey: Hex })
export type Solved = z.infer<typeof Solved>
