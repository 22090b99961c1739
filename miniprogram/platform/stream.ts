import type { Tally } from '@shared/ballot/contract'
import { WEB } from './kind'

type Listener = {
  onTally: (tally: Tally) => void
  onPhase: () => void
  /** Counts that have not changed are those of these instants. */
  onPulse: (asOf: Record<string, string>) => void
  /** The stream does not answer (`false`) or answers again: who listens polls meanwhile. */
  onAlive: (alive: boolean) => void
}

/** How long a silent stream is waited for before polling takes over. */
const PATIENCE = 10_000

/** A browser opens six connections to one host; streams may hold half of them, all windows together. */
const SLOTS = 3

/**
 * Listens to the server's event stream of counts and phase changes; the browser reconnects by itself.
 * Returns what stops it. Where no stream can be had, `onAlive(false)` comes at once.
 */
export function listenTallies(listener: Listener): () => void {
  if (!WEB || typeof EventSource === 'undefined') {
    listener.onAlive(false)
    return () => {}
  }
  let stopped = false
  let close = () => {}
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  takeSlot(held).then((taken) => {
    if (stopped) return
    if (taken) close = openStream(listener)
    else listener.onAlive(false)
  })
  return () => {
    stopped = true
    close()
    release()
  }
}

/** Takes one of the browser's slots until `held` settles; true where there was one, or nobody counts them. */
async function takeSlot(held: Promise<void>): Promise<boolean> {
  if (!navigator.locks) return true
  for (let slot = 0; slot < SLOTS; slot++) {
    const taken = await new Promise<boolean>((resolve) => {
      navigator.locks
        .request(`pingxuan:stream:${slot}`, { ifAvailable: true }, (lock) => {
          resolve(lock !== null)
          return lock ? held : undefined
        })
        .catch(() => resolve(true))
    })
    if (taken) return true
  }
  return false
}

function openStream({ onTally, onPhase, onPulse, onAlive }: Listener): () => void {
  let source: EventSource
  let doubt: ReturnType<typeof setTimeout> | null = null
  let again: ReturnType<typeof setTimeout> | null = null

  const wait = () => {
    doubt ??= setTimeout(() => onAlive(false), PATIENCE)
  }
  const start = () => {
    source = new EventSource(`${PINGXUAN_API_BASE}/api/tallies/stream`)
    wait()
    source.onopen = () => {
      if (doubt) clearTimeout(doubt)
      doubt = null
      onAlive(true)
    }
    source.onerror = () => {
      wait()
      // A refused stream is not retried by the browser.
      if (source.readyState === EventSource.CLOSED) again = setTimeout(start, 3 * PATIENCE)
    }
    source.addEventListener('tally', (event) => onTally(JSON.parse((event as MessageEvent).data)))
    source.addEventListener('phase', onPhase)
    source.addEventListener('pulse', (event) => onPulse(JSON.parse((event as MessageEvent).data).asOf))
  }
  start()
  return () => {
    source.close()
    if (doubt) clearTimeout(doubt)
    if (again) clearTimeout(again)
  }
}
