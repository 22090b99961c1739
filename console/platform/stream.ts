import type { Route } from '@shared/api'
import { addressOf } from './request'

type Listener<T> = {
  /** Name of the events that are listened to; their data is JSON. */
  event: string
  onData: (data: T) => void
  /** Whether something new may come from now on. */
  onLive: (live: boolean) => void
  /** How long the server is silent at most while all is well, in milliseconds. */
  silence: number
}

/** Listens to a route's events while the page is looked at; answers how to stop. */
export function listen<T>(route: Route, { event, onData, onLive, silence }: Listener<T>): () => void {
  let source: EventSource | null = null
  let deadline: ReturnType<typeof setTimeout> | undefined
  /** A connection that was cut elsewhere looks open for long: only what comes shows that it is. */
  function hear() {
    clearTimeout(deadline)
    deadline = setTimeout(onLive, silence, false)
    onLive(true)
  }
  function open() {
    source?.close()
    source = null
    clearTimeout(deadline)
    if (document.hidden) return onLive(false)
    source = new EventSource(addressOf(route, {} as never))
    source.onopen = hear
    source.onerror = () => source?.readyState === EventSource.CLOSED && onLive(false)
    source.addEventListener(event, ({ data }) => {
      hear()
      onData(JSON.parse(data))
    })
  }
  open()
  document.addEventListener('visibilitychange', open)
  return () => {
    source?.close()
    clearTimeout(deadline)
    document.removeEventListener('visibilitychange', open)
  }
}
