import { randomBytes } from 'node:crypto'
import { receiptFrom } from '@shared/ballot/receipt'
import { type ErrorCode, Refusal } from '@shared/kernel/errors'
import type { Log } from '../../ports/work'
import type { BallotRecord, BallotStore, RulingRecord } from './model'

/** A ballot before it has its place in the ledger. */
export type BallotDraft = Omit<BallotRecord, '_id' | 'writer' | 'batch'>
export type RulingDraft = Omit<RulingRecord, '_id' | 'writer' | 'batch'>

/** What became of a ballot: `accepted`, or the voter's `first` ballot was there before. */
export type Outcome = { accepted: boolean; ballot: BallotRecord }

/** What a batch has added to the ledger, when that is certain. */
export type Committed = { batch: number; ballots: BallotRecord[]; rulings: RulingRecord[] }

type Options = {
  store: BallotStore
  writer: string
  /** Called in order of batches. */
  onCommitted: (committed: Committed) => void
  log: Log
  /** Entries that may wait; more are refused with `busy`. */
  queueLimit: number
  /** Entries inserted and made durable together at most. */
  batchLimit: number
  /** How long a sent ballot may stay uncertain before its voter is told so, in ms. */
  confirmMs?: number
}

type Waiting<Draft, Result> = {
  draft: Draft
  resolve: (result: Result) => void
  reject: (refusal: Refusal) => void
}
type Refusable = { reject: (refusal: Refusal) => void }
type WaitingBallot = Waiting<BallotDraft, Outcome>
type WaitingRuling = Waiting<RulingDraft, RulingRecord>

export type Ledger = ReturnType<typeof createLedger>

/**
 * The writing end of the ledger: group commit.
 *
 * Entries that arrive while a batch is on its way form the next batch, so there is one journal flush per batch and not
 * per vote. Batches of a process are inserted one after another. A batch whose insert fails is inserted again, with the
 * same ids, until the answer is definite: after that no straggler of an earlier try can add anything, so the batch is
 * closed and its sum is final. Until then newcomers are refused at once.
 */
