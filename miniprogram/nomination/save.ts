import type { Answer, Answers, Nomination } from '@shared/nomination/contract'
import { create } from 'zustand'
import { serverNow, useEditionStore } from '@/edition/store'
import { asVoter, useSession } from '@/identity/session'
import { onOnline } from '@/platform/network'
import { type Next, outbox } from '@/platform/outbox'
import type { ApiError } from '@/platform/request'
import { absorb, answered, type Draft, draftFrom, draftOf, isDirty, settled } from './draft'
import { type Gate, gateAt } from './gate'
import { put, useDrafts } from './shelf'

/**
 * How far a draft has got. `waiting`: something was written that goes out in a moment. `offline`: it is kept on the device
 * and sent again by itself. `login` and `refused`: nothing goes out until the person does something. `late`: what had arrived
 * before the end, or came by mail, can still be handed in, so nothing later may take its place.
 */
export type Save =
  | { state: 'saved' | 'waiting' | 'saving' | 'offline' | 'login' | 'conflict' | 'late' }
  | { state: 'refused'; message: string }

/** By the draft's `ref`; `taken` are fields that somebody else changed and that were taken over, until the person knows. */
export const useSaves = create<{ saves: Record<string, Save>; taken: Record<string, string[]> }>()(() => ({
  saves: {},
  taken: {},
}))

const PAUSE = 1500

const { later, flush, isSending } = outbox({
  send: sendNext,
  onOffline: (ref) => note(ref, { state: 'offline' }),
  onRefused,
})

/** Sends what the server lacks of a draft; resolves when it has all of it, or it is known why not. */
export const save = flush

const draftBy = (ref: string): Draft | undefined => useDrafts.getState().drafts[ref]

function note(ref: string, save: Save): void {
  useSaves.setState(({ saves }) => ({ saves: { ...saves, [ref]: save } }))
}

/** The person has seen what was taken over. */
export function noticed(ref: string): void {
  useSaves.setState(({ taken: { [ref]: _, ...taken } }) => ({ taken }))
}

/** Writes one answer down on the device, and sends the draft once the person pauses. */
export function write(ref: string, key: string, answer: Answer): void {
  const draft = draftBy(ref)
  if (!draft) return
  put(answered(draft, key, answer))
  if (draft.conflicts.length) return
  note(ref, { state: 'waiting' })
  later(ref, PAUSE)
}

/** Sends whatever waits on this device for the person who is logged in. */
export function saveAll(): void {
  const owner = useSession.getState().session?.voter.id
  for (const draft of Object.values(useDrafts.getState().drafts)) {
    if (draft.owner === owner && isDirty(draft)) void save(draft.ref)
  }
}
onOnline(saveAll)

async function sendNext(ref: string): Promise<Next> {
  const draft = draftBy(ref)
  if (!draft) return 'rest'
  if (draft.conflicts.length) {
    note(ref, { state: 'conflict' })
    return 'rest'
  }
  if (!isDirty(draft)) {
    note(ref, { state: 'saved' })
    return 'rest'
  }
  const gate = gateOf(draft)
  if (gate?.graceUntil || gate?.isAsMailed) {
    note(ref, { state: 'late' })
    return gate.graceUntil ? gate.graceUntil - serverNow().getTime() : 'rest'
  }
  const sent = draft.sent ?? draft.answers
  put({ ...draft, sent })
  note(ref, { state: 'saving' })
  take(ref, await send(draft, sent), true)
  return 'more'
}

function gateOf({ seen }: Draft): Gate | null {
  const { edition } = useEditionStore.getState()
  return edition && gateAt(edition, serverNow(), seen)
}

function send({ ref, seen, category, unit }: Draft, answers: Answers): Promise<Nomination> {
  if (!seen) {
    const body = { key: ref, category, unit: unit.id, answers }
    return asVoter('POST /api/nominations', { body }, 'quiet')
  }
  const { id, version } = seen
  return asVoter('PUT /api/nominations/:id', { params: { id }, body: { version, answers } }, 'quiet')
}

/** Takes over what the server tells of a draft that is here. */
function take(ref: string, latest: Nomination, accepted = false): void {
  const before = draftBy(ref)
  // An answer that a later one has overtaken tells nothing new.
  if (!before || (before.seen && latest.version < before.seen.version)) return
  const { draft, taken } = absorb(before, latest, accepted)
  put(draft)
  if (taken.length === 0) return
  useSaves.setState(({ taken: all }) => ({
    taken: { ...all, [ref]: [...new Set([...(all[ref] ?? []), ...taken])] },
  }))
}

/** Draws what follows where the server would not have it. */
function onRefused(ref: string, error: ApiError): Next {
  const latest = latestIn(error)
  if (latest) {
    take(ref, latest)
    return 'more'
  }
  const draft = draftBy(ref)
  if (draft) put({ ...draft, sent: null }) // it certainly did not go in
  const isOut = error.status === 401 || error.code === 'cancelled'
  note(ref, isOut ? { state: 'login' } : { state: 'refused', message: error.message })
  if (error.code === 'nomination_settled' && draft?.seen) void load(draft.seen.id, 'quiet').catch(() => {})
  return 'rest'
}

/** What somebody else has saved meanwhile, as a refusal tells it. */
function latestIn({ code, details }: ApiError): Nomination | null {
  return code === 'version_conflict' ? (details as Nomination) : null
}

/** Asks the server for a nomination and brings it together with what this device has of it. Rejects with ApiError. */
export async function load(id: string, manner: 'ask' | 'quiet'): Promise<Draft> {
  const latest = await asVoter('GET /api/nominations/:id', { params: { id } }, manner)
  const owner = useSession.getState().session!.voter.id
  const here = draftOf(useDrafts.getState().drafts, id, owner)
  if (here) {
    // What is on its way will tell it too, and knows better what is whose.
    if (!isSending(here.ref)) take(here.ref, latest)
    return draftBy(here.ref)!
  }
  const draft = draftFrom(owner, latest)
  put(draft)
  return draft
}

/** Takes in what the server has answered about a nomination that is here. */
export function hear(latest: Nomination): void {
  for (const { ref, seen } of Object.values(useDrafts.getState().drafts)) {
    if (seen?.id === latest.id) take(ref, latest)
  }
}

/** Ends a conflict as the person has chosen, and sends what became of it. */
export function settle(ref: string, choices: Record<string, 'mine' | 'theirs'>): void {
  const draft = draftBy(ref)
  if (!draft) return
  put(settled(draft, choices))
  void save(ref)
}
