import { createHash } from 'node:crypto'
import { chmodSync, lstatSync, mkdirSync, rmSync } from 'node:fs'
import { userInfo } from 'node:os'
import path from 'node:path'
import { EmbeddedError } from './failure'

/** Longest path a Unix socket can be bound to: 108 bytes with the closing zero on Linux, 104 on macOS. */
const SOCKET_PATH_LIMIT = process.platform === 'linux' ? 107 : 103

/** The engine binds in a folder of its own below ours before the socket gets its lasting name. */
const LONGEST_NAME = '/embedded-mongodb-XXXXXX/mongodb.sock'

/**
 * Folder for the sockets of a data folder, made if missing, open to this user alone, and the same at every start: `run`
 * inside it, or one below `/tmp` where that path would be too long to bind.
 */
export function socketFolder(dataDir: string): string {
  const inside = path.join(dataDir, 'run')
  mkdirSync(inside, { recursive: true, mode: 0o700 })
  if (Buffer.byteLength(inside + LONGEST_NAME) <= SOCKET_PATH_LIMIT) {
    chmodSync(inside, 0o700)
    return inside
  }
  const { uid } = userInfo()
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 12)
  const short = `/tmp/pingxuan-${uid}-${name}`
  mkdirSync(short, { recursive: true, mode: 0o700 })
  const { uid: owner, mode } = lstatSync(short)
  // Anyone may write to /tmp: a folder someone else prepared under this name would let them into the stores.
  if (owner !== uid || (mode & 0o170077) !== 0o040000) {
    throw new EmbeddedError('data_dir_unusable', `${short} 不是只属于当前用户的文件夹，请删除它后重新启动。`)
  }
  return short
}

/** Removes the folder again if it lies outside the data folder. */
export function clearSocketFolder(dataDir: string, folder: string): void {
  if (folder !== path.join(dataDir, 'run')) rmSync(folder, { recursive: true, force: true })
}
