/**
 * Checkpoints are signed notes (C2SP tlog-checkpoint): four lines — whose ledger, how many entries, their root, when — an empty
 * one, and the signature.
 */
export type Checkpoint = {
  /** Host of the site and id of the edition: whose ledger it is. */
  origin: string
  /** Entries in the tree. */
  size: number
  root: Uint8Array
  /** ISO 8601 in UTC. */
  at: string
}

/** The key that signs: C2SP's `name+id+key`, by which notes of it are told and checked. */
export type SigningKey = { name: string; id: Uint8Array; publicKey: Uint8Array }

/** What Ed25519 is called in keys and their ids. */
export const ED25519 = 1

/** What is signed: everything up to the empty line. */
export function checkpointText({ origin, size, root, at }: Checkpoint): string {
  return `${origin}\n${size}\n${toBase64(root)}\n${at}\n`
}

/** A note as it is published. The signature is preceded by the key's id. */
export function signedNote(
  text: string,
  key: Pick<SigningKey, 'name' | 'id'>,
  signature: Uint8Array,
): string {
  return `${text}\n— ${key.name} ${toBase64(Uint8Array.from([...key.id, ...signature]))}\n`
}

/** The parts of a note, for who checks them; null where it is not one. */
export function readNote(note: string): {
  checkpoint: Checkpoint
  text: string
  keyName: string
  keyId: Uint8Array
  signature: Uint8Array
} | null {
  const found = /^((.+)\n(\d{1,15})\n([A-Za-z0-9+/]{43}=)\n(.+)\n)\n— (\S+) ([A-Za-z0-9+/]+=*)\n$/.exec(note)
  if (!found) return null
  const [, text, origin, size, root, at, keyName, signed] = found as unknown as string[]
  const bytes = fromBase64(signed!)
  return {
    checkpoint: { origin: origin!, size: Number(size), root: fromBase64(root!), at: at! },
    text: text!,
    keyName: keyName!,
    keyId: bytes.slice(0, 4),
    signature: bytes.slice(4),
  }
}

/** `name+id+key`, as it is printed for people to keep. */
export function keyText({ name, id, publicKey }: SigningKey): string {
  const hex = [...id].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${name}+${hex}+${toBase64(Uint8Array.from([ED25519, ...publicKey]))}`
}

/** Null where it is not a key. */
export function readKey(text: string): SigningKey | null {
  const found = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(text.trim())
  if (!found) return null
  const [, name, hex, encoded] = found as unknown as string[]
  const [algorithm, ...publicKey] = fromBase64(encoded!)
  if (algorithm !== ED25519) return null
  const id = Uint8Array.from([0, 2, 4, 6], (at) => Number.parseInt(hex!.slice(at, at + 2), 16))
  return { name: name!, id, publicKey: Uint8Array.from(publicKey) }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

// The mini-program has neither `btoa` nor Buffer.
export function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const [a, b = 0, c = 0] = bytes.slice(i, i + 3) as unknown as [number, number?, number?]
    const group = (a << 16) | (b << 8) | c
    const letters = [18, 12, 6, 0].map((shift) => ALPHABET[(group >> shift) & 63])
    text += letters.slice(0, Math.min(bytes.length - i, 3) + 1).join('')
  }
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=')
}

export function fromBase64(text: string): Uint8Array {
  const bytes: number[] = []
  let [group, bits] = [0, 0]
  for (const letter of text.replace(/=+$/, '')) {
    group = ((group << 6) | ALPHABET.indexOf(letter)) & 0xffffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes.push((group >> bits) & 255)
  }
  return Uint8Array.from(bytes)
}
