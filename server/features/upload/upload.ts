import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Refusal } from '@shared/kernel/errors'
import type { Upload, UploadCheck } from '@shared/upload/contract'
import { cleanName, fileNameOf } from '@shared/upload/rules'
import type { FileStore } from '../../ports/files'
import type { Suggest } from '../../ports/wechat'
import type { Log } from '../../ports/work'
import { createAddresses, type Size } from './address'
import { examine, type Given } from './examine'
import type { UploadRecord, UploadStore } from './model'
import { asJpeg } from './picture'
import { createPublic } from './public'
import { createReceiver } from './receive'
import { createSweep, type ReferredTo } from './sweep'

export { createUploadStore, type UploadStore } from './model'
export type Uploads = ReturnType<typeof createUploads>

/** A file to be handed out. */
export type Content = { type: string; name: string; content: Readable }

type Options = {
  store: UploadStore
  files: FileStore
  /** Where files lie while they arrive. All processes see it. */
  dir: string
  /** The folder below `/files/` for what is public. All processes see it. */
  publicDir: string
  secretKeys: readonly [string, ...string[]]
  /** Those are kept. */
  referredTo: ReferredTo
  /**
   * Asks WeChat about a picture that somebody has handed in, at a path of the site. Answers WeChat's name for the check; null
   * where it cannot be asked about this person's pictures.
   */
  askCheck(owner: string, path: string): Promise<string | null>
  /** Hears of an upload that WeChat wants a human to look at. */
  onFlagged(id: string): Promise<void>
  log: Log
}

