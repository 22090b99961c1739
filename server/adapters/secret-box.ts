import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import type { SecretBox } from '../ports/secrets'

const CIPHER = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16

/**
 * Seals with AES-256-GCM under keys derived from `secrets`: the first seals, all open. A sealed text is
 * `<key's name>.<base64url of IV, tag and cipher text>`; the name tells which key, and nothing of it.
 */
export function createSecretBox(secrets: [string, ...string[]]): SecretBox {
  const keys = secrets.map((secret) => {
    const key = Buffer.from(hkdfSync('sha256', secret, '', 'pingxuan secret-box', 32))
    return { name: createHash('sha256').update(key).digest('hex').slice(0, 8), key }
  })
  const [first] = keys as [(typeof keys)[number]]

  return {
    prefix: `${first.name}.`,

    seal(text, place) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv(CIPHER, first.key, iv).setAAD(Buffer.from(place))
      const hidden = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return `${first.name}.${Buffer.concat([iv, cipher.getAuthTag(), hidden]).toString('base64url')}`
    },

    open(sealed, place) {
      const [, name, hidden] = /^([0-9a-f]{8})\.([\w-]+)$/.exec(sealed) ?? []
      if (!hidden) return sealed
      const bytes = Buffer.from(hidden, 'base64url')
      const [iv, tag] = [bytes.subarray(0, IV_BYTES), bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES)]
      try {
        const { key } = keys.find((one) => one.name === name)!
        const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES })
        decipher.setAAD(Buffer.from(place)).setAuthTag(tag)
        return (
          decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
        )
      } catch {
        return null
      }
    },
  }
}
