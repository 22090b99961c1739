import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The demo's keys, as {@link keysFile} holds them. */
export type Keys = { secretKey: string; voterKey: string }

/** Where the demo keeps its keys: beside its stores. */
export const keysFile = (dataDir: string) => join(dataDir, 'keys.json')

/** The keys of a demo's data folder; null where it has none. */
export function keptKeys(dataDir: string): Keys | null {
  const file = keysFile(dataDir)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Keys) : null
}
