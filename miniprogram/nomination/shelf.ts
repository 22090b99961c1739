import type { CategoryId } from '@shared/edition/contract'
import type { RepresentedUnit } from '@shared/representative/contract'
import { create } from 'zustand'
import { onLogOut } from '@/identity/session'
import { keep, recall } from '@/platform/storage'
import { type Draft, isDirty, newDraft } from './draft'

type DraftState = {
  drafts: Record<string, Draft>
  /** False once the device has refused to keep a draft: then only the server does. */
  kept: boolean
}

const storageOf = (ref: string) => `draft:${ref}`
const LIST = 'drafts-of-nominations'
// Read anew each time: another window of this device may have added some.
const refsKept = () => recall<string[]>(LIST) ?? []

/** Every draft of this device. Each outlives the page, the program and the battery. */
export const useDrafts = create<DraftState>()(() => ({
  drafts: Object.fromEntries(
    refsKept().flatMap((ref) => {
      const draft = recall<Draft>(storageOf(ref))
      return draft ? [[ref, draft]] : []
    }),
  ),
  kept: true,
}))

/** Keeps a draft as it now is, on the device first. */
export function put(draft: Draft): void {
  const { drafts } = useDrafts.getState()
  const kept = keep(storageOf(draft.ref), draft)
  if (!drafts[draft.ref]) keep(LIST, [...refsKept(), draft.ref])
  useDrafts.setState({ drafts: { ...drafts, [draft.ref]: draft }, kept })
}

/** Takes a draft off this device; the server keeps what it has. */
export function forget(ref: string): void {
  const { [ref]: _, ...rest } = useDrafts.getState().drafts
  keep(storageOf(ref), null)
  keep(
    LIST,
    refsKept().filter((one) => one !== ref),
  )
  useDrafts.setState({ drafts: rest })
}

// Who logs out leaves nothing behind that the server has as well; what it lacks waits for its writer.
onLogOut(() => {
  for (const draft of Object.values(useDrafts.getState().drafts)) if (!isDirty(draft)) forget(draft.ref)
})

/** Begins a draft on the device; the server hears of it with the first word. */
export function startDraft(owner: string, category: CategoryId, unit: RepresentedUnit): Draft {
  const draft = newDraft(owner, category, unit)
  put(draft)
  return draft
}
