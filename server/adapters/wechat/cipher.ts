import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

export type Decrypted =
  | { ok: true; message: string }
  | { ok: false; reason: 'undecryptable' | 'foreign_appid' }

export type Cipher = {
  /** Base64 of the encrypted message. `random` is 16 bytes, given in tests only. */
  encrypt(message: string, random?: Buffer): string
  decrypt(encrypted: string): Decrypted
}

const ALGORITHM = 'aes-256-cbc'
/** WeChat pads to its own block, not to AES's 16. */
const BLOCK = 32
const RANDOM_BYTES = 16
const HEADER_BYTES = RANDOM_BYTES + 4
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/

/**
 * WeChat's encryption of message bodies: AES-256-CBC over 16 random bytes ‖ length, big-endian ‖ message ‖ appid, padded
 * as PKCS#7 to 32; the key is base64 of EncodingAESKey, the IV its first 16 bytes. Throws if the key is not 43 letters
 * and digits. Source: developers.weixin.qq.com, 消息加解密说明.
 */
export function createCipher(encodingAesKey: string, appid: string): Cipher {
  if (!/^[A-Za-z0-9+/]{43}$/.test(encodingAesKey)) throw new Error('EncodingAESKey 应为 43 位字母或数字')
  const key = Buffer.from(`${encodingAesKey}=`, 'base64')
  const iv = key.subarray(0, 16)

  return {
    encrypt(message, random = randomBytes(RANDOM_BYTES)) {
      const length = Buffer.byteLength(message)
      const bytes = HEADER_BYTES + length + Buffer.byteLength(appid)
      // PKCS#7: as many bytes of their own number as are missing, a whole block where none are.
      const missing = BLOCK - (bytes % BLOCK)
      const plain = Buffer.alloc(bytes + missing, missing)
      random.copy(plain)
      plain.writeUInt32BE(length, RANDOM_BYTES)
      plain.write(message, HEADER_BYTES)
      plain.write(appid, HEADER_BYTES + length)
      // Whole blocks leave nothing to `final`.
      const cipher = createCipheriv(ALGORITHM, key, iv).setAutoPadding(false)
      return cipher.update(plain).toString('base64')
    },

    decrypt(encrypted) {
      const plain = decryptBlocks(encrypted)
      if (!plain || plain.length < HEADER_BYTES) return { ok: false, reason: 'undecryptable' }
      const end = HEADER_BYTES + plain.readUInt32BE(RANDOM_BYTES)
      if (end > plain.length) return { ok: false, reason: 'undecryptable' }
      if (plain.toString('utf8', end) !== appid) return { ok: false, reason: 'foreign_appid' }
      return { ok: true, message: plain.toString('utf8', HEADER_BYTES, end) }
    },
  }

  function decryptBlocks(encrypted: string): Buffer | null {
    const bytes = BASE64.test(encrypted) ? Buffer.from(encrypted, 'base64') : Buffer.alloc(0)
    if (bytes.length === 0 || bytes.length % 16 !== 0) return null
    return unpad(createDecipheriv(ALGORITHM, key, iv).setAutoPadding(false).update(bytes))
  }
}

function unpad(bytes: Buffer): Buffer | null {
  const count = bytes.at(-1)!
  if (count < 1 || count > BLOCK || count > bytes.length) return null
  const padding = bytes.subarray(bytes.length - count)
  return padding.every((byte) => byte === count) ? bytes.subarray(0, bytes.length - count) : null
}
