/** The award's clock: phases and `castAt`. The demo's can be moved. Sessions and time-outs use the machine's. */
export type Clock = { now(): Date }

/** Work that outlives a request, handed to whichever worker is free. Each piece is done until it is done, and may be begun again. */
export type Jobs = {
  /** Hands a step on something over, unless the same is waiting or running. Rejects where that is not certain. */
  add(step: string, id: string): Promise<void>
}

/** What a worker does with a job, and with one that has failed again and again. */
export type JobWork = {
  take(step: string, id: string): Promise<void>
  giveUp(step: string, id: string): Promise<void>
  /** Gives a job to all that is due, as after Redis has lost them; what has one keeps it. */
  resume(): Promise<void>
}

/**
 * Takes a lock that spares work being done twice, and runs out by itself after `ms`. Answers how to give it back, or
 * null while somebody else has it. What must not be done twice needs more than this.
 */
export type TakeLock = (key: string, ms: number) => Promise<(() => Promise<void>) | null>

/** Structured log, as pino's. */
export type Log = {
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}
