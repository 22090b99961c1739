import { hkdfSync } from 'node:crypto'
import type { CategoryId } from '@shared/edition/contract'
import { Challenge, type Solved } from '@shared/risk/check/contract'
import { createChallenge, randomInt, verifySolution } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/sha'
import type { Vault } from '../../ports/memory'

/** Long enough for who is called to the door meanwhile. */
const SECONDS = 600
/**
 * Hashes per key, and how many keys to try: 8000 to 24 000 hashes. A phone whose browser compiles does them in well under a
 * second; an iPhone's mini-program, which interprets, in one to three.
 */
const COST = 8
const [FEWEST, MOST] = [1000, 3000]

/** Who is to solve a challenge, and for which ballot. */
type For = { voter: string; category: CategoryId }

/**
 * Human checks. Nothing is kept of a challenge but its signature, so any process takes what another has given; what a ballot
 * has been cast with is remembered until it would have expired anyhow.
 */
export function createChecks({ vault, secretKeys }: { vault: Vault; secretKeys: [string, ...string[]] }) {
  const keys = secretKeys.map((secret) =>
    Buffer.from(hkdfSync('sha256', secret, '', 'pingxuan human-check', 32)).toString('hex'),
  )
  /** In the hands of another voter, or for another category, the signature is wrong. */
  const secretsOf = (key: string, { voter, category }: For) => ({
    hmacSignatureSecret: `${key} challenge ${category} ${voter}`,
    hmacKeySignatureSecret: `${key} key ${category} ${voter}`,
  })
  const usedKey = ({ challenge }: Solved) => `check-used:${challenge.parameters.nonce}`

  return {
    async ask(who: For): Promise<Challenge> {
      const challenge = await createChallenge({
        ...{ algorithm: 'SHA-256', cost: COST, counter: randomInt(MOST, FEWEST), deriveKey },
        expiresAt: Math.floor(Date.now() / 1000) + SECONDS,
        data: { most: MOST },
        ...secretsOf(keys[0]!, who),
      })
      return Challenge.parse(challenge)
    },

    /** Whether a challenge was ours, for this ballot, solved in time and not yet used. */
    async isSolved(solved: Solved, who: For): Promise<boolean> {
      const { challenge, counter, derivedKey } = solved
      const tries = keys.map((key) =>
        verifySolution({ challenge, solution: { counter, derivedKey }, deriveKey, ...secretsOf(key, who) }),
      )
      const ours = (await Promise.all(tries)).some(({ verified }) => verified)
      // While Redis is away whoever has done the work votes: the ledger takes one ballot of them anyhow.
      return ours && (await vault.peek(usedKey(solved)).catch(() => null)) === null
    },

    /** A ballot was cast with it: it is good for no other. */
    spend(solved: Solved): void {
      vault.put(usedKey(solved), 'used', SECONDS).catch(() => {})
    },
  }
}
