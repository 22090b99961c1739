/** A new UUID (version 4). The mini-program has no source of randomness but `Math.random`, which will do to tell drafts apart. */
export function newId(): string {
  const bytes = new Uint8Array(16)
  if (typeof crypto === 'undefined') for (let i = 0; i < 16; i++) bytes[i] = Math.random() * 256
  else crypto.getRandomValues(bytes)
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
