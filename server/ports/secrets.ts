/**
 * Keeps what a store holds unreadable for who has the store and not the keys. `place` says what a text is, as `unit.phone`:
 * under another one it does not open.
 */
export type SecretBox = {
  seal(text: string, place: string): string
  /** Null where no key opens it, or it was changed. What was never sealed stands as it is. */
  open(sealed: string, place: string): string | null
  /** How all begins that the first key has sealed. */
  prefix: string
}

/** Where a store keeps sealed texts. */
export type SealedField = { collection: string; path: string; place: string }
