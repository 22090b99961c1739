import type { Edition } from '@shared/edition/contract'
import type { Log } from '../../ports/work'
import type { BallotRecord, BallotStore, RulingRecord, StreamKind } from '../ballot/ballot'
import { type Lines, leafOf } from './lines'
import type { ChunkRecord, Kind, Mark, Marks, TransparencyStore } from './model'

/** Where the tree ends, and what is in it. */
export type State = { size: number; marks: Marks; receipted: number }

type Options = {
  store: TransparencyStore
  ballots: BallotStore
  lines: Lines
  log: Log
  /** How long a writer is silent before it is dead, in ms. */
  deadMs?: number
}

/** An entry before it has its place. */
type Draft = { source: string; leaf: Buffer }

type Waiting = { end: number; ballots: number; counts: ReadonlyMap<string, number> }

/** Entries of a chunk, about: batches are not parted. */
const CHUNK = 1000
/** Receipts are entered together with so many others of their category at least: among few, somebody's ballot could be told. */
const CROWD = 20
/** What waits for a crowd in a quiet category waits no longer once so many do: a document has its bounds. */
const MOST_WAITING = 100_000
const RECEIPTS_MS = 3_600_000
const ALL = Number.MAX_SAFE_INTEGER

/** Somebody else has gone on from the same place. */
export class Overtaken extends Error {}

/**
 * Gives every ballot, receipt and ruling its place in the tree. It follows the writers' streams of closed batches, as the tally does,
 * apart from casting: nobody waits for it. What a chunk says of how far everything is entered is written with its entries in one
 * document, so whoever dies has entered all of a chunk or nothing, and of two sequencers one goes on.
 */
export function createSequencer({ store, ballots, lines, log, deadMs = 60_000 }: Options) {
  const watches = new Map<string, { beat: number; since: number }>()
  let receiptsAt = Date.now()
  /** Size of the tree when all writers were last counted through. */
  let swept = -1

  /** Enters what is there to enter. `over`: no ballots come any more. Throws {@link Overtaken}. */
  async function advance(edition: Edition, over: boolean): Promise<State> {
    let state = stateOf(await store.tail(edition.id))
    const place = { edition: edition.id, categories: edition.categories.map(({ id }) => id) }
    const streams = (await closedStreams()).map(({ writer, upTo }) => ({ of: { ...place, writer }, upTo }))
    for (const kind of ['ballots', 'rulings'] as const) {
      for (const { of, upTo } of streams) state = await follow(state, kind, of, upTo)
    }
    if (over && swept !== state.size) {
      for (const kind of ['ballots', 'rulings'] as const) {
        for (const { of } of streams) state = await sweep(state, kind, of)
      }
    }
    if (over || Date.now() - receiptsAt >= RECEIPTS_MS) {
      state = await enterReceipts(state, edition.id, over)
      receiptsAt = Date.now()
    }
    if (over) swept = state.size
    return state
  }

  /** Up to which batch each writer's streams do not change any more. */
  async function closedStreams(): Promise<{ writer: string; upTo: number }[]> {
    const now = Date.now()
    return (await ballots.findWriters()).map(({ _id: writer, beat, retired, closed = 0 }) => {
      const watch = watches.get(writer)
      if (watch?.beat !== beat) watches.set(writer, { beat, since: now })
      const dead = watch?.beat === beat && now - watch.since >= deadMs
      return { writer, upTo: retired || dead ? ALL : closed }
    })
  }

  type Stream = Parameters<BallotStore['entriesOf']>[1]

  async function follow(from: State, kind: StreamKind, of: Stream, upTo: number): Promise<State> {
    let state = from
    const mark = markOf(state, kind, of.writer)
    if (upTo <= mark.batch) return state
    let waiting: (BallotRecord | RulingRecord)[] = []
    for await (const record of ballots.entriesOf(kind, of, mark.batch, upTo)) {
      if (waiting.length >= CHUNK && record.batch !== waiting.at(-1)!.batch) {
        const next = await enter(state, kind, of, waiting)
        if (next === state) return state
        state = next
        waiting = []
      }
      waiting.push(record)
    }
    return waiting.length > 0 ? enter(state, kind, of, waiting) : state
  }

  /** Enters whole batches of one writer. A ruling whose ballot is not entered yet waits for it, and all after it too. */
  async function enter(state: State, kind: StreamKind, of: Stream, records: (BallotRecord | RulingRecord)[]) {
    const drafts =
      kind === 'ballots'
        ? draftBallots(records as BallotRecord[])
        : await draftRulings(of.edition, records as RulingRecord[])
    if (!drafts) {
      log.warn({ writer: of.writer, kind }, '有处理记录的选票还没有进公开账本，等它先进')
      return state
    }
    const { entries } = markOf(state, kind, of.writer)
    const mark = { batch: records.at(-1)!.batch, entries: entries + records.length }
    return append(state, of.edition, kind, drafts, withMark(state.marks, kind, of.writer, mark))
  }

  function draftBallots(records: BallotRecord[]): Draft[] {
    return shuffled(records.map((record) => ({ source: record._id, leaf: leafOf(lines.ofBallot(record)) })))
  }

  async function draftRulings(edition: string, records: RulingRecord[]): Promise<Draft[] | null> {
    const indexes = await store.indexesOf(edition, 'ballots', [
      ...new Set(records.map(({ ballot }) => ballot)),
    ])
    if (records.some(({ ballot }) => !indexes.has(ballot))) return null
    return records.map((record) => ({
      source: record._id,
      leaf: leafOf(lines.ofRuling(record, indexes.get(record.ballot)!)),
    }))
  }

  /** Enters what came into a batch after it had been taken for closed, as of a process that was frozen for minutes. */
  async function sweep(from: State, kind: StreamKind, of: Stream): Promise<State> {
    let state = from
    const mark = markOf(state, kind, of.writer)
    const there = await ballots.countOf(kind, of, mark.batch)
    if (there === mark.entries) return state
    log.warn(
      { writer: of.writer, kind, there, entered: mark.entries },
      '公开账本与选票账本的条数不符，逐条核对',
    )
    let late: (BallotRecord | RulingRecord)[] = []
    const take = async () => {
      const entered = await store.indexesOf(
        of.edition,
        kind,
        late.map(({ _id }) => _id),
      )
      const missing = late.filter(({ _id }) => !entered.has(_id))
      late = []
      if (missing.length === 0) return
      const drafts =
        kind === 'ballots'
          ? draftBallots(missing as BallotRecord[])
          : await draftRulings(of.edition, missing as RulingRecord[])
      const { batch, entries } = markOf(state, kind, of.writer)
      const marks = withMark(state.marks, kind, of.writer, { batch, entries: entries + missing.length })
      if (drafts) state = await append(state, of.edition, kind, drafts, marks)
    }
    for await (const record of ballots.entriesOf(kind, of, 0, mark.batch)) {
      if (late.push(record) >= CHUNK) await take()
    }
    await take()
    return state
  }

  /** Enters the receipts of the ballots that wait for it, crowd by crowd; `over`: to the last. */
  async function enterReceipts(from: State, edition: string, over: boolean): Promise<State> {
    let state = from
    for (const end of crowdsOf(await waitingChunks(edition, state), over)) {
      const drafts: Draft[] = []
      for await (const chunk of store.chunksIn(edition, state.receipted, end)) {
        if (chunk.kind !== 'ballots' || chunk.first < state.receipted) continue
        for (const source of chunk.sources) drafts.push({ source, leaf: leafOf(lines.ofReceipt(source)) })
      }
      state = await append({ ...state, receipted: end }, edition, 'receipts', shuffled(drafts), state.marks)
    }
    return state
  }

  /** Chunks of ballots whose receipts are not entered yet: where each ends, and how many it has of each category. */
  async function waitingChunks(edition: string, { receipted, size }: State): Promise<Waiting[]> {
    const waiting: Waiting[] = []
    for await (const chunk of store.chunksIn(edition, receipted, size)) {
      if (chunk.kind !== 'ballots' || chunk.first < receipted) continue
      const counts = new Map<string, number>()
      for (const { category } of await ballots.findBallots(chunk.sources)) add(counts, category, 1)
      waiting.push({ end: chunk.first + chunk.sources.length, ballots: chunk.sources.length, counts })
    }
    return waiting
  }

  async function append(
    state: State,
    edition: string,
    kind: Kind,
    drafts: Draft[],
    marks: Marks,
  ): Promise<State> {
    const { size, receipted } = state
    const entries = {
      sources: drafts.map(({ source }) => source),
      hashes: Buffer.concat(drafts.map(({ leaf }) => leaf)),
    }
    if (!(await store.append({ edition, first: size, kind, ...entries, marks, receipted })))
      throw new Overtaken()
    return { size: size + drafts.length, marks, receipted }
  }

  return { advance }
}

