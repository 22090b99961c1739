import type { ResponseOf } from '@shared/api'
import type { Material, ReviewCard } from '@shared/review/contract'
import { create } from 'zustand'
import { keep, recall } from '@/platform/storage'
import { type Draft, isDirty } from './draft'
import { useEntry } from './session'

export type MyReviews = ResponseOf<'GET /api/reviews'>
export type Group = MyReviews['categories'][number]

type ShelfState = {
  /** As last told by the server, also in an earlier visit; null while nobody knows. */
  known: MyReviews | null
  /** What the server may not have, by review; of whoever wrote it here. */
  drafts: Record<string, Draft>
  /** False once the device has refused to keep a draft: then only the server does. */
  kept: boolean
}

const LIST = 'reviews'
const DRAFTS = 'review-drafts'
const materialKey = (id: string) => `review-material:${id}`
// Read anew each time: another window of this device may have added some.
const draftsKept = () => recall<Record<string, Draft>>(DRAFTS) ?? {}

/** An expert's reviews on this device. They outlive the page, the program and the connection. */
export const useShelf = create<ShelfState>()(() => ({
  known: useEntry.getState().entry ? recall<MyReviews>(LIST) : null,
  drafts: draftsKept(),
  kept: true,
}))

// Who leaves takes along what the server has as well; what it lacks waits for its writer.
useEntry.subscribe(({ entry }) => {
  const { known } = useShelf.getState()
  if (entry || !known) return
  for (const { items } of known.categories) for (const { id } of items) keep(materialKey(id), null)
  keep(LIST, null)
  useShelf.setState({ known: null })
})

/** Keeps what the server tells of all reviews. */
export function putAll(known: MyReviews): void {
  keep(LIST, known)
  useShelf.setState({ known, drafts: draftsKept() })
}

/** Keeps what the server tells of some. */
export function putCards(cards: readonly ReviewCard[]): void {
  const { known } = useShelf.getState()
  if (!known) return
  const fresh = new Map(cards.map((card) => [card.id, card]))
  const cardOf = (old: ReviewCard) => {
    const { id, version, ...rest } = old
    const latest = fresh.get(id)
    return latest && latest.version >= version ? { ...old, ...rest, ...latest } : old
  }
  const categories = known.categories.map((one) => ({ ...one, items: one.items.map(cardOf) }))
  putAll({ ...known, categories })
}

/** Keeps a draft as it now is; one that the server has as well is taken off the device. */
export function putDraft(draft: Draft): void {
  const { [draft.id]: _, ...others } = draftsKept()
  const drafts = isDirty(draft) ? { ...others, [draft.id]: draft } : others
  const kept = keep(DRAFTS, drafts)
  useShelf.setState({ drafts: kept ? drafts : { ...useShelf.getState().drafts, [draft.id]: draft }, kept })
}

/** Takes a draft off the device. */
export function dropDraft(id: string): void {
  const { [id]: _, ...drafts } = draftsKept()
  keep(DRAFTS, drafts)
  useShelf.setState({ drafts })
}

/** A review's card as the server last told it, with its category. */
export function findCard(known: MyReviews | null, id: string): { card: ReviewCard; group: Group } | null {
  for (const group of known?.categories ?? []) {
    const card = group.items.find((one) => one.id === id)
    if (card) return { card, group }
  }
  return null
}

/** One's own draft of a review, if there is one. */
export function myDraft({ known, drafts }: ShelfState, id: string): Draft | undefined {
  const draft = drafts[id]
  return draft?.owner === known?.reviewer.id ? draft : undefined
}

type Kept = Material & { keptAt?: number }
/** Addresses of photos are good for half an hour at the least, in ms. */
const FRESH = 30 * 60_000

export const materialOf = (id: string): Material | null => recall<Kept>(materialKey(id))
export const keepMaterial = (id: string, material: Material): boolean =>
  keep(materialKey(id), { ...material, keptAt: Date.now() } satisfies Kept)
/** Whether what there is to read is here, with photos that can be shown. */
export const hasFreshMaterial = (id: string): boolean =>
  Date.now() - (recall<Kept>(materialKey(id))?.keptAt ?? 0) < FRESH