export function createLedger({
  store,
  writer,
  onCommitted,
  log,
  queueLimit,
  batchLimit,
  confirmMs = 4000,
}: Options) {
  const ballots: WaitingBallot[] = []
  const rulings: WaitingRuling[] = []
  let batch = 0
  /** The last batch to which nothing is added any more. */
  let closedBatch = 0
  let running: Promise<void> | null = null
  let closed = false
  /** Set while a batch is in doubt. */
  let down = false
  /** Set while the store does not answer, noticed by others before any ballot had to. */
  let away = false
  /** Whether others know of this writer; nobody would ever count what an unknown one left behind. */
  let known = false

  /** Appends one ballot; resolves when it is durable. Refusals: `busy`, `ledger_unavailable`, `ballot_unconfirmed`. */
  function append(draft: BallotDraft): Promise<Outcome> {
    return enqueue(() => ballots, draft)
  }

  /** Appends one ruling; resolves when it is durable. Refusals: as above, and `ruling_conflict`. */
  function appendRuling(draft: RulingDraft): Promise<RulingRecord> {
    return enqueue(() => rulings, draft)
  }

  function enqueue<Draft, Result>(queue: () => Waiting<Draft, Result>[], draft: Draft): Promise<Result> {
    if (down || away || closed) return Promise.reject(new Refusal('ledger_unavailable'))
    if (ballots.length + rulings.length >= queueLimit) return Promise.reject(new Refusal('busy'))
    return new Promise((resolve, reject) => {
      queue().push({ draft, resolve, reject })
      running ??= run()
    })
  }

  async function run(): Promise<void> {
    // One turn of the event loop, so that requests already received share the first batch.
    await new Promise(setImmediate)
    while (ballots.length + rulings.length > 0) {
      if (ballots.length > 0) await commitBallots(ballots.splice(0, batchLimit))
      if (rulings.length > 0) await commitRulings(rulings.splice(0, batchLimit))
    }
    running = null
  }

  async function commitBallots(waiting: WaitingBallot[]): Promise<void> {
    batch += 1
    const records = waiting.map(({ draft }) => ({ _id: newReceipt(), ...draft, writer, batch }))
    const outcomes = await untilDefinite(waiting, async () => {
      const refused = await store.insertBallots(records)
      const existing = await firstBallots(refused.map((index) => records[index]!))
      return records.map((record) => existing.get(voteKey(record)) ?? record)
    })
    const accepted: BallotRecord[] = []
    outcomes.forEach((ballot, i) => {
      const mine = ballot._id === records[i]!._id
      if (mine) accepted.push(ballot)
      waiting[i]!.resolve({ accepted: mine, ballot })
    })
    closedBatch = batch
    onCommitted({ batch, ballots: accepted, rulings: [] })
  }

  /** The ballots that kept others out, by what they have in common with them. */
  async function firstBallots(refused: BallotRecord[]): Promise<Map<string, BallotRecord>> {
    if (refused.length === 0) return new Map()
    const found = await store.findBallotsOf(refused)
    const first = new Map(found.map((ballot) => [voteKey(ballot), ballot]))
    const lost = refused.find((record) => !first.has(voteKey(record)))
    if (lost) {
      // Refused although nobody voted for this voter: its receipt is taken by a stranger's ballot (about once in 10¹¹).
      lost._id = newReceipt()
      throw new Error('receipt collision')
    }
    return first
  }

  async function commitRulings(waiting: WaitingRuling[]): Promise<void> {
    batch += 1
    const records = waiting.map(({ draft }) => ({ _id: newReceipt(), ...draft, writer, batch }))
    const kept = await untilDefinite(waiting, async () => {
      const refused = await store.insertRulings(records)
      const existing = await store.findRulings(refused.map((index) => records[index]!.ballot))
      const ids = new Set(existing.map((ruling) => ruling._id))
      const lost = new Set(refused.filter((index) => !ids.has(records[index]!._id)))
      return records.map((_, index) => !lost.has(index))
    })
    records.forEach((record, i) => {
      if (kept[i]) waiting[i]!.resolve(record)
      else waiting[i]!.reject(new Refusal('ruling_conflict'))
    })
    closedBatch = batch
    onCommitted({ batch, ballots: [], rulings: records.filter((_, i) => kept[i]) })
  }

  /** Tries until it succeeds. Those who wait are told after `confirmMs`; their entries may still get in. */
  async function untilDefinite<T>(waiting: Refusable[], attempt: () => Promise<T>): Promise<T> {
    const deadline = setTimeout(() => {
      suspend()
      refuse(waiting, 'ballot_unconfirmed')
    }, confirmMs)
    try {
      for (let wait = 50; ; wait = Math.min(wait * 2, 1000)) {
        try {
          if (!known) await store.beat(writer, closedBatch)
          known = true
          return await attempt()
        } catch (error) {
          if (!down) log.error({ error: String(error), batch }, '账本暂时写不进去，暂停接收选票并持续重试')
          suspend()
          await new Promise((resolve) => setTimeout(resolve, wait))
        }
      }
    } finally {
      clearTimeout(deadline)
      if (down) log.info({ batch }, '账本已恢复，继续接收选票')
      down = false
    }
  }

  /** Turns newcomers away, and those whose entries were not sent yet. */
  function suspend(): void {
    down = true
    refuse(ballots.splice(0), 'ledger_unavailable')
    refuse(rulings.splice(0), 'ledger_unavailable')
  }

  /** Ends the stream: nothing is taken any more, what was taken is written. Waits at most `ms`. */
  async function close(ms: number): Promise<void> {
    closed = true
    await Promise.race([running, new Promise((resolve) => setTimeout(resolve, ms).unref())])
    // Where the store is away others take us for dead after a while, which comes to the same.
    if (!running && known) await store.beat(writer, closedBatch, true).catch(() => {})
  }

  return {
    append,
    appendRuling,
    close,
    depth: () => ballots.length + rulings.length,
    isDown: () => down || away,
    /** Whether this process has written anything, so that others look for its heartbeat. */
    isWriter: () => known,
    closedBatch: () => closedBatch,
    /** Told each second whether the store answers. */
    noteAnswer(answers: boolean) {
      away = !answers
    },
  }
}

function refuse(waiting: Refusable[], code: ErrorCode): void {
  for (const { reject } of waiting) reject(new Refusal(code))
}

const voteKey = (ballot: BallotDraft) =>
  `${ballot.voter} ${ballot.edition} ${ballot.category} ${ballot.period}`

/** Bytes of one receipt, and of how many receipts are drawn at once: one draw costs as much as hundreds. */
const RECEIPT_BYTES = 24
const DRAWN = 512
let drawn = Buffer.alloc(0)

function newReceipt(): string {
  for (;;) {
    if (drawn.length === 0) drawn = randomBytes(RECEIPT_BYTES * DRAWN)
    const receipt = receiptFrom(drawn.subarray(0, RECEIPT_BYTES))
    drawn = drawn.subarray(RECEIPT_BYTES)
    if (receipt) return receipt
  }
}