/**
 * After which entries receipts are to be entered: those until there, and those left for the next time, are a crowd in every
 * category. Of the last ones, when no more ballots come, whatever is left.
 */
function crowdsOf(waiting: readonly Waiting[], over: boolean): number[] {
  const ends: number[] = []
  const left = new Map<string, number>()
  for (const { counts } of waiting) for (const [category, n] of counts) add(left, category, n)
  const crowd = new Map<string, number>()
  let [size, possible] = [0, 0]
  for (const { end, ballots, counts } of waiting) {
    size += ballots
    for (const [category, n] of counts) {
      add(crowd, category, n)
      add(left, category, -n)
    }
    const isCrowd = [...crowd].every(([category, n]) => n >= CROWD && left.get(category)! >= CROWD)
    if (isCrowd) possible = end
    if ((isCrowd && size >= CHUNK) || size >= MOST_WAITING) {
      ends.push(end)
      crowd.clear()
      ;[size, possible] = [0, 0]
    }
  }
  const last = over && size > 0 ? waiting.at(-1)!.end : possible
  return last > 0 ? [...ends, last] : ends
}

function add(counts: Map<string, number>, key: string, n: number): void {
  counts.set(key, (counts.get(key) ?? 0) + n)
}

export const stateOf = (tail: ChunkRecord | null): State =>
  tail
    ? { size: tail.first + tail.sources.length, marks: tail.marks, receipted: tail.receipted }
    : { size: 0, marks: {}, receipted: 0 }

const markOf = ({ marks }: State, kind: StreamKind, writer: string): Mark =>
  marks[writer]?.[kind] ?? { batch: 0, entries: 0 }

function withMark(marks: Marks, kind: StreamKind, writer: string, mark: Mark): Marks {
  return { ...marks, [writer]: { ...marks[writer], [kind]: mark } }
}

/** In the order of their hashes, which nobody can foresee: so the order of ballots tells nothing of that of their receipts. */
const shuffled = (drafts: Draft[]): Draft[] => drafts.sort((a, b) => a.leaf.compare(b.leaf))
