import type { Route } from '@shared/api'
import { addressOf } from './request'

type Listener<T> = {
  /** Name of the events that are listened to; their data is JSON. */
  event: string
  onData: (data: T) => void
  /** Whether something new may come from now on. */
  onLive: (live: boolean) => void
}

/** Listens to a route's events while the page is looked at; answers how to stop. */
export function listen<T>(route: Route, { event, onData, onLive }: Listener<T>): () => void {
  let source: EventSource | null = null
  function open() {
    source?.close()
    source = null
    if (document.hidden) return onLive(false)
    source = new EventSource(addressOf(route, {} as never))
    source.onopen = () => onLive(true)
    source.onerror = () => onLive(source?.readyState === EventSource.CONNECTING)
    source.addEventListener(event, ({ data }) => onData(JSON.parse(data)))
  }
  open()
  document.addEventListener('visibilitychange', open)
  return () => {
    source?.close()
    document.removeEventListener('visibilitychange', open)
  }
}
