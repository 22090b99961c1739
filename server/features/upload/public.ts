import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Refusal } from '@shared/kernel/errors'
import type { UploadRecord, UploadStore } from './model'

type Size = (typeof SIZES)[number]

type Options = {
  store: UploadStore
  publicDir: string
  expect(id: string): Promise<UploadRecord>
  read(id: string, options: { size: Size }): Promise<{ content: Readable }>
}

const SIZES = ['whole', 'thumb'] as const
const PATHS = { whole: (id: string) => `${id}.webp`, thumb: (id: string) => `thumbs/${id}.webp` }

/** Pictures for everybody: copies in a folder that the site serves, so that a crowd asks neither us nor the file store. */
export function createPublic({ store, publicDir, expect, read }: Options) {
  const pathOf = (id: string, size: Size) => join(publicDir, PATHS[size](id))

  async function copy(id: string, size: Size): Promise<void> {
    const to = pathOf(id, size)
    const part = `${to}.${randomUUID()}.part`
    await mkdir(dirname(to), { recursive: true })
    try {
      const { content } = await read(id, { size })
      await pipeline(content, createWriteStream(part, { flush: true }))
      await rename(part, to)
    } catch (error) {
      await rm(part, { force: true })
      throw error
    }
  }

  return {
    /**
     * Shows a picture to everybody from now on, at addresses that never change; again it changes nothing. Refusals:
     * `upload_not_found`, also for a document, and `storage_unavailable`.
     */
    async publish(id: string): Promise<{ url: string; thumbUrl: string }> {
      const { kind } = await expect(id)
      if (kind !== 'picture') throw new Refusal('upload_not_found')
      if (!(await store.change(id, { published: true }))) throw new Refusal('upload_not_found')
      for (const size of SIZES) await copy(id, size)
      return { url: `/files/uploads/${PATHS.whole(id)}`, thumbUrl: `/files/uploads/${PATHS.thumb(id)}` }
    },

    /** Takes a picture back; browsers that have it keep it. */
    async unpublish(id: string): Promise<void> {
      for (const size of SIZES) await rm(pathOf(id, size), { force: true })
      await store.change(id, { published: false, touchedAt: new Date() })
    },
  }
}
