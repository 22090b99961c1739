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
} from '@shared/risk/rules'
import type { Vault } from '../../ports/memory'
import type { SightingWindow } from '../../ports/sightings'
import type { Clock, Log } from '../../ports/work'
import type { Editions } from '../edition/edition'
import { createBoard } from './board'
import { reasonText } from './reason'

type Options = {
  window: SightingWindow
  vault: Vault
  /** Takes a lock that runs out by itself after `ms`; null while somebody else has it. */
  takeLock: (key: string, ms: number) => Promise<(() => Promise<void>) | null>
  editions: Editions
  clock: Clock
  log: Log
  /** Name of this process, unique for ever. */
  name: string
  /** Tells staff. */
  report: (found: Cluster[]) => Promise<void>
  /** Those of some keys whose ballots staff have found to be honest. */
  clearedAmong: (keys: string[]) => Promise<Set<string>>
  /** Sets those of the ballots aside on which nothing has been ruled yet. */
  setAside: (receipts: string[], reason: string) => Promise<void>
}

/** What is looked at together. */
const WINDOW_MS = 15 * 60_000
const LOCK_MS = 60_000
const SAVE_MS = 60_000
/** Clusters that are alive at once at most, the worst. */
const MOST_LIVE = 200

type Entry = Awaited<ReturnType<SightingWindow['after']>>[number]

/** What a scan goes on from. Held in memory by the process that scans; another one takes up what was saved. */
type State = {
  edition: string
  background: Background
  live: Map<string, LiveCluster>
  /** By category: the ballots of the window, and the place in the stream up to which they have been read and learnt. */
  windows: Map<CategoryId, { entries: Entry[]; read: string | null; learnt: string | null }>
  /** Ballots in a cluster: they are not learnt from. */
  suspects: Set<string>
  setAside: Set<string>
  reported: Map<string, string>
  savedAt: number
}

/**
 * Looks for what the rules know of in the ballots of the last minutes, in one process at a time. What it finds it tells all
 * web processes and staff, and in the mode `on` it sets aside what was accepted before anybody knew.
 */
export function createScan(options: Options) {
  const { window, vault, takeLock, editions, clock, log, name, report, clearedAmong, setAside } = options
  const board = createBoard(vault)
  let held: State | null = null

  /** The state as the last scan left it, whoever did it. */
  async function take({ id: edition, categories }: Edition): Promise<State> {
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
      ...{ suspects: new Set(), setAside: new Set(), reported: new Map(), savedAt: Date.now() },
    }
    return held
  }

  /** Moves the window to `now`: what has come, and what has left it and is known from now on. Answers whether it changed. */
  async function move(state: State, now: number): Promise<boolean> {
    let changed = false
    for (const [category, one] of state.windows) {
      const come = await window.after(state.edition, category, one.read)
      one.read = come.at(-1)?.place ?? one.read
      const all = [...one.entries, ...come]
      const gone = all.filter(({ sighting }) => sighting.at < now - WINDOW_MS)
      if (come.length === 0 && gone.length === 0) continue
      changed = true
      one.entries = all.filter(({ sighting }) => sighting.at >= now - WINDOW_MS)
      one.learnt = gone.at(-1)?.place ?? one.learnt
      const honest = gone.filter(({ sighting }) => !state.suspects.has(sighting.receipt))
      state.background = learn(
        state.background,
        honest.map(({ sighting }) => sighting),
        now,
      )
      for (const { sighting } of gone) {
        state.suspects.delete(sighting.receipt)
        state.setAside.delete(sighting.receipt)
      }
    }
    return changed
  }

  /** What is alive, with what was found now; a cluster that was found again began when it was found first. */
  function enliven(state: State, found: Cluster[], cleared: Set<string>, now: number): LiveCluster[] {
    for (const { receipts, ...cluster } of found) {
      const from = Math.min(state.live.get(cluster.key)?.from ?? cluster.from, cluster.from)
      state.live.set(cluster.key, { ...cluster, from })
    }
    const alive = [...state.live.values()]
      .filter((cluster) => aliveUntil(cluster) > now && !cleared.has(cluster.key))
      .sort((a, b) => b.score - a.score)
      .slice(0, MOST_LIVE)
    state.live = new Map(alive.map((cluster) => [cluster.key, cluster]))
    return alive
  }

  async function save(state: State, alive: LiveCluster[]): Promise<void> {
    const { edition, background } = state
    const strange = new Set(alive.flatMap(({ traits, category }) => (traits.strange ? [category] : [])))
    if (strange.size > 0) {
      const fields = [...strange].flatMap((category) => {
        const field = background.fields[category]
        return field ? [[category, { networks: field.networks }] as const] : []
      })
      await board.publishKnown(edition, { fields: Object.fromEntries(fields) })
    }
    if (Date.now() - state.savedAt < SAVE_MS) return
    const learnt = [...state.windows].flatMap(([id, one]) => (one.learnt ? [[id, one.learnt] as const] : []))
    await board.saveProgress(edition, { background, learnt: Object.fromEntries(learnt) })
    state.savedAt = Date.now()
  }

  async function look(edition: Edition): Promise<void> {
    const { safeguards } = edition
    const now = clock.now().getTime()
    const state = await take(edition)
    if (!(await move(state, now))) return
    const sightings = [...state.windows.values()].flatMap(({ entries }) => entries)
    const found = findClusters(
      sightings.map(({ sighting }) => sighting),
      state.background,
      now,
    )
    const cleared = await clearedAmong([...state.live.keys(), ...found.map(({ key }) => key)])
    const open = found.filter(({ key }) => !cleared.has(key))
    for (const { receipts } of open) for (const receipt of receipts) state.suspects.add(receipt)
    const alive = enliven(state, open, cleared, now)
    await board.publishLive(state.edition, alive)
    await save(state, alive)
    for (const { score, reasons, receipts } of safeguards.mode === 'on' ? open : []) {
      if (!['quarantine', 'refuse'].includes(gradeOf(score, safeguards))) continue
      const fresh = receipts.filter((receipt) => !state.setAside.has(receipt))
      await setAside(fresh, reasonText(reasons))
      for (const receipt of fresh) state.setAside.add(receipt)
    }
    const news = open.filter((cluster) => state.reported.get(cluster.key) !== signOf(cluster))
    if (news.length > 0) await report(news)
    for (const cluster of news) state.reported.set(cluster.key, signOf(cluster))
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

const signOf = ({ size, score, to }: Cluster) => `${size} ${score} ${to}`
