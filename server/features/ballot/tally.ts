import type { Tally } from '@shared/ballot/contract'
import type { CategoryId, Edition } from '@shared/edition/contract'
import type { Mark, TallySnapshot, TallyStore } from '../../ports/tally'
import type { Clock, Log } from '../../ports/work'
import type { Committed } from './ledger'
import type { BallotRecord, BallotStore, RulingRecord, WriterRecord } from './model'
import { addBallot, deltaOf, type Gathered, nothing } from './series'

type Options = {
  store: TallyStore
  ledger: BallotStore
  writer: string
  /** Whether this process has written to the ledger: only then it must show that it lives. */
  isWriter: () => boolean
  /** Up to which of its batches nothing is added any more. */
  closedBatch: () => number
  /** Told at each tick whether the ledger answered. */
  onLook: (answered: boolean) => void
  edition: () => Edition
  clock: Clock
  log: Log
}

type TallyKey = { edition: string; category: CategoryId }

/** This process's stream into one tally. */
type Stream = TallyKey & {
  /** All that the ledger has of this process; null for nothing. */
  committed: Mark | null
  /** What the counting store has of it; undefined while that is not known. */
  applied: Mark | null | undefined
  /** What lies between the two, unless `applied` is not known. */
  waiting: Gathered
}

/** Another process, as seen from here: after `DEAD_AFTER` looks without a heartbeat its streams have ended. */
type Watch = { beat: number; quiet: number; ends: Map<string, { mark: Mark | null; seen: number }> }
const DEAD_AFTER = 4

export type TallyKeeper = ReturnType<typeof createTallyKeeper>

/**
 * Keeps the live counts equal to the ledger.
 *
 * Each process adds its own committed batches, those of a second as one; a mark per process says how far they are in.
 * Where the mark is not what it should be (the store was flushed, restored from an older file, or a process died in
 * between), the missing batches are summed from the ledger. Only a process itself, or after its death anybody, applies
 * its batches, so a sum never holds half a batch. `tick` does all this, once a second.
 */
