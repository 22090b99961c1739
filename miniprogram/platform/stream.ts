import type { Tally } from '@shared/ballot/contract'
import { WEB } from './kind'

type Listener = {
  onTally: (tally: Tally) => void
  onPhase: () => void
  /** The stream does not answer (`false`) or answers again: who listens polls meanwhile. */
  onAlive: (alive: boolean) => void
}

/** How long a silent stream is waited for before polling takes over. */
const PATIENCE = 10_000

/**
 * Listens to the server's event stream of counts and phase changes; the browser reconnects by itself.
 * Returns what stops it. Where there is no EventSource, `onAlive(false)` comes at once.
 */
export function listenTallies({ onTally, onPhase, onAlive }: Listener): () => void {
  if (!WEB || typeof EventSource === 'undefined') {
    onAlive(false)
    return () => {}
  }
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
  }
  start()
  return () => {
    source.close()
    if (doubt) clearTimeout(doubt)
    if (again) clearTimeout(again)
  }
}
