import type { CategoryId } from '@shared/edition/contract'
import type { Upload } from '@shared/upload/contract'
import { create } from 'zustand'
import { newId } from '@/platform/id'
import { keep, recall } from '@/platform/storage'

/** An objection as it is being written. */
export type Draft = {
  /** Names it to the server, which takes each once. */
  key: string
  category: CategoryId
  /** Null for the whole list. */
  candidate: { id: string; number: string; name: string } | null
  name: string
  phone: string
  text: string
  photos: Upload[]
  files: Upload[]
}

const storageOf = (owner: string) => `objection:${owner}`

/** What people write on this device, by voter. Each outlives the page, the program and the battery. */
const useDrafts = create<Record<string, Draft | undefined>>()(() => ({}))

const blank = (category: CategoryId): Draft => ({
  ...{ key: newId(), category, candidate: null, name: '', phone: '', text: '', photos: [], files: [] },
})

/** Takes a person's draft off the shelf, or begins one. */
export function takeUp(owner: string, category: CategoryId): void {
  if (useDrafts.getState()[owner]) return
  useDrafts.setState({ [owner]: recall<Draft>(storageOf(owner)) ?? blank(category) })
}

/** A person's draft, once it is taken up. */
export const useDraft = (owner: string): Draft | undefined => useDrafts((drafts) => drafts[owner])

/** Changes a person's draft, and keeps it on the device. */
export function change(owner: string, turn: (draft: Draft) => Partial<Draft>): void {
  const draft = useDrafts.getState()[owner]
  if (!draft) return
  const changed = { ...draft, ...turn(draft) }
  keep(storageOf(owner), changed)
  useDrafts.setState({ [owner]: changed })
}

/** What was written has arrived: the next one begins, by the same person about the same award. */
export function finish(owner: string, { category, name, phone }: Draft): void {
  keep(storageOf(owner), null)
  useDrafts.setState({ [owner]: { ...blank(category), name, phone } })
}
