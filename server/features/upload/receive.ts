import { randomBytes } from 'node:crypto'
import { appendFile, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Refusal } from '@shared/kernel/errors'
import type { Upload, UploadKind, UploadProgress } from '@shared/upload/contract'
import { cleanName } from '@shared/upload/rules'
import { idsOf } from '../identity/identity'
import { expectSize, type Given } from './examine'
import type { UnfinishedRecord, UploadStore } from './model'

const HOUR_MS = 3_600_000
/** An upload to which nothing comes for so long is given up. */
const ABANDONED_MS = 24 * HOUR_MS
/** What one person may hand in within a day, in bytes. */
const MOST_A_DAY = 500 * 2 ** 20

/** Parts of an upload: ours are half a megabyte each. */
const MOST_PARTS = 1000

/** Who uploads: the voter, and the others under which the same person may have begun. */
export type Uploader = { id: string; others?: readonly string[] }

type Options = {
  store: UploadStore
  /** Where parts and what is made of them lie meanwhile; all processes see it. */
  dir: string
  /** Examines and keeps a file that is whole, under this id. Where it did so before, answers what it answered then. */
  keep(owner: string, given: Given, id: string): Promise<Upload>
  /** An upload that was kept under this id. */
  findKept(id: string, owners: string[]): Promise<Upload | null>
}

/** Files that arrive in parts, over a line that may break at any of them, at whichever process. */
export function createReceiver({ store, dir, keep, findKept }: Options) {
  const pathOf = (part: string) => join(dir, part)
  const removeAll = (parts: string[]) =>
    Promise.all(parts.map((part) => rm(pathOf(part), { force: true, recursive: true }).catch(() => {})))

  /** Refusals: `upload_not_found`. */
  async function progressOf(id: string, owners: string[]): Promise<UploadProgress> {
    const found = await store.findUnfinished(id, owners)
    if (found) return { id, bytes: found.bytes, received: found.received, upload: null }
    const upload = await findKept(id, owners)
    if (!upload) throw new Refusal('upload_not_found')
    return { id, bytes: upload.bytes, received: upload.bytes, upload }
  }

  async function giveUp(id: string): Promise<void> {
    await removeAll((await store.removeUnfinished(id))?.parts ?? [])
  }

  const finishing = new Map<string, Promise<Upload>>()

  /** Once at a time in this process, however often the last part is sent. */
  function finishOnce(record: UnfinishedRecord): Promise<Upload> {
    const { _id: id } = record
    const finished = finishing.get(id) ?? finish(record).finally(() => finishing.delete(id))
    finishing.set(id, finished)
    return finished
  }

  /** Makes one of the parts, and what is kept of it. What cannot be kept is given up; what fails otherwise can be tried again. */
  async function finish({ _id: id, owner, name, kind, parts, bytes }: UnfinishedRecord): Promise<Upload> {
    const made = newName()
    const path = pathOf(made)
    try {
      for (const part of parts) await appendFile(path, await readFile(pathOf(part)), { mode: 0o600 })
      if ((await stat(path)).size !== bytes) throw new Refusal('upload_not_found')
      const upload = await keep(owner, { path, name, kind }, id)
      await giveUp(id)
      return upload
    } catch (error) {
      // Another process may have been quicker, and cleared the parts away.
      const kept = await findKept(id, [owner])
      if (kept) return kept
      const isLost = (error as NodeJS.ErrnoException).code === 'ENOENT'
      if (isLost || (error instanceof Refusal && error.status < 500)) await giveUp(id)
      throw isLost ? new Refusal('upload_not_found') : error
    } finally {
      await removeAll([made])
    }
  }

  return {
    /** Begins. Refusals: `upload_too_large`, `upload_quota`. */
    async start(
      who: Uploader,
      { name, bytes, kind = null }: { name: string; bytes: number; kind?: UploadKind | null },
    ): Promise<UploadProgress> {
      expectSize(kind ?? 'document', bytes)
      const now = new Date()
      const today = await store.sumBytes(idsOf(who), new Date(now.getTime() - 24 * HOUR_MS))
      if (today + bytes > MOST_A_DAY) throw new Refusal('upload_quota')
      const id = `f${randomBytes(12).toString('hex')}`
      const record = { _id: id, owner: who.id, name: cleanName(name), kind, bytes }
      await store.addUnfinished({ ...record, received: 0, parts: [], at: now })
      return { id, bytes, received: 0, upload: null }
    },

    /**
     * Takes the file at `path` as the part from `offset` on. One that has arrived before is no mistake. Where none is missing,
     * answers what became of it. Refusals: `upload_not_found`, `upload_offset`, `upload_refused`, `upload_too_large`,
     * `storage_unavailable`.
     */
    async append(
      who: Uploader,
      id: string,
      offset: number,
      part: { path: string; bytes: number },
    ): Promise<UploadProgress> {
      const owners = idsOf(who)
      const name = newName()
      let isTaken = false
      // From here on it is ours, whatever becomes of the request.
      await rename(part.path, pathOf(name))
      try {
        const known = await store.findUnfinished(id, owners)
        if (!known) return await progressOf(id, owners)
        const end = offset + part.bytes
        if (offset > known.received || end > known.bytes || part.bytes === 0) throw outOfStep(known)
        let record: UnfinishedRecord = known
        if (offset === known.received) {
          if (known.parts.length >= MOST_PARTS) throw new Refusal('invalid_request')
          isTaken = true // while the store may have it, it stays
          const added = await store.addPart(id, offset, { name, bytes: part.bytes }, new Date())
          isTaken = added !== null
          if (!added) return await progressOf(id, owners)
          record = added
        } else if (end > known.received) throw outOfStep(known)
        const { bytes, received } = record
        if (received < bytes) return { id, bytes, received, upload: null }
        return { id, bytes, received, upload: await finishOnce(record) }
      } finally {
        if (!isTaken) await removeAll([name])
      }
    },

    /** Refusals: `upload_not_found`. */
    progress: (who: Uploader, id: string) => progressOf(id, idsOf(who)),

    /** Gives up what has not arrived whole. Refusals: `upload_not_found`. */
    async cancel(who: Uploader, id: string): Promise<void> {
      if (!(await store.findUnfinished(id, idsOf(who)))) throw new Refusal('upload_not_found')
      await giveUp(id)
    },

    /** Gives up what was abandoned, and what a process has left lying when it died. */
    async sweep(now: Date): Promise<void> {
      for (const { _id } of await store.findAbandoned(new Date(now.getTime() - ABANDONED_MS)))
        await giveUp(_id)
      for (const name of await readdir(dir).catch(() => [])) {
        const { mtimeMs } = await stat(pathOf(name)).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }))
        // Of an upload that goes on, the first part may be older than the last by some days.
        if (now.getTime() - mtimeMs > 3 * ABANDONED_MS) await removeAll([name])
      }
    },
  }
}

const newName = () => randomBytes(12).toString('hex')

const outOfStep = ({ received }: UnfinishedRecord) => new Refusal('upload_offset', { received })
