import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** The site's page as it was built, before anything is shown in it; null while nothing is built. */
export type Shell = () => Promise<string | null>

/** Reads a built client's `index.html`, again where it was built anew. */
export function createShell(root: string): Shell {
  const path = join(root, 'index.html')
  let known = { at: 0, html: '' }
  return async () => {
    try {
      const at = (await stat(path)).mtimeMs
      if (at !== known.at) known = { at, html: await readFile(path, 'utf8') }
      return known.html
    } catch {
      return null
    }
  }
}
