import { createPrivateKey, createPublicKey, hkdfSync, sign } from 'node:crypto'
import { type Checkpoint, checkpointText, ED25519, keyText, signedNote } from '@shared/transparency/note'
import { sha256 } from './tiles'

/** What stands before an Ed25519 seed in PKCS #8 (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

export type Signer = ReturnType<typeof createSigner>

/** Signs checkpoints with Ed25519 under a key made of `voterKey`, which stays the same while an edition runs. `name` is the key's. */
export function createSigner(voterKey: string, name: string) {
  const seed = Buffer.from(hkdfSync('sha256', voterKey, '', 'signature of the public ledger', 32))
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' })
  const publicKey = Buffer.from(x!, 'base64url')
  const id = sha256(Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(ED25519), publicKey])).subarray(0, 4)
  const key = { name, id, publicKey }
  return {
    key: keyText(key),
    sign(checkpoint: Checkpoint): string {
      const text = checkpointText(checkpoint)
      return signedNote(text, key, sign(null, Buffer.from(text), privateKey))
    },
  }
}
