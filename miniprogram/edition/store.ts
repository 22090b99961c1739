import type { CurrentEdition } from '@shared/edition/contract'
import { phaseAt, type Stage, stageOf } from '@shared/edition/rules'
import { create } from 'zustand'
import { listenPreview, previewed } from '@/platform/preview'
import { type ApiError, request } from '@/platform/request'

type EditionState = {
  edition: CurrentEdition | null
  /** Server's clock minus the device's, in milliseconds, measured when the edition was fetched. */
  offset: number
  fetchedAt: number
  error: ApiError | null
  loading: boolean
  /** Fetches the edition; one fetch at a time. What was shown stays while it runs or fails. */
  load: () => Promise<void>
}

export const useEditionStore = create<EditionState>()((set, get) => ({
  edition: null,
  offset: 0,
  fetchedAt: 0,
  error: null,
  loading: false,
  load: async () => {
    if (get().loading) return
    set({ loading: true })
    const sent = Date.now()
    try {
      const edition = await (previewed() ?? request('GET /api/edition', {}))
      const received = Date.now()
      // The server read its clock somewhere between the two.
      const offset = Date.parse(edition.serverTime) - (sent + received) / 2
      set({ edition, offset, fetchedAt: received + offset, error: null, loading: false })
    } catch (error) {
      set({ error: error as ApiError, loading: false })
    }
  },
}))

listenPreview(() => void useEditionStore.getState().load())

/** The server's time now. The device's own clock is never trusted with a phase. */
export function serverNow(): Date {
  return new Date(Date.now() + useEditionStore.getState().offset)
}

/** The first instant after `since` at which a phase opens or closes; null where none is left. */
export function nextBoundary(edition: CurrentEdition, since: number): number | null {
  const instants = edition.phases
    .flatMap((phase) => [phase.opensAt, phase.closesAt])
    .filter((instant) => instant !== null)
    .map((instant) => Date.parse(instant))
    .filter((instant) => instant > since)
  return instants.length ? Math.min(...instants) : null
}

/**
 * Where things stand now. The server's word holds until the next boundary; after it, until the edition has been fetched
 * again, the phases' windows decide.
 */
export function currentStage(edition: CurrentEdition, fetchedAt: number, now: Date): Stage {
  const boundary = nextBoundary(edition, fetchedAt)
  const passed = boundary !== null && now.getTime() >= boundary
  return stageOf(passed ? { ...edition, phase: phaseAt(edition, now) } : edition)
}
