/** The mini-program has no encoder of its own on every phone. */
export function utf8(text: string): Uint8Array {
  const parts = encodeURIComponent(text).match(/%..|./g) ?? []
  return Uint8Array.from(parts, (part) =>
    part.length > 1 ? Number.parseInt(part.slice(1), 16) : part.charCodeAt(0),
  )
}

/** What stands for `TextEncoder` in the mini-program; see config/index.ts. */
export class Encoder {
  encode(text: string): Uint8Array {
    return utf8(text)
  }
}
