import type { FileStore } from '../../ports/files'
import type { UploadStore } from './model'

/** Which of these uploads something refers to. */
export type ReferredTo = (ids: string[]) => Promise<string[]>

const DAY_MS = 86_400_000
/** Whoever was about to refer to an upload has done so by then. */
const UNTOUCHED_MS = 7 * DAY_MS
/** Whoever was about to use a content has an upload by then. */
const UNUSED_MS = DAY_MS
const BATCH = 500

type Options = { store: UploadStore; files: FileStore; referredTo: ReferredTo }

/**
 * Removes uploads that nothing refers to, and then contents that no upload needs: each by a condition in the write itself, so
 * that whoever takes one up in the same moment has it, or knows that it is gone.
 */
export function createSweep({ store, files, referredTo }: Options) {
  return async (now: Date): Promise<void> => {
    const untouched = new Date(now.getTime() - UNTOUCHED_MS)
    const unused = new Date(now.getTime() - UNUSED_MS)

    for (let after = ''; ; ) {
      const found = await store.findUntouched(untouched, after, BATCH)
      if (found.length === 0) break
      after = found.at(-1)!._id
      const ids = found.map(({ _id }) => _id)
      const kept = new Set(await referredTo(ids))
      await store.removeUntouched(
        ids.filter((id) => !kept.has(id)),
        untouched,
      )
    }

    for (let after = ''; ; ) {
      const found = await store.findUnused(unused, after, BATCH)
      if (found.length === 0) break
      after = found.at(-1)!._id
      const inUse = await store.keysInUse(found.map(({ key }) => key))
      for (const content of found.filter(({ key }) => !inUse.has(key))) {
        if (await store.forgetContent(content, unused)) await files.remove(content.key)
      }
    }
  }
}
