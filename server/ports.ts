/** Interfaces that have more than one real implementation. Wired in `deps.ts`. */

/** The award's clock: phases and `castAt`. The demo's can be moved. Sessions and time-outs use the machine's. */
export type Clock = { now(): Date }

/** Counts to add to a tally; negative where a ballot is set aside. */
export type Delta = { counts: Record<string, number>; ballots: number }

/** How far a writer's batches are in a tally: the last batch, and its ballots and rulings in all. */
export type Mark = { batch: number; entries: number }

/** Live counts of one category as the counting store holds them. */
export type TallySnapshot = Delta & {
  /** False while parts of the ledger may be missing, after the store lost its data. */
  whole: boolean
  marks: Record<string, Mark>
}

/** Live counts. Never the truth: whatever is lost here is counted again from the ledger. */
export type TallyStore = {
  /**
   * Adds a delta if the writer's mark is `from` (null: none yet), and sets it to `to`. Answers `applied`, `repeated`
   * where the mark is `to` already, or `gap` where it is anything else and the ledger must be asked.
   */
  apply(
    tally: string,
    writer: string,
    from: Mark | null,
    to: Mark,
    delta: Delta,
  ): Promise<'applied' | 'repeated' | 'gap'>
  read(tally: string): Promise<TallySnapshot>
  /** Declares a tally complete if it still has a mark of every given writer; answers whether it did. */
  markWhole(tally: string, writers: string[]): Promise<boolean>
  /** Forgets a tally, to be counted again. */
  reset(tally: string): Promise<void>
}

/** What WeChat says of a person who logs in. OpenIDs come from here and nowhere else. */
export type WeChatPerson = { appid: string; openid: string; unionid: string | null; snapshot: boolean }

export type WeChat = {
  /** Mini-program `jscode2session`. Throws Refusal `login_failed` or `wechat_unavailable`. */
  personOfWeappCode(code: string): Promise<WeChatPerson>
  /** OAuth `access_token` of the official account. Throws as above. */
  personOfOauthCode(code: string): Promise<WeChatPerson>
  /** Where to send a browser for OAuth. */
  authorizeUrl(redirectUri: string, state: string): string
}

/** Small values that expire: single-use states and hand-offs. */
export type Vault = {
  put(key: string, value: string, seconds: number): Promise<void>
  /** Reads and removes at once: of many takers one gets it. */
  take(key: string): Promise<string | null>
}

/** Structured log, as pino's. */
export type Log = {
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}
