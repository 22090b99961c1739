import { isUnconfirmed } from './error'
import { ApiError } from './request'

const FIRST_RETRY = 3000
const SLOWEST_RETRY = 60_000

/** What is to be done after a step: nothing, the next at once, or the next after so many milliseconds. */
export type Next = 'rest' | 'more' | number

/** How one kind of thing goes to the server. */
export type Way = {
  /** Sends what waits of a thing; rejects as a request does. */
  send(ref: string): Promise<Next>
  /** Nobody knows whether it arrived: it is sent again by itself. */
  onOffline(ref: string): void
  /** The server would not have it. */
  onRefused(ref: string, error: ApiError): Next
}

/**
 * Sends things that wait on this device, each one sending at a time, and again, ever more slowly, while nobody knows whether
 * they arrived.
 */
export function outbox({ send, onOffline, onRefused }: Way) {
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  const running = new Map<string, Promise<void>>()
  const misses = new Map<string, number>()

  async function step(ref: string): Promise<Next> {
    try {
      const next = await send(ref)
      misses.delete(ref)
      return next
    } catch (cause) {
      // The mini-program's own log-in fails in its own way when there is no connection.
      if (cause instanceof ApiError && !isUnconfirmed(cause) && cause.status !== 429) {
        return onRefused(ref, cause)
      }
      const missed = misses.get(ref) ?? 0
      misses.set(ref, missed + 1)
      onOffline(ref)
      return Math.min(FIRST_RETRY * 2 ** missed, SLOWEST_RETRY)
    }
  }

  async function sendAll(ref: string): Promise<void> {
    let next: Next = 'more'
    while (next === 'more') next = await step(ref)
    if (next !== 'rest') later(ref, next)
  }

  function later(ref: string, ms: number): void {
    clearTimeout(timers.get(ref))
    timers.set(
      ref,
      setTimeout(() => void flush(ref), ms),
    )
  }

  /** Sends what waits of a thing; resolves when nothing does, or it is known why. */
  function flush(ref: string): Promise<void> {
    clearTimeout(timers.get(ref))
    const job = running.get(ref) ?? sendAll(ref).finally(() => running.delete(ref))
    running.set(ref, job)
    return job
  }

  return { later, flush, isSending: (ref: string) => running.has(ref) }
}
