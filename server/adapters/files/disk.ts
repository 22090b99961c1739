import { randomUUID } from 'node:crypto'
import { access, copyFile, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { FileStore } from '../../ports/files'

/** Files in a folder of this machine, or one that several machines see. */
export function createDiskFiles(folder: string): FileStore {
  // A folder with a hundred thousand files is a burden to whoever looks into it.
  const pathOf = (key: string) => join(folder, key.slice(0, 2), key)

  return {
    async put(key, path) {
      const to = pathOf(key)
      const part = `${to}.${randomUUID()}.part`
      await mkdir(dirname(to), { recursive: true, mode: 0o700 })
      try {
        await copyFile(path, part)
        await flush(part, 0o600)
        await rename(part, to)
      } catch (error) {
        await rm(part, { force: true })
        throw error
      }
      // The names must last as well as what they name.
      await flush(dirname(to))
      await flush(folder)
    },

    async read(key) {
      const file = await open(pathOf(key)).catch(absent)
      return file ? file.createReadStream() : null
    },

    exists: (key) =>
      access(pathOf(key)).then(
        () => true,
        (error) => absent(error) !== null,
      ),

    async remove(key) {
      await rm(pathOf(key), { force: true })
    },
  }
}

async function flush(path: string, mode?: number): Promise<void> {
  const file = await open(path)
  try {
    if (mode) await file.chmod(mode)
    await file.sync()
  } finally {
    await file.close()
  }
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}
