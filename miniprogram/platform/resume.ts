import type { RequestOf, ResponseOf, Route } from '@shared/api'
import type { Upload, UploadKind, UploadProgress } from '@shared/upload/contract'
import { CHUNK_BYTES } from '@shared/upload/rules'
import { ApiError, isUnconfirmed } from './error'

/** A file on this device, whatever it is here. */
export type LocalFile = {
  name: string
  bytes: number
  /** What it is meant as; either where it is left out. */
  kind?: UploadKind
  read(from: number, to: number): Promise<ArrayBuffer>
}

export type Sending = {
  /** Called with the share that has arrived, 0…1. */
  onProgress?: (share: number) => void
  /** Looked at before each chunk. The mini-program has no AbortController; an object with the property will do. */
  signal?: { readonly aborted: boolean }
}

/** What sending needs of the device. */
export type Device = {
  call<R extends Route>(route: R, input: RequestOf<R>): Promise<ResponseOf<R>>
  recall(name: string): Record<string, string> | null
  keep(name: string, value: Record<string, string>): unknown
  sleep(ms: number): Promise<void>
}

/** Where unfinished uploads are remembered, by what tells their file again. */
const SHELF = 'uploads'
const MOST_REMEMBERED = 50
const TRIES = 8
const LONGEST_WAIT_MS = 15_000

/**
 * Sends a file in chunks and goes on where it stopped: after a cut connection by itself, for about a minute and a half; later,
 * and after the program was closed, when the same file is sent again. Rejects with ApiError: the server's refusal, in words for
 * the person, or that there is no connection, or `cancelled`.
 */
export async function sendFile(
  file: LocalFile,
  device: Device,
  { onProgress, signal }: Sending,
): Promise<Upload> {
  const { call } = device
  const print = await fingerprint(file)
  const remember = (id: string | null) => {
    const { [print]: _, ...others } = device.recall(SHELF) ?? {}
    const kept = Object.entries(others).slice(-MOST_REMEMBERED)
    device.keep(SHELF, Object.fromEntries(id ? [...kept, [print, id]] : kept))
  }

  async function begin(): Promise<UploadProgress> {
    const known = device.recall(SHELF)?.[print]
    const progress =
      known && (await call('GET /api/uploads/:id', { params: { id: known } }).catch(unlessGone))
    if (progress) return progress
    const { name, bytes, kind } = file
    const begun = await call('POST /api/uploads', { body: { name, bytes, ...(kind && { kind }) } })
    remember(begun.id)
    return begun
  }

  async function goOn({ id, received }: UploadProgress): Promise<UploadProgress> {
    // Where all is there and nobody knows what became of it, the last byte asks.
    const offset = Math.min(received, file.bytes - 1)
    const chunk = await file.read(offset, Math.min(offset + CHUNK_BYTES, file.bytes))
    return call('PUT /api/uploads/:id', { params: { id }, query: { offset }, body: chunk })
  }

  let progress: UploadProgress | null = null
  let tries = 0
  while (!progress?.upload) {
    if (signal?.aborted) throw new ApiError('cancelled', '已取消上传')
    try {
      progress = progress ? await goOn(progress) : await begin()
      tries = 0
      onProgress?.(progress.received / file.bytes)
    } catch (error) {
      const wait = error instanceof ApiError && ++tries < TRIES ? waitAfter(error, tries) : null
      if (wait === null) {
        // A refusal is the end of this upload; anything else may be gone on with.
        if (error instanceof ApiError && isRefusal(error)) remember(null)
        throw error
      }
      await device.sleep(wait)
      progress = null
    }
  }
  remember(null)
  return progress.upload
}

/** How long to wait before it makes sense to go on; null where it does not. */
function waitAfter(error: ApiError, tries: number): number | null {
  // Another window was quicker, or the server has given the upload up: it says where to go on.
  if (error.code === 'upload_offset' || error.code === 'upload_not_found') return 0
  if (error.code === 'too_many_requests') {
    const { retryAfter = 1 } = (error.details ?? {}) as { retryAfter?: number }
    return retryAfter <= 60 ? retryAfter * 1000 : null
  }
  return isUnconfirmed(error) ? Math.min(2 ** (tries - 1) * 1000, LONGEST_WAIT_MS) : null
}

const isRefusal = ({ status }: ApiError) => status >= 400 && status < 500 && status !== 401 && status !== 429

function unlessGone(error: unknown): null {
  if (error instanceof ApiError && error.code === 'upload_not_found') return null
  throw error
}

/** Enough of a file to be read to tell it from another one of the same length. */
const SAMPLE = 64 * 1024

/** Tells a file again, under whatever name the device shows it next time: its length, and a hash (FNV-1a) of both its ends. */
async function fingerprint({ bytes, read, kind }: LocalFile): Promise<string> {
  const ends = [await read(0, Math.min(SAMPLE, bytes)), await read(Math.max(0, bytes - SAMPLE), bytes)]
  let hash = 0x811c9dc5
  for (const end of ends) for (const byte of new Uint8Array(end)) hash = Math.imul(hash ^ byte, 0x01000193)
  return `${kind ?? 'any'}-${bytes}-${(hash >>> 0).toString(16)}`
}
