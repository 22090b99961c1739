/** What becomes of a personal account that is logged in to web WeChat. */
export type BotNews =
  /** A code to be scanned: `https://login.weixin.qq.com/l/<uuid>`. */
  | { kind: 'code'; uuid: string }
  | { kind: 'scanned' }
  | { kind: 'online'; name: string }
  | { kind: 'groups'; names: string[] }
  /** What it takes to go on without logging in again. A secret. */
  | { kind: 'data'; data: string }
  /** Somebody has written in a group. */
  | { kind: 'heard'; group: string; text: string }
  | { kind: 'trouble'; reason: string }
  /** Logged out, by the phone or by web WeChat. */
  | { kind: 'over' }
  /** The process has ended without a word. */
  | { kind: 'gone' }

export type BotMessage = { group: string; text: string; picture: Buffer | null }

/** A message that was not sent; `certain`: surely not. */
export class BotError extends Error {
  constructor(
    reason: string,
    readonly certain: boolean,
  ) {
    super(reason)
  }
}

export type RunningBot = {
  /** Throws {@link BotError}. */
  send(message: BotMessage): Promise<void>
  /** Logs out. */
  end(): void
  /** Ends the process, and stays logged in. */
  kill(): void
}

/** Starts it, with what it knew before or to be logged in; `onNews` hears of it from then on. */
export type StartBot = (data: string | null, onNews: (news: BotNews) => void) => RunningBot
