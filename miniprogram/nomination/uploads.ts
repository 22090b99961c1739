import type { Upload, UploadKind } from '@shared/upload/contract'
import { create } from 'zustand'
import { newId } from '@/platform/id'
import { ApiError } from '@/platform/request'
import { chooseFiles, choosePictures, type Picked, uploadFile } from '@/platform/upload'

/** A file on its way to the server. */
export type Sending = {
  id: string
  name: string
  /** Where the device shows it meanwhile; null for documents. */
  preview: string | null
  /** Share that has arrived, 0…1. */
  done: number
  /** Why it did not arrive; null while it may. */
  error: string | null
}

const NONE: Sending[] = []

/** Files on their way, by the place they are meant for. */
const useAll = create<Record<string, Sending[]>>()(() => ({}))
type Job = { file: Picked; signal: { aborted: boolean }; onDone: (upload: Upload) => void }
const jobs = new Map<string, Job>()
// One after the other: over a bad line each arrives sooner.
let last: Promise<void> = Promise.resolve()

/** The files on their way to a place. */
export const useSendings = (place: string): Sending[] => useAll((all) => all[place] ?? NONE)

/** How many files of a draft have not arrived. */
export const useSendingCount = (ref: string): number =>
  useAll((all) =>
    Object.entries(all).reduce(
      (sum, [place, some]) => sum + (place.startsWith(`${ref}:`) ? some.length : 0),
      0,
    ),
  )

function change(place: string, turn: (sendings: Sending[]) => Sending[]): void {
  useAll.setState((all) => ({ [place]: turn(all[place] ?? []) }))
}

const update = (place: string, id: string, part: Partial<Sending>) =>
  change(place, (sendings) => sendings.map((one) => (one.id === id ? { ...one, ...part } : one)))

const remove = (place: string, id: string) => {
  jobs.delete(id)
  change(place, (sendings) => sendings.filter((one) => one.id !== id))
}

/** Lets the person choose at most `max` files, and sends them to a place; `onDone` is called with each that has arrived. */
export async function addFiles(
  place: string,
  kind: UploadKind,
  max: number,
  onDone: (upload: Upload) => void,
): Promise<void> {
  const files = await (kind === 'picture' ? choosePictures(max) : chooseFiles(max)).catch((error: Error) => {
    const refused = { id: newId(), name: '选择文件', preview: null, done: 0, error: error.message }
    change(place, (sendings) => [...sendings, refused])
    return []
  })
  for (const file of files.slice(0, max)) {
    const id = newId()
    jobs.set(id, { file, signal: { aborted: false }, onDone })
    const preview = kind === 'picture' ? file.preview : null
    change(place, (sendings) => [...sendings, { id, name: file.name, preview, done: 0, error: null }])
    sendAgain(place, id)
  }
}

/** Sends a file once more that did not arrive, from where it stopped. */
export function sendAgain(place: string, id: string): void {
  if (jobs.has(id)) {
    update(place, id, { error: null })
    last = last.then(() => send(place, id))
  } else remove(place, id) // none was chosen
}

/** Gives a file up that has not arrived. */
export function giveUp(place: string, id: string): void {
  const job = jobs.get(id)
  if (job) job.signal.aborted = true
  remove(place, id)
}

async function send(place: string, id: string): Promise<void> {
  const job = jobs.get(id)
  if (!job) return
  try {
    const upload = await uploadFile(job.file, {
      signal: job.signal,
      onProgress: (done) => update(place, id, { done }),
    })
    if (!jobs.has(id)) return
    remove(place, id)
    job.onDone(upload)
  } catch (error) {
    const message = error instanceof ApiError ? error.message : '没有传上去，请重试'
    if (jobs.has(id)) update(place, id, { error: message })
  }
}
