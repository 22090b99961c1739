import type { Readable } from 'node:stream'

/** Files that people have handed in, by a key of letters, digits and dashes; under one key there is ever only one content. */
export type FileStore = {
  /** Copies a file in; when this resolves it outlives a power cut. Again under its key it changes nothing. */
  put(key: string, path: string, type: string): Promise<void>
  /** The bytes; null where there are none. */
  read(key: string): Promise<Readable | null>
  exists(key: string): Promise<boolean>
  /** Nothing happens where there is none. */
  remove(key: string): Promise<void>
}
