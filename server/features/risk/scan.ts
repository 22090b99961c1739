import type { CategoryId, Edition } from '@shared/edition/contract'
import {
  aliveUntil,
  type Background,
  type Cluster,
  emptyBackground,
  findClusters,
  gradeOf,
  type LiveCluster,
  learn,
  type Sighting,
} from '@shared/risk/rules'
import type { Vault } from '../../ports/memory'
import type { SightingWindow } from '../../ports/sightings'
import type { Clock, Log, TakeLock } from '../../ports/work'
import type { Editions } from '../edition/edition'
import { createBoard, strangeOf } from './board'
import { createDripScan, type FollowLedger } from './drip'
import { reasonText } from './reason'

type Options = {
  window: SightingWindow
  vault: Vault
  takeLock: TakeLock
  editions: Editions
  clock: Clock
  log: Log
  /** Name of this process, unique for ever. */
  name: string
  follow: FollowLedger
  /** Tells staff. */
  report: (found: Cluster[]) => Promise<void>
  /** Those of some keys whose ballots staff have found to be honest, all that have been told of. */
  clearedAmong: (keys: string[]) => Promise<Set<string>>
  /** Sets those of the ballots aside on which nothing has been ruled yet. */
  setAside: (receipts: string[], reason: string) => Promise<void>
  /** Whether an award's result is fixed: then its ballots stay as they are, until staff open it again. */
  isFixed: (category: CategoryId) => Promise<boolean>
}

/** What is looked at together. */
const WINDOW_MS = 10 * 60_000
const LOCK_MS = 60_000
/** How often what has left the window is learnt, and kept. */
const LEARN_MS = 60_000
/** Clusters that are alive at once at most, the worst. */
const MOST_LIVE = 200

type Entry = Awaited<ReturnType<SightingWindow['after']>>[number]

/** What a scan goes on from. Held in memory by the process that scans; another one takes up what was saved. */
type State = {
  edition: string
  background: Background
  live: Map<string, LiveCluster>
  /** By category: the ballots not yet learnt, and the place in the stream up to which they have been read and learnt. */
  windows: Map<CategoryId, { entries: Entry[]; read: string | null; learnt: string | null }>
  /** Ballots that were, or would have been, set aside: they are not learnt from. */
  suspects: Set<string>
  setAside: Set<string>
  reported: Map<string, string>
  /** Categories whose known networks the web processes have been told. */
  told: Set<CategoryId>
  learntAt: number
}

/**
 * Looks for what the rules know of in the ballots of the last minutes, in one process at a time. What it finds it tells all
 * web processes and staff, and in the mode `on` it sets aside what was accepted before anybody knew.
 */
