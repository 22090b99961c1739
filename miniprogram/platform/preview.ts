import type { CurrentEdition } from '@shared/edition/contract'
import { WEB } from './kind'

/** Whether this page is the console's preview of an edition that is still being edited: its frame is named so. */
const PREVIEW = WEB && window.name === 'preview' && window.parent !== window

let draft: Promise<CurrentEdition> | null = null

/** The draft that the console hands over, in place of the server's edition; null on any other page. */
export function previewed(): Promise<CurrentEdition> | null {
  return draft
}

/** Has the console hand its draft over, and calls back with each new one. */
export function listenPreview(onDraft: () => void): void {
  if (!PREVIEW) return
  draft = new Promise((resolve) => {
    addEventListener('message', ({ origin, source, data }: MessageEvent<unknown>) => {
      if (origin !== location.origin || source !== window.parent || !isDraft(data)) return
      resolve(data)
      draft = Promise.resolve(data)
      onDraft()
    })
  })
  window.parent.postMessage('preview', location.origin)
}

/** Whether a message is a draft: browser extensions and test tools talk to frames as well. */
function isDraft(data: unknown): data is CurrentEdition {
  const { phases, categories, texts, serverTime } = (data ?? {}) as Partial<CurrentEdition>
  return (
    Array.isArray(phases) &&
    Array.isArray(categories) &&
    typeof texts === 'object' &&
    typeof serverTime === 'string'
  )
}
