import type { Announcement } from '@shared/announcement/contract'
import type { Candidate } from '@shared/candidate/contract'
import type { Experience } from '@shared/case-library/contract'
import type { CurrentEdition } from '@shared/edition/contract'
import { useSyncExternalStore } from 'react'
import { WEB } from './kind'

/** Whether this page is the console's preview of an edition that is still being edited: its frame is named so. */
export const PREVIEW = WEB && window.name === 'preview' && window.parent !== window

let draft: Promise<CurrentEdition> | null = null
let candidate: Candidate | null = null
let experience: Experience | null = null
let announcement: Announcement | null = null
const listeners = new Set<() => void>()
const listen = (onChange: () => void) => {
  listeners.add(onChange)
  return () => void listeners.delete(onChange)
}

/** The draft that the console hands over, in place of the server's edition; null on any other page. */
export function previewed(): Promise<CurrentEdition> | null {
  return draft
}

/** The candidate that is still being written, in place of the server's; null on any other page, and until it has come. */
export const usePreviewedCandidate = (): Candidate | null =>
  useSyncExternalStore(
    listen,
    () => candidate,
    () => candidate,
  )

/** The experience that is still being written, likewise. */
export const usePreviewedExperience = (): Experience | null =>
  useSyncExternalStore(
    listen,
    () => experience,
    () => experience,
  )

/** The announcement that is still being written, likewise. */
export const usePreviewedAnnouncement = (): Announcement | null =>
  useSyncExternalStore(
    listen,
    () => announcement,
    () => announcement,
  )

/** Whether the page at hand is to show something that the console hands over; the server has none to tell of. */
export const showsDraft = (params: { draft?: string }): boolean => PREVIEW && params.draft === '1'

/** Has the console hand its draft over, and calls back with each new one. */
export function listenPreview(onDraft: () => void): void {
  if (!PREVIEW) return
  draft = new Promise((resolve) => {
    addEventListener('message', ({ origin, source, data }: MessageEvent<unknown>) => {
      if (origin !== location.origin || source !== window.parent || !isDraft(data)) return
      candidate = data.candidate ?? null
      experience = data.experience ?? null
      announcement = data.announcement ?? null
      for (const listener of listeners) listener()
      resolve(data)
      draft = Promise.resolve(data)
      onDraft()
    })
  })
  window.parent.postMessage('preview', location.origin)
}

type Drafts = { candidate?: Candidate; experience?: Experience; announcement?: Announcement }

/** Whether a message is a draft: browser extensions and test tools talk to frames as well. */
function isDraft(data: unknown): data is CurrentEdition & Drafts {
  const { phases, categories, texts, serverTime } = (data ?? {}) as Partial<CurrentEdition>
  return (
    Array.isArray(phases) &&
    Array.isArray(categories) &&
    typeof texts === 'object' &&
    typeof serverTime === 'string'
  )
}