export function createScan(options: Options) {
  const { window, vault, takeLock, editions, clock, log, name, report, clearedAmong, setAside, isFixed } =
    options
  const board = createBoard(vault)
  const drips = createDripScan({ follow: options.follow, log })
  let held: State | null = null

  /** The state as the last scan left it, whoever did it. */
  async function take({ id: edition, categories }: Edition, now: number): Promise<State> {
    const last = await vault.peek(`risk:${edition}:scanner`)
    if (last !== name) await vault.put(`risk:${edition}:scanner`, name, 3600)
    // Nobody has scanned since where Redis has forgotten who did.
    if (held?.edition === edition && (last === name || last === null)) return held
    const [progress, live] = await Promise.all([board.progress(edition), board.live(edition)])
    const clusters = live === null ? [] : (JSON.parse(live) as LiveCluster[])
    const learnt = (category: CategoryId) => progress?.learnt[category] ?? null
    held = {
      edition,
      background: progress?.background ?? emptyBackground(),
      live: new Map(clusters.map((cluster) => [cluster.key, cluster])),
      windows: new Map(
        categories.map(({ id }) => [id, { entries: [], read: learnt(id), learnt: learnt(id) }]),
      ),
      ...{ suspects: new Set(), setAside: new Set(), reported: new Map(), told: new Set(), learntAt: now },
    }
    return held
  }

  /** Reads what has come; answers whether there was anything. */
  async function read(state: State): Promise<boolean> {
    let changed = false
    for (const [category, one] of state.windows) {
      const come = await window.after(state.edition, category, one.read)
      one.entries.push(...come)
      one.read = come.at(-1)?.place ?? one.read
      changed ||= come.length > 0
    }
    return changed
  }

  /** What has left the window is known from now on. */
  function learnPast(state: State, now: number): void {
    for (const one of state.windows.values()) {
      const gone = one.entries.filter(({ sighting }) => !isRecent(sighting, now))
      if (gone.length === 0) continue
      one.entries = one.entries.filter(({ sighting }) => isRecent(sighting, now))
      one.learnt = gone.at(-1)!.place
      const past = gone.map(({ sighting }) => sighting)
      const honest = past.filter(({ receipt }) => !state.suspects.has(receipt))
      state.background = learn(state.background, honest, now)
      for (const { receipt } of past) for (const set of [state.suspects, state.setAside]) set.delete(receipt)
    }
    state.learntAt = now
  }

  /** What is alive, with what was found now: of a cluster that was found before, the higher score stands. */
  function enliven(state: State, found: Cluster[], cleared: Set<string>, now: number): LiveCluster[] {
    for (const { receipts, ...cluster } of found) {
      const before = state.live.get(cluster.key)
      const worse = before && before.score > cluster.score
      state.live.set(cluster.key, worse ? { ...before, to: cluster.to } : cluster)
    }
    const alive = [...state.live.values()]
      .filter((cluster) => aliveUntil(cluster) > now && !cleared.has(cluster.key))
      .sort((a, b) => b.score - a.score)
      .slice(0, MOST_LIVE)
    state.live = new Map(alive.map((cluster) => [cluster.key, cluster]))
    return alive
  }

  async function save({ edition, background, windows }: State): Promise<void> {
    const learnt = [...windows].flatMap(([id, one]) => (one.learnt ? [[id, one.learnt] as const] : []))
    await board.saveProgress(edition, { background, learnt: Object.fromEntries(learnt) })
  }

  /** What tells strange networks, of the categories where that is asked for: much, so not of all and not each time. */
  async function tellKnown(state: State, categories: CategoryId[]): Promise<void> {
    state.told = new Set(categories)
    if (categories.length === 0) return
    const fields = categories.map((category) => {
      const networks = state.background.fields[category]?.networks ?? {}
      return [category, { networks }] as const
    })
    await board.publishKnown(state.edition, { fields: Object.fromEntries(fields) })
  }

  async function look(edition: Edition): Promise<void> {
    const { safeguards } = edition
    const now = clock.now().getTime()
    const state = await take(edition, now)
    const changed = await read(state)
    const slow = drips.take(edition, now)
    const isTime = Math.abs(now - state.learntAt) >= LEARN_MS
    if (!changed && slow.length === 0 && !isTime) return
    const sightings = [...state.windows.values()].flatMap(({ entries }) =>
      entries.flatMap(({ sighting }) => (isRecent(sighting, now) ? sighting : [])),
    )
    const found = [...findClusters(sightings, state.background, now), ...slow]
    const news = found.filter((cluster) => state.reported.get(cluster.key) !== signOf(cluster))
    if (news.length > 0) await report(news)
    for (const cluster of news) state.reported.set(cluster.key, signOf(cluster))
    // Only now: one that has grown is cleared no longer.
    const cleared = await clearedAmong([...state.live.keys(), ...found.map(({ key }) => key)])
    const open = found.filter(({ key }) => !cleared.has(key))
    const alive = enliven(state, open, cleared, now)
    const strange = strangeOf(alive)
    // Before the clusters that need it.
    if (isTime || strange.some((category) => !state.told.has(category))) await tellKnown(state, strange)
    await board.publishLive(state.edition, alive)
    const isGrave = ({ score }: Cluster) =>
      ['quarantine', 'refuse'].includes(gradeOf(score, { ...safeguards, mode: 'on' }))
    const grave = open.filter(isGrave)
    for (const { receipts } of grave) for (const receipt of receipts) state.suspects.add(receipt)
    for (const { category, reasons, receipts } of safeguards.mode === 'on' ? grave : []) {
      const fresh = receipts.filter((receipt) => !state.setAside.has(receipt))
      if (fresh.length === 0 || (await isFixed(category))) continue
      await setAside(fresh, reasonText(reasons))
      for (const receipt of fresh) state.setAside.add(receipt)
    }
    if (!isTime) return
    learnPast(state, now)
    await save(state)
  }

  /** Looks once, unless another process does. Never throws: what failed is done at the next look. */
  return async (): Promise<void> => {
    try {
      const edition = editions.current()
      if (edition.safeguards.mode === 'off') return
      const giveBack = await takeLock(`risk-scan:${edition.id}`, LOCK_MS)
      if (!giveBack) return
      await look(edition).finally(giveBack)
    } catch (error) {
      // What was read may not have been acted on: the next look reads it again.
      held = null
      log.warn({ err: error }, '这一次没有查完异常选票，稍后再查')
    }
  }
}

const isRecent = ({ at }: Sighting, now: number) => at >= now - WINDOW_MS

const signOf = ({ size, score, to }: Cluster) => `${size} ${score} ${to}`
