import { emptyField, type Field, showsOnly } from './background'
import type { Follow } from './contract'
import { choiceOf, hasPlace, isOutside, type Sighting } from './traits'

/** A sighting with what every rule asks about it. */
export type Seen = Sighting & {
  choice: string
  /** What all earlier ballots of its network have chosen, see `Field.networks`; undefined where there were none. */
  common: string | undefined
  /** Whether its network is strange to somebody it chose. */
  lone: boolean
}

/** How many of some ballots show what. */
export type Counts = {
  n: number
  /** Those whose network and device are the voter's. */
  placed: number
  choice: Map<string, number>
  device: Map<string, number>
  network: Map<string, number>
  login: Map<string, number>
  follow: Map<Follow, number>
  referred: number
  outside: number
  roaming: number
  lone: number
}

/** The window of one category: all its ballots in the order of time, and by candidate. */
export type View = {
  field: Field
  all: Seen[]
  by: Map<string, Seen[]>
  counts: Counts
}

/** Whether the network of a ballot is strange to one it chose. */
export const isStrange = ({ common, channel }: Seen, candidate: string) =>
  channel !== 'chat' && showsOnly(candidate, common)

/** Whoever gives the same sightings in another order gets the same view. */
export function viewOf(sightings: readonly Sighting[], field: Field = emptyField()): View {
  const all = sightings.map((sighting) => seenOf(sighting, field)).sort(byTime)
  const by = new Map<string, Seen[]>()
  for (const seen of all) {
    for (const id of seen.selections) {
      const those = by.get(id)
      if (those) those.push(seen)
      else by.set(id, [seen])
    }
  }
  return { field, all, by, counts: countsOf(all) }
}

function seenOf(sighting: Sighting, { networks }: Field): Seen {
  const common = networks[sighting.network]
  const lone = hasPlace(sighting) && sighting.selections.some((id) => showsOnly(id, common))
  // Written out: copying an object of changing shape takes most of a scan's time.
  const {
    receipt,
    at,
    category,
    selections,
    channel,
    network,
    agent,
    device,
    follow,
    scene,
    login,
    referrer,
  } = sighting
  return {
    receipt,
    at,
    category,
    selections,
    channel,
    network,
    agent,
    device,
    follow,
    scene,
    login,
    referrer,
    choice: choiceOf(selections),
    common,
    lone,
  }
}

const byTime = (a: Seen, b: Seen) => a.at - b.at || (a.receipt < b.receipt ? -1 : 1)

export function countsOf(those: readonly Seen[]): Counts {
  const counts: Counts = {
    ...{ n: those.length, placed: 0, referred: 0, outside: 0, roaming: 0, lone: 0 },
    ...{ choice: new Map(), device: new Map(), network: new Map(), login: new Map(), follow: new Map() },
  }
  for (const seen of those) {
    count(counts.choice, seen.choice)
    if (seen.follow) count(counts.follow, seen.follow)
    if (seen.referrer && seen.selections.includes(seen.referrer)) counts.referred += 1
    if (!hasPlace(seen)) continue
    counts.placed += 1
    count(counts.network, seen.network)
    if (seen.device) count(counts.device, seen.device)
    if (seen.login) {
      count(counts.login, seen.login)
      counts.roaming += 1
    }
    if (isOutside(seen)) counts.outside += 1
    if (seen.lone) counts.lone += 1
  }
  return counts
}

export function count<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
