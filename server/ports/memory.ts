/** Small values that expire: single-use states and hand-offs. */
export type Vault = {
  put(key: string, value: string, seconds: number): Promise<void>
  /** Reads and removes at once: of many takers one gets it. */
  take(key: string): Promise<string | null>
  /** Reads without removing. */
  peek(key: string): Promise<string | null>
}

/** What is no longer good before it expires: `session:…` one session, `voter:…` all that were opened before. */
export type Revocation = { subject: string; at: Date }

/** Revocations, shared by all processes until what they concern would have expired anyway. */
export type RevocationStore = {
  add(revocation: Revocation, seconds: number): Promise<void>
  /** Those added since an instant, a little overlap included; all without one. */
  since(instant: Date | null): Promise<Revocation[]>
}

/** Remembers the end of the audit's chain apart from the chain, so that entries cut off its end are missed. */
export type ChainWitness = {
  note(seq: number, hash: string): Promise<void>
  last(): Promise<{ seq: number; hash: string } | null>
}

/** A browser somebody of staff is logged in with. */
export type StaffBrowser = {
  staff: string
  /** That of the person when it was opened; a later one ends it. */
  epoch: number
  createdAt: Date
  lastSeenAt: Date
  agent: string
  ip: string
}

/** Staff's sessions, by a key that opens nothing itself. One that is not touched for half an hour is gone. */
export type StaffSessionStore = {
  add(key: string, browser: StaffBrowser): Promise<void>
  /** Reads a session and keeps it alive. */
  touch(key: string, now: Date): Promise<StaffBrowser | null>
  read(key: string): Promise<StaffBrowser | null>
  /** Newest first. */
  of(staff: string): Promise<(StaffBrowser & { key: string })[]>
  remove(staff: string, key: string): Promise<void>
}

/** Keeps who asks too often from the others' share. */
export type RateLimiter = {
  /** Spends one of `times` a subject has in `seconds`. Throws Refusal `too_many_requests`. */
  spend(limit: { name: string; times: number; seconds: number }, subject: string): Promise<void>
}

/** Counts attempts at a secret, and makes who goes on guessing wait ever longer. */
export type AttemptStore = {
  /** Takes one attempt; answers 0, or how many ms there is none to take. */
  claim(subject: string): Promise<number>
  /** Gives an attempt back that was no guess. */
  giveBack(subject: string): Promise<void>
  /** Forgets all attempts, after the right answer. */
  forget(subject: string): Promise<void>
}

/**
 * Remembers across processes what a message was answered, so that its redeliveries have no effect of their own. A claim
 * that is not kept within `seconds` is free again: its holder has died.
 */
export type AnswerMemory = {
  /** `mine` to whoever comes first; then `pending` until the answer is kept. */
  claim(message: string, seconds: number): Promise<'mine' | 'pending' | { answer: string }>
  keep(message: string, answer: string, seconds: number): Promise<void>
}