/** Files that people hand in: private until they are published, and each content kept once. */
export function createUploads({
  store,
  files,
  dir,
  publicDir,
  secretKeys,
  referredTo,
  askCheck,
  onFlagged,
  log,
}: Options) {
  const addresses = createAddresses(secretKeys)

  function present({ _id: id, owner, file, thumb, ...record }: UploadRecord): Upload {
    const { kind, name, type, bytes, width, height, check } = record
    return {
      ...{ id, kind, name, type, bytes, width, height, check },
      url: addresses.addressOf(id, 'whole'),
      thumbUrl: thumb && addresses.addressOf(id, 'thumb'),
    }
  }

  /** What the file store does; while it is away, nobody loses anything. Refusals: `storage_unavailable`. */
  async function storing<T>(done: Promise<T>): Promise<T> {
    return done.catch((error) => {
      log.error({ err: error }, '文件存储没有应答')
      throw new Refusal('storage_unavailable')
    })
  }

  /** Keeps a file under a key of its content, unless it is there. */
  async function keepContent(path: string, type: string): Promise<string> {
    const hash = createHash('sha256')
    await pipeline(createReadStream(path), hash)
    const content = hash.digest('hex')
    const newKey = `${content}-${randomBytes(4).toString('hex')}`
    const key = await store.claimContent(content, newKey, new Date())
    const keep = async () => {
      if (!(await files.exists(key))) await files.put(key, path, type)
    }
    await storing(keep())
    return key
  }

  /** Examines a file and keeps it. Its record comes last, so that who has one has the file. */
  async function keep(owner: string, given: Given, id = newId()): Promise<Upload> {
    await mkdir(dir, { recursive: true, mode: 0o700 })
    const made = join(dir, randomBytes(12).toString('hex'))
    try {
      const { whole, thumb, ...found } = await examine(given, made)
      const now = new Date()
      const record: UploadRecord = {
        ...{ _id: id, owner, name: cleanName(given.name), ...found },
        file: await keepContent(whole, found.type),
        thumb: thumb && (await keepContent(thumb, found.type)),
        ...{ at: now, touchedAt: now, check: 'unchecked', traceId: null, published: false },
      }
      const added = await store.add(record)
      if (added.kind === 'picture' && added.check === 'unchecked') check(added)
      return present(added)
    } finally {
      for (const ending of ['.whole', '.thumb']) await rm(made + ending, { force: true })
    }
  }

  /** Puts WeChat's answer to the upload that waits for it; answers whether one does. */
  async function settle(traceId: string, check: UploadCheck): Promise<boolean> {
    const id = await store.setCheck(traceId, check)
    if (id !== null && check === 'flagged') await onFlagged(id)
    return id !== null
  }

  /** Notes that WeChat has been asked about a picture, under WeChat's name for the check. It may have answered already. */
  async function markChecking(id: string, traceId: string): Promise<void> {
    await store.change(id, { check: 'pending', traceId })
    const answer = await store.findAnswer(traceId)
    if (answer) await settle(traceId, answer)
  }

  /** Has WeChat look at a picture, which nobody waits for; where it cannot, it stays unchecked. */
  async function check({ _id: id, owner, name }: UploadRecord): Promise<void> {
    try {
      const path = `${addresses.addressOf(id, 'jpeg')}&name=${encodeURIComponent(name)}`
      const traceId = await askCheck(owner, path)
      if (traceId) await markChecking(id, traceId)
    } catch (error) {
      log.warn({ cause: String(error) }, '没能请微信检查图片，留给工作人员查看')
    }
  }

  /** Refusals: `upload_not_found`. */
  async function expect(id: string): Promise<UploadRecord> {
    const record = await store.find(id)
    if (!record) throw new Refusal('upload_not_found')
    return record
  }

  /** Refusals: `upload_not_found`, `storage_unavailable`. */
  async function read(id: string, { size = 'whole' }: { size?: Size } = {}): Promise<Content> {
    const { file, thumb, name, type } = await expect(id)
    const content = await storing(files.read(size === 'thumb' ? (thumb ?? file) : file))
    if (!content) throw new Refusal('upload_not_found')
    const found = { type, name: fileNameOf({ name, type }), content }
    return size === 'jpeg' ? asJpeg(found) : found
  }

  const receiver = createReceiver({
    ...{ store, dir, keep },
    async findKept(id, owners) {
      const record = await store.find(id)
      return record && owners.includes(record.owner) ? present(record) : null
    },
  })
  const sweep = createSweep({ store, files, referredTo })

  return {
    start: receiver.start,
    append: receiver.append,
    progress: receiver.progress,
    cancel: receiver.cancel,

    /** Takes a file that came another way, with the same checks. Refusals: `upload_refused`, `upload_too_large`, `storage_unavailable`. */
    take: (owner: string, { path, name }: { path: string; name: string }): Promise<Upload> =>
      keep(owner, { path, name }),

    /** In this order, with new addresses; those that are not there are left out. */
    async describe(ids: string[]): Promise<Upload[]> {
      const found = new Map((await store.findAll(ids)).map((record) => [record._id, record]))
      return ids.flatMap((id) => found.get(id) ?? []).map(present)
    },

    /**
     * Whether all of them are there and one's own, under any of the names one has. To be asked before referring to them: what
     * was asked about is not swept away for some days, and afterwards only where nothing refers to it.
     */
    async ownedBy(ids: string[], ...owners: string[]): Promise<boolean> {
      const wanted = [...new Set(ids)]
      if (wanted.length === 0) return true
      if ((await store.countOwned(wanted, owners)) < wanted.length) return false
      await store.touch(wanted, new Date())
      // One may have been swept away between the two.
      return (await store.countOwned(wanted, owners)) === wanted.length
    },

    read,

    /** What a signed address stands for, and for how many seconds it does. Refusals: those of `read` and of the address. */
    async open(id: string, given: { size: Size; until: number; signature: string }) {
      const seconds = addresses.expectGood(id, given)
      return { ...(await read(id, given)), seconds }
    },

    ...createPublic({ store, publicDir, expect, read }),

    markChecking,

    /**
     * Takes WeChat's answer. One that comes before anybody waits for it is kept, and looked for again: whichever is written
     * first, its answer or who waits, the other finds it.
     */
    async judge(traceId: string, suggest: Suggest): Promise<void> {
      const check = suggest === 'pass' ? 'passed' : 'flagged'
      if (await settle(traceId, check)) return
      await store.keepAnswer(traceId, check, new Date())
      await settle(traceId, check)
    },

    /** Removes what nobody finished, nobody refers to, and no upload needs any more. For every day; at once everywhere does no harm. */
    async sweep(now = new Date()): Promise<void> {
      await receiver.sweep(now)
      await sweep(now)
    },
  }
}

const newId = () => `f${randomBytes(12).toString('hex')}`