export function createTallyKeeper(options: Options) {
  const { store, ledger, writer, isWriter, closedBatch, onLook, edition, clock, log } = options
  const streams = new Map<string, Stream>()
  const latest = new Map<string, Tally>()
  /** The marks of the counts in `latest`, as long as the store has stayed whole. */
  const shown = new Map<string, TallySnapshot['marks']>()
  const watches = new Map<string, Watch>()
  let ticking: Promise<void> | null = null

  /** Takes what a batch has added to the ledger. */
  function add({ batch, ballots, rulings }: Committed): void {
    const take = (entry: BallotRecord | RulingRecord, effect: number) => {
      const stream = streamOf(entry)
      if (effect) addBallot(stream.waiting, entry, effect)
      stream.committed = { batch, entries: (stream.committed?.entries ?? 0) + 1 }
    }
    for (const ballot of ballots) take(ballot, 1)
    for (const ruling of rulings) take(ruling, ruling.effect)
  }

  /** Sends what is waiting, one delta at a time, until nothing is. What fails is left to the next tick. */
  async function pump(stream: Stream): Promise<void> {
    try {
      while (!sameMark(stream.applied, stream.committed)) {
        const { applied: from, committed: to } = stream
        if (from === undefined) {
          if (!(await catchUpOwn(stream))) return
          continue
        }
        const delta = deltaOf(takeWaiting(stream))
        stream.applied = undefined // not known until the store has answered
        const outcome = await store.apply(tallyName(stream), writer, from, to!, delta)
        if (outcome !== 'gap') stream.applied = to
      }
    } catch {
      // The store is away. What waited is in the ledger and is summed from there.
    }
  }

  async function catchUpOwn(stream: Stream): Promise<boolean> {
    const { marks } = await store.read(tallyName(stream))
    takeWaiting(stream) // is in the ledger, hence in the sum
    const to = stream.committed!
    const done = await catchUp(stream, writer, marks[writer] ?? null, to)
    if (done) stream.applied = to
    return done
  }

  /** Brings a writer's part of a tally from one mark to another out of the ledger. Answers whether it is there now. */
  async function catchUp(tally: TallyKey, of: string, from: Mark | null, to: Mark): Promise<boolean> {
    if (sameMark(from, to)) return true
    const name = tallyName(tally)
    const { delta, entries } = await ledger.sum(tally.edition, tally.category, of, from?.batch ?? 0, to.batch)
    if ((from?.entries ?? 0) + entries !== to.entries) {
      log.warn({ tally: name, writer: of, from, to, entries }, '计票与账本不符，从账本重新计票')
      await store.reset(name)
      return false
    }
    const outcome = await store.apply(name, of, from, to, delta)
    log.info({ tally: name, writer: of, from, to, outcome }, '计票已按账本补齐')
    return outcome !== 'gap'
  }

  /**
   * Shows that this process lives, reads the counts, publishes them where they are whole, and mends what is missing. One
   * at a time, for two would take what is waiting from each other: whoever asks during one waits for that one.
   */
  function tick(): Promise<void> {
    ticking ??= round().finally(() => {
      ticking = null
    })
    return ticking
  }

  async function round(): Promise<void> {
    const { id, categories } = edition()
    const writers = await look().catch(() => null)
    onLook(writers !== null)
    await Promise.all([...streams.values()].map(pump))
    for (const category of categories) {
      const tally = { edition: id, category: category.id }
      try {
        const before = streamOf(tally).applied
        const snapshot = await store.read(tallyName(tally))
        if (snapshot.whole) publish(tally, snapshot)
        else shown.delete(tallyName(tally))
        if (writers) await mend(tally, snapshot, writers, before)
      } catch {
        // A store is away. The counts stay as they are and say since when; the next tick tries again.
      }
    }
  }

  async function look(): Promise<WriterRecord[]> {
    if (isWriter()) await ledger.beat(writer, closedBatch())
    const writers = await ledger.findWriters()
    for (const { _id, beat, retired } of writers) {
      const watch = watches.get(_id)
      if (watch?.beat === beat) {
        watch.quiet += 1
        // What a dead writer had sent may be written later than anybody looked: looked again, ever less often.
        if (Number.isInteger(Math.log2(watch.quiet))) watch.ends.clear()
      } else watches.set(_id, { beat, quiet: retired ? DEAD_AFTER : 0, ends: new Map() })
    }
    return writers
  }

  async function mend(
    tally: TallyKey,
    snapshot: TallySnapshot,
    writers: WriterRecord[],
    before: Stream['applied'],
  ): Promise<void> {
    const contributors: string[] = []
    let complete = true
    const need = (other: string, present: boolean) => {
      contributors.push(other)
      complete &&= present
    }
    for (const { _id: other } of writers) {
      const mark = snapshot.marks[other] ?? null
      const watch = watches.get(other)!
      if (other === writer) {
        const stream = streamOf(tally)
        if (!stream.committed) continue
        if (before && (mark?.batch ?? 0) < before.batch) stream.applied = undefined
        await pump(stream)
        need(writer, mark !== null)
      } else if (watch.quiet >= DEAD_AFTER) {
        const end = await endOf(tally, other, watch, mark)
        if (end === undefined) complete = false
        else if (end) {
          const done = await catchUp(tally, other, mark, end)
          if (!done) watch.ends.delete(tallyName(tally)) // it may have been seen too early
          need(other, done)
        }
      } else if (!snapshot.whole && (await ledger.head(tally.edition, tally.category, other))) {
        need(other, mark !== null) // alive: it mends its own part
      }
    }
    if (complete && !snapshot.whole) await store.markWhole(tallyName(tally), contributors)
  }

  /** Where an ended stream ends, once seen the same twice: null for no entry, undefined while it is not certain. */
  async function endOf(tally: TallyKey, other: string, { ends }: Watch, mark: Mark | null) {
    const name = tallyName(tally)
    const known = ends.get(name)
    if (known && known.seen > 1 && (mark?.batch ?? 0) <= (known.mark?.batch ?? 0)) return known.mark
    const found = await ledger.head(tally.edition, tally.category, other)
    const seen = known && sameMark(known.mark, found) ? known.seen + 1 : 1
    ends.set(name, { mark: found, seen })
    return seen > 1 ? found : undefined
  }

  /**
   * Shows counts, unless they lack what was shown before (the store came back with an older file) or a ruling is in
   * them whose ballot is not yet.
   */
  function publish(tally: TallyKey, { counts, ballots, marks }: TallySnapshot): void {
    const { category } = tally
    const name = tallyName(tally)
    const before = Object.entries(shown.get(name) ?? {})
    if (before.some(([other, mark]) => mark.batch > (marks[other]?.batch ?? 0))) return
    if ([ballots, ...Object.values(counts)].some((n) => n < 0)) return
    shown.set(name, marks)
    latest.set(name, { category, counts, ballots, asOf: clock.now().toISOString() })
  }

  function streamOf({ edition, category }: TallyKey): Stream {
    const name = tallyName({ edition, category })
    let stream = streams.get(name)
    if (!stream) {
      stream = {
        edition,
        category,
        committed: null,
        applied: null,
        waiting: nothing(),
      }
      streams.set(name, stream)
    }
    return stream
  }

  return {
    add,
    tick,
    /** The last whole counts seen; undefined before the first. */
    latest: (category: CategoryId) => latest.get(tallyName({ edition: edition().id, category })),
  }
}

function takeWaiting(stream: Stream): Gathered {
  const { waiting } = stream
  stream.waiting = nothing()
  return waiting
}

/** Name of a category's counts in the counting store. */
export const tallyName = ({ edition, category }: TallyKey) => `${edition}:${category}`

function sameMark(a: Mark | null | undefined, b: Mark | null): boolean {
  return a !== undefined && a?.batch === b?.batch && a?.entries === b?.entries
}
