import type { CategoryId } from '@shared/edition/contract'
import type { Answer, Answers, Nomination } from '@shared/nomination/contract'
import { areSameAnswers, isSameAnswer, mergeAnswers } from '@shared/nomination/merge'
import type { RepresentedUnit } from '@shared/representative/contract'
import type { Upload } from '@shared/upload/contract'
import { newId } from '@/platform/id'

/** A nomination as it is on this device, whatever the server knows of it. */
export type Draft = {
  /** Its name on this device, and the key that begins it on the server. */
  ref: string
  /** The voter who writes it. */
  owner: string
  category: CategoryId
  unit: RepresentedUnit
  /** As the server last told it; null while it has not heard of it. */
  seen: Nomination | null
  answers: Answers
  /** What was sent and may or may not have arrived: it is sent again as it was until that is known. */
  sent: Answers | null
  /** Fields that somebody else has changed as well, in another way: nothing is sent until the person has chosen. */
  conflicts: string[]
  /** Uploads that the server has not told of yet. */
  uploads: Upload[]
}

/** A draft of which nothing is written yet. */
export function newDraft(owner: string, category: CategoryId, unit: RepresentedUnit): Draft {
  return {
    ...{ ref: newId(), owner, category, unit },
    ...{ seen: null, answers: {}, sent: null, conflicts: [], uploads: [] },
  }
}

/** One person's draft by its name here or on the server; where nobody is logged in, whoever's it is. */
export function draftOf(
  drafts: Record<string, Draft>,
  name: string | undefined,
  owner: string | undefined,
): Draft | undefined {
  return Object.values(drafts).find(
    (draft) => (draft.ref === name || draft.seen?.id === name) && (!owner || draft.owner === owner),
  )
}

/** Whether it holds anything that the server is not known to have. */
export const isDirty = (draft: Draft): boolean =>
  draft.sent !== null ||
  draft.conflicts.length > 0 ||
  !areSameAnswers(draft.answers, draft.seen?.answers ?? {})

/** A draft with one answer changed. */
export function answered(draft: Draft, key: string, answer: Answer): Draft {
  return { ...draft, answers: { ...draft.answers, [key]: answer } }
}

/** A draft of what the server tells, where the device has none. */
export function draftFrom(owner: string, nomination: Nomination): Draft {
  const { category, unit, answers } = nomination
  return {
    ...{ ref: newId(), owner, category, unit, answers },
    ...{ seen: nomination, sent: null, conflicts: [], uploads: [] },
  }
}

/**
 * A draft after the server has told its latest: what others changed is taken over, what was written here stays, and where
 * both wrote in one field that is remembered as a conflict. What the server has of `sent` is ours, whoever answered.
 * `accepted`: the server has just taken `sent`.
 */
export function absorb(
  draft: Draft,
  latest: Nomination,
  accepted = false,
): { draft: Draft; taken: string[] } {
  const { sent, conflicts } = draft
  const base: Answers = { ...(accepted && sent ? sent : draft.seen?.answers) }
  for (const [key, theirs] of Object.entries(latest.answers)) {
    if (sent && isSameAnswer(sent[key], theirs)) base[key] = theirs
  }
  const merged = mergeAnswers(base, draft.answers, latest.answers)
  const open = conflicts.filter((key) => !isSameAnswer(merged.answers[key], latest.answers[key]))
  return {
    draft: {
      ...draft,
      seen: latest,
      answers: merged.answers,
      sent: null,
      conflicts: [...new Set([...open, ...merged.conflicts])],
      uploads: draft.uploads.filter(({ id }) => !latest.uploads.some((one) => one.id === id)),
    },
    taken: merged.taken,
  }
}

/** A draft after the person has chosen, field by field, whose answer stands. */
export function settled(draft: Draft, choices: Record<string, 'mine' | 'theirs'>): Draft {
  const answers = { ...draft.answers }
  for (const key of draft.conflicts.filter((one) => choices[one] === 'theirs')) {
    const theirs = draft.seen?.answers[key]
    if (theirs === undefined) delete answers[key]
    else answers[key] = theirs
  }
  return { ...draft, answers, conflicts: [] }
}

/** The upload behind an id of an answer, where it is known. */
export function uploadOf({ seen, uploads }: Draft, id: string): Upload | undefined {
  return seen?.uploads.find((one) => one.id === id) ?? uploads.find((one) => one.id === id)
}
