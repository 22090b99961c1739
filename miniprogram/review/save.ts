import type { Marks, ReviewCard } from '@shared/review/contract'
import { create } from 'zustand'
import type { Manner } from '@/identity/session'
import { fetchAhead } from '@/platform/file'
import { onOnline } from '@/platform/network'
import { type Next, outbox } from '@/platform/outbox'
import type { ApiError } from '@/platform/request'
import { absorb, draftOf, isDirty, sending, type Written } from './draft'
import { asReviewer } from './session'
import {
  dropDraft,
  findCard,
  hasFreshMaterial,
  keepMaterial,
  myDraft,
  putAll,
  putCards,
  putDraft,
  useShelf,
} from './shelf'

/** How far a review has got; `offline` goes out by itself, `login` and `refused` wait for the person. */
export type Save =
  | { state: 'saved' | 'waiting' | 'saving' | 'offline' | 'login' }
  | { state: 'refused'; message: string }

type LoadState = { saves: Record<string, Save>; error: ApiError | null; loading: boolean }

/** How each review stands by its id, and whether the list is on its way. */
export const useSaves = create<LoadState>()(() => ({ saves: {}, error: null, loading: false }))

const PAUSE = 1200

function note(id: string, save: Save): void {
  useSaves.setState(({ saves }) => ({ saves: { ...saves, [id]: save } }))
}

const { later, flush, isSending } = outbox({
  send,
  onOffline: (id) => note(id, { state: 'offline' }),
  onRefused,
})

/** Sends what the server lacks of a review; resolves when it has it, or it is known why not. */
export const save = flush

/** Writes marks or a comment down on the device, and sends them once the person pauses. */
export function write(id: string, change: { marks?: Marks; comment?: string }): void {
  const shelf = useShelf.getState()
  const found = findCard(shelf.known, id)
  if (!found || !shelf.known) return
  const draft = myDraft(shelf, id) ?? draftOf(shelf.known.reviewer.id, found.card)
  putDraft({ ...draft, ...change })
  note(id, { state: 'waiting' })
  later(id, PAUSE)
}

async function send(id: string): Promise<Next> {
  const draft = myDraft(useShelf.getState(), id)
  if (!draft || !isDirty(draft)) {
    note(id, { state: 'saved' })
    return 'rest'
  }
  const { sent } = sending(draft)
  putDraft({ ...draft, sent })
  note(id, { state: 'saving' })
  take(await asReviewer('PUT /api/reviews/:id', { params: { id }, body: sent }, 'quiet'), true)
  return 'more'
}

/** Brings what the server tells of a review together with what this device has of it. */
function take(card: ReviewCard, accepted = false): void {
  const draft = myDraft(useShelf.getState(), card.id)
  if (draft && card.state !== 'draft') dropDraft(card.id)
  else if (draft && card.version >= draft.base.version) putDraft(absorb(draft, card, accepted))
  putCards([card])
}

function onRefused(id: string, { code, status, message, details }: ApiError): Next {
  if (code === 'version_conflict') {
    take(details as ReviewCard)
    return 'more'
  }
  const draft = myDraft(useShelf.getState(), id)
  if (draft) putDraft({ ...draft, sent: null }) // it certainly did not go in
  const isOut = status === 401 || code === 'cancelled'
  note(id, isOut ? { state: 'login' } : { state: 'refused', message })
  // Handed in, recused or taken away meanwhile: the list tells.
  if (code === 'review_settled' || code === 'review_not_found') void load('quiet')
  return 'rest'
}

/** Sends whatever waits on this device for the expert who is logged in. */
export function saveAll(): Promise<unknown> {
  const shelf = useShelf.getState()
  return Promise.all(
    Object.keys(shelf.drafts)
      .filter((id) => myDraft(shelf, id))
      .map(flush),
  )
}
onOnline(() => void saveAll())

/** Asks for one's reviews, and then for what there is to read of each, so that a train may enter a tunnel. */
export async function load(manner: Manner): Promise<void> {
  if (useSaves.getState().loading) return
  useSaves.setState({ loading: true })
  try {
    const known = await asReviewer('GET /api/reviews', {}, manner)
    putAll(known)
    useSaves.setState({ error: null, loading: false })
    for (const card of known.categories.flatMap(({ items }) => items)) if (!isSending(card.id)) take(card)
    void saveAll()
    void fetchMaterials()
  } catch (error) {
    useSaves.setState({ error: error as ApiError, loading: false })
  }
}

let fetching = false

async function fetchMaterials(): Promise<void> {
  if (fetching) return
  fetching = true
  const cards = useShelf.getState().known?.categories.flatMap(({ items }) => items) ?? []
  try {
    for (const { id, state } of cards)
      if (state !== 'recused' && !hasFreshMaterial(id)) await fetchMaterial(id)
  } catch {
    // Without a connection; asked for again when a page is opened.
  }
  fetching = false
}

/** Asks what there is to read of a candidate; kept on the device. Rejects with ApiError. */
export async function fetchMaterial(id: string) {
  const { material, ...card } = await asReviewer('GET /api/reviews/:id', { params: { id } }, 'quiet')
  keepMaterial(id, material)
  const { picture, photos } = material
  for (const path of [picture.url, ...photos.map(({ url, thumbUrl }) => thumbUrl ?? url)]) {
    if (path) fetchAhead(path)
  }
  if (!isSending(id)) take(card)
  return material
}

/** Says that one does not judge a candidate. Rejects with ApiError. */
export async function recuse(id: string, reason: string): Promise<void> {
  await flush(id)
  take(await asReviewer('POST /api/reviews/:id/recusal', { params: { id }, body: { reason } }, 'ask'))
}

/** A card with what this device has written since. */
export function withDraft(card: ReviewCard, draft: Written | undefined): ReviewCard {
  return draft && card.state === 'draft' ? { ...card, marks: draft.marks, comment: draft.comment } : card
}
