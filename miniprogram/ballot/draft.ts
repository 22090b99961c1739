import type { CandidateCard } from '@shared/candidate/contract'
import type { CategoryId } from '@shared/edition/contract'
import { create } from 'zustand'
import { keep, recall } from '@/platform/storage'

/** A chosen candidate, with what is needed to name it without asking the server. */
export type Pick = {
  id: string
  number: string
  name: string
  unitName: string
  thumbUrl: string
  /** Has left the race since it was chosen: it must be taken off before the ballot is cast. */
  withdrawn?: true
}

type Drafts = Record<string, Pick[]>
type DraftState = {
  drafts: Drafts
  /** Counts up when a choice was refused because the ballot is full, so that the bar can say so. */
  refusals: number
}

/** Choices not yet cast: they outlive navigation, reload and a failed cast. */
export const useDrafts = create<DraftState>()(() => ({ drafts: recall<Drafts>('drafts') ?? {}, refusals: 0 }))

const NONE: Pick[] = []
const keyOf = (edition: string, category: CategoryId) => `${edition}:${category}`

/** The choices of one category. */
export function useDraft(edition: string, category: CategoryId): Pick[] {
  return useDrafts((state) => state.drafts[keyOf(edition, category)] ?? NONE)
}

/** Whether one candidate is chosen. */
export function useChosen(edition: string, card: { id: string; category: CategoryId }): boolean {
  return useDrafts((state) =>
    (state.drafts[keyOf(edition, card.category)] ?? NONE).some((p) => p.id === card.id),
  )
}

function write(edition: string, category: CategoryId, picks: Pick[]): void {
  const drafts = { ...useDrafts.getState().drafts, [keyOf(edition, category)]: picks }
  if (picks.length === 0) delete drafts[keyOf(edition, category)]
  keep('drafts', drafts)
  useDrafts.setState({ drafts })
}

/** Chooses a candidate or takes the choice back; false when the ballot holds `max` already. */
export function toggle(edition: string, card: CandidateCard, max: number): boolean {
  const { drafts, refusals } = useDrafts.getState()
  const picks = drafts[keyOf(edition, card.category)] ?? NONE
  if (picks.some((pick) => pick.id === card.id)) {
    drop(edition, card.category, card.id)
    return true
  }
  if (picks.length >= max) {
    useDrafts.setState({ refusals: refusals + 1 })
    return false
  }
  const { id, number, name, unitName, picture } = card
  write(edition, card.category, [...picks, { id, number, name, unitName, thumbUrl: picture.thumbUrl }])
  return true
}

/** Notes which of a category's choices have left the race; they stay until the person takes them off. */
export function noteWithdrawn(edition: string, category: CategoryId, ids: readonly string[]): void {
  const picks = useDrafts.getState().drafts[keyOf(edition, category)] ?? NONE
  const isNews = ({ id, withdrawn }: Pick) => !withdrawn && ids.includes(id)
  if (!picks.some(isNews)) return
  write(
    edition,
    category,
    picks.map((pick) => (isNews(pick) ? { ...pick, withdrawn: true } : pick)),
  )
}

/** `其中 1 个已退出评选，请移除`; empty where none has. */
export function withdrawnWords(picks: readonly Pick[], unit: string): string {
  const gone = picks.filter(({ withdrawn }) => withdrawn).length
  return gone > 0 ? `其中 ${gone} ${unit}已退出评选，请移除` : ''
}

/** Takes one choice back. */
export function drop(edition: string, category: CategoryId, id: string): void {
  const picks = useDrafts.getState().drafts[keyOf(edition, category)] ?? NONE
  write(
    edition,
    category,
    picks.filter((pick) => pick.id !== id),
  )
}

/** Empties a category's choices: they have become a ballot. */
export function clear(edition: string, category: CategoryId): void {
  write(edition, category, [])
}
