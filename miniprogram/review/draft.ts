import type { Marks, ReviewCard } from '@shared/review/contract'
import { newId } from '@/platform/id'

/** What an expert writes in a review. */
export type Written = { marks: Marks; comment: string }

/** What of a review only this device knows, or is not sure the server does. */
export type Draft = Written & {
  /** The review, and the expert whose it is. */
  id: string
  owner: string
  /** What the server last told of it. */
  base: Written & { version: number }
  /** On its way: it may have arrived, and is sent again as it was until that is known. */
  sent: (Written & { key: string; version: number }) | null
}

const writtenOf = ({ marks, comment }: Written): Written => ({ marks, comment })

/** A draft in which nothing is changed yet. */
export function draftOf(owner: string, card: ReviewCard): Draft {
  const base = { ...writtenOf(card), version: card.version }
  return { id: card.id, owner, ...writtenOf(card), base, sent: null }
}

export function isSame(a: Written, b: Written): boolean {
  const keys = new Set([...Object.keys(a.marks), ...Object.keys(b.marks)])
  return a.comment === b.comment && [...keys].every((key) => a.marks[key] === b.marks[key])
}

/** Whether it holds anything that the server is not known to have. */
export const isDirty = (draft: Draft): boolean => draft.sent !== null || !isSame(draft, draft.base)

/** A draft with what goes out now; the same again where that may have been on its way before. */
export function sending(draft: Draft): Draft & { sent: NonNullable<Draft['sent']> } {
  const sent = draft.sent ?? { key: newId(), version: draft.base.version, ...writtenOf(draft) }
  return { ...draft, sent }
}

/**
 * A draft after the server has told its latest. It is the same person at both ends: what was written here stays, and what was
 * written elsewhere is taken over where nothing was changed here. `accepted`: the server has just taken `sent`.
 */
export function absorb(draft: Draft, latest: ReviewCard, accepted = false): Draft {
  const before: Written = accepted && draft.sent ? draft.sent : draft.base
  const marks: Marks = { ...latest.marks }
  for (const key of new Set([...Object.keys(draft.marks), ...Object.keys(before.marks)])) {
    const mine = draft.marks[key]
    if (mine === before.marks[key]) continue
    if (mine === undefined) delete marks[key]
    else marks[key] = mine
  }
  const comment = draft.comment === before.comment ? latest.comment : draft.comment
  return { ...draft, marks, comment, base: { ...writtenOf(latest), version: latest.version }, sent: null }
}
